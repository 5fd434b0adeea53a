// SPDX-License-Identifier: MIT
// Who follows the README sees what it shows.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <regex>

#include "support/shell.hpp"
#include "support/source_tree.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb {
namespace {

// As in a clone after scripts/build: build/release/tixdb is there.
class Readme : public testing::Test {
  protected:
    Readme() {
        std::filesystem::create_directories(folder_ / "build/release");
        std::filesystem::create_symlink(test::program_path(), folder_ / "build/release/tixdb");
        std::ofstream(folder_ / "tixdb.conf");
    }
    [[nodiscard]] test::ShellResult run(const std::string& command) const {
        return test::run_in_shell(
            command, folder_.path(),
            {{"HOME", folder_.path().string()}, {"TIXDB_CONFIG", (folder_ / "tixdb.conf").string()}});
    }

    test::TemporaryFolder folder_;
    std::string text_ = test::page("README.md");
};

TEST_F(Readme, EveryCommandOfTheTourSaysWhatIsShown) {
    const auto commands = test::commands_with_prompt(text_);
    EXPECT_GE(commands.size(), 6U);
    for (const auto& [command, shown] : commands) {
        const auto result = run(command);
        EXPECT_EQ(result.exit_code, 0) << command << '\n' << result.text();
        EXPECT_TRUE(test::shows(shown, result.lines))
            << "README.md does not show what this says: " << command << '\n'
            << result.text();
    }
}

TEST_F(Readme, EveryScriptThatIsNamedCanBeRun) {
    const std::regex script("\\b(scripts/[a-z-]+)");
    int scripts = 0;
    for (const std::string& text :
         {text_, test::page("CONTRIBUTING.md"), test::page("docs/architecture.md")}) {
        for (std::sregex_iterator it(text.begin(), text.end(), script), end; it != end; ++it) {
            const auto path = test::source_folder() / (*it)[1].str();
            struct stat status = {};
            ASSERT_EQ(stat(path.c_str(), &status), 0) << path;
            EXPECT_NE(status.st_mode & S_IXUSR, 0U) << path;
            ++scripts;
        }
    }
    EXPECT_GT(scripts, 4);
}

TEST_F(Readme, EveryScriptIsSoundShell) {
    int scripts = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator(test::source_folder().string() + "/scripts")) {
        if (!test::text_of_file(entry.path()).starts_with("#!/usr/bin/env bash")) continue;
        const auto result = run("bash -n '" + entry.path().string() + "'");
        EXPECT_EQ(result.exit_code, 0) << result.text();
        ++scripts;
    }
    EXPECT_GE(scripts, 4);
}

TEST_F(Readme, SetUpHasNothingToDoOnceItIsDone) {
    const auto result = run(test::source_folder().string() + "/scripts/setup");
    EXPECT_EQ(result.text(), "exit 0\n");
}

}  // namespace
}  // namespace tixdb
