// SPDX-License-Identifier: MIT
// Every question of docs/cookbook.md, asked of the data that it speaks of, has the answer that is shown.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <regex>

#include "support/shell.hpp"
#include "support/source_tree.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb {
namespace {

struct Recipe {
    std::string language;
    std::string code;
    std::string answer;
};

// Each block of code that a block of text follows, in their order. Not by one expression: std::regex goes as
// deep as its text is long.
std::vector<Recipe> recipes_of(const std::string& page) {
    std::vector<Recipe> recipes;
    std::istringstream lines(page);
    std::string language;
    std::string code;
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("```")) continue;
        const std::string begun = line.substr(3);
        std::string block;
        while (std::getline(lines, line) && line != "```") block += line + "\n";
        if (begun == "text") recipes.push_back({language, code, block});
        language = begun;
        code = block;
    }
    return recipes;
}

class Cookbook : public testing::Test {
  protected:
    // Once per process, and only for those who need it.
    static void make_data() {
        if (folder_) return;
        folder_ = std::make_unique<test::TemporaryFolder>();
        // Not by run(), which waits for a minute: the simulation takes that long where nothing is optimised.
        const std::string command = "TIXDB='" + test::program_path() + "' '" +
                                    (test::source_folder() / "scripts/cookbook-data").string() + "' '" +
                                    (*folder_ / "data").string() + "'";
        ASSERT_EQ(std::system(command.c_str()), 0);
    }
    static void TearDownTestSuite() { folder_.reset(); }

    static test::ShellResult run(const std::string& command) {
        const auto place = std::filesystem::exists(*folder_ / "data") ? *folder_ / "data" : folder_->path();
        return test::run_in_shell(command, place,
                                  {{"TIXDB", test::program_path()},
                                   {"TIXDB_CONFIG", "/dev/null"},
                                   {"TIXDB_DATABASE", (*folder_ / "data/cookbook.sqlite").string()},
                                   {"HOME", folder_->path().string()}});
    }
    // What the command says of the code, which it finds in a file; blanks at the ends of lines do not count.
    static std::string answer_of(const std::string& command, const std::string& code) {
        std::ofstream(*folder_ / "data/code") << code;
        const auto result = run(command);
        EXPECT_EQ(result.exit_code, 0) << result.text() << code;
        std::string text;
        for (const std::string& line : result.lines) text += line + "\n";
        return text;
    }
    static std::string trimmed(const std::string& text) {
        return std::regex_replace(text, std::regex(" +\n"), "\n");
    }
    static std::string tixdb() { return "'" + test::program_path() + "'"; }

    // Of the recipes in that language; returns how many.
    static int check(const std::string& language, const std::string& command) {
        int count = 0;
        for (const Recipe& recipe : recipes_of(test::page("docs/cookbook.md"))) {
            if (recipe.language != language) continue;
            EXPECT_EQ(trimmed(answer_of(command, recipe.code)), trimmed(recipe.answer)) << recipe.code;
            ++count;
        }
        return count;
    }
    static bool is_full() { return std::getenv("TIXDB_SLOW_TESTS") != nullptr; }

    static std::unique_ptr<test::TemporaryFolder> folder_;
};

std::unique_ptr<test::TemporaryFolder> Cookbook::folder_;

TEST(CookbookPage, HasTwentyFiveQuestions) {
    const std::string page = test::page("docs/cookbook.md");
    for (int number = 1; number <= 25; ++number)
        EXPECT_NE(page.find("### " + std::to_string(number) + ". "), std::string::npos) << number;
}

TEST_F(Cookbook, EveryQueryHasTheAnswerThatIsShown) {
    make_data();
    EXPECT_GE(check("sql", tixdb() + " query \"$(cat code)\""), 23);
}

TEST_F(Cookbook, PandasAndRReadWhatIsExported) {
    if (!is_full()) GTEST_SKIP() << "pandas and R: only where TIXDB_SLOW_TESTS is set";
    make_data();
    ASSERT_EQ(run(tixdb() + " export hours -o hours.csv --overwrite").exit_code, 0);
    EXPECT_EQ(check("python", "/usr/bin/python3 code"), 2);
    EXPECT_EQ(check("r", "Rscript code"), 1);
}

TEST_F(Cookbook, DuckDbMakesParquetOfWhatIsExported) {
    const char* modules = std::getenv("TIXDB_NODE_MODULES");
    if (modules == nullptr)
        GTEST_SKIP() << "DuckDB, from npm: only where scripts/test --full has installed it";
    make_data();
    ASSERT_EQ(run(tixdb() + " export observations -o observations.csv.gz --overwrite").exit_code, 0);
    EXPECT_EQ(check("js", "mv code code.cjs && NODE_PATH='" + std::string(modules) + "' node code.cjs"), 1);
    EXPECT_TRUE(std::filesystem::is_directory(*folder_ / "data/parquet/user_id=3/month=2026-03"));
}

}  // namespace
}  // namespace tixdb
