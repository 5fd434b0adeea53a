# SPDX-License-Identifier: MIT
"""A copy of the code, built, and what its test programs say of it with a fault in it. See scripts/mutate."""
import contextlib
import json
import os
import pathlib
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

from fault_lists import ROOT

# It lies as a clone does, with build/dev in it, so that ccache gives what a clone has compiled before.
COPY = ROOT / "build/mutate"
BUILD = COPY / "build/dev"
RECORDINGS = ROOT.parent / "shared/data"
# A fault may let a test go on for ever. Of the processor it gets five times what it took without one, and ten seconds; of the clock much
# more, since others may be at work on the machine.
CPU_GRACE_S = 10
CPU_SLOWER = 5
GRACE_S = 60
SLOWER = 30
# A fault may leave something without use: that alone must not keep it from compiling.
UNUSED = "".join(f'_Pragma("GCC diagnostic ignored \\"-Wunused-{what}\\"") '
                 for what in ("variable", "but-set-variable", "parameter", "function", "const-variable", "value", "label"))
# Their tests start build/dev/tixdb too, and must do so before the next fault is compiled.
START_THE_PROGRAM = {"cli", "pipeline"}
# Tests are asked in groups, by the seconds that they take of a processor: those of less than this before the others.
GROUPS_S = (0.1, 0.3, 1.0, float("inf"))
# With --near those that take less than this; where some are called as the file is, of the others those of the first two groups alone.
SHORT_S = 2.0


class TestProgram:
    """One of build/dev/tests/test_*, with how long each of its tests takes without a fault."""

    def __init__(self, name):
        self.name = name
        self.path = BUILD / "tests" / f"test_{name}"
        self.seconds = {}

    def learn(self):
        """Runs without a fault those tests that it has not run so before. What fails then says nothing and is left out."""
        known = COPY / "times" / f"{self.name}.json"
        learnt = json.loads(known.read_text()) if known.exists() else {}
        present = self.tests()
        new = [name for name in present if name not in learnt]
        if new:
            learnt.update(self.seconds_of(new))
            known.parent.mkdir(exist_ok=True)
            known.write_text(json.dumps({name: learnt[name] for name in present}, indent=0))
        self.seconds = {name: learnt[name] for name in present if learnt[name] is not None}

    def tests(self):
        """Their names, in order."""
        listed = subprocess.run([self.path, "--gtest_list_tests"], env=environment(), check=True, stdout=subprocess.PIPE).stdout.decode()
        suite, names = "", []
        for line in listed.splitlines():
            word = line.split("#")[0].strip()
            if not line.startswith(" "):
                suite = word if word.endswith(".") else ""
            elif suite:
                names.append(suite + word)
        return names

    def seconds_of(self, names):
        """How long each takes of a processor, as far as the whole tells it; None of one that fails, or is skipped."""
        result = COPY / "clean.json"
        flags = COPY / "flags"
        flags.write_text(f"--gtest_filter={':'.join(names)}\n")
        begin = time.monotonic()
        process = subprocess.Popen([self.path, f"--gtest_flagfile={flags}", f"--gtest_output=json:{result}"], env=environment(),
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        used = os.wait4(process.pid, 0)[2]
        process.returncode = 0
        share = min(1, (used.ru_utime + used.ru_stime) / (time.monotonic() - begin))
        seconds = dict.fromkeys(names)
        for suite in json.loads(result.read_text())["testsuites"]:
            for test in suite["testsuite"]:
                name = f"{suite['name']}.{test['name']}"
                if test.get("failures"):
                    print(f"left out, since it fails without a fault: {self.name} {name}", flush=True)
                elif test["result"] == "COMPLETED":
                    seconds[name] = float(test["time"].rstrip("s")) * share
        return seconds

    def groups(self, fault, last_time, only_short):
        """The tests, those first that are most likely to catch the fault, and the short ones before the long ones."""
        near = suites_near(fault.file, self.name)
        left = dict(self.seconds)

        def take(wanted):
            group = [name for name in left if wanted(name)]
            for name in group:
                del left[name]
            return group

        yield take(lambda name: name == last_time)
        limit = SHORT_S if only_short else float("inf")
        for longest in GROUPS_S:
            yield take(lambda name, longest=min(longest, limit): near & set(re.split(r"[./]", name)) and left[name] < longest)
        for longest in GROUPS_S[:2] if only_short and near else GROUPS_S:
            yield take(lambda name, longest=min(longest, limit): left[name] < longest)

    def first_failure(self, names, executable):
        """The first of the tests that fails, or None. One that fails once only is not counted."""
        failed = self.run(names, executable)
        return failed if failed and (failed == "takes too long" or self.run([failed], executable)) else None

    def run(self, names, executable):
        if not names:
            return None
        flags = executable.with_suffix(".flags")
        flags.write_text(f"--gtest_filter={':'.join(names)}\n--gtest_fail_fast\n")
        output = executable.with_suffix(".output")
        seconds = sum(self.seconds[name] for name in names)
        limit = CPU_GRACE_S + int(CPU_SLOWER * seconds)
        with output.open("wb") as file:
            process = subprocess.Popen([executable, f"--gtest_flagfile={flags}"], env=environment(), stdout=file,
                                       stderr=subprocess.DEVNULL, start_new_session=True,
                                       preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (limit, limit)))
            try:
                code = process.wait(timeout=GRACE_S + SLOWER * seconds)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                return "takes too long"
        if code == 0:
            return None
        text = output.read_text(errors="replace")
        failed = re.search(r"^\[  FAILED  \] ([\w./]+)", text, re.MULTILINE)
        # Of a program that was ended in the midst of it, the last one that it began.
        return failed.group(1) if failed else re.findall(r"^\[ RUN      \] ([\w./]+)", text, re.MULTILINE)[-1]


