// SPDX-License-Identifier: MIT
// What --help says of every command.
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "cli/frame/description.hpp"
#include "cli/frame/output.hpp"
#include "cli/frame/wrapped_text.hpp"
#include "support/command_line.hpp"

namespace tixdb::cli::helping {
namespace {

// "run", "asn", "asn import", …, and the program itself.
void add_names(const std::vector<CommandDescription>& commands, const std::string& before,
               std::vector<std::string>& names) {
    for (const CommandDescription& command : commands) {
        names.push_back(before + command.name);
        add_names(command.subcommands, before + command.name + ' ', names);
    }
}

std::vector<std::string> all_commands() {
    std::vector<std::string> names = {""};
    add_names(describe(commands()), "", names);
    return names;
}

std::string help_of(const std::string& command) {
    std::istringstream words(command + " --help");
    std::vector<std::string> arguments;
    for (std::string word; words >> word;) arguments.push_back(word);
    const auto result = test::CommandLine().run(arguments);
    EXPECT_EQ(result.exit_code, 0) << command;
    EXPECT_EQ(result.err, "");
    return result.out;
}

TEST(Help, FitsATerminal) {
    for (const std::string& command : all_commands()) {
        std::istringstream lines(help_of(command));
        for (std::string line; std::getline(lines, line);)
            EXPECT_LE(width_of(line), 80U) << command << ": " << line;
    }
}

TEST(Help, EndsWithExamplesAndTheNameOfThePage) {
    for (const std::string& command : all_commands()) {
        const std::string help = help_of(command);
        EXPECT_NE(help.find("\nAll about it: man tixdb"), std::string::npos) << command;
        EXPECT_NE(help.find("\nexamples:\n    tixdb "), std::string::npos) << command;
    }
}

TEST(Help, LooksAsItShould) {
    test::expect_golden("common/help", {0, help_of(""), ""});
    test::expect_golden("common/help_check", {0, help_of("check"), ""});
    test::expect_golden("common/help_outbox_retry", {0, help_of("outbox retry"), ""});
}

TEST(Help, ValueThatIsNearlyOneOfAFewIsNamed) {
    const auto result = test::CommandLine().run({"--config", "/dev/null", "status", "--format", "jsno"});
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_NE(result.err.find("did you mean json?"), std::string::npos) << result.err;
}

void expect_neighbours(const std::vector<std::string>& words, const CommandDescription& command) {
    for (const CommandDescription& below : command.subcommands) {
        auto more = words;
        more.push_back(below.name);
        expect_neighbours(more, below);
    }
    for (const OptionDescription& option : command.options) {
        if (option.name.size() < 5) continue;  // too short to tell a slip from another word
        auto misspelt = words;
        misspelt.push_back("--" + option.name + option.name.back());
        const auto result = test::CommandLine().run(misspelt);
        EXPECT_EQ(result.exit_code, 2);
        EXPECT_NE(result.err.find("did you mean --" + option.name + "?"), std::string::npos) << result.err;
    }
}

TEST(Help, EveryOptionIsNamedWhereItIsMisspelt) {
    for (const CommandDescription& command : describe(commands())) expect_neighbours({command.name}, command);
    expect_neighbours({"status"}, {"", "", describe_common_options(), {}, {}});
}

std::size_t widest_line(const test::CommandLine& line) {
    std::istringstream lines(
        line.run({"--config", "/dev/null", "--database", "/nowhere", "config", "show"}).out);
    std::size_t widest = 0;
    for (std::string each; std::getline(lines, each);) widest = std::max(widest, width_of(each));
    return widest;
}

// Prose is shortened, on a terminal alone.
TEST(Tables, FitTheTerminal) {
    test::CommandLine line;
    line.environment = {{"TIXDB_REPORTS", "/srv/" + std::string(40, 'a') + " " + std::string(80, 'b')}};
    EXPECT_GT(widest_line(line), 120U);
    line.out_columns = 100;
    EXPECT_GT(widest_line(line), 120U) << "in a pipe";
    line.out_is_terminal = true;
    EXPECT_EQ(widest_line(line), 100U);
    line.out_columns = 20;
    EXPECT_GT(widest_line(line), 20U) << "what one would paste stays whole";
}

TEST(Tables, TheWidestProseIsShortenedAndTheOthersStayWhole) {
    OutputOptions output;
    output.no_header = true;
    output.columns = 60;
    const std::string short_one = "one two three four five";
    const std::string long_one = short_one + " " + short_one;
    for (const bool is_long_first : {false, true}) {
        std::ostringstream out;
        const auto writer = make_row_writer(output, out, "texts", {"a", "b"});
        writer->row({is_long_first ? long_one : short_one, is_long_first ? short_one : long_one});
        writer->finish();
        EXPECT_EQ(out.str().starts_with(short_one + "  "), !is_long_first) << out.str();
        EXPECT_EQ(out.str().ends_with("  " + short_one + "\n"), is_long_first) << out.str();
        EXPECT_EQ(width_of(out.str().substr(0, out.str().find('\n'))), 60U) << out.str();
    }
}

// RFC 4180.
TEST(Tables, CsvQuotesWhatWouldEndAFieldOrALine) {
    OutputOptions output;
    output.format = "csv";
    std::ostringstream out;
    const auto writer = make_row_writer(output, out, "texts", {"a", "b"});
    for (const char* text : {"x,y", "x\"y", "x\ry", "x\ny", "x y"}) writer->row({std::string(text), Cell()});
    writer->finish();
    EXPECT_EQ(out.str(), "a,b\r\n\"x,y\",\r\n\"x\"\"y\",\r\n\"x\ry\",\r\n\"x\ny\",\r\nx y,\r\n");
}

}  // namespace
}  // namespace tixdb::cli::helping
