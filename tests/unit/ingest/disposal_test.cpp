// SPDX-License-Identifier: MIT
// What --after does with files, and what it must never do.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>

#include "ingest/file_move.hpp"
#include "ingest/storing_recorder.hpp"
#include "support/ingest_fixture.hpp"

namespace tixdb::ingest {
namespace {

using test::kFirstS;
using test::ReportBuilder;
namespace fs = std::filesystem;

std::string content_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

class DisposalTest : public testing::Test, protected test::IngestFixture {
  protected:
    [[nodiscard]] fs::path target() const { return temporary.folder() / "done"; }
    void delete_after() { options.after = {AfterIngest::Action::remove, {}}; }
    void move_after() { options.after = {AfterIngest::Action::move, target()}; }
};

TEST_F(DisposalTest, StoredAndKnownFilesAreDeletedRefusedAndYoungOnesStay) {
    const auto stored = ReportBuilder(kFirstS, 1).write(base());
    const auto copy = ReportBuilder(kFirstS, 1).write(base(), "copy.json");
    const auto refused = ReportBuilder(kFirstS, 1).field("userId", "9").write(base(), "refused.json");
    test::write_file(folder() / "young.json", "{", clock.now_s());
    delete_after();
    const IngestCounts counts = ingest();
    EXPECT_EQ(counts.stored, 1);
    EXPECT_EQ(counts.known, 1);
    EXPECT_EQ(counts.removed, 2);
    EXPECT_FALSE(fs::exists(stored));
    EXPECT_FALSE(fs::exists(copy));
    EXPECT_TRUE(fs::exists(refused));
    EXPECT_TRUE(fs::exists(folder() / "young.json"));
}

TEST_F(DisposalTest, FilesKnownFromEarlierRunsGoToo) {
    const auto path = ReportBuilder(kFirstS, 1).write(base());
    test::set_mtime(folder(), kFirstS + 7200);
    ASSERT_EQ(ingest().stored, 1);
    delete_after();
    const IngestCounts counts = ingest();
    EXPECT_EQ(counts.known, 1);
    EXPECT_EQ(counts.removed, 1);
    EXPECT_FALSE(fs::exists(path));
    const IngestCounts empty = ingest();
    EXPECT_EQ(empty.known, 0);
    EXPECT_EQ(empty.removed, 0);
}

TEST_F(DisposalTest, DeletedReportThatIsSentAgainIsKnown) {
    delete_after();
    ReportBuilder(kFirstS, 1).write(base());
    ASSERT_EQ(ingest().stored, 1);
    ReportBuilder(kFirstS, 1).write(base());
    EXPECT_EQ(ingest().known, 1);
    EXPECT_EQ(number("SELECT count(*) FROM report"), 1);
}

TEST_F(DisposalTest, NothingIsDeletedIfStoringFails) {
    const auto path = ReportBuilder(kFirstS, 1).write(base());
    delete_after();
    temporary.database().execute(
        "CREATE TRIGGER no BEFORE INSERT ON source_folder BEGIN SELECT raise(ABORT, 'no'); END");
    EXPECT_THROW(static_cast<void>(ingest()), SQLite::Exception);
    EXPECT_TRUE(fs::exists(path));
    EXPECT_EQ(number("SELECT count(*) FROM report"), 0);
}

// A foreign key that is only checked by the COMMIT: everything before it succeeds.
TEST_F(DisposalTest, NothingIsDeletedIfTheCommitFails) {
    const auto path = ReportBuilder(kFirstS, 1).write(base());
    delete_after();
    temporary.database().execute("CREATE TABLE parent (id INTEGER PRIMARY KEY)");
    temporary.database().execute(
        "CREATE TABLE child (id INTEGER REFERENCES parent DEFERRABLE INITIALLY DEFERRED)");
    temporary.database().execute(
        "CREATE TRIGGER no AFTER INSERT ON source_file BEGIN INSERT INTO child VALUES (1); END");
    EXPECT_THROW(static_cast<void>(ingest()), SQLite::Exception);
    EXPECT_TRUE(fs::exists(path));
    EXPECT_EQ(number("SELECT count(*) FROM report"), 0);
}

TEST_F(DisposalTest, NothingIsDeletedOnceTheDatabaseIsGoneOrAnother) {
    for (const bool replaced : {false, true}) {
        test::IngestFixture fixture;
        std::vector<fs::path> paths;
        for (int i = 0; i < 3; ++i) paths.push_back(ReportBuilder(kFirstS + i, 1).write(fixture.base()));
        ASSERT_EQ(fixture.ingest().stored, 3);
        fixture.options.after = {AfterIngest::Action::remove, {}};
        const fs::path database = fixture.temporary.path();
        const std::int64_t run_id =
            store::RunStore(fixture.temporary.database()).begin("ingest", "test", fixture.clock.now_ms());
        if (replaced) fs::copy_file(database, database.string() + ".old");
        fs::rename(database, database.string() + ".moved");
        if (replaced) fs::rename(database.string() + ".old", database);
        Log log(messages, Verbosity::normal, LogFormat::text);
        WarningLimit warnings(log);
        const ReportTree tree(fixture.base());
        FileDisposal disposal(tree, fixture.options.after, warnings);
        StoringRecorder recorder(fixture.temporary.database(), run_id, fixture.clock, log, warnings,
                                 &disposal);
        for (const fs::path& path : paths) {
            struct stat status = {};
            ASSERT_EQ(stat(path.c_str(), &status), 0);
            ReportFile file;
            file.name = path.filename().string();
            file.stamp = stamp_of(status);
            disposal.add({3, 5}, file);
        }
        EXPECT_THROW(recorder.finish(true), Error);
        for (const fs::path& path : paths) EXPECT_TRUE(fs::exists(path));
    }
}

// A full medium is one line, and the end of all attempts.
TEST_F(DisposalTest, MediumThatIsFullOrReadOnlyEndsTheAttempts) {
    const fs::path small = temporary.folder() / "small";
    fs::create_directory(small);
    if (mount("none", small.c_str(), "tmpfs", 0, "size=16k") != 0)
        GTEST_SKIP() << "mounts are not allowed here";
    for (int i = 0; i < 40; ++i) ReportBuilder(kFirstS + i, 40).write(base());
    options.after = {AfterIngest::Action::move, small};
    const IngestCounts counts = ingest();
    umount(small.c_str());
    EXPECT_EQ(counts.stored, 40);
    EXPECT_GT(counts.not_removed, 0);
    EXPECT_EQ(counts.removed + counts.not_removed, 40);
    const std::string said = messages.str();
    EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 1) << said;
    EXPECT_NE(said.find("No space left on device; no more files are tried"), std::string::npos) << said;
    EXPECT_EQ(std::distance(fs::directory_iterator(folder()), fs::directory_iterator()), counts.not_removed);
}

TEST_F(DisposalTest, FoldersThatAreMadeAreForOwnerAndGroup) {
    ReportBuilder(kFirstS, 1).write(base());
    options.after = {AfterIngest::Action::move, target() / "deep"};
    const mode_t before = umask(0);
    EXPECT_EQ(ingest().removed, 1);
    umask(before);
    for (const fs::path& made : {target(), target() / "deep", target() / "deep/3", target() / "deep/3/5"}) {
        struct stat status = {};
        ASSERT_EQ(stat(made.c_str(), &status), 0);
        EXPECT_EQ(status.st_mode & 07777U, 0750U) << made;
    }
}

TEST_F(DisposalTest, MoveKeepsUserAndInstallationContentAndTime) {
    const auto path = ReportBuilder(kFirstS, 1).write(base(), "a.json");
    const std::string content = content_of(path);
    move_after();
    EXPECT_EQ(ingest().removed, 1);
    EXPECT_FALSE(fs::exists(path));
    EXPECT_EQ(content_of(target() / "3/5/a.json"), content);
    struct stat status = {};
    ASSERT_EQ(stat((target() / "3/5/a.json").c_str(), &status), 0);
    EXPECT_EQ(status.st_mtim.tv_sec, kFirstS);
}

TEST_F(DisposalTest, MoveRemovesWhatAKilledOneHasLeftInTheFolder) {
    const pid_t dead = fork();
    if (dead == 0) _exit(0);
    waitpid(dead, nullptr, 0);
    const fs::path left = target() / "3/5" / (".tixdb-" + std::to_string(dead));
    test::write_file(left, "half", kFirstS);
    ReportBuilder(kFirstS, 1).write(base(), "a.json");
    move_after();
    EXPECT_EQ(ingest().removed, 1);
    EXPECT_FALSE(fs::exists(left));
}

TEST_F(DisposalTest, MoveNeverOverwrites) {
    test::write_file(target() / "3/5/a.json", "first", kFirstS);
    test::write_file(target() / "3/5/a.json.1", "second", kFirstS);
    ReportBuilder(kFirstS, 1).write(base(), "a.json");
    move_after();
    EXPECT_EQ(ingest().removed, 1);
    EXPECT_EQ(content_of(target() / "3/5/a.json"), "first");
    EXPECT_EQ(content_of(target() / "3/5/a.json.1"), "second");
    EXPECT_NE(content_of(target() / "3/5/a.json.2").find("publicKey"), std::string::npos);
}

TEST_F(DisposalTest, MovedFilesCanBeIngestedFromWhereTheyWent) {
    ReportBuilder(kFirstS, 1).write(base());
    move_after();
    ASSERT_EQ(ingest().stored, 1);
    options.after = {};
    options.base = target();
    EXPECT_EQ(ingest().known, 1);
}

TEST_F(DisposalTest, TargetInsideOfTheReportsFolderIsRefused) {
    ReportBuilder(kFirstS, 1).write(base());
    fs::create_directory_symlink(base(), temporary.folder() / "link");
    fs::create_directory_symlink(base() / "3", temporary.folder() / "deep");
    for (const fs::path& inside : {base(), base() / "done", base() / "3/../done", temporary.folder() / "link",
                                   temporary.folder() / "link/new/one", temporary.folder() / "deep/done",
                                   temporary.folder() / "other/../reports/x"}) {
        options.after = {AfterIngest::Action::move, inside};
        try {
            static_cast<void>(ingest());
            ADD_FAILURE() << inside << " was taken";
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::usage);
        }
    }
    EXPECT_EQ(number("SELECT count(*) FROM report"), 0);
    options.after = {AfterIngest::Action::move, temporary.folder() / "reports-done"};
    EXPECT_EQ(ingest().removed, 1);
}

