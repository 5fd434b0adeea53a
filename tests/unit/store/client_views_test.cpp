// SPDX-License-Identifier: MIT
// v_installation and v_session: what they count of each client, and that they count nothing of another one.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "model/installation.hpp"
#include "support/query_rows.hpp"
#include "support/report_inserter.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::store::client_views {
namespace {

constexpr std::int64_t kStart = 1'505'083'475;  // 2017-09-10T22:44:35Z

class ClientViews : public testing::Test {
  protected:
    // Ten probes, one per second.
    std::int64_t report(std::int64_t after_s, const std::string& ip = "192.0.2.1",
                        model::InstallationKey key = {1, 1}) {
        return inserter_.insert(test::quiet_report(kStart + after_s, 10, ip, key));
    }
    void execute(const std::string& sql) { temporary_.database().execute(sql); }
    // Of one report.
    void add_window(std::int64_t report_id, std::int64_t last_probe_s, bool is_superseded = false) {
        execute(fmt::format(
            "INSERT INTO window (user_id, installation_id, ip, session_report_id, first_report_id, "
            "last_report_id,"
            " first_report_s, last_report_s, first_probe_s, last_probe_s, reports, observations,"
            " distinct_observations, formed_ms, superseded_ms)"
            " SELECT user_id, installation_id, ip, report_id, report_id, report_id, first_observation_s,"
            " first_observation_s, earliest_s, {1}, 1, 10, 10, 0, {2} FROM report WHERE report_id = {0};"
            "INSERT INTO window_report SELECT {0}, max(window_id) FROM window",
            report_id, last_probe_s, is_superseded ? "1" : "NULL"));
    }
    void add_item(const std::string& state, int user_id, int installation_id) {
        execute(fmt::format(
            "INSERT INTO outbox (user_id, installation_id, last_s, ip, body, source, state, held_for,"
            " queued_ms) VALUES ({}, {}, 1, '', '{{}}', 'imported', '{}', {}, 0)",
            user_id, installation_id, state, state == "held" ? "'address'" : "NULL"));
    }
    std::string rows(const std::string& sql) { return test::rows_of(temporary_.database(), sql); }

