// SPDX-License-Identifier: MIT
// The configuration file: what a line means, and what is said of one that means nothing.
#include "cli/frame/config_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "support/command_line.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb::cli::configuration {
namespace {

std::string value_in(std::string_view line) {
    const ConfigFile file = parse_config_text(line, "a.conf");
    if (!file.problems.empty()) return file.problems.front().what();
    return file.values.empty() ? "nothing" : file.values.begin()->second.text;
}

TEST(ConfigFile, ValueIsWhatStandsAfterTheSignWithOrWithoutQuotes) {
    EXPECT_EQ(value_in("reports = /srv/tix/reports"), "/srv/tix/reports");
    EXPECT_EQ(value_in("  reports=/srv/my reports \r\n"), "/srv/my reports");
    EXPECT_EQ(value_in("reports = \"/srv/tix\"  # the old one"), "/srv/tix");
    EXPECT_EQ(value_in("reports = ' /srv/\"tix\" '"), " /srv/\"tix\" ");
    EXPECT_EQ(value_in("reports ="), "");
}

TEST(ConfigFile, CommentBeginsWithAHashOutsideOfQuotesAndWords) {
    EXPECT_EQ(value_in("# reports = /srv"), "nothing");
    EXPECT_EQ(value_in("reports = /srv # here"), "/srv");
    EXPECT_EQ(value_in("reports = # none"), "");
    EXPECT_EQ(value_in("reports = \"/srv/a #1\""), "/srv/a #1");
    EXPECT_EQ(value_in("reports = /srv/a#1"), "/srv/a#1");
    EXPECT_EQ(value_in("reports = \"/srv/a\" # not \"/srv/b\""), "/srv/a")
        << "the first quote ends the value";
    EXPECT_EQ(value_in("reports = '/srv/a' # it's here"), "/srv/a");
}

TEST(ConfigFile, WhatIsNoLineIsToldWithItsNumber) {
    EXPECT_EQ(value_in("[publish]"), "a.conf line 1: [publish] is a section");
    EXPECT_EQ(value_in("\xEF\xBB\xBFwait = 1s"), "a.conf line 1: begins with a byte order mark");
    EXPECT_EQ(value_in("database: /var/x"), "a.conf line 1: no \"=\" in this line");
    EXPECT_EQ(value_in("database /var/x"), "a.conf line 1: no \"=\" in this line");
    EXPECT_EQ(value_in("a b = c"), "a.conf line 1: no name alone in front of the \"=\"");
    EXPECT_EQ(value_in("= c"), "a.conf line 1: no name alone in front of the \"=\"");
    EXPECT_EQ(value_in("reports = \"/srv"), "a.conf line 1: the quote of reports is not closed");
    EXPECT_EQ(value_in("reports = \"/srv\" x"), "a.conf line 1: there is text after the value of reports");
    EXPECT_EQ(value_in("wait = 1s\n\nwait = 2s"), "a.conf line 3: wait was set in line 1 already");
}

TEST(ConfigFile, OtherLinesCountAllTheSame) {
    const ConfigFile file = parse_config_text("[x]\nwait = 1s\nreports: y\nthreads = 2\n", "a.conf");
    EXPECT_EQ(file.problems.size(), 2U);
    EXPECT_EQ(file.problems.back().hint(), "write reports = \"…\"");
    EXPECT_EQ(file.values.at("wait").line, 2U);
    EXPECT_EQ(file.values.at("threads").text, "2");
}

class ConfigFileTest : public testing::Test {
  protected:
    [[nodiscard]] test::CommandResult run(const std::string& content,
                                          const std::vector<std::string>& command = {"publish"}) const {
        std::ofstream(folder_ / "a.conf") << content;
        std::vector<std::string> arguments = {"--config", path(), "--database", (folder_ / "no").string()};
        arguments.insert(arguments.end(), command.begin(), command.end());
        return line_.run(arguments);
    }
    [[nodiscard]] std::string path() const { return (folder_ / "a.conf").string(); }
    void expect_problem(const std::string& content, const std::string& message) const {
        const auto result = run(content);
        EXPECT_EQ(result.exit_code, 78);
        EXPECT_EQ(result.err, "tixdb: error: " + path() + " " + message + "\n");
        const auto shown = run(content, {"config", "show", "--format", "csv"});
        EXPECT_EQ(shown.exit_code, 0) << "it is what one looks at then";
        EXPECT_EQ(shown.err, result.err);
        EXPECT_NE(shown.out.find("option,color,auto,default"), std::string::npos);
    }

    test::TemporaryFolder folder_;
    test::CommandLine line_;
};

TEST_F(ConfigFileTest, FaultIsToldWithFileAndLineAndConfigShowGoesOn) {
    expect_problem("# ours\ndatabse = x\n", "line 2: there is no option databse; did you mean database?");
    expect_problem("database: /var/x\n", "line 1: no \"=\" in this line; write database = \"…\"");
    expect_problem("api-ssl = yes please\n",
                   "line 1: api-ssl: \"yes please\" is not yes or no; fix that line of the file");
    expect_problem("[publish]\nin-flight = 9\n",
                   "line 1: [publish] is a section; leave it out: all options are on one level");
}

TEST_F(ConfigFileTest, ValueOfAnotherCommandIsLookedAtByConfigShow) {
    const auto shown = run("settle-delay = 5 minutes\n", {"config", "show", "--format", "csv"});
    EXPECT_EQ(shown.exit_code, 0);
    EXPECT_EQ(shown.err,
              "tixdb: error: " + path() +
                  " line 1: settle-delay: \"5 minutes\" is not a duration such as 5s, 10min or 24h; "
                  "fix that line of the file\n");
    EXPECT_NE(shown.out.find("option,settle-delay,5min,default"), std::string::npos) << shown.out;
}

TEST_F(ConfigFileTest, FileThatCannotBeReadIsRefused) {
    EXPECT_EQ(line_.run({"--config", folder_.path().string(), "config", "show"}).exit_code, 78);
    EXPECT_EQ(line_.run({"--config", "/dev/zero", "config", "show"}).exit_code, 78);
    EXPECT_EQ(line_.run({"--config", "/dev/null", "config", "show"}).exit_code, 0);
}

}  // namespace
}  // namespace tixdb::cli::configuration
