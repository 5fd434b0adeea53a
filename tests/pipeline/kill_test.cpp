// SPDX-License-Identifier: MIT
// Stages killed at random moments, or asked to stop, and run again: the same content as if nothing had
// happened.
#include <SQLiteCpp/SQLiteCpp.h>
#include <sys/stat.h>

#include <csignal>
#include <cstdlib>
#include <random>
#include <thread>

#include "support/pipeline_fixture.hpp"
#include "support/source_tree.hpp"
#include "support/temporary_database.hpp"

namespace tixdb {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using test::Answer;
using test::Route;

constexpr int kEnds = 4;  // of each command

bool is_slow_run() {
    return std::getenv("TIXDB_SLOW_TESTS") != nullptr;
}

class EndedStages : public test::PipelineTest, public testing::WithParamInterface<unsigned> {
  protected:
    EndedStages() { api_->answer_always(Route::post_report, Answer::normal(milliseconds(5))); }

    // Undisturbed, with a database and a tix-api of its own. Notes what came of it.
    void run_reference() {
        const auto environment = environment_;
        test::FakeTixApi own_api;
        environment_["TIX_API_PORT"] = std::to_string(own_api.port());
        const auto usual_path = folder_ / "reference";
        std::filesystem::create_directories(usual_path);
        environment_["TIXDB_DATABASE"] = (usual_path / "tixdb.sqlite").string();
        for (const char* command : {"ingest", "process", "publish"}) {
            const auto begin = steady_clock::now();
            ASSERT_EQ(run_program({command}), 0) << output();
            usual_[command] = std::chrono::duration_cast<milliseconds>(steady_clock::now() - begin);
        }
        usual_["run"] = usual_["ingest"] + usual_["process"] + usual_["publish"];
        environment_ = environment;
        expected_content_ = content_of(usual_path / "tixdb.sqlite");
        expected_rows_ = rows_of(own_api);
        ASSERT_GE(expected_rows_.size(), kWindows);
    }
    // Starts it and ends it after a random part of that time. Returns its exit code.
    int end_within(milliseconds time, const std::vector<std::string>& arguments, int signal_number) {
        test::Program program(arguments, environment_, output_file());
        std::this_thread::sleep_for(milliseconds(random_() % static_cast<unsigned>(time.count() + 1)));
        program.send_signal(signal_number);
        return program.wait();
    }
    // kEnds times, then to its end.
    void disturb(std::vector<std::string> arguments, int signal_number) {
        milliseconds time = usual_.at(arguments.front());
        for (int i = 0; i < kEnds; ++i) {
            const int code = end_within(time, arguments, signal_number);
            EXPECT_TRUE(code == 0 || code == 128 + signal_number) << code << ": " << output();
            if (code == 0)
                time /= 2;  // the signal came too late: sooner the next time
            else
                ++runs_ended_early_;
        }
        arguments.insert(arguments.end(), {"--wait", "30s"});
        EXPECT_EQ(run_program(arguments), 0) << output();
    }
    void expect_as_if_nothing_had_happened() const {
        RecordProperty("runs_ended_early", runs_ended_early_);
        EXPECT_EQ(content(), expected_content_) << "seed " << GetParam();
        EXPECT_EQ(stored_rows(), expected_rows_) << "seed " << GetParam();
        EXPECT_EQ(number("SELECT count(*) FROM outbox WHERE state <> 'sent'"), 0);
        EXPECT_EQ(number("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"), 0);
        EXPECT_EQ(number("SELECT count(*) FROM pragma_foreign_key_check"), 0);
    }
    // Four installations, or more files than go into one commit.
    void make_reports() const {
        const int installations = is_slow_run() && GetParam() == 1 ? 45 : 4;
        test::SimulatedReports(simulation(installations, static_cast<int>(GetParam()))).copy_all(base());
    }

