// SPDX-License-Identifier: MIT
// The network of each window, from processing to what people and tix-api see of it.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "support/command_line.hpp"
#include "support/fake_tix_api.hpp"
#include "support/report_inserter.hpp"
#include "support/table_files.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::cli::where_measured {
namespace {

using test::FakeTixApi;

constexpr std::int64_t kStart = 1'499'990'400;  // 2017-07-14T00:00:00Z
constexpr std::string_view kJuly =
    "8.0.0.0\t8.255.255.255\t64500\tBE\tExample One\n"
    "9.0.0.0\t9.255.255.255\t64501\tBE\tExample Two\n";
constexpr std::string_view kAugust =
    "8.0.0.0\t8.255.255.255\t64600\tFR\tExample New\n"
    "9.0.0.0\t9.255.255.255\t64501\tBE\tExample Two\n";

class WhereMeasured : public testing::Test {
  protected:
    WhereMeasured() {
        line_.clock = &clock_;
        line_.environment = {{"TIXDB_DATABASE", temporary_.path().string()}};
        line_.environment.merge(api_.environment());
    }

    // 19 minutes make one window, 28 two.
    void insert_minutes(int from, int count, const std::string& ip, model::InstallationKey key = {1, 11}) {
        for (int i = from; i < from + count; ++i) {
            inserter_.insert(test::quiet_report(kStart + 60 * i, 60, ip, key));
        }
    }
    test::CommandResult run(const std::vector<std::string>& arguments) {
        auto result = line_.run(arguments);
        EXPECT_EQ(result.exit_code, 0) << result.err;
        return result;
    }
    void import(std::string_view table, const std::string& date) {
        const auto path = test::write_file(temporary_.folder(), "table-" + date + ".tsv", table);
        run({"asn", "import", path.string(), "--force"});
    }
    // Windows in order: "address_kind as_number snapshot".
    std::string networks(const std::string& where = "superseded_ms IS NULL") {
        return temporary_.text(
            "SELECT coalesce(group_concat(s, '; '), '') FROM (SELECT address_kind || ' ' ||"
            " coalesce(as_number, 'none') || ' ' || coalesce(as_snapshot_id, '-') AS s"
            " FROM window JOIN window_as USING (window_id) WHERE " +
            where + " ORDER BY user_id, installation_id, last_probe_s)");
    }
    std::string explained(std::int64_t installation_id = 11) {
        return run({"explain", "1", std::to_string(installation_id), std::to_string(kStart + 600)}).out;
    }
    std::string last_s_of_first() { return temporary_.text("SELECT min(last_probe_s) FROM window"); }

