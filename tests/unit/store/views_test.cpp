// SPDX-License-Identifier: MIT
// What the views make of the tables; that they are documented is tested in documentation_test.cpp.
#include <gtest/gtest.h>

#include "store/outbox_store.hpp"
#include "support/outbox_builder.hpp"
#include "support/report_inserter.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::store {
namespace {

using test::TemporaryDatabase;

TEST(InstallationView, TellsWhatThereIsOfEach) {
    TemporaryDatabase temporary;
    test::OutboxBuilder outbox(temporary.database());
    const auto sent = outbox.add_computed({.installation = {1, 11}});
    outbox.add_computed({.installation = {1, 11}, .last_s = test::kReportTime_s + 600});
    OutboxMove move;
    move.state = model::OutboxState::sent;
    ASSERT_TRUE(OutboxStore(temporary.database()).move(sent, model::OutboxState::pending, move));
    test::ReportInserter(temporary.database())
        .insert(test::quiet_report(test::kReportTime_s + 1200, 60, "192.0.2.1", {1, 11}));
    outbox.add({.installation = {2, 21}});  // imported: nothing but an item of the outbox

    EXPECT_EQ(temporary.text(
                  "SELECT concat FROM (SELECT reports || ' ' || first_report || ' ' || last_report || ' ' ||"
                  " unprocessed_reports || ' ' || late_reports || ' ' || windows || ' ' || last_window_end"
                  " || ' ' || waiting || ' ' || sent AS concat FROM v_installation WHERE user_id = 1)"),
              "3 2017-09-10T22:44:35Z 2017-09-10T23:04:35Z 1 0 2 2017-09-10T22:54:35Z 1 1");
    EXPECT_EQ(temporary.text(
                  "SELECT reports || ' ' || windows || ' ' || waiting || ' ' ||"
                  " (last_report IS NULL) || (pinned_key IS NULL) FROM v_installation WHERE user_id = 2"),
              "0 0 1 11");
}

TEST(InstallationView, OfOneInstallationGoesByIndexes) {
    TemporaryDatabase temporary;
    SQLite::Statement plan(
        temporary.database().handle(),
        "EXPLAIN QUERY PLAN SELECT * FROM v_installation WHERE user_id = 1 AND installation_id = 2");
    while (plan.executeStep()) {
        const std::string step = plan.getColumn(3).getString();
        EXPECT_EQ(step.find("SCAN"), std::string::npos) << step;
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
