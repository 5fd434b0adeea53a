// SPDX-License-Identifier: MIT
// A command is not finished before people can find out about it.
#include <gtest/gtest.h>

#include <filesystem>

#include "cli/frame/command.hpp"
#include "ingest/reject.hpp"
#include "process/settings.hpp"
#include "support/command_line.hpp"
#include "support/shell.hpp"
#include "support/source_tree.hpp"

namespace tixdb::cli {
namespace {

std::string page_of(const std::string& name) {
    return test::page("docs/man/tixdb-" + name + ".md");
}

std::string tests_of_commands() {
    std::string all;
    for (const auto& entry : std::filesystem::directory_iterator(test::source_folder() / "tests/cli")) {
        if (entry.path().extension() == ".cpp") all += test::text_of_file(entry.path());
    }
    return all;
}

TEST(Commands, EachHasAPageWithTheUsualSections) {
    for (const CommandEntry& entry : commands()) {
        const std::string page = page_of(std::string(entry.name));
        for (const char* section :
             {"## NAME", "## SYNOPSIS", "## DESCRIPTION", "## OPTIONS", "## EXIT STATUS", "## EXAMPLES"}) {
            EXPECT_NE(page.find(section), std::string::npos) << entry.name << " has no " << section;
        }
    }
}

TEST(Commands, EachPageNamesEveryOption) {
    for (const CommandEntry& entry : commands()) {
        const auto command = entry.make();
        DeclaredOptions declared([&](OptionSet& set) { command->add_options(set); });
        const std::string page = page_of(std::string(entry.name));
        for (const Option& option : declared.options()) {
            EXPECT_NE(page.find("--" + option.name()), std::string::npos)
                << "docs/man/tixdb-" << entry.name << ".md does not name --" << option.name();
        }
    }
}

TEST(Commands, EachAnswersHelp) {
    const test::CommandLine command_line;
    for (const CommandEntry& entry : commands()) {
        const auto result = command_line.run({std::string(entry.name), "--help"});
        EXPECT_EQ(result.exit_code, 0);
        EXPECT_NE(result.out.find(std::string(entry.summary)), std::string::npos) << entry.name;
        EXPECT_EQ(result.err, "");
    }
}

TEST(Commands, EachHasGoldens) {
    const std::filesystem::path folder = test::source_folder() / "tests/cli";
    for (const CommandEntry& entry : commands()) {
        EXPECT_TRUE(std::filesystem::is_directory(folder / entry.name)) << entry.name;
    }
    // A golden that no test names would never be compared again.
    const std::string tests = tests_of_commands();
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.path().extension() != ".golden") continue;
        const std::string stem = entry.path().stem().string();
        EXPECT_NE(tests.find(stem + "\""), std::string::npos) << entry.path() << " is compared by no test";
    }
}

TEST(Commands, EachIsInTheListOfTheProgramsPage) {
    const std::string page = test::page("docs/man/tixdb.md");
    for (const CommandEntry& entry : commands()) {
        const std::string name = "tixdb-" + std::string(entry.name);
        EXPECT_NE(page.find("[" + name + "](" + name + ".md)"), std::string::npos) << entry.name;
    }
}

TEST(Settings, EachIsOnThePageOfConfigAndInTheDatabasesDescription) {
    for (const process::KnownSetting& setting : process::known_settings()) {
        const std::string name = "`" + std::string(setting.name) + "`";
        for (const char* path : {"docs/man/tixdb-config.md", "docs/database.md"}) {
            EXPECT_NE(test::page(path).find(name), std::string::npos) << path << " does not name " << name;
        }
    }
}

TEST(Reasons, EachIsOnThePageOfIngest) {
    const std::string page = page_of("ingest");
    for (const auto& [reason, name] : ingest::kReasons.table()) {
        EXPECT_NE(page.find("`" + std::string(name) + "`"), std::string::npos) << name;
    }
}

}  // namespace
}  // namespace tixdb::cli
