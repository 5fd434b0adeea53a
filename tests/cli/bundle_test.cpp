// SPDX-License-Identifier: MIT
// tixdb bundle as it is called, and what somebody without tixdb makes of it.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/digest.hpp"
#include "store/database.hpp"
#include "support/command_line.hpp"
#include "support/report_builder.hpp"
#include "support/shell.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb::cli::bundling {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kFirst_s = 1'500'000'000;  // 2017-07-14T02:40:00Z

// Whatever a message can hold.
std::vector<model::Observation> odd_observations(std::int64_t first_s) {
    auto observations = test::steady_observations(first_s, 4);
    observations[1].type = 'L';
    observations[1].packet_size = 65'535;
    observations[2].initial_ns = -1;
    observations[2].final_ns = -863'999'999'999'999;
    observations[3].reception_ns = 863'999'999'999'999;
    observations[3].sent_ns = -4'294'967'296;
    return observations;
}

class BundleCommandTest : public testing::Test {
  protected:
    BundleCommandTest() {
        line_.clock = &clock_;
        clock_.set_ms((kFirst_s + 86'400) * 1000);
        for (int minute = 0; minute < 20; ++minute)
            test::ReportBuilder(kFirst_s + 60 * minute, 60).write(folder_ / "reports");
        test::ReportBuilder(odd_observations(kFirst_s + 1200)).write(folder_ / "reports");
        (void)run({"ingest", (folder_ / "reports").string()});
        (void)run({"process"});
    }
    [[nodiscard]] test::CommandResult run(std::vector<std::string> arguments,
                                          const std::string& database = "tixdb.sqlite") const {
        arguments.insert(arguments.begin(), {"--database", (folder_ / database).string()});
        return line_.run(arguments);
    }
    [[nodiscard]] test::CommandResult bundle(const std::vector<std::string>& more = {},
                                             const std::string& to = "2017-07-15") const {
        std::vector<std::string> arguments{"bundle", "3",          "5",
                                           "--from", "2017-07-14", "--to",
                                           to,       "-o",         (folder_ / "evidence.tar").string()};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run(arguments);
    }
    void expect(const std::string& name, const test::CommandResult& result) const {
        test::expect_golden("bundle/" + name, result, {{folder_.path().string(), "{dir}"}});
    }
    // A machine with a shell, openssl and coreutils, and nothing else.
    [[nodiscard]] std::string bare_tools() const {
        const fs::path tools = folder_ / "tools";
        fs::create_directories(tools);
        for (const char* tool :
             {"sh", "openssl", "base64", "cat", "dirname", "mktemp", "od", "rm", "sha256sum"}) {
            if (fs::exists(tools / tool)) continue;
            fs::create_symlink(fs::canonical(fs::path("/usr/bin") / tool), tools / tool);
        }
        return tools.string();
    }
    [[nodiscard]] test::ShellResult unpack() const {
        return test::run_in_shell("rm -rf tixdb-evidence-3-5; tar xf evidence.tar", folder_.path());
    }
    [[nodiscard]] test::ShellResult verify() const {
        return test::run_in_shell("PATH='" + bare_tools() + "' sh tixdb-evidence-3-5/verify.sh",
                                  folder_.path());
    }
    [[nodiscard]] fs::path unpacked(const std::string& name) const {
        return folder_ / "tixdb-evidence-3-5" / name;
    }
    void replace(const std::string& name, const std::string& from, const std::string& to) const {
        std::string text = test::text_of_file(unpacked(name));
        const auto at = text.find(from);
        ASSERT_NE(at, std::string::npos);
        std::ofstream(unpacked(name)) << text.replace(at, from.size(), to);
    }
    // Unpacks, changes one thing, and returns what is said of it.
    [[nodiscard]] std::string verdict_after(const std::string& name, const std::string& from,
                                            const std::string& to) const {
        EXPECT_EQ(unpack().exit_code, 0);
        replace(name, from, to);
        const auto result = verify();
        EXPECT_EQ(result.exit_code, 1) << name;
        return result.text();
    }

    test::TemporaryFolder folder_;
    test::FakeClock clock_;
    test::CommandLine line_;
};

TEST_F(BundleCommandTest, IsVerifiedByOpensslAndCoreutilsAlone) {
    expect("done", bundle());
    ASSERT_EQ(unpack().exit_code, 0);
    const auto result = verify();
    EXPECT_EQ(result.exit_code, 0) << result.text();
    EXPECT_NE(result.text().find("VERIFIED: 21 messages are signed"), std::string::npos) << result.text();
    EXPECT_EQ(result.text().find("WRONG"), std::string::npos) << result.text();
}

TEST_F(BundleCommandTest, DictionaryExplainsEachColumnOfEachTable) {
    expect("done", bundle());
    ASSERT_EQ(unpack().exit_code, 0);
    const auto heading_of = [&](const std::string& name) {
        std::ifstream file(unpacked(name));
        std::string line;
        std::getline(file, line);
        return std::istringstream(line.substr(0, line.find('\r')));
    };
    std::string columns;
    for (const char* name : {"results.csv", "hours.csv", "minutes.csv", "gaps.csv"}) {
        auto heading = heading_of(name);
        for (std::string column; std::getline(heading, column, ',');)
            columns += std::string(name) + "," + column + "\n";
    }
    std::string explained;
    std::ifstream dictionary(unpacked("dictionary.csv"));
    std::string line;
    std::getline(dictionary, line);
    EXPECT_EQ(line, "file,column,type,unit,meaning\r");
    EXPECT_NE(
        test::text_of_file(unpacked("dictionary.csv"))
            .find(
                "results.csv,up_usage,number,fraction,utilisation of the upstream; classic can exceed 1\r\n"),
        std::string::npos);
    while (std::getline(dictionary, line))
        explained += line.substr(0, line.find(',', line.find(',') + 1)) + "\n";
    EXPECT_EQ(explained, columns);
}

TEST_F(BundleCommandTest, EveryChangeIsFound) {
    ASSERT_EQ(bundle().exit_code, 0);
    EXPECT_NE(verdict_after("results.csv", "queueing", "guessing").find("results.csv"), std::string::npos);
    EXPECT_NE(verdict_after("observations.csv", ",32,", ",33,").find("observations.csv does not say"),
              std::string::npos);
    // The message's first byte is the first of an hour of 1970, always 0: base64 "AAAA".
    const std::string message =
        verdict_after("reports/3/5/000002.json", "\"message\":\"AAAA", "\"message\":\"BAAA");
    EXPECT_NE(message.find("000002.json was not signed"), std::string::npos) << message;
    EXPECT_NE(message.find("000002.json is not the one that messages.tsv lists"), std::string::npos)
        << message;
    const std::string key =
        verdict_after("messages.tsv", "reports/3/5/000001.json", "reports/3/5/000003.json");
    EXPECT_NE(key.find("is not the one"), std::string::npos) << key;
}

TEST_F(BundleCommandTest, ReportsOfItAreReadByTixdbToo) {
    ASSERT_EQ(bundle().exit_code, 0);
    ASSERT_EQ(unpack().exit_code, 0);
    ASSERT_EQ(run({"ingest", unpacked("reports").string()}, "again.sqlite").exit_code, 0);
    ASSERT_EQ(run({"process"}, "again.sqlite").exit_code, 0);
    for (const char* what : {"observations", "results", "hours", "minutes"})
        EXPECT_EQ(run({"export", what}, "again.sqlite").out, run({"export", what}).out) << what;
    EXPECT_EQ(test::text_of_file(unpacked("results.csv")), run({"export", "results"}).out);
}

TEST_F(BundleCommandTest, PageTellsWhatWasMeasured) {
    ASSERT_EQ(bundle().exit_code, 0);
    ASSERT_EQ(unpack().exit_code, 0);
    const std::string page = test::text_of_file(unpacked("READ-ME-FIRST.html"));
    for (const char* text : {"21 messages with 1204 measurements", "At no time for five minutes in a row",
                             "<td>2017-07-14</td>", "queueing", "sh verify.sh"})
        EXPECT_NE(page.find(text), std::string::npos) << text;
    EXPECT_EQ(page.find("<script"), std::string::npos);
    EXPECT_EQ(page.find("http"), std::string::npos) << "nothing is fetched";
}

TEST_F(BundleCommandTest, PrunedReportsAreSaid) {
    store::Database::open_for_writing(folder_ / "tixdb.sqlite")
        .execute(
            "DELETE FROM observation WHERE observation_id <= 60;"
            "UPDATE report SET observations_pruned_ms = 1 WHERE first_observation_id = 1");
    expect("pruned", bundle());
    ASSERT_EQ(unpack().exit_code, 0);
    EXPECT_EQ(verify().exit_code, 0);
    EXPECT_NE(test::text_of_file(unpacked("READ-ME-FIRST.html")).find("1 message is not here"),
              std::string::npos);
}

TEST_F(BundleCommandTest, MessageWhoseSignatureIsGoneIsLeftOut) {
    store::Database::open_for_writing(folder_ / "tixdb.sqlite")
        .execute("DELETE FROM report_signature WHERE report_id = 1");
    EXPECT_NE(bundle().err.find("20 signed messages with 1144 observations"), std::string::npos);
}

TEST_F(BundleCommandTest, PageHasTwoHundredRowsAndSaysWhereTheOthersAre) {
    const auto page_of_days = [this](int days) {
        store::Database::open_for_writing(folder_ / "tixdb.sqlite")
            .execute(
                "INSERT OR IGNORE INTO latency_hour (user_id, installation_id, hour_s, received, covered_s, "
                "silent_s,"
                " burst, duplicates, impossible, kept) WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i "
                "+ 1 FROM "
                "n WHERE i < " +
                std::to_string(days - 1) +
                ") SELECT 3, 5, 1500001200 + 86400 * i, 0, 60, 0, 0, 0, 0, 0 FROM n");
        EXPECT_EQ(bundle({"--overwrite"}, "2018-07-14").exit_code, 0);
        EXPECT_EQ(unpack().exit_code, 0);
        return test::text_of_file(unpacked("READ-ME-FIRST.html"));
    };
    const auto rows_in = [](const std::string& page) {
        int count = 0;
        for (auto at = page.find("<td>201"); at != std::string::npos; at = page.find("<td>201", at + 1))
            ++count;
        return count;
    };
    const std::string whole = page_of_days(200);
    EXPECT_EQ(rows_in(whole), 200);
    EXPECT_EQ(whole.find("more rows"), std::string::npos);
    const std::string cut = page_of_days(203);
    EXPECT_EQ(rows_in(cut), 200);
    EXPECT_NE(cut.find("<p>3 more rows: see hours.csv and minutes.csv.</p>"), std::string::npos);
}

TEST_F(BundleCommandTest, EveryKeyThatSignedIsInIt) {
    test::ReportBuilder(kFirst_s + 1260, 60).key(1).write(folder_ / "reports");
    (void)run({"ingest", (folder_ / "reports").string()});
    const std::string second = hex(sha256(test::public_key_of(1)));
    ASSERT_EQ(run({"trust", "3", "5", "--key", second}).exit_code, 0);
    (void)run({"ingest", (folder_ / "reports").string()});
    ASSERT_EQ(bundle().exit_code, 0);
    ASSERT_EQ(unpack().exit_code, 0);
    for (const int key : {0, 1})
        EXPECT_TRUE(fs::exists(unpacked("keys/" + hex(sha256(test::public_key_of(key))) + ".pem"))) << key;
    const auto result = verify();
    EXPECT_EQ(result.exit_code, 0) << result.text();
    EXPECT_NE(result.text().find("VERIFIED: 22 messages are signed"), std::string::npos) << result.text();
}

TEST_F(BundleCommandTest, WhatCannotBeShownIsAnError) {
    expect("no_messages", run({"bundle", "3", "6", "--from", "2017-07-14", "--to", "2017-07-15", "-o",
                               (folder_ / "none.tar").string()}));
    EXPECT_FALSE(fs::exists(folder_ / "none.tar"));
    store::Database::open_for_writing(folder_ / "tixdb.sqlite")
        .execute("UPDATE observation SET upstream_residual_ns = 1 WHERE observation_id = 70");
    expect("not_as_signed", bundle());
    EXPECT_FALSE(fs::exists(folder_ / "evidence.tar"));
}

TEST_F(BundleCommandTest, WrongOptionsAreUsageErrors) {
    expect("no_range", run({"bundle", "3", "5", "-o", "x.tar"}));
    expect("no_file", run({"bundle", "3", "5", "--from", "1d", "--to", "now"}));
    expect("compressed", run({"bundle", "3", "5", "--from", "1d", "--to", "now", "-o", "x.tar.gz"}));
    expect("wrong_user", run({"bundle", "me", "5", "--from", "1d", "--to", "now", "-o", "x.tar"}));
    expect("wrong_range", run({"bundle", "3", "5", "--from", "now", "--to", "1d", "-o", "x.tar"}));
    std::ofstream(folder_ / "evidence.tar") << "precious";
    expect("exists", bundle());
    EXPECT_EQ(bundle({"--overwrite"}).exit_code, 0);
}

}  // namespace
}  // namespace tixdb::cli::bundling
