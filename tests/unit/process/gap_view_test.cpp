// SPDX-License-Identifier: MIT
// v_gap looks for the beginnings of sessions outside of their windows only; v_session looks at every report.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "support/processing.hpp"
#include "support/report_inserter.hpp"
#include "support/reprocessing.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::process {
namespace {

constexpr std::int64_t kFirst_s = 1'500'000'000;

// One text of all rows of a query with the columns user_id, installation_id, from_s, to_s and detail.
std::string text_of(const std::string& rows) {
    return "SELECT coalesce(group_concat(row, '; '), '') FROM (SELECT user_id || '/' || installation_id || "
           "': ' || from_s"
           " || ' ' || to_s || ' ' || detail AS row FROM (" +
           rows + ") ORDER BY user_id, installation_id, from_s, to_s)";
}

const std::string kGaps = text_of(
    "SELECT user_id, installation_id, from_s, to_s, '' AS detail FROM v_gap WHERE reason IN ('no_reports', "
    "'ip_change')");
const std::string kBetweenSessions = text_of(
    "SELECT * FROM (SELECT user_id, installation_id, lag(last_s) OVER place AS from_s, first_s AS to_s, '' "
    "AS detail"
    " FROM v_session WINDOW place AS (PARTITION BY user_id, installation_id ORDER BY session)) WHERE from_s "
    "IS NOT NULL");
const std::string kTooFew = text_of("SELECT * FROM v_gap WHERE reason = 'too_few_observations'");
// Sessions without a window, and what comes behind the last window of others.
const std::string kShortSessions = text_of(
    "SELECT user_id, installation_id, first_s AS from_s, last_s AS to_s, observations ||"
    "       ' of the 1084 that a window takes, from ' || ip AS detail"
    "  FROM v_session WHERE reports_in_windows = 0 AND observations < 1084"
    " UNION ALL"
    " SELECT s.user_id, s.installation_id, w.end_s, s.last_s,"
    "       'too few for another window after the last one, from ' || s.ip"
    "  FROM (SELECT session_report_id, max(last_probe_s) AS end_s FROM window WHERE superseded_ms IS NULL"
    "         GROUP BY session_report_id) AS w"
    "  JOIN report AS f ON f.report_id = w.session_report_id"
    "  JOIN v_session AS s ON s.user_id = f.user_id AND s.installation_id = f.installation_id"
    "                     AND s.first_s = f.first_observation_s"
    " WHERE s.last_s > w.end_s");

// Minutes of one client, some of them missing, with an address that changes now and then, in an order that
// makes some of them late; process runs in between, and not at the end. Six of these reports make a window.
void make_sessions(test::TemporaryDatabase& temporary, const model::InstallationKey& key,
                   std::mt19937_64& random) {
    test::ReportInserter inserter(temporary.database());
    std::int64_t at_s = kFirst_s;
    std::string ip = "192.0.2.1";
    std::vector<test::MadeReport> held_back;
    for (int i = 0; i < 120; ++i, at_s += 60) {
        if (random() % 15 == 0) ip = fmt::format("192.0.2.{}", 1 + random() % 3);
        if (random() % 20 == 0) at_s += 60 * static_cast<std::int64_t>(random() % 10);
        test::MadeReport report = test::quiet_report(at_s, 1, ip, key);
        report.claimed_count = 200;
        if (random() % 12 == 0) {
            held_back.push_back(report);
        } else {
            inserter.insert(report);
        }
        if (random() % 10 == 0) test::process_all(temporary.database());
        if (random() % 25 == 0) {
            inserter.insert(held_back);
            held_back.clear();
        }
    }
}

TEST(GapView, HasTheStretchesBetweenTheSessionsOfSessionView) {
    for (unsigned seed = 1; seed <= 12; ++seed) {
        SCOPED_TRACE(seed);
        test::TemporaryDatabase temporary;
        temporary.database().execute("PRAGMA synchronous = OFF");
        std::mt19937_64 random(seed);
        for (const model::InstallationKey key : {model::InstallationKey{1, 1}, {1, 2}, {2, 1}}) {
            make_sessions(temporary, key, random);
        }
        // Of what process has not looked at yet, v_gap knows only what lies outside of windows.
        test::process_all(temporary.database());
        ASSERT_GT(temporary.number("SELECT count(*) FROM window"), 0);
        ASSERT_GT(temporary.number("SELECT count(*) FROM late_report"), 0);
        EXPECT_EQ(temporary.text(kGaps), temporary.text(kBetweenSessions));
        EXPECT_EQ(temporary.text(kTooFew), temporary.text(kShortSessions));
        // Late reports become part of the windows, and windows are superseded.
        test::ReprocessOptions one;
        one.range.user_id = 1;
        one.range.installation_id = 2;
        (void)test::reprocess(temporary.database(), one);
        EXPECT_EQ(temporary.text(kGaps), temporary.text(kBetweenSessions));
        EXPECT_EQ(temporary.text(kTooFew), temporary.text(kShortSessions));
    }
}

TEST(GapView, HasThemBeforeAnythingIsProcessedToo) {
    test::TemporaryDatabase temporary;
    test::ReportInserter inserter(temporary.database());
    for (const std::int64_t after_s : {0, 60, 500, 560, 2000}) {
        inserter.insert(test::quiet_report(kFirst_s + after_s, 60, "192.0.2.1", {1, 1}));
    }
    EXPECT_EQ(temporary.text(kGaps), temporary.text(kBetweenSessions));
    EXPECT_EQ(temporary.number("SELECT count(*) FROM v_gap WHERE reason = 'no_reports'"), 2);
}

}  // namespace
}  // namespace tixdb::process