TEST_F(DisposalTest, WhatCannotBeMovedStaysAndIsSaid) {
    const auto path = ReportBuilder(kFirstS, 1).write(base(), "a.json");
    test::write_file(target() / "3", "a file in the way", kFirstS);
    move_after();
    const IngestCounts counts = ingest();
    EXPECT_EQ(counts.stored, 1);
    EXPECT_EQ(counts.not_removed, 1);
    EXPECT_TRUE(fs::exists(path));
    EXPECT_NE(
        messages.str().find("cannot move the files of 3/5 to " + target().string() + ": Not a directory"),
        std::string::npos)
        << messages.str();
}

TEST_F(DisposalTest, FileThatChangedSinceItWasReadStays) {
    const auto path = ReportBuilder(kFirstS, 1).write(base(), "a.json");
    struct stat status = {};
    ASSERT_EQ(stat(path.c_str(), &status), 0);
    ReportFile file;
    file.name = "a.json";
    file.stamp = stamp_of(status);
    Log log(messages, Verbosity::normal, LogFormat::text);
    WarningLimit warnings(log);
    const ReportTree tree(base());
    FileDisposal disposal(tree, {AfterIngest::Action::remove, {}}, warnings);
    disposal.add({3, 5}, file);
    test::set_mtime(path, kFirstS + 9);
    EXPECT_EQ(disposal.carry_out(temporary.database()).removed, 0);
    EXPECT_TRUE(fs::exists(path));
    test::set_mtime(path, kFirstS);
    fs::rename(path, folder() / "b.json");
    fs::create_symlink("b.json", path);
    disposal.add({3, 5}, file);
    EXPECT_EQ(disposal.carry_out(temporary.database()).removed, 0);
    EXPECT_TRUE(fs::is_symlink(path));
}