    test::TemporaryDatabase temporary_;
    test::ReportInserter inserter_{temporary_.database()};
};

using InstallationView = ClientViews;
using SessionView = ClientViews;

TEST_F(InstallationView, CountsOfEachClientItsOwn) {
    // So many of everything as the place of the client says, in one order or another.
    int place = 0;
    for (const model::InstallationKey key : {model::InstallationKey{1, 1}, {1, 2}, {2, 1}}) {
        ++place;
        std::vector<std::int64_t> ids;
        for (int i = 0; i < 6 + place; ++i) ids.push_back(report(1000 * place + 60 * i, "192.0.2.1", key));
        execute(fmt::format("DELETE FROM unprocessed_report WHERE report_id > {}", ids.front() + place));
        for (int i = 0; i < place; ++i) {
            execute(fmt::format("INSERT INTO late_report VALUES ({}, {}, {}, 0, NULL)", key.user_id,
                                key.installation_id, ids.back() - i));
            add_window(ids.front(), kStart + 1000 * place + 600 * i);
            add_item("sent", static_cast<int>(key.user_id), static_cast<int>(key.installation_id));
        }
        add_window(ids.front(), kStart + 100'000, true);
        for (const char* state :
             {"pending", "sending", "retry", "held", "uncertain", "dead", "superseded", "dropped"}) {
            for (int i = 0; i < place; ++i)
                add_item(state, static_cast<int>(key.user_id), static_cast<int>(key.installation_id));
        }
    }
    execute(
        "UPDATE client_key SET digest = x'00ABCDEF00000000000000000000000000000000000000000000000000000000';"
        "UPDATE installation SET client_key_id = 1, first_seen_ms = 1505083475999 WHERE user_id = 2");
    EXPECT_EQ(
        rows("SELECT * FROM v_installation ORDER BY user_id, installation_id"),
        "user_id=1 installation_id=1 first_seen=1970-01-01T00:00:00Z pinned_key=NULL reports=7"
        " first_report=2017-09-10T23:01:15Z last_report=2017-09-10T23:07:15Z unprocessed_reports=2"
        " late_reports=1 windows=1 last_window_end=2017-09-10T23:01:15Z waiting=5 sent=1\n"
        "user_id=1 installation_id=2 first_seen=1970-01-01T00:00:00Z pinned_key=NULL reports=8"
        " first_report=2017-09-10T23:17:55Z last_report=2017-09-10T23:24:55Z unprocessed_reports=3"
        " late_reports=2 windows=2 last_window_end=2017-09-10T23:27:55Z waiting=10 sent=2\n"
        "user_id=2 installation_id=1 first_seen=2017-09-10T22:44:35Z pinned_key=00abcdef" +
            std::string(56, '0') +
            " reports=9 first_report=2017-09-10T23:34:35Z last_report=2017-09-10T23:42:35Z"
            " unprocessed_reports=4 late_reports=3 windows=3 last_window_end=2017-09-10T23:54:35Z waiting=15"
            " sent=3\n");
}

TEST_F(InstallationView, HasNullWhereAClientHasNothing) {
    execute("INSERT INTO installation (user_id, installation_id, first_seen_ms) VALUES (5, 6, 0)");
    EXPECT_EQ(rows("SELECT * FROM v_installation"),
              "user_id=5 installation_id=6 first_seen=1970-01-01T00:00:00Z pinned_key=NULL reports=0"
              " first_report=NULL last_report=NULL unprocessed_reports=0 late_reports=0 windows=0"
              " last_window_end=NULL waiting=0 sent=0\n");
}

// A gap is from the beginning of one report to that of the next.
TEST_F(SessionView, EndsByAGapOfMoreThan300SecondsOrAnotherAddress) {
    const auto first = report(0);
    report(300);
    report(601);
    report(661, "192.0.2.2");
    report(700, "192.0.2.2");
    report(700, "192.0.2.3", {1, 2});
    report(1300, "192.0.2.3", {2, 1});
    add_window(first, kStart + 9);
    add_window(first, kStart + 9, true);
    EXPECT_EQ(rows("SELECT * FROM v_session ORDER BY user_id, installation_id, session"),
              "user_id=1 installation_id=1 session=1 ip=192.0.2.1 first_s=1505083475 last_s=1505083784"
              " session_start=2017-09-10T22:44:35Z session_end=2017-09-10T22:49:44Z reports=2 observations=20"
              " reports_in_windows=1\n"
              "user_id=1 installation_id=1 session=2 ip=192.0.2.1 first_s=1505084076 last_s=1505084085"
              " session_start=2017-09-10T22:54:36Z session_end=2017-09-10T22:54:45Z reports=1 observations=10"
              " reports_in_windows=0\n"
              "user_id=1 installation_id=1 session=3 ip=192.0.2.2 first_s=1505084136 last_s=1505084184"
              " session_start=2017-09-10T22:55:36Z session_end=2017-09-10T22:56:24Z reports=2 observations=20"
              " reports_in_windows=0\n"
              "user_id=1 installation_id=2 session=1 ip=192.0.2.3 first_s=1505084175 last_s=1505084184"
              " session_start=2017-09-10T22:56:15Z session_end=2017-09-10T22:56:24Z reports=1 observations=10"
              " reports_in_windows=0\n"
              "user_id=2 installation_id=1 session=1 ip=192.0.2.3 first_s=1505084775 last_s=1505084784"
              " session_start=2017-09-10T23:06:15Z session_end=2017-09-10T23:06:24Z reports=1 observations=10"
              " reports_in_windows=0\n");
}

TEST_F(SessionView, LeavesOutLateReportsOfThatClientOnly) {
    report(0);
    const auto late = report(200);
    report(400);
    execute(fmt::format("INSERT INTO late_report VALUES (1, 2, {0}, 0, NULL), (2, 1, {0}, 0, NULL)", late));
    EXPECT_EQ(rows("SELECT session, reports FROM v_session"), "session=1 reports=3\n");
    execute(fmt::format("INSERT INTO late_report VALUES (1, 1, {}, 0, NULL)", late));
    EXPECT_EQ(rows("SELECT session, reports FROM v_session"), "session=1 reports=1\nsession=2 reports=1\n");
}

TEST_F(SessionView, CountsReportsOfCurrentWindowsOnly) {
    const auto first = report(0);
    add_window(first, kStart + 9, true);
    add_window(report(1000), kStart + 1009);
    EXPECT_EQ(rows("SELECT reports_in_windows FROM v_session ORDER BY session"),
              "reports_in_windows=0\nreports_in_windows=1\n");
}

}  // namespace
}  // namespace tixdb::store::client_views