def environment():
    """With the recordings, and with temporary files in memory: most of a test's time is otherwise the disk's."""
    defaults = {}
    if RECORDINGS.is_dir():
        defaults["TIXDB_RECORDINGS"] = str(RECORDINGS)
    if os.access("/dev/shm", os.W_OK):
        defaults["TMPDIR"] = "/dev/shm"
    return {**defaults, **os.environ}


def suites_near(file, program):
    """Suites of the program's test files that include the file's header, or are called as it is, its folder, or a word of its name."""
    path = pathlib.PurePath(file)
    words = {path.stem, path.parent.name, *path.stem.split("_")}
    folders = [folder for folder in (ROOT / "tests/unit" / program, ROOT / "tests" / program) if folder.is_dir()]
    suites = set()
    for test in [test for folder in folders for test in folder.rglob("*.cpp")]:
        text = test.read_text()
        name = test.stem.removesuffix("_test")
        is_called_so = (path.stem in name or path.stem.startswith(name) or name in words or
                        path.parent.name.startswith(name.split("_")[0]))
        found = set(re.findall(r"^(?:TEST|TEST_F|TEST_P|RC_GTEST_PROP|RC_GTEST_FIXTURE_PROP)\((\w+)", text, re.MULTILINE))
        if is_called_so or f"/{path.stem}.hpp\"" in text:
            suites |= found
        suites |= {suite for suite in found if path.stem.replace("_", "") in suite.lower()}
    return suites


class Bench:
    """The copy, and what becomes of it with a fault in it. `jobs`: of the build. Threads may ask it of several faults: one is compiled
    while tests look for another."""

    def __init__(self, jobs):
        self.jobs = jobs
        self.lock = threading.Lock()  # of the copy's files and its build
        self.programs = {}
        listed = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout.decode()
        tracked = set(listed.splitlines())
        for name in sorted(tracked):
            self.copy(name)
        for file in [path for folder in ("src", "tests", "schema", "migrations") for path in (COPY / folder).rglob("*") if path.is_file()]:
            if str(file.relative_to(COPY)) not in tracked:
                file.unlink()
        if (BUILD / "build.ninja").exists():
            return  # it looks itself whether it is still right
        linker = ["-DCMAKE_EXE_LINKER_FLAGS=-fuse-ld=mold"] if shutil.which("mold") else []
        subprocess.run(["cmake", "--preset", "dev", "-DCMAKE_CXX_FLAGS_DEBUG=-g1",
                        "-DCMAKE_GTEST_DISCOVER_TESTS_DISCOVERY_MODE=PRE_TEST", *linker], cwd=COPY, check=True,
                       stdout=subprocess.DEVNULL)

    @staticmethod
    def copy(name):
        source, target = ROOT / name, COPY / name
        if not source.exists() or (target.exists() and target.read_bytes() == source.read_bytes()):
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)

    def build(self, program):
        """Whether it compiles; what the compiler says is in build/mutate/build.log."""
        with (COPY / "build.log").open("wb") as log:
            return subprocess.run(["cmake", "--build", BUILD, *self.jobs, "--target", "test_" + program], stdout=log,
                                  stderr=subprocess.STDOUT, check=False).returncode == 0

    def prepared(self, name):
        """The program, built without a fault."""
        if name not in self.programs:
            if not self.build(name):
                sys.exit(f"test_{name} does not build without a fault: {COPY}/build.log")
            program = TestProgram(name)
            program.learn()
            self.programs[name] = program
        return self.programs[name]

    def build_faulty(self, fault, name):
        """None, or why there is no such program. The copy is whole again afterwards, but for what was compiled."""
        path = COPY / fault.file
        whole = path.read_text()
        faulty = fault.applied_to(whole)
        if faulty is None:
            return "does not fit"
        if path.suffix in (".cpp", ".hpp"):
            faulty = UNUSED + "\n" + faulty
        self.prepared(name)
        path.write_text(faulty)
        try:
            return None if self.build(name) else "does not compile"
        finally:
            path.write_text(whole)

    def failure(self, fault, name, last_time, only_nearest):
        """The test of the program that catches it, None if none does, or why it cannot be asked."""
        with tempfile.TemporaryDirectory(dir=COPY) as folder, contextlib.ExitStack() as building:
            building.enter_context(self.lock)
            wrong = self.build_faulty(fault, name)
            if wrong:
                return wrong
            program = self.programs[name]
            executable = pathlib.Path(shutil.copy(program.path, folder))
            if name not in START_THE_PROGRAM:
                building.close()
            for group in program.groups(fault, last_time, only_nearest):
                failed = program.first_failure(group, executable)
                if failed:
                    return f"caught by {name} {failed}"
        return None

    def outcome(self, fault, last_time, only_nearest):
        """'caught by PROGRAM TEST', 'does not compile', 'does not fit' or 'survives'. `last_time`: the outcome before, or None."""
        caught_by = (last_time or "").removeprefix("caught by ").partition(" ")[::2]
        # Of those that it can break, the one that caught it before, and those with tests that are called as its file is.
        is_query = fault.file.endswith(".sql")
        programs = sorted(fault.programs,
                          key=lambda name: (name != caught_by[0], not is_query and not suites_near(fault.file, name)))
        # What a query says is seen by tests of the store and by those of who asks it.
        nearest = 2 if is_query else 1
        for name in programs[:nearest] if only_nearest else programs:
            outcome = self.failure(fault, name, caught_by[1], only_nearest)
            if outcome:
                return outcome
        return "survives"