FileStamp stamp_at(const fs::path& path) {
    struct stat status = {};
    EXPECT_EQ(lstat(path.c_str(), &status), 0);
    return stamp_of(status);
}

// Ways in which a move that was killed is found by the next one.
TEST(FileMove, WhatAKilledMoveHasPlacedAlreadyOnlyLosesItsSource) {
    const test::TemporaryFolder source;
    const test::TemporaryFolder target;
    const FileDescriptor from(open(source.path().c_str(), O_RDONLY | O_DIRECTORY));
    const FileDescriptor to(open(target.path().c_str(), O_RDONLY | O_DIRECTORY));
    for (const bool by_copy : {false, true}) {
        for (const bool linked : {false, true}) {
            test::write_file(source / "a.json", "content", kFirstS);
            test::write_file(target / "a.json", "other", kFirstS);
            if (linked)
                fs::create_hard_link(source / "a.json", target / "a.json.1");
            else
                test::write_file(target / "a.json.1", "content", kFirstS);
            const FileStamp stamp = stamp_at(source / "a.json");
            EXPECT_TRUE(by_copy ? move_by_copy(from.get(), to.get(), "a.json", stamp)
                                : move_file(from.get(), to.get(), "a.json", stamp));
            EXPECT_TRUE(fs::is_empty(source.path()));
            EXPECT_EQ(content_of(target / "a.json"), "other");
            EXPECT_EQ(content_of(target / "a.json.1"), "content");
            EXPECT_EQ(std::distance(fs::directory_iterator(target.path()), fs::directory_iterator()), 2);
            fs::remove(target / "a.json.1");
        }
    }
}

