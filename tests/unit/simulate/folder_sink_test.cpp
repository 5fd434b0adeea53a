// SPDX-License-Identifier: MIT

#include "simulate/folder_sink.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <sstream>

#include "base/error.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb::simulate {
namespace {

std::string content_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

Scenario small_scenario() {
    Scenario scenario;
    scenario.installations = 3;
    scenario.installations_per_user = 2;
    scenario.from_s = 1'505'080'680;
    scenario.to_s = scenario.from_s + 120;
    return scenario;
}

TEST(FolderSink, WritesWhatTheSimulationMakesInMemory) {
    const test::TemporaryFolder folder;
    const auto output = folder / "new" / "simulation";
    const mode_t umask_before = umask(0);
    simulate_to_folder(small_scenario(), output);
    umask(umask_before);
    const Simulated simulated = simulate_in_memory(small_scenario());
    for (const ReportFile& file : simulated.files) {
        const auto path = output / "reports" / std::to_string(file.key.user_id) /
                          std::to_string(file.key.installation_id) / file.name;
        EXPECT_EQ(content_of(path), file.content);
        struct stat status {};
        ASSERT_EQ(stat(path.c_str(), &status), 0);
        EXPECT_EQ(status.st_mtim.tv_sec * model::kNsPerS + status.st_mtim.tv_nsec, file.mtime_ns);
        EXPECT_EQ(status.st_mode & 0777U, 0640U);
    }
    std::string truth = kTruthHeader;
    for (const Truth& of_installation : simulated.truth) truth += truth_rows(of_installation);
    EXPECT_EQ(content_of(output / "truth.csv"), truth);
}

TEST(FolderSink, RefusesAFolderThatIsNotEmpty) {
    const test::TemporaryFolder folder;
    std::ofstream(folder / "mine") << "x";
    EXPECT_THROW(simulate_to_folder(small_scenario(), folder.path()), Error);
    EXPECT_THROW(simulate_to_folder(small_scenario(), folder / "mine"), Error);
    EXPECT_FALSE(std::filesystem::exists(folder / "reports"));
}

TEST(FolderSink, WritesIntoAFolderThatIsNotEmptyWhenToldTo) {
    const test::TemporaryFolder folder;
    std::ofstream(folder / "mine") << "x";
    simulate_to_folder(small_scenario(), folder.path(), FolderSink::Existing::keep);
    simulate_to_folder(small_scenario(), folder.path(), FolderSink::Existing::keep);
    EXPECT_EQ(content_of(folder / "mine"), "x");
    EXPECT_TRUE(std::filesystem::exists(folder / "reports" / "1" / "2"));
}

TEST(FolderSink, DoesNotWriteThroughALink) {
    const test::TemporaryFolder folder;
    std::ofstream(folder / "elsewhere") << "x";
    std::filesystem::create_directory(folder / "out");
    std::filesystem::create_symlink(folder / "elsewhere", folder / "out" / "truth.csv");
    EXPECT_THROW(FolderSink(folder / "out", FolderSink::Existing::keep), Error);
    EXPECT_EQ(content_of(folder / "elsewhere"), "x");
}

TEST(FolderSink, NothingIsLeftOfALongerFileOfTheSameName) {
    const test::TemporaryFolder folder;
    Scenario scenario = small_scenario();
    simulate_to_folder(scenario, folder.path());
    scenario.installations = 1;
    const Simulated simulated = simulate_in_memory(scenario);
    const auto report = folder / "reports" / "1" / "1" / simulated.files.front().name;
    std::ofstream(report, std::ios::app) << "more";
    simulate_to_folder(scenario, folder.path(), FolderSink::Existing::keep);
    EXPECT_EQ(content_of(report), simulated.files.front().content);
    EXPECT_EQ(content_of(folder / "truth.csv"), kTruthHeader + truth_rows(simulated.truth.front()));
}

}  // namespace
}  // namespace tixdb::simulate
