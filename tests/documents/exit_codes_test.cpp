// SPDX-License-Identifier: MIT
// The exit codes of the code, of tixdb(1), of the goldens, of docs/operations.md and of the unit in it agree.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "base/exit_code.hpp"
#include "support/shell.hpp"

namespace tixdb {
namespace {

// The rows "| 75 | meaning | what to do |" of tixdb(1): what to do, by code.
std::map<int, std::string> documented_codes() {
    std::map<int, std::string> codes;
    const std::string page = test::page("docs/man/tixdb.md");
    static const std::regex kRow(R"(\n\| ([0-9]+)(?:, ([0-9]+))? \| [^\n]*? \| ([^\n|]*) \|(?=\n))");
    for (auto row = std::sregex_iterator(page.begin(), page.end(), kRow); row != std::sregex_iterator();
         ++row) {
        codes[std::stoi((*row)[1])] = (*row)[3];
        if ((*row)[2].matched) codes[std::stoi((*row)[2])] = (*row)[3];
    }
    return codes;
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

TEST(ExitCodes, EachThatATestHasSeenIsDocumented) {
    const auto codes = documented_codes();
    int goldens = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(
             std::filesystem::path(TIXDB_SOURCE_DIR) / "tests/cli")) {
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
    const auto taken = numbers_after(test::page("docs/operations.md"), kSuccess);
    const auto codes = documented_codes();
    for (const int code : taken) EXPECT_TRUE(codes.contains(code)) << code;
    for (const ExitCode code : {ExitCode::failed, ExitCode::usage, ExitCode::configuration}) {
        EXPECT_FALSE(taken.contains(static_cast<int>(code))) << static_cast<int>(code);
    }
}

}  // namespace
}  // namespace tixdb
