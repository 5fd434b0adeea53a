// SPDX-License-Identifier: MIT
// The exit codes of the code, of the man pages, of the goldens, of docs/operations.md and of the unit
// agree.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "base/exit_code.hpp"
#include "support/shell.hpp"
#include "support/source_tree.hpp"

namespace tixdb {
namespace {

// The rows "| 75 | meaning | what to do |" below EXIT STATUS of a man page: what to do, by code.
std::map<int, std::string> codes_on(const std::string& name) {
    std::map<int, std::string> codes;
    std::string page = test::page("docs/man/" + name);
    page.erase(0, page.find("\n## EXIT STATUS"));
    page.erase(std::min(page.find("\n## ", 1), page.size()));
    static const std::regex kRow(R"(\n\| ([0-9]+)(?:, ([0-9]+))? \| [^\n]*? \|(?: ([^\n|]*))? \|(?=\n))");
    for (auto row = std::sregex_iterator(page.begin(), page.end(), kRow); row != std::sregex_iterator();
         ++row) {
        codes[std::stoi((*row)[1])] = (*row)[3];
        if ((*row)[2].matched) codes[std::stoi((*row)[2])] = (*row)[3];
    }
    return codes;
}

std::map<int, std::string> documented_codes() {
    return codes_on("tixdb.md");
}

// "tixdb-ingest.md" and its like.
std::vector<std::string> command_pages() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(test::source_folder() / "docs/man")) {
        const std::string name = entry.path().filename().string();
        if (name != "tixdb.md") names.push_back(name);
    }
    return names;
}

std::set<int> numbers_after(const std::string& text, const std::regex& words) {
    std::set<int> numbers;
    static const std::regex kNumber("[0-9]+");
    for (auto found = std::sregex_iterator(text.begin(), text.end(), words); found != std::sregex_iterator();
         ++found) {
        const std::string list = (*found)[1];
        for (auto number = std::sregex_iterator(list.begin(), list.end(), kNumber);
             number != std::sregex_iterator(); ++number) {
            numbers.insert(std::stoi(number->str()));
        }
    }
    return numbers;
}

TEST(ExitCodes, EachOfTheCodeIsDocumentedWithWhatToDo) {
    const auto codes = documented_codes();
    for (const ExitCode code :
         {ExitCode::done, ExitCode::failed, ExitCode::usage, ExitCode::done_with_rejects,
          ExitCode::check_threshold, ExitCode::try_again, ExitCode::configuration}) {
        ASSERT_TRUE(codes.contains(static_cast<int>(code))) << static_cast<int>(code);
    }
    for (const auto& [code, what_to_do] : codes) EXPECT_NE(what_to_do, "") << code;
}

// What may happen to any command: the command line, the configuration file, the machine's resources, a
// signal.
TEST(ExitCodes, EachCommandsPageHasThoseThatAnyCommandMayEndWith) {
    const auto all = documented_codes();
    const auto pages = command_pages();
    EXPECT_GT(pages.size(), 15U);
    for (const std::string& name : pages) {
        const auto codes = codes_on(name);
        for (const int code : {0, 1, 2, 75, 78, 130, 143})
            EXPECT_TRUE(codes.contains(code)) << name << ": " << code;
        for (const auto& [code, what_to_do] : codes) EXPECT_TRUE(all.contains(code)) << name << ": " << code;
        const bool has_strict = test::page("docs/man/" + name).find("\n`--strict`\n") != std::string::npos;
        EXPECT_EQ(codes.contains(3), has_strict) << name;
    }
}

TEST(ExitCodes, EachThatATestHasSeenIsOnThePageOfItsCommand) {
    int goldens = 0;
    for (const std::string& name : command_pages()) {
        const auto codes = codes_on(name);
        const std::string command = name.substr(6, name.size() - 9);
        const auto folder = test::source_folder() / "tests/cli" / command;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
            if (entry.path().extension() != ".golden") continue;
            std::string word;
            int code = -1;
            std::ifstream(entry.path()) >> word >> code;
            EXPECT_TRUE(codes.contains(code)) << entry.path() << ": " << code;
            ++goldens;
        }
    }
    EXPECT_GT(goldens, 50);
}

TEST(ExitCodes, EachThatATestHasSeenIsDocumented) {
    const auto codes = documented_codes();
    int goldens = 0;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(test::source_folder() / "tests/cli")) {
        if (entry.path().extension() != ".golden") continue;
        std::string word;
        int code = -1;
        std::ifstream(entry.path()) >> word >> code;
        EXPECT_TRUE(codes.contains(code)) << entry.path() << ": " << code;
        ++goldens;
    }
    EXPECT_GT(goldens, 50);
}

TEST(ExitCodes, OperatorsReadOfNoOthers) {
    const auto codes = documented_codes();
    static const std::regex kExit(R"(exit(?:s| code)? ([0-9]+))");
    const auto named = numbers_after(test::page("docs/operations.md"), kExit);
    EXPECT_TRUE(named.contains(75));
    EXPECT_TRUE(named.contains(78));
    for (const int code : named) EXPECT_TRUE(codes.contains(code)) << code;
}

// Only what the next run ends by itself, and a stop that was asked for, may look like success to a monitor.
TEST(ExitCodes, UnitTakesNeitherAFailureNorAWrongConfigurationForSuccess) {
    static const std::regex kSuccess("SuccessExitStatus=([0-9 ]+)");
    const auto taken = numbers_after(test::page("packaging/systemd/tixdb.service"), kSuccess);
    EXPECT_TRUE(taken.contains(75));
    const auto codes = documented_codes();
    for (const int code : taken) EXPECT_TRUE(codes.contains(code)) << code;
    for (const ExitCode code : {ExitCode::failed, ExitCode::usage, ExitCode::configuration}) {
        EXPECT_FALSE(taken.contains(static_cast<int>(code))) << static_cast<int>(code);
    }
}

}  // namespace
}  // namespace tixdb
