// SPDX-License-Identifier: MIT
// Backups beside a run that writes, and backups and restores killed at random moments.
#include <fmt/format.h>

#include <csignal>
#include <random>
#include <thread>

#include "support/pipeline_fixture.hpp"
#include "support/source_tree.hpp"

namespace tixdb {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

class Backups : public test::PipelineTest {
  protected:
    static constexpr int kKills = 12;

    [[nodiscard]] std::filesystem::path backup() const { return folder_ / "backup.sqlite"; }
    void must(const std::vector<std::string>& arguments) const {
        ASSERT_EQ(run_program(arguments), 0) << arguments.front() << ": " << output();
    }
    // Kills the program at a random moment of its usual time, so many times; what must hold after each.
    template <typename Check>
    void kill_again_and_again(const std::vector<std::string>& arguments, Check check) {
        const auto begin = std::chrono::steady_clock::now();
        must(arguments);
        const auto usual = std::chrono::duration_cast<microseconds>(std::chrono::steady_clock::now() - begin);
        std::mt19937 random(4);
        for (int i = 0; i < kKills; ++i) {
            test::Program program(arguments, environment_, output_file());
            std::this_thread::sleep_for(microseconds(random() % static_cast<unsigned>(usual.count() + 1)));
            program.send_signal(SIGKILL);
            (void)program.wait();
            check();
        }
    }
    // Names in the folder that a killed run has left.
    [[nodiscard]] int leftovers() const {
        int count = 0;
        for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
            if (entry.path().filename().string().find(".partial-") != std::string::npos) ++count;
        }
        return count;
    }
};

TEST_F(Backups, MadeWhileAnIngestRunsAreConsistent) {
    test::SimulatedReports(simulation(8)).copy_all(base());
    test::Program ingest({"ingest"}, environment_, (folder_ / "ingest.out").string());
    while (!std::filesystem::exists(database_path())) std::this_thread::sleep_for(milliseconds(1));
    int made = 0;
    for (int i = 0; i < 6; ++i) {
        const int code = run_program({"backup", "--overwrite", backup().string()});
        if (code != 0 && made == 0) continue;  // before the first migration there is nothing to back up
        ASSERT_EQ(code, 0) << output();
        ++made;
        EXPECT_EQ(run({"--database", backup().string(), "verify"}).exit_code, 0);
    }
    EXPECT_EQ(ingest.wait(), 0);
    EXPECT_GT(made, 0);
    must({"backup", "--overwrite", backup().string()});
    EXPECT_EQ(content_of(backup()), content());
}

TEST_F(Backups, KilledBackupLeavesTheEarlierOneOrItsOwn) {
    test::SimulatedReports(simulation(2)).copy_all(base());
    must({"ingest"});
    const std::string expected = content();
    kill_again_and_again({"backup", "--overwrite", backup().string()}, [&] {
        EXPECT_EQ(content_of(backup()), expected);
        EXPECT_FALSE(std::filesystem::exists(backup().string() + "-journal"));
    });
    must({"backup", "--overwrite", backup().string()});
    EXPECT_EQ(leftovers(), 0);
    EXPECT_EQ(run({"--database", backup().string(), "verify"}).exit_code, 0);
}

TEST_F(Backups, WithoutRoomLeaveTheEarlierOneAndSayWhy) {
    test::SimulatedReports(simulation(1)).copy_all(base());
    must({"ingest"});
    must({"backup", backup().string()});
    const std::string earlier = content_of(backup());
    must({"process"});
    const auto kilobytes = std::filesystem::file_size(database_path()) / 1024;
    for (const std::uintmax_t part : {1U, 2U, 3U}) {
        // Files may not grow beyond it, but for SQLite's -shm: in blocks of 512 bytes, as dash counts.
        const std::string limit = fmt::format("ulimit -f {}; exec ", kilobytes * part / 4 * 2 + 1);
        const std::string command = limit + test::program_path() + " backup --overwrite " + backup().string();
        EXPECT_EQ(test::Program::shell(command, environment_, output_file()).wait(), 1) << output();
        EXPECT_NE(output().find("cannot write " + backup().string()), std::string::npos) << output();
        EXPECT_EQ(content_of(backup()), earlier);
        EXPECT_EQ(leftovers(), 0);
    }
    must({"backup", "--overwrite", backup().string()});
    EXPECT_EQ(content_of(backup()), content());
}

TEST_F(Backups, KilledRestoreLeavesOneOfTheTwoDatabasesWhole) {
    test::SimulatedReports(simulation(2)).copy_all(base());
    must({"ingest"});
    const std::string before = content();
    must({"backup", backup().string()});
    must({"process"});
    const std::string after = content();
    ASSERT_NE(before, after);
    kill_again_and_again({"restore", backup().string()}, [&] {
        const std::string now = content();
        EXPECT_TRUE(now == before || now == after);
        EXPECT_EQ(run({"verify"}).exit_code, 0);
        must({"process"});
    });
    must({"restore", backup().string()});
    EXPECT_EQ(content(), before);
    EXPECT_EQ(leftovers(), 0);
}

}  // namespace
}  // namespace tixdb
