// SPDX-License-Identifier: MIT
// What the tests of documents rest on: that commands are found, and that a wrong output is seen to be wrong.
#include <gtest/gtest.h>

#include "support/shell.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb {
namespace {

using Lines = std::vector<std::string>;

TEST(ShownCommands, AreFoundWithTheirOutput) {
    const auto commands = test::commands_with_prompt(
        "# Page\n\n    no command\n\nText\n\n    $ one --long \\\n        --option\n    said\n      more\n"
        "    $ two\n\nText\n\n    not said\n");
    ASSERT_EQ(commands.size(), 2U);
    EXPECT_EQ(commands[0].command, "one --long --option");
    EXPECT_EQ(commands[0].output, (Lines{"said", "  more"}));
    EXPECT_EQ(commands[1].command, "two");
    EXPECT_TRUE(commands[1].output.empty());
}

TEST(ShownCommands, AreFoundBelowTheirHeading) {
    const std::string text =
        "# P\n\n## A\n\n    tixdb no\n\n## B\n\n    tixdb yes\n    X=1 tixdb too\n    name = value\n\n## "
        "C\n\n    tixdb no\n";
    EXPECT_EQ(test::commands_below(text, "## B", {"tixdb"}), (Lines{"tixdb yes", "X=1 tixdb too"}));
    EXPECT_TRUE(test::commands_below(text, "## D", {"tixdb"}).empty());
}

TEST(ShownCommands, OutputMustBeTheRealOneButForTheTimeItTook) {
    const Lines real = {"first 1 in 0.3 s", "second 2", "third 3"};
    EXPECT_TRUE(test::shows({"first 1 in 12.7 s", "second 2", "third 3"}, real));
    EXPECT_FALSE(test::shows({"first 2 in 0.3 s", "second 2", "third 3"}, real));
    EXPECT_FALSE(test::shows({"first 1 in 0.3 s", "second 2"}, real))
        << "nothing says that a line is left out";
    EXPECT_FALSE(test::shows({"first 1 in 0.3 s", "second 2", "third 3", "fourth"}, real));
}

TEST(ShownCommands, EllipsisStandsForLinesAndForTheEndOfALine) {
    const Lines real = {"first 1", "second 2", "third 3"};
    EXPECT_TRUE(test::shows({"…", "second 2", "…"}, real));
    EXPECT_TRUE(test::shows({"first 1", "sec…", "third 3"}, real));
    EXPECT_FALSE(test::shows({"…", "third 3", "second 2"}, real)) << "in another order";
    EXPECT_FALSE(test::shows({"…", "fourth 4"}, real));
    EXPECT_FALSE(test::shows({"first 1", "seven…", "third 3"}, real));
}

TEST(ShownCommands, ShellTellsCodeAndBothStreams) {
    const test::TemporaryFolder folder;
    const auto result = test::run_in_shell("{ echo err >&2; echo out; pwd; exit 3; }", folder.path());
    EXPECT_EQ(result.exit_code, 3);
    EXPECT_EQ(result.lines, (Lines{"out", folder.path().string(), "err"}));
}

}  // namespace
}  // namespace tixdb