// The same folder by two ways, as a bind mount makes them: the one name is not a copy of itself.
TEST(FileMove, IntoItsOwnFolderLosesNothing) {
    const test::TemporaryFolder folder;
    test::write_file(folder / "a.json", "content", kFirstS);
    const FileDescriptor from(open(folder.path().c_str(), O_RDONLY | O_DIRECTORY));
    const FileDescriptor to(open(folder.path().c_str(), O_RDONLY | O_DIRECTORY));
    EXPECT_TRUE(move_file(from.get(), to.get(), "a.json", stamp_at(folder / "a.json")));
    EXPECT_EQ(content_of(folder / "a.json.1"), "content");
}

TEST(FileMove, LeftoversOfDeadProcessesAreRemoved) {
    const test::TemporaryFolder target;
    const pid_t dead = fork();
    if (dead == 0) _exit(0);
    waitpid(dead, nullptr, 0);
    const fs::path of_the_dead = target / (".tixdb-" + std::to_string(dead));
    const fs::path of_the_living = target / (".tixdb-" + std::to_string(getpid()));
    for (const fs::path& path : {of_the_dead, of_the_living, target / ".tixdb-x", target / "a.json"})
        test::write_file(path, "x", kFirstS);
    const FileDescriptor to(open(target.path().c_str(), O_RDONLY | O_DIRECTORY));
    remove_leftovers(to.get());
    EXPECT_FALSE(fs::exists(of_the_dead));
    EXPECT_TRUE(fs::exists(of_the_living));
    EXPECT_EQ(std::distance(fs::directory_iterator(target.path()), fs::directory_iterator()), 3);
}

