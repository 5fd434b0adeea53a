// SPDX-License-Identifier: MIT
// What is read of a range of times and of some clients: nothing of other clients, nothing just beyond the
// range, and all of it up to its first and last second.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "store/evaluation_reader.hpp"
#include "store/evidence_reader.hpp"
#include "store/export_reader.hpp"
#include "store/fleet_page_reader.hpp"
#include "store/report_page_reader.hpp"
#include "store/signed_report_reader.hpp"
#include "support/query_rows.hpp"
#include "support/report_inserter.hpp"
#include "support/temporary_database.hpp"
#include "support/window_rows.hpp"

namespace tixdb::store::range_readers {
namespace {

constexpr std::int64_t kFrom_s = 1'505'080'800;  // 2017-09-10T22:00:00Z
constexpr std::int64_t kTo_s = kFrom_s + 3600;
const std::vector<model::InstallationKey> kClients = {{1, 1}, {1, 2}, {2, 1}};
// Just before the range, its first and last second, and just after it.
const std::vector<std::int64_t> kSeconds = {kFrom_s - 1, kFrom_s, kTo_s - 1, kTo_s};
const ExportRange kOne{kFrom_s, kTo_s, 1, 1};

class RangeReaders : public testing::Test {
  protected:
    Database& database() { return temporary_.database(); }
    void execute(const std::string& sql) { database().execute(sql); }
    // Of each client, at each of the seconds: a statement with {0}/{1} for the client and {2} for the second.
    void add_everywhere(const std::string& sql, const std::vector<std::int64_t>& seconds = kSeconds) {
        for (const auto& key : kClients) {
            execute(
                fmt::format("INSERT OR IGNORE INTO installation (user_id, installation_id, first_seen_ms)"
                            " VALUES ({}, {}, 0)",
                            key.user_id, key.installation_id));
            for (const std::int64_t second : seconds) {
                execute(fmt::format(fmt::runtime(sql), key.user_id, key.installation_id, second));
            }
        }
    }
    std::vector<std::int64_t> add_windows(const std::vector<std::int64_t>& seconds = kSeconds) {
        std::vector<std::int64_t> ids;
        for (const auto& key : kClients) {
            for (const std::int64_t second : seconds) {
                ids.push_back(
                    test::add_window(database(), {key.user_id, key.installation_id, "8.8.8.8", second}));
                test::add_result(database(), ids.back(), "classic", 0.5, 1.0);
            }
        }
        return ids;
    }
    static std::int64_t count(RowCursor rows) {
        std::int64_t found = 0;
        while (rows.step()) ++found;
        return found;
    }
    std::int64_t count(ExportTable table, const ExportRange& range) {
        return count(rows_of(database(), table, range));
    }
    // Twelve rows, three clients, four times, two of them in the range.
    void expect_two_of_each_client(ExportTable table) {
        constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();
        EXPECT_EQ(count(table, {}), 12);
        EXPECT_EQ(count(table, {kFrom_s, kTo_s, {}, {}}), 6);
        EXPECT_EQ(count(table, {kFrom_s, kNever, {}, {}}), 9);
        EXPECT_EQ(count(table, kOne), 2);
        EXPECT_EQ(count(table, {kFrom_s, kTo_s, 1, {}}), 4);
        EXPECT_EQ(count(table, {kFrom_s, kTo_s, {}, 1}), 4);
        EXPECT_EQ(count(table, {kFrom_s, kTo_s, 2, 2}), 0);
    }
    std::string text(RowCursor rows) {
        std::string text;
        while (rows.step()) {
            for (int i = 0; i < rows.columns(); ++i) text += (i == 0 ? "" : "|") + std::string(rows.text(i));
            text += '\n';
        }
        return text;
    }

