// SPDX-License-Identifier: MIT
// v_gap looks for the beginnings of sessions outside of their windows only; v_session looks at every report.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "support/processing.hpp"
#include "support/report_inserter.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::process {
namespace {

constexpr std::int64_t kFirst_s = 1'500'000'000;

const std::string kGaps =
    "SELECT group_concat(concat, '; ') FROM (SELECT installation_id || ': ' || from_s || ' ' || to_s AS "
    "concat FROM v_gap"
    " WHERE reason IN ('no_reports', 'ip_change') ORDER BY installation_id, from_s, to_s)";
const std::string kBetweenSessions =
    "SELECT group_concat(concat, '; ') FROM (SELECT installation_id || ': ' || lag(last_s) OVER place || ' ' "
    "|| first_s AS concat"
    " FROM v_session WINDOW place AS (PARTITION BY installation_id ORDER BY session)"
    " ORDER BY installation_id, session) WHERE concat IS NOT NULL";

// Minutes of one client, some of them missing, with an address that changes now and then, in an order that
// makes some of them late; process runs in between, and not at the end. Six of these reports make a window.
void make_sessions(test::TemporaryDatabase& temporary, std::int64_t installation_id,
                   std::mt19937_64& random) {
    test::ReportInserter inserter(temporary.database());
    std::int64_t at_s = kFirst_s;
    std::string ip = "192.0.2.1";
    std::vector<test::MadeReport> held_back;
    for (int i = 0; i < 120; ++i, at_s += 60) {
        if (random() % 15 == 0) ip = fmt::format("192.0.2.{}", 1 + random() % 3);
        if (random() % 20 == 0) at_s += 60 * static_cast<std::int64_t>(random() % 10);
        test::MadeReport report = test::quiet_report(at_s, 1, ip, {1, installation_id});
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
        for (std::int64_t installation_id = 1; installation_id <= 3; ++installation_id) {
            make_sessions(temporary, installation_id, random);
        }
        // Of what process has not looked at yet, v_gap knows only what lies outside of windows.
        test::process_all(temporary.database());
        ASSERT_GT(temporary.number("SELECT count(*) FROM window"), 0);
        ASSERT_GT(temporary.number("SELECT count(*) FROM late_report"), 0);
        EXPECT_EQ(temporary.text(kGaps), temporary.text(kBetweenSessions));
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