// As across file systems; where there is a second one, it is used.
TEST(FileMove, ByCopyIsLikeAMove) {
    const test::TemporaryFolder source;
    const test::TemporaryFolder target;
    test::write_file(source / "a.json", std::string(200'000, 'x'), kFirstS);
    const std::array<timespec, 2> times = {timespec{kFirstS + 5000, 0}, timespec{kFirstS, 700}};
    ASSERT_EQ(utimensat(AT_FDCWD, (source / "a.json").c_str(), times.data(), 0), 0);
    ASSERT_EQ(chmod((source / "a.json").c_str(), 0604), 0);
    test::write_file(target / "a.json", "taken", kFirstS);
    const FileDescriptor from(open(source.path().c_str(), O_RDONLY | O_DIRECTORY));
    const FileDescriptor to(open(target.path().c_str(), O_RDONLY | O_DIRECTORY));
    ASSERT_TRUE(move_by_copy(from.get(), to.get(), "a.json", stamp_at(source / "a.json")));
    EXPECT_FALSE(fs::exists(source / "a.json"));
    EXPECT_EQ(content_of(target / "a.json"), "taken");
    EXPECT_EQ(content_of(target / "a.json.1"), std::string(200'000, 'x'));
    struct stat status = {};
    ASSERT_EQ(stat((target / "a.json.1").c_str(), &status), 0);
    EXPECT_EQ(status.st_mtim.tv_sec, kFirstS);
    EXPECT_EQ(status.st_mtim.tv_nsec, 700);
    EXPECT_EQ(status.st_mode & 0777U, 0604U);
    EXPECT_EQ(std::distance(fs::directory_iterator(target.path()), fs::directory_iterator()), 2);
}

TEST(FileMove, AcrossFileSystemsCopies) {
    const test::TemporaryFolder source;
    const fs::path shared_memory = fs::path("/dev/shm") / source.path().filename();
    std::error_code error;
    fs::create_directory(shared_memory, error);
    struct stat a = {};
    struct stat b = {};
    if (error || stat(source.path().c_str(), &a) != 0 || stat(shared_memory.c_str(), &b) != 0 ||
        a.st_dev == b.st_dev) {
        fs::remove_all(shared_memory, error);
        GTEST_SKIP() << "there is no second file system at /dev/shm";
    }
    test::write_file(source / "a.json", "content", kFirstS);
    const FileDescriptor from(open(source.path().c_str(), O_RDONLY | O_DIRECTORY));
    const FileDescriptor to(open(shared_memory.c_str(), O_RDONLY | O_DIRECTORY));
    EXPECT_TRUE(move_file(from.get(), to.get(), "a.json", stamp_at(source / "a.json")));
    EXPECT_FALSE(fs::exists(source / "a.json"));
    EXPECT_EQ(content_of(shared_memory / "a.json"), "content");
    fs::remove_all(shared_memory);
}

TEST(FileMove, FileThatTookThePlaceOfWhatWasReadIsNotCopied) {
    const test::TemporaryFolder source;
    const test::TemporaryFolder target;
    test::write_file(source / "a.json", "read", kFirstS);
    const FileStamp stamp = stamp_at(source / "a.json");
    test::write_file(source / "b.json", "never read", kFirstS + 1);
    fs::rename(source / "b.json", source / "a.json");
    const FileDescriptor from(open(source.path().c_str(), O_RDONLY | O_DIRECTORY));
    const FileDescriptor to(open(target.path().c_str(), O_RDONLY | O_DIRECTORY));
    EXPECT_FALSE(move_by_copy(from.get(), to.get(), "a.json", stamp));
    EXPECT_EQ(errno, ESTALE);
    EXPECT_EQ(content_of(source / "a.json"), "never read");
    EXPECT_TRUE(fs::is_empty(target.path()));
}

TEST(FileMove, MissingSourceIsAnError) {
    const test::TemporaryFolder source;
    const test::TemporaryFolder target;
    const FileDescriptor from(open(source.path().c_str(), O_RDONLY | O_DIRECTORY));
    const FileDescriptor to(open(target.path().c_str(), O_RDONLY | O_DIRECTORY));
    EXPECT_FALSE(move_file(from.get(), to.get(), "a.json", {}));
    EXPECT_EQ(errno, ENOENT);
    EXPECT_FALSE(move_by_copy(from.get(), to.get(), "a.json", {}));
    EXPECT_TRUE(fs::is_empty(target.path()));
}

}  // namespace
}  // namespace tixdb::ingest
