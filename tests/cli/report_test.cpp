// SPDX-License-Identifier: MIT
// tixdb report as it is called. What is on a page is tests/unit/page's.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "support/command_line.hpp"
#include "support/report_builder.hpp"
#include "support/report_inserter.hpp"
#include "support/shell.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb::cli::report_page {
namespace {

class ReportCommandTest : public testing::Test {
  protected:
    ReportCommandTest() {
        line_.clock = &clock_;
        clock_.set_ms(1'500'000'000'000);
        for (int i = 0; i < 40; ++i) {
            test::ReportBuilder(test::quiet_report(1'499'990'400 + 60 * i, 60).observations)
                .of({3, 5})
                .write(folder_ / "reports");
        }
        (void)line_.run(
            {"--database", (folder_ / "tixdb.sqlite").string(), "ingest", (folder_ / "reports").string()});
        (void)line_.run({"--database", (folder_ / "tixdb.sqlite").string(), "process"});
    }
    [[nodiscard]] test::CommandResult run(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), {"--database", (folder_ / "tixdb.sqlite").string(), "report"});
        return line_.run(arguments);
    }
    void expect(const std::string& name, const test::CommandResult& result) const {
        test::expect_golden("report/" + name, result, {{folder_.path().string(), "{dir}"}});
    }
    [[nodiscard]] std::string file(const std::string& name) const { return (folder_ / name).string(); }

