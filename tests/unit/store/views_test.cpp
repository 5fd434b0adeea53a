// SPDX-License-Identifier: MIT
// What the views make of the tables; that they are documented is tested in documentation_test.cpp.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "model/window.hpp"
#include "store/outbox_store.hpp"
#include "support/outbox_builder.hpp"
#include "support/report_inserter.hpp"
#include "support/source_tree.hpp"
#include "support/temporary_database.hpp"
#include "support/window_rows.hpp"

namespace tixdb::store {
namespace {

using test::TemporaryDatabase;

TEST(ViewOfInstallations, OfOneInstallationGoesByIndexes) {
    TemporaryDatabase temporary;
    SQLite::Statement plan(
        temporary.database().handle(),
        "EXPLAIN QUERY PLAN SELECT * FROM v_installation WHERE user_id = 1 AND installation_id = 2");
    while (plan.executeStep()) {
        const std::string step = plan.getColumn(3).getString();
        EXPECT_EQ(step.find("SCAN"), std::string::npos) << step;
    }
}

std::size_t count_of(const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
    return count;
}

TEST(Views, CutSessionsAndSizeWindowsAsProcessDoes) {
    std::stringstream views;
    views << std::ifstream(test::source_folder().string() + "/schema/views.sql").rdbuf();
    EXPECT_EQ(count_of(views.str(), fmt::format(" > {}", model::kSessionGapS)), 4);
    EXPECT_EQ(count_of(views.str(), fmt::format("observations < {}", model::kWindowObservations)), 1);
    EXPECT_EQ(count_of(views.str(), fmt::format("LIMIT {})", model::kWindowObservations)), 1);
    EXPECT_EQ(count_of(views.str(), fmt::format("of the {} that a window takes", model::kWindowObservations)),
              1);
}

// A window with a current result of queueing that has these values of its columns.
void add_queueing_result(TemporaryDatabase& temporary, std::int64_t last_s, const std::string& columns,
                         const std::string& values) {
    const auto window_id = test::add_window(temporary.database(), {.last_s = last_s});
    temporary.database().execute(fmt::format(
        "INSERT INTO result (window_id, method, method_version, parameters, recent_observations, minutes,"
        " computed_ms, publish_decision, {}) VALUES ({}, 'queueing', 2, '{{}}', 600, 10, 0, 'missing_value', "
        "{})",
        columns, window_id, values));
}

TEST(ViewOfClocks, OfOneInstallationGoesByIndexes) {
    TemporaryDatabase temporary;
    SQLite::Statement plan(
        temporary.database().handle(),
        "EXPLAIN QUERY PLAN SELECT * FROM v_clock WHERE user_id = 1 AND installation_id = 2");
    while (plan.executeStep()) {
        const std::string step = plan.getColumn(3).getString();
        const bool is_of_few = step.starts_with("SCAN c") || step.starts_with("SCAN s ");
        EXPECT_TRUE(is_of_few || step.find("SCAN") == std::string::npos) << step;
    }
}

// Three short sessions: ten minutes of silence end the first, another address the second.
void insert_short_sessions(TemporaryDatabase& temporary) {
    test::ReportInserter reports(temporary.database());
    reports.insert(test::quiet_report(test::kReportTime_s, 60));
    reports.insert(test::quiet_report(test::kReportTime_s + 600, 60));
    reports.insert(test::quiet_report(test::kReportTime_s + 660, 60, "192.0.2.7"));
}

std::string gaps(TemporaryDatabase& temporary, const std::string& reason) {
    return temporary.text(
        "SELECT coalesce(group_concat(gap_start || ' ' || gap_end || ' ' || detail || "
        "coalesce(': ' || remedy, ''), '; '), '') FROM "
        "(SELECT * FROM v_gap WHERE reason = '" +
        reason + "' ORDER BY from_s)");
}

TEST(GapView, TellsSilenceFromANewAddress) {
    TemporaryDatabase temporary;
    insert_short_sessions(temporary);

    EXPECT_EQ(gaps(temporary, "no_reports"),
              "2017-09-10T22:45:34Z 2017-09-10T22:54:35Z the client sent nothing");
    EXPECT_EQ(gaps(temporary, "ip_change"),
              "2017-09-10T22:55:34Z 2017-09-10T22:55:35Z 192.0.2.1 became 192.0.2.7");
    EXPECT_EQ(temporary.text("SELECT count(method) FROM v_gap"), "0") << "they are none of a method's";

    test::ReportInserter(temporary.database())
        .insert(test::quiet_report(test::kReportTime_s + 660 + 59 + 301, 60, "192.0.2.9"));
    EXPECT_EQ(gaps(temporary, "no_reports"),
              "2017-09-10T22:45:34Z 2017-09-10T22:54:35Z the client sent nothing; "
              "2017-09-10T22:56:34Z 2017-09-10T23:01:35Z 192.0.2.7 became 192.0.2.9")
        << "301 s of silence are silence, whatever the address after them";
    test::ReportInserter(temporary.database())
        .insert(test::quiet_report(test::kReportTime_s + 660 + 59 + 301 + 59 + 300, 60, "192.0.2.11"));
    EXPECT_EQ(gaps(temporary, "ip_change"),
              "2017-09-10T22:55:34Z 2017-09-10T22:55:35Z 192.0.2.1 became 192.0.2.7; "
              "2017-09-10T23:02:34Z 2017-09-10T23:07:34Z 192.0.2.9 became 192.0.2.11")
        << "300 s are not";
}

TEST(GapView, TellsWhichValuesAreMissingAndWhy) {
    TemporaryDatabase temporary;
    const auto window = [&](int number) {
        return test::add_window(temporary.database(), {.last_s = test::kReportTime_s + 600 * number});
    };
    test::add_result(temporary.database(), window(0), "classic", 0.5, 1.0);
    for (const char* column : {"up_usage", "down_usage", "up_quality", "down_quality"}) {
        const auto window_id = window(1);
        test::add_result(temporary.database(), window_id, "classic", 0.5, 1.0);
        temporary.database().execute(
            fmt::format("UPDATE result SET {0} = NULL, reason = '{0}:too_few'"
                        " WHERE window_id = {1}",
                        column, window_id));
        EXPECT_EQ(temporary.text("SELECT group_concat(detail) FROM v_gap WHERE reason = 'missing_value'"),
                  fmt::format("classic: {}:too_few", column));
        temporary.database().execute("DELETE FROM result WHERE reason IS NOT NULL");
    }
    add_queueing_result(temporary, test::kReportTime_s + 1200, "reason", "'up_usage:clock;down_usage:clock'");
    add_queueing_result(temporary, test::kReportTime_s + 1800, "reason", "'up_usage:route;down_usage:route'");
    EXPECT_EQ(
        temporary.text("SELECT group_concat(reason || ' ' || detail, '; ') FROM"
                       " (SELECT * FROM v_gap WHERE method = 'queueing' ORDER BY from_s)"),
        "clock queueing: up_usage:clock;down_usage:clock; route queueing: up_usage:route;down_usage:route");
}

TEST(GapView, NamesTheSpanToReprocessForResultsWhoseHistoryHasChanged) {
    TemporaryDatabase temporary;
    add_queueing_result(temporary, test::kReportTime_s,
                        "up_usage, down_usage, up_quality, down_quality, history_changed",
                        "0.5, 0.5, 1, 1, 1");
    add_queueing_result(temporary, test::kReportTime_s + 600,
                        "up_usage, down_usage, up_quality, down_quality, history_changed",
                        "0.5, 0.5, 1, 1, 0");
    EXPECT_EQ(
        gaps(temporary, "history_changed"),
        "2017-09-10T22:44:35Z 2017-09-10T22:44:35Z 1 result would read something else of earlier windows "
        "now: "
        "tixdb reprocess --user 1 --installation 1 --from 2017-09-10T22:44:35Z --to 2017-09-10T22:44:36Z");
    temporary.database().execute("UPDATE result SET superseded_ms = 1 WHERE history_changed = 1");
    EXPECT_EQ(gaps(temporary, "history_changed"), "") << "it was computed again";
    temporary.database().execute(
        "UPDATE result SET superseded_ms = NULL; UPDATE window SET superseded_ms = 1");
    EXPECT_EQ(gaps(temporary, "history_changed"), "") << "another window took its place";
}

TEST(ObservationView, RoundTripLiesAboveMinusAndUpToPlusTwelveHours) {
    TemporaryDatabase temporary;
    constexpr std::int64_t kHalfDayNs = 43'200'000'000'000;
    test::ReportInserter reports(temporary.database());
    for (const std::int64_t rtt_ns :
         {kHalfDayNs, kHalfDayNs + 1'000'000, -kHalfDayNs, std::int64_t{20'000'000}}) {
        test::MadeReport report = test::quiet_report(test::kReportTime_s, 1);
        model::Observation& probe = report.observations.front();
        probe.final_ns = probe.initial_ns + rtt_ns;
        reports.insert(report);
    }
    EXPECT_EQ(
        temporary.text("SELECT group_concat(rtt_ms) FROM (SELECT * FROM v_observation ORDER BY report_id)"),
        "43200000.0,-43199999.0,43200000.0,20.0");
}

TEST(GapView, CountsWhatWaitsForProcess) {
    TemporaryDatabase temporary;
    test::ReportInserter reports(temporary.database());
    reports.insert(test::quiet_report(test::kReportTime_s, 60));
    EXPECT_EQ(gaps(temporary, "not_processed"),
              "2017-09-10T22:44:35Z 2017-09-10T22:45:34Z 1 report: tixdb process");

    reports.insert(test::quiet_report(test::kReportTime_s + 60, 60));
    EXPECT_EQ(gaps(temporary, "not_processed"),
              "2017-09-10T22:44:35Z 2017-09-10T22:46:34Z 2 reports: tixdb process");
}

TEST(GapView, NamesTheSpanToReprocessForLateReports) {
    TemporaryDatabase temporary;
    insert_short_sessions(temporary);
    temporary.database().execute(
        "INSERT INTO late_report SELECT user_id, installation_id, report_id, 0, NULL"
        "  FROM unprocessed_report WHERE report_id = 1;"
        "DELETE FROM unprocessed_report");

    EXPECT_EQ(
        gaps(temporary, "late_reports"),
        "2017-09-10T22:44:35Z 2017-09-10T22:45:34Z 1 report came after the windows around them were formed: "
        "tixdb reprocess --user 1 --installation 1 --from 2017-09-10T22:44:35Z --to 2017-09-10T22:44:36Z");
}

TEST(GapView, TellsWhereASessionHasTooFewObservations) {
    TemporaryDatabase temporary;
    insert_short_sessions(temporary);
    EXPECT_EQ(gaps(temporary, "too_few_observations"),
              "2017-09-10T22:44:35Z 2017-09-10T22:45:34Z 60 of the 1084 that a window takes, from 192.0.2.1; "
              "2017-09-10T22:54:35Z 2017-09-10T22:55:34Z 60 of the 1084 that a window takes, from 192.0.2.1; "
              "2017-09-10T22:55:35Z 2017-09-10T22:56:34Z 60 of the 1084 that a window takes, from 192.0.2.7");
}

TEST(GapView, TellsThatASessionWentOnAfterItsLastWindow) {
    TemporaryDatabase temporary;
    test::OutboxBuilder outbox(temporary.database());
    outbox.add_computed({.installation = {1, 1}});
    temporary.database().execute("INSERT INTO window_report SELECT window_id, first_report_id FROM window");
    EXPECT_EQ(gaps(temporary, "too_few_observations"), "");

    test::ReportInserter(temporary.database())
        .insert(test::quiet_report(test::kReportTime_s + 60, 60, "200.0.2.1"));
    EXPECT_EQ(gaps(temporary, "too_few_observations"), "") << "not yet processed: nobody knows";

    temporary.database().execute("DELETE FROM unprocessed_report");
    EXPECT_EQ(gaps(temporary, "too_few_observations"),
              "2017-09-10T22:44:35Z 2017-09-10T22:46:34Z too few for another window after the last one, from "
              "200.0.2.1");

    temporary.database().execute("UPDATE window SET superseded_ms = 1");
    EXPECT_EQ(gaps(temporary, "too_few_observations"),
              "2017-09-10T22:44:35Z 2017-09-10T22:46:34Z 61 of the 1084 that a window takes, from 200.0.2.1")
        << "the window is gone";
}

TEST(GapView, CountsTheRefusedFilesOfAClientThatHasNothingElse) {
    TemporaryDatabase temporary;
    temporary.database().execute(
        "INSERT INTO source_folder VALUES (2, 3, 1, 1, 1, 2, 0, 2);"
        "INSERT INTO rejected SELECT NULL, path, 'json', '', NULL, 1, 1505083475000000000, 1, 0, 0, 1, NULL"
        "  FROM (SELECT '2/3/a' AS path UNION ALL SELECT '2/3/b')");

    EXPECT_EQ(gaps(temporary, "rejected_files"),
              "2017-09-10T22:44:35Z 2017-09-10T22:44:35Z 2 files: json: SELECT * FROM v_rejected");
}

TEST(GapView, FolderThatCannotBeReadIsNoRefusedFile) {
    TemporaryDatabase temporary;
    insert_short_sessions(temporary);
    temporary.database().execute(
        "INSERT INTO source_folder VALUES (2, 3, 1, 1, 1, 2, 0, 2);"
        "INSERT INTO rejected SELECT NULL, path, 'unreadable_folder', 'Permission denied', NULL, 0, 0, 0, 0, "
        "1000,"
        " 1, NULL FROM (SELECT '1/1/' AS path UNION ALL SELECT '2/3/' UNION ALL SELECT '4/')");

    EXPECT_EQ(gaps(temporary, "rejected_files"), "");
    EXPECT_EQ(
        temporary.text("SELECT group_concat(user_id || '/' || coalesce(installation_id, 'all') || ' ' || "
                       "remedy, '; ') FROM (SELECT * FROM v_gap WHERE reason = 'unreadable_folder' ORDER "
                       "BY user_id)"),
        "1/1 let the user that runs tixdb read the folder 1/1/; "
        "2/3 let the user that runs tixdb read the folder 2/3/; "
        "4/all let the user that runs tixdb read the folder 4/");
}

TEST(GapView, OfOneInstallationGoesByIndexes) {
    TemporaryDatabase temporary;
    SQLite::Statement plan(
        temporary.database().handle(),
        "EXPLAIN QUERY PLAN SELECT * FROM v_gap WHERE user_id = 1 AND installation_id = 2");
    for (const std::string table : {"r", "l", "u", "w", "m", "x", "i", "f"}) {
        plan.reset();
        while (plan.executeStep()) {
            const std::string step = plan.getColumn(3).getString();
            EXPECT_NE(step, "SCAN " + table);
            EXPECT_FALSE(step.starts_with("SCAN " + table + " ")) << step;
        }
    }
}

TEST(LatencyUnderLoadView, OfOneInstallationGoesByIndexes) {
    TemporaryDatabase temporary;
    SQLite::Statement plan(temporary.database().handle(),
                           "EXPLAIN QUERY PLAN SELECT * FROM v_latency_under_load"
                           " WHERE user_id = 1 AND installation_id = 2");
    int searches = 0;
    while (plan.executeStep()) {
        const std::string step = plan.getColumn(3).getString();
        EXPECT_EQ(step.find("SCAN latency_minute"), std::string::npos) << step;
        if (step.starts_with("SEARCH latency_minute USING PRIMARY KEY (user_id=? AND installation_id=?"))
            ++searches;
    }
    EXPECT_EQ(searches, 2) << "one for each direction";
}

TEST(GapView, CountsTheRefusedFilesOfAnInstallationOnly) {
    TemporaryDatabase temporary;
    insert_short_sessions(temporary);
    temporary.database().execute(
        "INSERT INTO rejected SELECT NULL, path, 'json', '', NULL, 1, 1505083475000000000, 1, 0, 0, 1, NULL"
        "  FROM (SELECT '1/1/a' AS path UNION ALL SELECT '1/10/b' UNION ALL SELECT '11/1/c')");

    EXPECT_EQ(gaps(temporary, "rejected_files"),
              "2017-09-10T22:44:35Z 2017-09-10T22:44:35Z 1 file: json: SELECT * FROM v_rejected");
}

}  // namespace
}  // namespace tixdb::store