    test::TemporaryDatabase temporary_;
};

using ExportReaderTest = RangeReaders;
using EvidenceReaderTest = RangeReaders;
using EvaluationReaderTest = RangeReaders;
using FleetPageReaderTest = RangeReaders;

TEST_F(ExportReaderTest, ResultsAreThoseOfWindowsThatEndInTheRange) {
    add_windows();
    expect_two_of_each_client(ExportTable::results);
}

TEST_F(ExportReaderTest, LatencyIsThatOfWindowsThatEndInTheRange) {
    add_windows();
    execute(
        "INSERT INTO latency (window_id, received, covered_s, silent_s, burst, duplicates, impossible, kept)"
        " SELECT window_id, 1, 1, 0, 0, 0, 0, 1 FROM window");
    expect_two_of_each_client(ExportTable::latency);
}

TEST_F(ExportReaderTest, ItemsAreThoseOfTimesInTheRange) {
    add_everywhere(
        "INSERT INTO outbox (user_id, installation_id, last_s, ip, body, source, queued_ms)"
        " VALUES ({0}, {1}, {2}, '', '{{}}', 'imported', 0)");
    expect_two_of_each_client(ExportTable::outbox);
}

TEST_F(ExportReaderTest, RefusalsAreThoseLastSeenInTheRange) {
    add_everywhere(
        "INSERT INTO rejected (path, reason, detail, size_bytes, mtime_ns, inode, first_seen_ms, "
        "last_seen_ms, seen_count)"
        " VALUES ('{0}/{1}/{2}', 'not_json', '', 1, 1, 1, 0, {2} * 1000 + 999, 1)");
    expect_two_of_each_client(ExportTable::rejected);
}

TEST_F(ExportReaderTest, GapsAreThoseThatReachIntoTheRange) {
    // Of a minute each, that end or begin at the seconds around its ends.
    add_everywhere(
        "INSERT INTO unread_file VALUES ({0}, {1}, 'a{2}', 'e{2}', ({2} - 60) * 1000, {2} * 1000, 1)",
        {kFrom_s - 1, kFrom_s});
    add_everywhere(
        "INSERT INTO unread_file VALUES ({0}, {1}, 'b{2}', 'f{2}', {2} * 1000, ({2} + 60) * 1000, 1)",
        {kTo_s - 1, kTo_s});
    expect_two_of_each_client(ExportTable::gaps);
    execute(
        "INSERT INTO rejected (path, reason, detail, size_bytes, mtime_ns, inode, first_seen_ms, "
        "last_seen_ms, seen_count)"
        " VALUES ('1/', 'unreadable_folder', '', 0, 1, 1, 1505080800000, 1505080800000, 1)");
    EXPECT_EQ(count(ExportTable::gaps, kOne), 3) << "a folder of all of the user's";
    EXPECT_EQ(count(ExportTable::gaps, {kFrom_s, kTo_s, 2, 1}), 2);
}

TEST_F(ExportReaderTest, HoursAndMinutesAreThoseThatBeginInTheRange) {
    add_everywhere(
        "INSERT INTO latency_hour (user_id, installation_id, hour_s, received, covered_s, silent_s, burst, "
        "duplicates,"
        " impossible, kept) VALUES ({0}, {1}, {2}, 1, 1, 0, 0, 0, 0, 1)",
        {kFrom_s - 3600, kFrom_s, kFrom_s + 3600, kFrom_s + 7200});
    add_everywhere("INSERT INTO latency_minute VALUES ({0}, {1}, {2}, 60, 0, 0, 1, 1, 1, 1, 1)",
                   {kFrom_s - 60, kFrom_s, kTo_s - 60, kTo_s});
    expect_two_of_each_client(ExportTable::minutes);
    EXPECT_EQ(count(ExportTable::hours, {kFrom_s, kFrom_s + 7200, 1, 1}), 2);
    EXPECT_EQ(count(ExportTable::hours, {kFrom_s, kFrom_s + 7200, 1, {}}), 4);
    EXPECT_EQ(count(ExportTable::hours, {kFrom_s, kFrom_s + 7200, {}, 1}), 4);
}

TEST_F(ExportReaderTest, ReportsAreThoseWhoseObservationsReachIntoTheRange) {
    test::ReportInserter inserter(database());
    for (const auto& key : kClients) {
        // Of ten seconds each.
        for (const std::int64_t first_s : {kFrom_s - 10, kFrom_s - 9, kTo_s - 1, kTo_s})
            inserter.insert(test::quiet_report(first_s, 10, "192.0.2.1", key));
    }
    const auto reports = [&](const ExportRange& range) {
        ExportedReports reader(database(), range);
        std::vector<std::int64_t> ids;
        for (ExportedReport report; reader.next(report);) ids.push_back(report.report_id);
        return ids;
    };
    EXPECT_EQ(reports(kOne), (std::vector<std::int64_t>{2, 3}));
    EXPECT_EQ(reports({kFrom_s, kTo_s, 1, {}}), (std::vector<std::int64_t>{2, 3, 6, 7}));
    EXPECT_EQ(reports({kFrom_s, kTo_s, {}, 1}), (std::vector<std::int64_t>{2, 3, 10, 11}));
    EXPECT_EQ(reports({kFrom_s, kTo_s, {}, {}}), (std::vector<std::int64_t>{2, 3, 6, 7, 10, 11}));
    EXPECT_EQ(reports({INT64_MIN, INT64_MAX, 1, 2}), (std::vector<std::int64_t>{5, 6, 7, 8}));
}

TEST_F(ExportReaderTest, SignedReportsAreThoseOfOneClientWithTheirKeysAndSignatures) {
    test::ReportInserter inserter(database());
    for (const auto& key : kClients) {
        for (const std::int64_t first_s : {kFrom_s - 10, kFrom_s - 9, kTo_s - 1, kTo_s})
            inserter.insert(test::quiet_report(first_s, 10, "192.0.2.1", key));
    }
    execute(
        "DELETE FROM report_signature; INSERT INTO report_signature VALUES (2, x'02'), (6, x'06');"
        "INSERT INTO client_key VALUES (77, randomblob(32), x'7777')");
    const auto read = [&](const ExportRange& range) {
        SignedReportReader reader(database(), range);
        std::string text;
        for (model::Report report; reader.next(report);) {
            reader.read_observations(report);
            text += fmt::format(
                "{}/{} {} key {} signature {}\n", report.installation.user_id,
                report.installation.installation_id, report.observations.front().day_timestamp_s - kFrom_s,
                report.public_key.size(), report.signature.empty() ? 0 : report.signature.front());
        }
        return text;
    };
    EXPECT_EQ(read(kOne), "1/1 -9 key 1 signature 2\n1/1 3599 key 1 signature 0\n");
    EXPECT_EQ(read({kFrom_s, kTo_s, 1, 2}), "1/2 -9 key 1 signature 6\n1/2 3599 key 1 signature 0\n");
    EXPECT_EQ(read({kFrom_s, kTo_s, 2, 1}), "2/1 -9 key 1 signature 0\n2/1 3599 key 1 signature 0\n");
}

TEST_F(EvidenceReaderTest, DaysSumUpTheHoursAndMinutesOfTheRangeAndClient) {
    add_everywhere(
        "INSERT INTO latency_hour (user_id, installation_id, hour_s, received, covered_s, silent_s, burst, "
        "duplicates,"
        " impossible, kept, rtt_min_ns, rtt_p95_ns) VALUES ({0}, {1}, {2}, 2700, 3600, 0, 0, 0, 0, 1,"
        " ({2} % 86400 / 3600 + {0}) * 1000000, ({2} % 86400 / 3600 + {1} + 50) * 1000000)",
        {kFrom_s - 3600, kFrom_s, kFrom_s + 3600, kFrom_s + 7200});
    add_everywhere(
        "INSERT INTO latency_minute VALUES ({0}, {1}, {2}, 60, {2} / 60 % 2 * 60, 60, 1, 1, 1, 1, 1)",
        {kFrom_s - 60, kFrom_s, kFrom_s + 60, kFrom_s + 7140, kFrom_s + 7200});
    EXPECT_EQ(text(rows_of(database(), EvidenceTable::days, {kFrom_s, kFrom_s + 7200, 1, 1})),
              "2017-09-10|2.0|25.0|23.0|74.0|3|2|3\n");
    EXPECT_EQ(text(rows_of(database(), EvidenceTable::days, {kFrom_s, kFrom_s + 7201, 1, 1})),
              "2017-09-10|2.0|25.0|23.0|74.0|3|2|3\n2017-09-11|1.0|25.0|1.0|51.0|1|0|1\n");
    EXPECT_EQ(text(rows_of(database(), EvidenceTable::days, {kFrom_s, kFrom_s + 60, 1, 1})),
              "2017-09-10|1.0|25.0|23.0|73.0|1|0|1\n");
    EXPECT_EQ(text(rows_of(database(), EvidenceTable::days, {kFrom_s + 3600, kFrom_s + 3601, 1, 1})),
              "2017-09-10|1.0|25.0|24.0|74.0|0|0|0\n");
}

TEST_F(EvidenceReaderTest, LossOfADayIsOfItsSecondsWhicheverHoursTheyAreOf) {
    const std::string hour =
        "INSERT INTO latency_hour (user_id, installation_id, hour_s, received, covered_s, silent_s, burst, "
        "duplicates, impossible, kept, rtt_min_ns, rtt_p95_ns) VALUES (1, 1, {}, {}, {}, 0, 0, 0, 0, 1, 1e6, "
        "1e6)";
    add_everywhere("SELECT {0}, {1}, {2}", {0});
    execute(fmt::format(fmt::runtime(hour), kFrom_s, 3600, 3600));
    execute(fmt::format(fmt::runtime(hour), kFrom_s + 3600, 0, 400));
    EXPECT_EQ(text(rows_of(database(), EvidenceTable::days, {kFrom_s, kFrom_s + 7200, 1, 1})),
              "2017-09-10|1.1|10.0|1.0|1.0|0|0|0\n");
}

TEST_F(EvidenceReaderTest, StretchesAreFiveLoadedMinutesInARowOrMore) {
    std::vector<std::int64_t> seconds;
    for (const int minute : {-1, 0, 1, 2, 3, /*a gap*/ 5, 6, 7, 8, 9, 10, 55, 56, 57, 58, 59, 60})
        seconds.push_back(kFrom_s + 60 * minute);
    add_everywhere(
        "INSERT INTO latency_minute VALUES ({0}, {1}, {2}, 60, iif({2} % 3600 BETWEEN 300 AND 600, 0, 60),"
        " iif({2} % 3600 / 60 BETWEEN 55 AND 58, 0, 60),"
        " ({2} - 1505080800) * 100000, 1, ({2} - 1505080800) * 1000000, 1, 1)",
        seconds);
    EXPECT_EQ(text(rows_of(database(), EvidenceTable::stretches, kOne)),
              "2017-09-10 22:05|2017-09-10 22:11|6|down|450.0|600.0\n"
              "2017-09-10 22:55|2017-09-10 23:00|5|up|342.0|354.0\n");
    EXPECT_EQ(text(rows_of(database(), EvidenceTable::stretches, {kFrom_s - 60, kTo_s, 1, 1})),
              "2017-09-10 21:59|2017-09-10 22:04|5|down|60.0|180.0\n"
              "2017-09-10 21:59|2017-09-10 22:04|5|up|6.0|18.0\n"
              "2017-09-10 22:05|2017-09-10 22:11|6|down|450.0|600.0\n"
              "2017-09-10 22:55|2017-09-10 23:00|5|up|342.0|354.0\n");
    EXPECT_EQ(text(rows_of(database(), EvidenceTable::stretches, {kFrom_s + 300, kFrom_s + 600, 1, 1})),
              "2017-09-10 22:05|2017-09-10 22:10|5|down|420.0|540.0\n");
    EXPECT_EQ(text(rows_of(database(), EvidenceTable::stretches, {kFrom_s + 360, kFrom_s + 600, 1, 1})), "");
}

TEST_F(EvidenceReaderTest, MethodsAreThoseOfTheResultsOfTheRangeAndClient) {
    add_windows();
    execute("UPDATE result SET down_usage = 0.25, up_quality = 0.75 WHERE result_id = 2");
    EXPECT_EQ(text(rows_of(database(), EvidenceTable::methods, kOne)),
              "classic|1||{}|2|0.5|0.375|0.875|1.0\n");
    EXPECT_EQ(text(rows_of(database(), EvidenceTable::methods, {kFrom_s, kTo_s, 1, {}})),
              "classic|1||{}|4|0.5|0.438|0.938|1.0\n");
    EXPECT_EQ(text(rows_of(database(), EvidenceTable::methods, {kFrom_s, kTo_s, {}, 1})),
              "classic|1||{}|4|0.5|0.438|0.938|1.0\n");
    execute("UPDATE result SET parameters = '{\"p\":1}' WHERE result_id = 2");
    const std::string by_parameters = text(rows_of(database(), EvidenceTable::methods, kOne));
    EXPECT_NE(by_parameters.find("classic|1||{}|1|0.5|0.5|1.0|1.0\n"), std::string::npos) << by_parameters;
    EXPECT_NE(by_parameters.find("classic|1||{\"p\":1}|1|0.5|0.25|0.75|1.0\n"), std::string::npos)
        << by_parameters;
}

TEST_F(EvaluationReaderTest, UsagesAreThoseOfCurrentResultsOfCurrentWindows) {
    const auto ids = add_windows();
    execute(fmt::format("UPDATE window SET superseded_ms = 1 WHERE window_id = {}", ids[1]));
    execute(fmt::format("UPDATE result SET superseded_ms = 1 WHERE window_id = {}", ids[2]));
    EXPECT_EQ(read_window_usages(database()).size(), 10U);
    EXPECT_EQ(read_window_usages(database(), {1, 1}, kFrom_s - 1, kTo_s).size(), 2U);
    EXPECT_EQ(read_window_usages(database(), {1, 2}, kFrom_s - 1, kTo_s).size(), 4U);
    execute(
        "UPDATE result SET up_usage = 0.1, down_usage = 0.2, up_state = 'weak', up_low = 0.3, up_ceiling = "
        "0.4,"
        " down_state = 'clear', down_low = 0.5, down_ceiling = 0.6");
    for (const auto& usage : {read_window_usages(database()).back(),
                              read_window_usages(database(), {2, 1}, kTo_s, kTo_s).back()}) {
        EXPECT_EQ(usage.installation, (model::InstallationKey{2, 1}));
        EXPECT_EQ(usage.ip, "8.8.8.8");
        EXPECT_EQ(usage.first_report_s, kTo_s - 59);
        EXPECT_EQ(usage.last_probe_s, kTo_s);
        EXPECT_EQ(usage.up_usage, 0.1);
        EXPECT_EQ(usage.down_usage, 0.2);
        EXPECT_EQ(usage.up_seen.state, model::DetectionState::weak);
        EXPECT_EQ(usage.up_seen.low, 0.3);
        EXPECT_EQ(usage.up_seen.ceiling, 0.4);
        EXPECT_EQ(usage.down_seen.state, model::DetectionState::clear);
        EXPECT_EQ(usage.down_seen.low, 0.5);
        EXPECT_EQ(usage.down_seen.ceiling, 0.6);
    }
    const auto both_ends = read_window_usages(database(), {2, 1}, kFrom_s, kTo_s - 1);
    ASSERT_EQ(both_ends.size(), 2U);
    EXPECT_EQ(both_ends[0].last_probe_s, kFrom_s);
    EXPECT_EQ(both_ends[1].last_probe_s, kTo_s - 1);
}

TEST_F(FleetPageReaderTest, HoursAreThoseOfWindowsThatEndInTheRange) {
    const auto ids = add_windows();
    for (const auto id : ids) {
        test::add_result(database(), id, "queueing", 0.25, 0.75);
        test::add_result(database(), id, "adaptive", 1.5, 0.5);
        execute(fmt::format(
            "INSERT INTO window_as VALUES ({0}, NULL, 'public', 'p', {0} % 2, 'N' || {0} % 2, 'BE', 0, NULL)",
            id));
    }
    // States of the last window in the range: only where both are none, nothing was seen.
    execute(
        fmt::format("UPDATE result SET up_state = 'none', down_state = iif(window_id = {}, 'none', 'weak')"
                    " WHERE method = 'adaptive'",
                    ids[2]));
    // What does not count: superseded ones.
    execute(fmt::format("UPDATE result SET superseded_ms = 1 WHERE window_id = {} AND method <> 'classic'",
                        ids[1]));
    test::add_result(database(), ids[1], "queueing", -0.5, 1.0);
    const auto gone = test::add_window(database(), {1, 1, "8.8.8.8", kFrom_s + 7});
    test::add_result(database(), gone, "queueing", 1.0, 1.0);
    execute(fmt::format("UPDATE window SET superseded_ms = 1 WHERE window_id = {}", gone));

    std::vector<FleetHour> hours;
    FleetScope scope{kFrom_s, kTo_s, model::Method::queueing, std::nullopt};
    const auto read = [&] {
        hours.clear();
        FleetPageReader(database()).each_hour(scope, [&](const FleetHour& hour) { hours.push_back(hour); });
    };
    read();
    ASSERT_EQ(hours.size(), 3U);
    EXPECT_EQ(hours[0].installation, (model::InstallationKey{1, 1}));
    EXPECT_EQ(hours[0].hour_s, kFrom_s);
    EXPECT_EQ(hours[0].windows, 2);
    EXPECT_EQ(hours[0].last_s, kTo_s - 1);
    EXPECT_EQ(hours[0].up_usage.sum, 0.25) << "clamped";
    EXPECT_EQ(hours[0].down_usage.count, 2);
    EXPECT_EQ(hours[0].up_quality.sum, 1.75);
    EXPECT_EQ(hours[0].below_detection.sum, 1);
    EXPECT_EQ(hours[0].below_detection.count, 1) << "the other result of adaptive was superseded";
    EXPECT_EQ(hours[1].installation, (model::InstallationKey{1, 2}));
    EXPECT_EQ(hours[1].below_detection.sum, 0);
    EXPECT_EQ(hours[1].below_detection.count, 2);
    EXPECT_EQ(hours[2].installation, (model::InstallationKey{2, 1}));

    scope.as_number = std::to_string(ids[1] % 2);
    read();
    ASSERT_EQ(hours.size(), 3U);
    EXPECT_EQ(hours[0].windows, 1);
    EXPECT_EQ(hours[0].as_number, scope.as_number);
    EXPECT_EQ(hours[0].up_usage.sum, 0);

    scope = {kFrom_s - 1, kTo_s + 1, model::Method::adaptive, std::nullopt};
    read();
    ASSERT_EQ(hours.size(), 9U) << "three hours of each client";
    EXPECT_EQ(hours[0].hour_s, kFrom_s - 3600);
    EXPECT_EQ(hours[0].up_usage.sum, 1) << "clamped";
    EXPECT_EQ(hours[1].windows, 2) << "one of them without a result of the method";
    EXPECT_EQ(hours[1].up_usage.count, 1);

    execute(fmt::format("DELETE FROM window_as WHERE window_id = {}", ids[2]));
    read();
    EXPECT_EQ(hours[1].windows, 2) << "one of them of no network";
}

TEST_F(FleetPageReaderTest, LatencyIsOfTheHoursThatOverlapTheRange) {
    add_everywhere(
        "INSERT INTO latency_hour (user_id, installation_id, hour_s, received, covered_s, silent_s, burst, "
        "duplicates,"
        " impossible, kept, rtt_median_ns, rtt_p95_ns) VALUES ({0}, {1}, {2}, 7, 8, 0, 0, 0, 0, 1, 9, 10)",
        {kFrom_s - 3600, kFrom_s, kFrom_s + 3600});
    int rows = 0;
    const auto hours = [&](std::int64_t from_s, std::int64_t to_s) {
        std::vector<std::int64_t> found;
        rows = 0;
        FleetPageReader(database())
            .each_latency({from_s, to_s, model::Method::queueing, std::nullopt},
                          [&](const FleetLatency& latency) {
                              ++rows;
                              EXPECT_EQ(latency.received, 7);
                              EXPECT_EQ(latency.covered_s, 8);
                              EXPECT_EQ(latency.rtt_median_ns, 9);
                              EXPECT_EQ(latency.rtt_p95_ns, 10);
                              if (latency.installation == model::InstallationKey{1, 2})
                                  found.push_back(latency.hour_s);
                          });
        return found;
    };
    EXPECT_EQ(hours(kFrom_s, kTo_s), (std::vector<std::int64_t>{kFrom_s}));
    EXPECT_EQ(rows, 3);
    EXPECT_EQ(hours(kFrom_s - 1, kTo_s + 1), (std::vector<std::int64_t>{kFrom_s - 3600, kFrom_s, kTo_s}));
}

TEST_F(FleetPageReaderTest, BoundsAreThoseOfAllReportsAndCurrentWindows) {
    const auto ids = add_windows();
    execute(fmt::format("UPDATE window SET superseded_ms = 1 WHERE last_probe_s = {}", kTo_s));
    test::ReportInserter(database()).insert(test::quiet_report(kFrom_s - 500, 1, "192.0.2.1", {1, 2}));
    const auto bounds = FleetPageReader(database()).bounds();
    EXPECT_EQ(bounds.first_s, kFrom_s - 500);
    EXPECT_EQ(bounds.last_window_s, kTo_s - 1);
}

TEST_F(FleetPageReaderTest, NewResultsAreThoseStoredAfterOne) {
    EXPECT_EQ(FleetPageReader(database()).newest_result_id(), 0);
    const auto ids = add_windows({kFrom_s});
    EXPECT_EQ(FleetPageReader(database()).newest_result_id(), 3);
    test::add_result(database(), ids[1], "queueing", 0.5, 1.0);
    EXPECT_EQ(FleetPageReader(database()).with_results_after(1),
              (std::vector<model::InstallationKey>{{1, 2}, {2, 1}}));
    EXPECT_TRUE(FleetPageReader(database()).with_results_after(4).empty());
}

class ReportPageOfOne : public RangeReaders {
  protected:
    const PageScope kScope{{1, 1}, kFrom_s, kTo_s, model::Method::queueing};
    ReportPageReader reader_{temporary_.database()};
};

TEST_F(ReportPageOfOne, WindowsAreItsOwnCurrentOnesWithTheirCurrentResults) {
    const auto ids = add_windows();
    for (const auto id : ids) {
        test::add_result(database(), id, "queueing", 0.25, 0.75);
        test::add_result(database(), id, "adaptive", 1.5, 0.5);
    }
    execute(fmt::format("UPDATE result SET superseded_ms = 1 WHERE window_id = {} AND method <> 'classic'",
                        ids[1]));
    const auto gone = test::add_window(database(), {1, 1, "8.8.8.8", kFrom_s + 7});
    execute(fmt::format("UPDATE window SET superseded_ms = 1 WHERE window_id = {}", gone));
    execute(
        "UPDATE result SET skew_ms_per_s = window_id, up_state = 'none', down_state = 'clear',"
        " shifts = '[{\"at_s\":' || window_id || ',\"up_ms\":1,\"down_ms\":-1}]', down_usage = 0.125,"
        " down_quality = 0.5");
    execute(
        "INSERT INTO run (run_id, command, version, started_ms) VALUES (7, 'process', '1.2', 0), (8, "
        "'process', '1.3', 0);"
        "UPDATE result SET run_id = 8 WHERE method = 'queueing'");
    const auto read = reader_.windows(kScope);
    ASSERT_EQ(read.made_with.size(), 1U);
    EXPECT_EQ(read.made_with[0], (PageMadeWith{1, "{}", "1.3"}));
    ASSERT_EQ(read.windows.size(), 2U);
    EXPECT_EQ(read.windows[0].last_s, kFrom_s);
    EXPECT_FALSE(read.windows[0].up_usage) << "superseded";
    EXPECT_FALSE(read.windows[0].skew_ms_per_s);
    EXPECT_FALSE(read.windows[0].up_state);
    EXPECT_EQ(read.windows[1].last_s, kTo_s - 1);
    EXPECT_EQ(read.windows[1].up_usage, 0.25);
    EXPECT_EQ(read.windows[1].down_usage, 0.125);
    EXPECT_EQ(read.windows[1].up_quality, 0.75);
    EXPECT_EQ(read.windows[1].down_quality, 0.5);
    EXPECT_EQ(read.windows[1].skew_ms_per_s, static_cast<double>(ids[2]));
    EXPECT_EQ(read.windows[1].up_state, model::DetectionState::none);
    EXPECT_EQ(read.windows[1].down_state, model::DetectionState::clear);
    EXPECT_EQ(read.shifts.size(), 1U) << "of queueing";
}

TEST_F(ReportPageOfOne, BoundsAreItsOwn) {
    add_windows({kFrom_s, kFrom_s + 60});
    execute(
        "UPDATE window SET superseded_ms = 1 WHERE user_id = 1 AND installation_id = 1 AND last_probe_s > "
        "1505080800");
    test::ReportInserter inserter(database());
    for (const model::InstallationKey key : {model::InstallationKey{1, 2}, {2, 1}}) {
        inserter.insert({test::quiet_report(kFrom_s - 1000, 1, "192.0.2.1", key),
                         test::quiet_report(kFrom_s + 1000, 1, "192.0.2.1", key)});
    }
    const auto bounds = reader_.bounds({1, 1});
    ASSERT_TRUE(bounds);
    EXPECT_EQ(bounds->first_s, kFrom_s - 59);
    EXPECT_EQ(bounds->last_s, kFrom_s + 60);
    EXPECT_EQ(bounds->last_window_s, kFrom_s);
    EXPECT_FALSE(reader_.bounds({2, 2}));
}

TEST_F(ReportPageOfOne, HoursAreItsOwn) {
    add_everywhere(
        "INSERT INTO latency_hour (user_id, installation_id, hour_s, received, covered_s, silent_s, burst, "
        "duplicates,"
        " impossible, kept) VALUES ({0}, {1}, {2}, {0} + 10 * {1}, 8, 9, 0, 0, 10, 1)",
        {kFrom_s - 3600, kFrom_s, kFrom_s + 3600});
    const auto hours = reader_.hours(kScope);
    ASSERT_EQ(hours.size(), 1U);
    EXPECT_EQ(hours[0].received, 11);
    EXPECT_EQ(hours[0].covered_s, 8);
    EXPECT_EQ(hours[0].silent_s, 9);
    EXPECT_EQ(hours[0].impossible, 10);
    EXPECT_EQ(reader_.hours({{1, 1}, kFrom_s - 1, kTo_s + 1, model::Method::queueing}).size(), 3U);
}

TEST_F(ReportPageOfOne, GapsAreItsOwnOfTheMethodThatIsShown) {
    add_everywhere(
        "INSERT INTO unread_file VALUES ({0}, {1}, 'a{2}', 'e{2}', ({2} - 60) * 1000, {2} * 1000, 1)",
        {kFrom_s, kFrom_s + 1});
    add_everywhere(
        "INSERT INTO unread_file VALUES ({0}, {1}, 'b{2}', 'f{2}', {2} * 1000, ({2} + 60) * 1000, 1)",
        {kTo_s - 1, kTo_s});
    auto gaps = reader_.gaps(kScope);
    ASSERT_EQ(gaps.size(), 2U) << "one that ends where the range begins is no part of it";
    EXPECT_EQ(gaps[0].to_s, kFrom_s + 1);
    EXPECT_EQ(gaps[1].from_s, kTo_s - 1);
    execute("DELETE FROM unread_file");
    const auto id = test::add_window(database(), {1, 1, "8.8.8.8", kFrom_s + 60});
    for (const char* method : {"classic", "queueing", "adaptive"}) {
        test::add_result(database(), id, method, std::nullopt, std::nullopt);
    }
    execute(
        "UPDATE result SET reason = 'up_usage:' || CASE method WHEN 'classic' THEN 'few' WHEN 'queueing' "
        "THEN 'clock'"
        " ELSE 'route' END");
    for (const auto& [method, reason] : {std::pair{model::Method::classic, "missing_value"},
                                         {model::Method::queueing, "clock"},
                                         {model::Method::adaptive, "route"}}) {
        auto scope = kScope;
        scope.method = method;
        gaps = reader_.gaps(scope);
        ASSERT_EQ(gaps.size(), 1U) << reason;
        EXPECT_EQ(gaps[0].reason, reason);
    }
}

TEST_F(ReportPageOfOne, MinutesAreItsOwnOfTheDaysThatOverlapTheRange) {
    constexpr std::int64_t kDay_s = kFrom_s - 22 * 3600;
    add_everywhere(
        "INSERT INTO latency_minute VALUES ({0}, {1}, {2}, 60, 1, 2, 3, 4, 5, 6, {0} + 10 * {1})",
        {kDay_s - 60, kDay_s, kDay_s + 86'340, kDay_s + 86'400, kDay_s + 172'740, kDay_s + 172'800});
    const auto minutes = [&](std::int64_t from_s, std::int64_t to_s) {
        std::vector<std::int64_t> found;
        reader_.each_minute({{1, 1}, from_s, to_s, model::Method::queueing},
                            [&](const model::LatencyMinute& minute) {
                                found.push_back(minute.minute_s - kDay_s);
                                EXPECT_EQ(minute.rtt_median_ns, 11);
                            });
        return found;
    };
    EXPECT_EQ(minutes(kFrom_s, kTo_s), (std::vector<std::int64_t>{0, 86'340}));
    EXPECT_EQ(minutes(kDay_s, kDay_s + 86'400), (std::vector<std::int64_t>{0, 86'340}));
    EXPECT_EQ(minutes(kDay_s + 86'399, kDay_s + 86'401),
              (std::vector<std::int64_t>{0, 86'340, 86'400, 172'740}));
}

}  // namespace
}  // namespace tixdb::store::range_readers