    std::mt19937 random_{GetParam()};
    std::map<std::string, milliseconds> usual_;
    int runs_ended_early_ = 0;
    std::string expected_content_;
    std::vector<test::StoredReport> expected_rows_;
};

TEST_P(EndedStages, KilledEachInItsTurn) {
    make_reports();
    run_reference();
    // Files go once their reports are stored: what a killed run had not stored must still be there.
    disturb({"ingest", "--after", "delete"}, SIGKILL);
    EXPECT_EQ(number("SELECT count(*) FROM report"), number("SELECT count(*) FROM unprocessed_report"));
    disturb({"process"}, SIGKILL);
    disturb({"publish"}, SIGKILL);
    expect_as_if_nothing_had_happened();
    for (const auto& entry : std::filesystem::recursive_directory_iterator(base())) {
        EXPECT_TRUE(entry.is_directory()) << entry.path();
    }
}

TEST_P(EndedStages, KilledAllInOne) {
    make_reports();
    run_reference();
    disturb({"run"}, SIGKILL);
    expect_as_if_nothing_had_happened();
}

TEST_P(EndedStages, AskedToStop) {
    make_reports();
    run_reference();
    const int signal_number = GetParam() % 2 == 0 ? SIGINT : SIGTERM;
    for (const char* command : {"ingest", "process", "publish"}) disturb({command}, signal_number);
    expect_as_if_nothing_had_happened();
    EXPECT_EQ(number("SELECT count(*) FROM report"),
              number("SELECT sum(counts ->> 'stored') FROM run WHERE command = 'ingest'"))
        << "what was stored by runs that were asked to stop is counted too";
}

class Listed : public test::PipelineTest {};

TEST_F(Listed, AskedToStopWhileNobodyWritesTheList) {
    std::filesystem::create_directories(base());
    const auto fifo = folder_ / "list";
    ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
    const auto expect_end = [&](const std::string& command) {
        test::Program program = test::Program::shell(command, environment_, output_file());
        const auto lock = folder_ / "tixdb.sqlite.data.lock";
        const auto deadline = steady_clock::now() + std::chrono::minutes(1);
        while (!std::filesystem::exists(lock) && steady_clock::now() < deadline) {
            std::this_thread::sleep_for(milliseconds(5));
        }
        std::this_thread::sleep_for(milliseconds(100));  // until it waits for the list
        program.send_signal(SIGTERM);
        EXPECT_EQ(program.wait(), 128 + SIGTERM) << command << ": " << output();
        std::filesystem::remove(lock);
    };
    const std::string ingest = std::string("exec ") + test::program_path() + " ingest --files-from ";
    expect_end(ingest + fifo.string());
    expect_end(ingest + "- <> " + fifo.string());
    EXPECT_NE(output().find("interrupted: 0 reports are stored; run again to go on"), std::string::npos)
        << output();
    EXPECT_EQ(number("SELECT count(*) FROM run WHERE exit_code = 143"), 2)
        << "a part is not called the whole";
}

class Reader : public test::PipelineTest {};

TEST_F(Reader, AskedToStopWaitsForNoLock) {
    test::make_database(folder_ / "tixdb.sqlite");
    SQLite::Database other((folder_ / "tixdb.sqlite").string(), SQLite::OPEN_READWRITE);
    other.exec("PRAGMA locking_mode = EXCLUSIVE");
    other.exec("BEGIN EXCLUSIVE");
    const auto begin = steady_clock::now();
    test::Program program({"status"}, environment_, output_file());
    std::this_thread::sleep_for(milliseconds(500));
    program.send_signal(SIGTERM);
    EXPECT_EQ(program.wait(), 128 + SIGTERM) << output();
    EXPECT_LT(steady_clock::now() - begin, std::chrono::seconds(8)) << "it would have waited for ten";
    EXPECT_EQ(output(), "tixdb: interrupted\n");
}

TEST_F(Listed, ImportOfATableIsAskedToStopWhileNobodyWritesIt) {
    const auto fifo = folder_ / "table";
    ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
    const std::string import =
        std::string("exec ") + test::program_path() + " asn import --dry-run " + fifo.string();
    for (const std::string& command : {import, import + " 3<> " + fifo.string()}) {
        test::Program program = test::Program::shell(command, environment_, output_file());
        std::this_thread::sleep_for(milliseconds(500));  // until it waits for the table, or sooner
        program.send_signal(SIGTERM);
        EXPECT_EQ(program.wait(), 128 + SIGTERM) << command << ": " << output();
    }
}

class Streams : public test::PipelineTest {};

TEST_F(Streams, ClosedOnesAreNotTakenForFilesOpenedLater) {
    test::SimulatedReports(simulation(1)).copy_all(base());
    const std::string tixdb = test::program_path();
    const auto run_shell = [&](const std::string& command) {
        return test::Program::shell(command, environment_, output_file()).wait();
    };
    EXPECT_EQ(run_shell(tixdb + " ingest --files-from - <&-"), 1) << "no list is not an empty one";
    EXPECT_EQ(number("SELECT count(*) FROM report"), 0);
    EXPECT_EQ(run_shell(tixdb + " status >&-"), 1) << "nobody has got the data";
    EXPECT_EQ(run_shell(tixdb + " -v ingest >&- 2>&- <&-"), 0);
    EXPECT_GT(number("SELECT count(*) FROM report"), 0);
    EXPECT_EQ(number("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"), 0);
    EXPECT_LT(std::filesystem::file_size(folder_ / "tixdb.sqlite.data.lock"), 32U) << "messages went into it";
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
// Sanitizers reserve far more address space than that.
class Shortage : public test::PipelineTest {
  protected:
    int run_limited(const std::string& limit, const std::string& arguments) {
        const std::string command = limit + "; exec " + test::program_path() + " " + arguments;
        return test::Program::shell(command, environment_, output_file()).wait();
    }
};

TEST_F(Shortage, ThreadThatCannotStartIsAnErrorWithAText) {
    test::SimulatedReports(simulation(1)).copy_all(base());
    for (const char* command : {"ingest", "process"}) {
        EXPECT_EQ(run_limited("ulimit -v 900000", std::string(command) + " --threads 256"), 1) << output();
        EXPECT_NE(output().find("cannot start "), std::string::npos) << output();
        ASSERT_EQ(run_program({command}), 0);
    }
    EXPECT_EQ(number("SELECT count(*) FROM run WHERE exit_code IS NULL"), 0);
}

TEST_F(Shortage, TooFewDescriptorsAreAReasonToTryAgainAndNoneToDeleteAnything) {
    test::SimulatedReports reports(simulation(1));
    reports.copy_all(base());
    for (int descriptors = 5; descriptors < 24; ++descriptors) {
        const int code =
            run_limited("ulimit -n " + std::to_string(descriptors), "ingest --after delete --threads 2");
        EXPECT_TRUE(code == 0 || code == 75) << descriptors << ": " << code << ": " << output();
        EXPECT_EQ(output().find("warning: rejected"), std::string::npos) << output();
    }
    ASSERT_EQ(run_program({"ingest"}), 0) << output();
    EXPECT_EQ(number("SELECT count(*) FROM report"), static_cast<std::int64_t>(reports.files().size()));
    EXPECT_EQ(number("SELECT count(*) FROM unread_file"), 0);
}

TEST_F(Shortage, TooFewDescriptorsAreAReasonToTryAgainForEveryCommand) {
    test::SimulatedReports(simulation(1)).copy_all(base());
    ASSERT_EQ(run_program({"ingest"}), 0) << output();
    const std::string backup = (folder_ / "backup.sqlite").string();
    std::string texts;
    for (const std::string& command :
         {std::string("status"), std::string("verify"), "backup " + backup + " --overwrite",
          std::string("reprocess -n"), std::string("process"), std::string("publish")}) {
        for (int descriptors = 5; descriptors < 20; ++descriptors) {
            const int code = run_limited("ulimit -n " + std::to_string(descriptors), command);
            EXPECT_TRUE(code == 0 || code == 75)
                << descriptors << ", " << command << ": " << code << ": " << output();
            if (code == 75) texts += output();
        }
        EXPECT_EQ(run_program({"verify"}), 0) << output();
    }
    EXPECT_NE(texts.find("database " + database_path().string() + ": unable to open"), std::string::npos)
        << texts;
    EXPECT_NE(texts.find("Too many open files; run again when"), std::string::npos) << texts;
}
#endif

class Evaluation : public test::PipelineTest {};

TEST_F(Evaluation, AskedToStopShowsNoFiguresOfAPart) {
    const auto experiment = folder_ / "experiment";
    ASSERT_EQ(run_program({"simulate", "--output", experiment.string(), "--installations", "30", "--from",
                           "2026-03-01T10:00:00Z", "--duration", "6h"}),
              0);
    // Wherever the signal comes, before, in and between the stages.
    for (const int delay_ms : {50, 300, 900}) {
        test::Program program({"evaluate", experiment.string()}, environment_, output_file());
        std::this_thread::sleep_for(milliseconds(delay_ms));
        program.send_signal(SIGTERM);
        const int code = program.wait();
        EXPECT_TRUE(code == 128 + SIGTERM || output().find("6840 results") != std::string::npos)
            << code << ": " << output();
    }
}

class Simulation : public test::PipelineTest {};

TEST_F(Simulation, AskedToStopSaysSoByItsExitCode) {
    for (const int signal_number : {SIGINT, SIGTERM}) {
        const auto folder = folder_ / std::to_string(signal_number);
        test::Program program({"simulate", "--output", folder.string(), "--installations", "500", "--from",
                               "2026-03-01T10:00:00Z", "--duration", "12h"},
                              environment_, output_file());
        while (!std::filesystem::exists(folder / "reports/1")) std::this_thread::sleep_for(milliseconds(5));
        program.send_signal(signal_number);
        EXPECT_EQ(program.wait(), 128 + signal_number) << output();
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, EndedStages, testing::Range(1U, is_slow_run() ? 13U : 3U));

}  // namespace
}  // namespace tixdb
