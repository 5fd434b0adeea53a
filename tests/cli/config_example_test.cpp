// SPDX-License-Identifier: MIT
// The example of a configuration file says what is so, and `config check` what is not.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "cli/frame/description.hpp"
#include "support/command_line.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb::cli::example {
namespace {

void add_names(const CommandDescription& command, std::set<std::string>& names) {
    for (const OptionDescription& option : command.options) {
        if (!option.command_line_only) names.insert(option.name);
    }
    for (const CommandDescription& below : command.subcommands) add_names(below, names);
}

// Of the program's own table; where the file lies is not for the file to say.
std::set<std::string> names_of_options() {
    std::set<std::string> names;
    add_names({"", "", describe_common_options(), {}, {}}, names);
    for (const CommandDescription& command : describe(commands())) add_names(command, names);
    names.erase("config");
    return names;
}

class ConfigExampleTest : public testing::Test {
  protected:
    [[nodiscard]] std::string example() const {
        const auto result = line_.run({"config", "example"});
        EXPECT_EQ(result.exit_code, 0) << result.err;
        return result.out;
    }
    [[nodiscard]] test::CommandResult run_with(const std::string& content,
                                               const std::vector<std::string>& command) const {
        std::ofstream(folder_ / "a.conf") << content;
        std::vector<std::string> arguments = {"--config", (folder_ / "a.conf").string()};
        arguments.insert(arguments.end(), command.begin(), command.end());
        return line_.run(arguments);
    }
    [[nodiscard]] test::CommandResult check(const std::string& content) const {
        return run_with(content, {"config", "check"});
    }

    test::TemporaryFolder folder_;
    test::CommandLine line_;
};

// "#name = value" has no space after its hash, a sentence has one.
std::string with_everything_in_force(const std::string& text) {
    std::istringstream lines(text);
    std::string made;
    for (std::string line; std::getline(lines, line);) {
        const bool is_setting = line.size() > 1 && line[0] == '#' && line[1] >= 'a' && line[1] <= 'z';
        made += (is_setting ? line.substr(1) : line) + '\n';
    }
    return made;
}

TEST_F(ConfigExampleTest, NamesEveryOptionOnceAndSetsNone) {
    EXPECT_TRUE(parse_config_text(example(), "").values.empty());
    const ConfigFile file = parse_config_text(with_everything_in_force(example()), "");
    EXPECT_TRUE(file.problems.empty());
    std::set<std::string> named;
    for (const auto& [name, value] : file.values) named.insert(name);
    EXPECT_EQ(named, names_of_options());
}

TEST_F(ConfigExampleTest, ShowsTheDefaultsThatAreInForce) {
    const auto lines_of = [](const std::string& text) {
        std::istringstream lines(text);
        std::map<std::string, std::string> values;
        for (std::string line; std::getline(lines, line);) {
            if (!line.starts_with("option,") || line.starts_with("option,config,")) continue;
            const auto comma = line.find(',', 7);
            values[line.substr(7, comma - 7)] = line.substr(comma + 1, line.rfind(',') - comma - 1);
        }
        return values;
    };
    const std::vector<std::string> show = {
        "--database", (folder_ / "no").string(), "config", "show", "--format", "csv"};
    const auto shown = run_with(with_everything_in_force(example()), show);
    EXPECT_EQ(shown.err, "");
    EXPECT_EQ(lines_of(shown.out), lines_of(run_with("", show).out));
}

TEST_F(ConfigExampleTest, FitsATerminal) {
    std::istringstream lines(example());
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80U) << line;
}

TEST_F(ConfigExampleTest, CheckTellsAllFaultsAtOnce) {
    test::expect_golden(
        "config/check_faults",
        check("databse = x\nwait = soon\napi-host = tix.example.org\napi-password-file = /nowhere\n"),
        {{(folder_ / "a.conf").string(), "{file}"}});
}

TEST_F(ConfigExampleTest, CheckMissesWhatARunWouldNeed) {
    test::expect_golden("config/check_missing", check("api-host = tix.example.org\n"),
                        {{(folder_ / "a.conf").string(), "{file}"}});
}

TEST_F(ConfigExampleTest, CheckSaysThatAllIsWell) {
    std::filesystem::create_directories(folder_ / "reports/1/7");
    test::expect_golden("config/check", check("reports = \"" + (folder_ / "reports").string() + "\"\n"),
                        {{(folder_ / "a.conf").string(), "{file}"}});
}

TEST_F(ConfigExampleTest, CheckLooksAtTheReportsFolder) {
    EXPECT_EQ(check("reports = /nowhere/reports\n").exit_code, 78);
    std::filesystem::create_directories(folder_ / "else/2017");
    std::ofstream(folder_ / "else/2017/a.json") << "{}";
    const auto result = check("reports = \"" + folder_.path().string() + "\"\n");
    EXPECT_EQ(result.exit_code, 78) << result.err;
}

// The unit hands over a file that only root reads.
TEST_F(ConfigExampleTest, CheckHeedsThePasswordOfTheUnit) {
    std::filesystem::create_directories(folder_ / "reports/1/7");
    const std::string configuration = "reports = \"" + (folder_ / "reports").string() +
                                      "\"\napi-host = tix.example.org\napi-user = admin\n";
    const auto without = check(configuration);
    EXPECT_EQ(without.exit_code, 78);
    EXPECT_NE(without.err.find("there is no password"), std::string::npos) << without.err;
    std::ofstream(folder_ / "password").flush();
    EXPECT_EQ(check(configuration).exit_code, 78) << "the package makes it, and nobody has filled it";
    std::ofstream(folder_ / "password") << "secret\n";
    const auto with = check(configuration);
    EXPECT_EQ(with.exit_code, 0) << with.err;
    EXPECT_NE(with.err.find("for the unit alone"), std::string::npos) << with.err;
}

}  // namespace
}  // namespace tixdb::cli::example
