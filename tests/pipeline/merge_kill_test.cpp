// SPDX-License-Identifier: MIT
// Merges, splits and tasks of an array that are killed or asked to stop at random moments, and run again.
#include <csignal>
#include <random>
#include <thread>

#include "support/pipeline_fixture.hpp"
#include "support/source_tree.hpp"

namespace tixdb {
namespace {

using std::chrono::microseconds;

class KilledShards : public test::PipelineTest {
  protected:
    static constexpr int kTries = 10;

    [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }
    void must(const std::vector<std::string>& arguments) const {
        ASSERT_EQ(run_program(arguments), 0) << arguments.front() << ": " << output();
    }
    [[nodiscard]] std::string digest_of(const std::string& file) const {
        const auto result = run({"verify", "--digest", "--format", "csv", "-d", file});
        EXPECT_EQ(result.exit_code, 0) << result.err;
        return result.out;
    }
    [[nodiscard]] std::vector<std::string> names_with(const std::string& part) const {
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
            const std::string name = entry.path().filename().string();
            if (name.find(part) != std::string::npos) names.push_back(name);
        }
        return names;
    }
    // Sends the signal at a random moment of the command's usual time. Returns its exit code.
    int end_at_random(const std::vector<std::string>& arguments, int signal_number, std::mt19937& random,
                      microseconds usual) const {
        test::Program program(arguments, environment_, output_file());
        std::this_thread::sleep_for(microseconds(random() % static_cast<unsigned>(usual.count() + 1)));
        program.send_signal(signal_number);
        return program.wait();
    }
    [[nodiscard]] microseconds time_of(const std::vector<std::string>& arguments) const {
        const auto begin = std::chrono::steady_clock::now();
        must(arguments);
        return std::chrono::duration_cast<microseconds>(std::chrono::steady_clock::now() - begin);
    }
};

TEST_F(KilledShards, MergeLeavesNothingOrAllOfIt) {
    test::SimulatedReports(simulation(6)).copy_all(base());
    for (int i = 0; i < 3; ++i) {
        const std::string shard = std::to_string(i) + "/3";
        must({"ingest", "--shard", shard, "-d", path("shard-" + std::to_string(i))});
        must({"process", "-d", path("shard-" + std::to_string(i))});
    }
    const std::vector<std::string> merge{"merge",         path("merged"),  path("shard-0"),
                                         path("shard-1"), path("shard-2"), "--overwrite"};
    const auto usual = time_of(merge);
    const std::string expected = digest_of(path("merged"));
    std::filesystem::remove(path("merged"));
    std::mt19937 random(7);
    for (int i = 0; i < kTries; ++i) {
        const bool is_killed = i % 2 == 1;
        // What the kill before has left would be taken for this one's if it is stopped before it cleans up.
        for (const std::string& name : names_with(".partial-")) std::filesystem::remove(path(name));
        const int code = end_at_random(merge, is_killed ? SIGKILL : SIGTERM, random, usual);
        if (std::filesystem::exists(path("merged"))) {
            EXPECT_EQ(digest_of(path("merged")), expected);
            std::filesystem::remove(path("merged"));
        } else {
            EXPECT_NE(code, 0);
        }
        if (!is_killed) {
            EXPECT_TRUE(names_with(".partial-").empty()) << "of a run that was asked to stop";
        }
        for (const std::string& name : names_with("merged-")) ADD_FAILURE() << name << " was left";
    }
    must(merge);
    EXPECT_EQ(digest_of(path("merged")), expected);
    EXPECT_TRUE(names_with(".partial-").empty()) << "of runs that were killed";
}

TEST_F(KilledShards, SplitThatIsAskedToStopLeavesNothing) {
    test::SimulatedReports(simulation(6)).copy_all(base());
    must({"ingest"});
    must({"process"});
    const std::vector<std::string> split{"split", "--into", "3", path("part-{}"), "--overwrite"};
    const auto usual = time_of(split);
    for (const std::string& name : names_with("part-")) std::filesystem::remove(path(name));
    std::mt19937 random(8);
    for (int i = 0; i < kTries; ++i) {
        const int code = end_at_random(split, SIGTERM, random, usual);
        const auto left = names_with("part-");
        if (code == 0)
            EXPECT_EQ(left.size(), 3U);
        else
            EXPECT_TRUE(left.empty()) << left.front();
        for (const std::string& name : left) std::filesystem::remove(path(name));
    }
}

// As a scheduler would do with a node that has died: the same command again, on what is left.
TEST_F(KilledShards, TaskThatIsKilledAndRunAgainMakesTheSameShard) {
    test::SimulatedReports(simulation(6)).copy_all(base());
    const std::string task =
        "\"$TIXDB\" -q ingest --shard slurm -d scratch && \"$TIXDB\" -q process --shard slurm -d scratch && "
        "\"$TIXDB\" -q backup -d scratch --overwrite --manifest shared.sqlite";
    auto environment = environment_;
    environment["TIXDB"] = test::program_path();
    environment.insert({{"SLURM_ARRAY_TASK_ID", "1"},
                        {"SLURM_ARRAY_TASK_MIN", "0"},
                        {"SLURM_ARRAY_TASK_MAX", "1"},
                        {"SLURM_ARRAY_TASK_STEP", "1"},
                        {"SLURM_ARRAY_TASK_COUNT", "2"}});
    const std::string in_folder = "cd '" + folder_.path().string() + "' && " + task;
    must({"ingest", "--shard", "1/2", "-d", path("undisturbed")});
    must({"process", "-d", path("undisturbed")});
    std::mt19937 random(9);
    for (int i = 0; i < kTries; ++i) {
        auto killed =
            test::Program::shell("exec setsid timeout -s KILL 0." + std::to_string(random() % 9 + 1) +
                                     " sh -c '" + "cd " + folder_.path().string() + " && " + task + "'",
                                 environment, output_file());
        (void)killed.wait();
    }
    auto last = test::Program::shell(in_folder, environment, output_file());
    ASSERT_EQ(last.wait(), 0) << output();
    EXPECT_EQ(digest_of(path("shared.sqlite")), digest_of(path("undisturbed")));
    EXPECT_TRUE(std::filesystem::exists(path("shared.sqlite.manifest.json")));
}

}  // namespace
}  // namespace tixdb
