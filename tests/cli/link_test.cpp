// SPDX-License-Identifier: MIT
// tixdb link as it is called.
#include <gtest/gtest.h>

#include <fstream>

#include "support/command_line.hpp"
#include "support/report_builder.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb::cli::link {
namespace {

class LinkCommandTest : public testing::Test {
  protected:
    LinkCommandTest() {
        line_.clock = &clock_;
        clock_.set_ms(1'500'000'000'000);
        test::ReportBuilder(1'499'990'000, 60).write(folder_ / "reports");
        (void)line_.run(
            {"--database", (folder_ / "tixdb.sqlite").string(), "ingest", (folder_ / "reports").string()});
    }
    [[nodiscard]] test::CommandResult run(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), {"--database", (folder_ / "tixdb.sqlite").string(), "link"});
        return line_.run(arguments);
    }
    void expect(const std::string& name, const test::CommandResult& result) const {
        test::expect_golden("link/" + name, result, {{folder_.path().string(), "{dir}"}});
    }
    [[nodiscard]] std::string file(const std::string& content) const {
        std::ofstream(folder_ / "rates.csv") << content;
        return (folder_ / "rates.csv").string();
    }
    [[nodiscard]] std::string rows() const { return run({"list", "--format", "csv", "--no-header"}).out; }

    test::TemporaryFolder folder_;
    test::FakeClock clock_;
    test::CommandLine line_;
};

TEST_F(LinkCommandTest, EveryChangeOfARateIsKept) {
    expect("set", run({"set", "3", "5", "--down", "100", "--up", "10", "--from", "2017-01-01"}));
    EXPECT_EQ(run({"set", "3", "5", "--down", "250.5"}).exit_code, 0);
    expect("unset", run({"unset", "3", "5", "--from", "2018-01-01"}));
    EXPECT_EQ(run({"set", "3", "6", "--up", "1"}).exit_code, 0);
    expect("list", run({"list"}));
    expect("list_json", run({"list", "--user", "3", "--installation", "6", "--format", "json"}));
}

TEST_F(LinkCommandTest, DryRunChangesNothing) {
    EXPECT_EQ(run({"set", "3", "5", "--down", "100"}).exit_code, 0);
    const std::string before = rows();
    expect("set_dry_run", run({"set", "3", "5", "--down", "50", "-n"}));
    expect("unset_dry_run", run({"unset", "3", "5", "-n"}));
    expect("import_dry_run", run({"import", file("user_id,installation_id,down_mbps\n1,1,5\n"), "-n"}));
    EXPECT_EQ(rows(), before);
}

TEST_F(LinkCommandTest, FileOfRatesIsTakenAsAWhole) {
    expect("import", run({"import",
                          file("installation_id,user_id,up_mbps,down_mbps,from\r\n"
                               "5,3,10,100,2017-01-01\r\n6,3,,1000,\r\n"),
                          "--from", "2017-06-01"}));
    EXPECT_EQ(rows(),
              "3,5,down,2017-01-01T00:00:00Z,100,2017-07-14T02:40:00Z\r\n"
              "3,5,up,2017-01-01T00:00:00Z,10,2017-07-14T02:40:00Z\r\n"
              "3,6,down,2017-06-01T00:00:00Z,1000,2017-07-14T02:40:00Z\r\n");
}

TEST_F(LinkCommandTest, EmptyLinesOfAFileAreNoLinksHoweverTheyEnd) {
    for (const char* end : {"\n", "\r\n"}) {
        const std::string line(end);
        EXPECT_EQ(
            run({"import", file("user_id,installation_id,down_mbps" + line + line + "3,5,100" + line + line),
                 "--from", "2017-01-01"})
                .exit_code,
            0);
    }
    EXPECT_EQ(rows(),
              "3,5,down,2017-01-01T00:00:00Z,100,2017-07-14T02:40:00Z\r\n"
              "3,5,down,2017-01-01T00:00:00Z,100,2017-07-14T02:40:00Z\r\n");
}

TEST_F(LinkCommandTest, FaultOfAFileIsToldWithItsLineAndNothingIsStored) {
    EXPECT_EQ(run({"set", "9", "9", "--down", "1"}).exit_code, 0);
    const std::string before = rows();
    const std::string heading = "user_id,installation_id,down_mbps,up_mbps,from\n1,1,5,5,\n";
    expect("wrong_rate", run({"import", file(heading + "1,2,-5,5,\n")}));
    expect("wrong_id", run({"import", file(heading + "x,2,5,5,\n")}));
    expect("wrong_time", run({"import", file(heading + "1,2,5,5,soon\n")}));
    expect("no_rate", run({"import", file(heading + "1,2\n")}));
    expect("no_column", run({"import", file("user,installation_id\n")}));
    expect("empty_file", run({"import", file("")}));
    expect("no_file", run({"import", (folder_ / "none.csv").string()}));
    EXPECT_EQ(rows(), before);
}

TEST_F(LinkCommandTest, RateIsAboveNothingAndAtMostAThousandGigabits) {
    for (const char* rate : {"1e-3", "1000000"})
        EXPECT_EQ(run({"set", "3", "5", "--down", rate}).exit_code, 0) << rate;
    for (const char* rate : {"0", "-1", "1000000.1", "inf", "nan"})
        EXPECT_EQ(run({"set", "3", "5", "--down", rate}).exit_code, 2) << rate;
}

TEST_F(LinkCommandTest, ListIsOfWhomItIsAskedFor) {
    for (const char* user : {"3", "4"}) {
        for (const char* installation : {"5", "6"})
            EXPECT_EQ(run({"set", user, installation, "--up", "1", "--from", "2017-01-01"}).exit_code, 0);
    }
    const auto listed = [&](const std::vector<std::string>& of) {
        std::vector<std::string> arguments{"list", "--format", "csv", "--no-header"};
        arguments.insert(arguments.end(), of.begin(), of.end());
        const std::string out = run(arguments).out;
        std::string keys;
        for (std::size_t at = 0; at < out.size(); at = out.find('\n', at) + 1)
            keys += out.substr(at, 3) + " ";
        return keys;
    };
    EXPECT_EQ(listed({}), "3,5 3,6 4,5 4,6 ");
    EXPECT_EQ(listed({"--user", "4"}), "4,5 4,6 ");
    EXPECT_EQ(listed({"--installation", "6"}), "3,6 4,6 ");
    EXPECT_EQ(listed({"--user", "3", "--installation", "6"}), "3,6 ");
}

TEST_F(LinkCommandTest, WrongOptionsAreUsageErrors) {
    expect("set_nothing", run({"set", "3", "5"}));
    expect("set_wrong_rate", run({"set", "3", "5", "--down", "fast"}));
    expect("set_wrong_time", run({"set", "3", "5", "--down", "1", "--from", "soon"}));
    expect("set_wrong_user", run({"set", "x", "5", "--down", "1"}));
}

}  // namespace
}  // namespace tixdb::cli::link