    test::TemporaryDatabase temporary_;
    test::ReportInserter inserter_{temporary_.database()};
    FakeTixApi api_;
    test::FakeClock clock_{1'502'000'000'000};  // 2017-08-06
    test::CommandLine line_;
};

void expect_contains(const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\nis not in\n" << text;
}

TEST_F(WhereMeasured, ProcessStoresTheNetworkOfEachWindowAsOfItsTime) {
    import(kAugust, "20170801");
    import(kJuly, "20170701");
    insert_minutes(0, 28, "8.8.8.8");
    insert_minutes(0, 19, "192.168.1.34", {1, 12});
    insert_minutes(0, 19, "100.64.0.1", {1, 13});
    insert_minutes(0, 19, "11.0.0.1", {1, 14});
    run({"process", "--threads", "1"});
    EXPECT_EQ(networks(), "global 64500 2; global 64500 2; private none -; shared none -; global none 2");
    EXPECT_EQ(temporary_.text("SELECT as_name || ', ' || prefix || ', ' || country || ', ' || looked_up_ms ||"
                              " ', ' || (SELECT command FROM run WHERE run_id = a.run_id)"
                              " FROM window_as AS a WHERE as_number = '64500' LIMIT 1"),
              "Example One, 8.0.0.0/8, BE, 1502000000000, process");
    EXPECT_EQ(temporary_.text("SELECT DISTINCT as_number || ' ' || as_name FROM v_result"
                              " WHERE as_number IS NOT NULL"),
              "64500 Example One");
    EXPECT_EQ(temporary_.text("SELECT as_name || ' ' || country || ' ' || installations || '/' || windows"
                              " FROM v_usage_by_as WHERE period = 'day' AND grouped_by = 'as'"
                              " AND method = 'queueing' AND as_number = '64500'"),
              "Example One BE 1/2");
}

TEST_F(WhereMeasured, RunStoresItToo) {
    import(kJuly, "20170701");
    insert_minutes(0, 19, "8.8.8.8");
    const auto reports = temporary_.folder() / "reports";
    std::filesystem::create_directory(reports);
    run({"run", reports.string()});
    EXPECT_EQ(networks(), "global 64500 1");
}

TEST_F(WhereMeasured, WithoutTablesTheKindIsStoredAndRefreshFindsTheRest) {
    insert_minutes(0, 19, "8.8.8.8");
    insert_minutes(0, 19, "192.168.1.34", {1, 12});
    run({"process", "--threads", "1"});
    EXPECT_EQ(networks(), "global none -; private none -");
    expect_contains(explained(), "network       not looked up: there was no table");
    import(kJuly, "20170701");
    expect_contains(run({"asn", "refresh", "-n"}).out, "not looked up");
    run({"asn", "refresh"});
    EXPECT_EQ(networks(), "global 64500 1; private none -");
}

TEST_F(WhereMeasured, OnlyRefreshChangesItLaterAndNeitherResultsNorOutbox) {
    import(kJuly, "20170601");
    insert_minutes(0, 19, "8.8.8.8");
    run({"process", "--threads", "1"});
    const std::string sums =
        "SELECT (SELECT group_concat(result_id || publish_decision || computed_ms) FROM result) || ' ' ||"
        " (SELECT group_concat(outbox_id || state || body) FROM outbox)";
    const std::string before = temporary_.text(sums);
    import(kAugust, "20170710");
    run({"process", "--threads", "1"});
    run({"reprocess"});
    EXPECT_EQ(networks(), "global 64500 1") << "the window kept its row";
    EXPECT_EQ(temporary_.text("SELECT as_number FROM v_result LIMIT 1"), "64500");
    run({"asn", "refresh"});
    EXPECT_EQ(networks(), "global 64600 2");
    EXPECT_EQ(temporary_.text("SELECT as_number FROM v_result LIMIT 1"), "64600");
    EXPECT_EQ(temporary_.text(sums), before);
}

TEST_F(WhereMeasured, WindowsThatReprocessingFormsAreLookedUp) {
    import(kJuly, "20170601");
    insert_minutes(0, 10, "8.8.8.8");
    insert_minutes(11, 12, "8.8.8.8");
    run({"process", "--threads", "1"});
    EXPECT_EQ(networks(), "global 64500 1");
    insert_minutes(10, 1, "8.8.8.8");
    run({"process", "--threads", "1"});
    run({"reprocess"});
    EXPECT_EQ(temporary_.number("SELECT count(*) FROM window WHERE superseded_ms IS NOT NULL"), 1);
    EXPECT_EQ(networks(), "global 64500 1");
    EXPECT_EQ(temporary_.text("SELECT command FROM window JOIN window_as AS a USING (window_id)"
                              " JOIN run ON run.run_id = a.run_id WHERE superseded_ms IS NULL"),
              "reprocess");
}

TEST_F(WhereMeasured, ExplainNamesTheNetworkAndTheSnapshotItCameFrom) {
    import(kJuly, "20170701");
    insert_minutes(0, 19, "8.8.8.8");
    insert_minutes(0, 19, "192.168.1.34", {1, 12});
    insert_minutes(0, 19, "11.0.0.1", {1, 14});
    run({"process", "--threads", "1"});
    expect_contains(explained(),
                    "network       AS64500 Example One, 8.0.0.0/8, BE\n"
                    "              by snapshot 1 of 2017-07-01T00:00:00Z (table-20170701.tsv), looked up "
                    "2017-08-06T06:13:20Z by run 3\n");
    expect_contains(explained(12), "network       none: 192.168.1.34 is not global (private)\n");
    expect_contains(explained(14),
                    "network       none: no prefix covers 11.0.0.1\n              by snapshot 1 ");
    temporary_.database().execute("DELETE FROM window_as");
    expect_contains(explained(), "network       not looked up; `tixdb asn refresh` does it\n");
}

TEST_F(WhereMeasured, ExplainTellsProgramsTheSame) {
    import(kJuly, "20170701");
    insert_minutes(0, 19, "8.8.8.8");
    run({"process", "--threads", "1"});
    const auto document = nlohmann::json::parse(
        run({"explain", "1", "11", std::to_string(kStart + 600), "--format", "json"}).out);
    EXPECT_EQ(document["window"]["network"], nlohmann::json::parse(R"({
        "address_kind": "global", "prefix": "8.0.0.0/8", "as_number": "64500", "as_name": "Example One",
        "country": "BE",
        "snapshot": {"as_snapshot_id": 1, "source": "table-20170701.tsv", "valid_from_s": 1498867200},
        "looked_up_ms": 1502000000000, "run_id": 3})"));
}

TEST_F(WhereMeasured, HeldItemsSayThatTixApiDoesNotTakeTheirAddress) {
    import(kJuly, "20170701");
    insert_minutes(0, 19, "2001:4860::1", {1, 11});
    insert_minutes(0, 19, "100.64.0.1", {1, 12});
    insert_minutes(0, 19, "169.254.1.1", {2, 21});
    insert_minutes(0, 19, "11.0.0.1", {2, 22});
    insert_minutes(0, 19, "192.168.1.34", {3, 31});
    run({"process", "--threads", "1"});
    run({"publish", "--hold-unroutable"});
    EXPECT_EQ(api_.count(test::Route::post_report), 3U) << "not IPv6, nor what no table covers";
    EXPECT_EQ(temporary_.number("SELECT count(*) FROM outbox WHERE state = 'held' AND held_for = 'address'"),
              4);
    const std::string list = run({"outbox", "list", "--format", "csv"}).out;
    for (const std::string row :
         {"2001:4860::1,held,address,0,2017-08-07T06:13:20Z,,,tix-api takes no report of an IPv6 address",
          "11.0.0.1,held,address,0,2017-08-07T06:13:20Z,,,tix-api takes no report of an address that no "
          "table "
          "covers: snapshot 1 does not"}) {
        expect_contains(list, row);
    }
    // What tix-api was asked about and did not take: its table could have had it.
    for (const std::string ip : {"100.64.0.1", "169.254.1.1"}) expect_contains(list, ip + ",held,address,1,");
    expect_contains(explained(11), "held for its address; tix-api takes no report of an IPv6 address");
    expect_contains(run({"explain", "1", "12", last_s_of_first(), "--format", "json"}).out,
                    R"("note": "tix-api takes no report of an address that its own table does not cover")");
    expect_contains(run({"outbox", "show", "1"}).out, "tix-api takes no report of an IPv6 address");
}

TEST_F(WhereMeasured, WhatTixApisTableLacksAndOursHasIsSaid) {
    insert_minutes(0, 19, "8.8.8.8");
    run({"process", "--threads", "1"});
    temporary_.database().execute(
        "UPDATE outbox SET state = 'held', held_for = 'address',"
        " next_attempt_ms = 1502000000000");
    expect_contains(run({"outbox", "list"}).out,
                    "tix-api takes no report of an address that its own table does not cover");
    import(kJuly, "20170701");
    expect_contains(run({"outbox", "list"}).out,
                    "an address that its own table does not cover; snapshot 1 has it in AS64500");
    import(kAugust, "20170801");
    for (const std::vector<std::string>& command :
         {std::vector<std::string>{"outbox", "list"}, {"outbox", "show", "1"}}) {
        SCOPED_TRACE("tix-api looks it up as of the day that it is asked");
        expect_contains(run(command).out, "snapshot 2 has it in AS64600");
    }
    expect_contains(explained(), "snapshot 2 has it in AS64600");
}

TEST_F(WhereMeasured, DryRunOfPublishLeavesOutWhatWouldBeHeld) {
    import(kJuly, "20170701");
    insert_minutes(0, 19, "11.0.0.1");
    run({"process", "--threads", "1"});
    EXPECT_EQ(run({"publish", "-n", "--hold-unroutable"}).out, "");
    expect_contains(run({"publish", "-n"}).out, R"("ip":"11.0.0.1")");
}

}  // namespace
}  // namespace tixdb::cli::where_measured