    test::TemporaryFolder folder_;
    test::FakeClock clock_;
    test::CommandLine line_;
};

TEST_F(ReportCommandTest, PageIsWrittenWhole) {
    expect("page", run({"3", "5", "-o", file("page.html"), "--timezone", "Europe/Brussels"}));
    const std::string page = test::text_of_file(file("page.html"));
    EXPECT_TRUE(page.starts_with("<!DOCTYPE html>"));
    EXPECT_TRUE(page.ends_with("</html>\n"));
    EXPECT_NE(page.find("Europe/Brussels"), std::string::npos);
    struct stat status = {};
    ASSERT_EQ(stat(file("page.html").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0640U) << "it holds addresses";
}

TEST_F(ReportCommandTest, SameInputMakesTheSamePage) {
    EXPECT_EQ(run({"3", "5", "-o", file("a.html")}).exit_code, 0);
    EXPECT_EQ(run({"3", "5", "-o", file("b.html")}).exit_code, 0);
    EXPECT_EQ(test::text_of_file(file("a.html")), test::text_of_file(file("b.html")));
}

TEST_F(ReportCommandTest, EachFigureIsAFile) {
    for (const std::string figure : {"usage", "latency", "heatmap"}) {
        EXPECT_EQ(run({"3", "5", "-o", file(figure + ".svg"), "--svg", figure}).exit_code, 0);
        EXPECT_TRUE(test::text_of_file(file(figure + ".svg")).ends_with("</svg>\n")) << figure;
    }
    const auto shows = [&](const std::string& figure, const char* text) {
        return test::text_of_file(file(figure + ".svg")).find(text) != std::string::npos;
    };
    EXPECT_TRUE(shows("usage", "Usage"));
    EXPECT_FALSE(shows("usage", "Round trip"));
    EXPECT_TRUE(shows("latency", "Round trip"));
    EXPECT_FALSE(shows("latency", "Usage"));
}

TEST_F(ReportCommandTest, HeatMapIsOfTheDownload) {
    EXPECT_EQ(run({"3", "5", "-o", file("week.svg"), "--svg", "heatmap"}).exit_code, 0);
    const std::string svg = test::text_of_file(file("week.svg"));
    EXPECT_NE(svg.find("Download: congested minutes"), std::string::npos);
    EXPECT_EQ(svg.find("Upload: congested minutes"), std::string::npos);
}

TEST_F(ReportCommandTest, TimeEndsWithTheLastResultAndIsNinetyDaysOfOneAndSevenOfMore) {
    constexpr std::int64_t kDay_s = 86'400;
    for (int i = 0; i < 20; ++i) {
        test::ReportBuilder(test::quiet_report(1'499'990'400 - 100 * kDay_s + 60 * i, 60).observations)
            .of({3, 5})
            .write(folder_ / "reports");
    }
    const std::string database = (folder_ / "tixdb.sqlite").string();
    for (const std::vector<std::string>& command :
         {std::vector<std::string>{"ingest", (folder_ / "reports").string()}, {"process"}, {"reprocess"}}) {
        std::vector<std::string> arguments = {"--database", database};
        arguments.insert(arguments.end(), command.begin(), command.end());
        ASSERT_EQ(line_.run(arguments).exit_code, 0);
    }
    const auto number = [&](const std::string& sql) {
        return std::stoll(
            line_.run({"--database", database, "query", "--no-header", "--format", "csv", sql}).out);
    };
    EXPECT_EQ(number("SELECT min(last_s) FROM v_result") / kDay_s, 1'499'990'400 / kDay_s - 100);
    const std::int64_t last_result = number("SELECT max(last_s) FROM v_result");
    const std::int64_t last_observation = number("SELECT max(day_timestamp) FROM v_observation");
    const auto expect_range = [&](std::vector<std::string> whose, std::int64_t from_s, std::int64_t to_s) {
        whose.insert(whose.end(), {"-o", file("range.html")});
        EXPECT_EQ(run(whose).exit_code, 0);
        const std::string page = test::text_of_file(file("range.html"));
        const std::string range =
            "\"from_s\":" + std::to_string(from_s) + ",\"to_s\":" + std::to_string(to_s);
        EXPECT_NE(page.find(range), std::string::npos) << range << page.substr(page.find("\"from_s\""), 60);
    };
    expect_range({"3", "5"}, last_observation + 1 - 90 * kDay_s, last_observation + 1);
    expect_range({}, last_result + 1 - 7 * kDay_s, last_result + 1);
    expect_range({"--from", "2017-01-01"}, 1'483'228'800, last_result + 1);
    expect_range({"3", "5", "--to", "2017-07-14"}, 1'499'990'400 - 90 * kDay_s, 1'499'990'400);
}

TEST_F(ReportCommandTest, TimeBeginsWithTheFirstReportWhereThereIsLess) {
    for (const std::vector<std::string>& whose : {std::vector<std::string>{"3", "5"}, {}}) {
        std::vector<std::string> arguments = whose;
        arguments.insert(arguments.end(), {"-o", file("short.html")});
        EXPECT_EQ(run(arguments).exit_code, 0);
        const std::string page = test::text_of_file(file("short.html"));
        EXPECT_NE(page.find("\"from_s\":1499990400,"), std::string::npos)
            << page.substr(page.find("\"from_s\""), 60);
    }
}

TEST_F(ReportCommandTest, FleetAndNetworkArePagesToo) {
    expect("fleet", run({"-o", file("fleet.html")}));
    EXPECT_NE(test::text_of_file(file("fleet.html")).find("All installations"), std::string::npos);
    expect("network", run({"--as", "64500", "-o", file("network.html")}));
    EXPECT_NE(test::text_of_file(file("network.html")).find("no results in this time"), std::string::npos);
    expect("folder", run({"--output-folder", file("pages")}));
    EXPECT_TRUE(std::filesystem::exists(file("pages/index.html")));
    EXPECT_TRUE(std::filesystem::exists(file("pages/installation-3-5.html")));
}

TEST_F(ReportCommandTest, EveryPageHasTheTimeZoneTheMethodAndTheTimeAskedFor) {
    const std::vector<std::string> asked = {"--timezone", "Europe/Brussels", "--method", "classic",
                                            "--from",     "2017-07-13",      "--to",     "2017-07-15"};
    const auto expect_asked = [&](std::vector<std::string> arguments, const std::vector<std::string>& pages) {
        arguments.insert(arguments.end(), asked.begin(), asked.end());
        ASSERT_EQ(run(arguments).exit_code, 0);
        for (const std::string& page : pages) {
            const std::string text = test::text_of_file(file(page));
            EXPECT_NE(text.find("2017-07-13 02:00 to 2017-07-15 02:00 (Europe/Brussels)"), std::string::npos)
                << page;
            EXPECT_NE(text.find(R"("method":"classic","from_s":1499904000,"to_s":1500076800)"),
                      std::string::npos)
                << page;
        }
    };
    expect_asked({"3", "5", "-o", file("one.html")}, {"one.html"});
    expect_asked({"-o", file("all.html")}, {"all.html"});
    expect_asked({"--as", "64500", "-o", file("network.html")}, {"network.html"});
    expect_asked({"--output-folder", file("pages")}, {"pages/index.html", "pages/installation-3-5.html"});
}

TEST_F(ReportCommandTest, WhatIsNotThereIsSaid) {
    expect("no_installation", run({"9", "9", "-o", file("page.html")}));
    expect("no_such_time", run({"3", "5", "-o", file("page.html"), "--from", "2030-01-01"}));
    const auto no_folder = run({"3", "5", "-o", file("none/page.html")});
    EXPECT_EQ(no_folder.exit_code, 1);
    EXPECT_NE(no_folder.err.find("create the folder, or name a file in another one"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(file("page.html")));
}

TEST_F(ReportCommandTest, WrongOptionsAreUsageErrors) {
    expect("no_output", run({"3", "5"}));
    expect("no_zone", run({"3", "5", "-o", file("page.html"), "--timezone", "Europe/Nowhere"}));
    expect("wrong_range",
           run({"3", "5", "-o", file("page.html"), "--from", "2026-02-01", "--to", "2026-01-01"}));
    expect("two_outputs", run({"-o", file("page.html"), "--output-folder", file("pages")}));
    expect("network_of_one", run({"3", "5", "-o", file("page.html"), "--as", "5"}));
    expect("figure_of_all", run({"-o", file("page.svg"), "--svg", "usage"}));
    expect("half_a_key", run({"3", "-o", file("page.html")}));
    expect("wrong_figure", run({"3", "5", "-o", file("page.html"), "--svg", "pie"}));
}

}  // namespace
}  // namespace tixdb::cli::report_page
