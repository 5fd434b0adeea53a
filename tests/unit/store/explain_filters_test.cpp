// SPDX-License-Identifier: MIT
// What explain reads of a window is that window's alone: nothing of other clients, sessions, addresses and
// times, of results and windows only those that hold, and all of it up to its first and last second.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "store/explain_store.hpp"
#include "support/report_windows.hpp"
#include "support/window_rows.hpp"

namespace tixdb::store::explain_filters {
namespace {

constexpr std::int64_t kTime_s = 1'505'080'800;  // 2017-09-10T22:00:00Z

class ExplainFilters : public test::ReportWindows {
  protected:
    [[nodiscard]] std::vector<std::int64_t> session_reports(std::int64_t window_id,
                                                            std::int64_t begins_after_s,
                                                            std::int64_t ends_after_s) {
        std::vector<std::int64_t> ids;
        for (const auto& report : explain_.session_reports(window_id, begins_after_s, ends_after_s))
            ids.push_back(report.report_id);
        return ids;
    }

    ExplainStore explain_{temporary_.database()};
};

using Ids = std::vector<std::int64_t>;

TEST_F(ExplainFilters, FilesAreThoseOfTheWindowsReportsInItsOwnFolder) {
    const auto own = add_report(kTime_s);
    const auto beside = add_report(kTime_s + 60);
    for (const auto& [user, installation, report, name] :
         std::vector<std::tuple<int, int, std::int64_t, std::string>>{{1, 1, own, "own"},
                                                                      {1, 1, own, "copy"},
                                                                      {1, 1, beside, "beside"},
                                                                      {1, 2, own, "another installation's"},
                                                                      {2, 1, own, "another user's"}}) {
        execute(
            fmt::format("INSERT INTO source_file (user_id, installation_id, name, mtime_ns, size_bytes, "
                        "inode, outcome, report_id) "
                        "VALUES ({}, {}, \"{}\", 1, 1, 1, 'stored', {})",
                        user, installation, name, report));
    }
    const auto window = explain_.window(add_window({own}));
    ASSERT_TRUE(window);
    const auto reports = explain_.reports(*window);
    ASSERT_EQ(reports.size(), 1U);
    EXPECT_EQ(reports.front().files, (std::vector<std::string>{"copy", "own"}));
}

TEST_F(ExplainFilters, LateReportsAreThoseOfItsAddressWithinFiveMinutesOfTheSession) {
    const auto first = add_report(kTime_s);
    const auto last = add_report(kTime_s + 120);
    const auto window = explain_.window(add_window({first, last}));
    ASSERT_TRUE(window);
    Ids expected;
    add_late(kTime_s - 301);
    expected.push_back(add_late(kTime_s - 300));
    add_late(kTime_s + 60, {1, 1}, "192.0.2.2");
    for (const auto& key : others_) add_late(kTime_s + 61, key);
    expected.push_back(add_late(kTime_s + 120 + 300));
    add_late(kTime_s + 120 + 301);
    add_report(kTime_s + 62);  // not late
    Ids found;
    for (const auto& row : explain_.late_reports(*window)) found.push_back(row.report_id);
    EXPECT_EQ(found, expected);
}

TEST_F(ExplainFilters, NearestWindowsAreCurrentOnesOfTheInstallation) {
    for (const auto& key : others_) {
        for (const int second : {-2, 0}) add_window({add_report(kTime_s + second, key)}, 0, key);
    }
    // They end a second after their report begins.
    for (const int second : {-101, -11, 49, 199}) add_window({add_report(kTime_s + second)});
    for (const int second : {-6, 9}) supersede(add_window({add_report(kTime_s + second)}));
    const auto nearest = explain_.nearest_windows(own_, kTime_s);
    EXPECT_EQ(nearest.before_last_probe_s, kTime_s - 10);
    EXPECT_EQ(nearest.after_last_probe_s, kTime_s + 50);
    EXPECT_EQ(nearest.reports, 6);
    const auto at_an_end = explain_.nearest_windows(own_, kTime_s + 50);
    EXPECT_EQ(at_an_end.before_last_probe_s, kTime_s - 10);
    EXPECT_EQ(at_an_end.after_last_probe_s, kTime_s + 50);
    const auto just_after = explain_.nearest_windows(own_, kTime_s + 51);
    EXPECT_EQ(just_after.before_last_probe_s, kTime_s + 50);
    EXPECT_EQ(just_after.after_last_probe_s, kTime_s + 200);
}

TEST_F(ExplainFilters, WindowsAtATimeContainItToTheirFirstAndLastSecond) {
    for (const auto& key : others_)
        add_window({add_report(kTime_s, key), add_report(kTime_s + 60, key)}, 0, key);
    const auto window_id = add_window({add_report(kTime_s), add_report(kTime_s + 60)});
    supersede(add_window({add_report(kTime_s - 1), add_report(kTime_s + 61)}));
    for (const auto& [second, is_there] : std::vector<std::pair<std::int64_t, bool>>{
             {kTime_s - 1, false}, {kTime_s, true}, {kTime_s + 61, true}, {kTime_s + 62, false}}) {
        Ids found;
        for (const auto& each : explain_.windows_at(own_, second)) found.push_back(each.window_id);
        EXPECT_EQ(found, is_there ? Ids{window_id} : Ids{}) << second - kTime_s;
    }
    execute(
        fmt::format("UPDATE window SET first_probe_s = first_probe_s - 5 WHERE window_id = {}", window_id));
    EXPECT_EQ(explain_.windows_at(own_, kTime_s - 5).size(), 1U)
        << "by its first probe, not its first report";
    execute(
        fmt::format("UPDATE window SET first_probe_s = first_report_s + 5 WHERE window_id = {}", window_id));
    EXPECT_EQ(explain_.windows_at(own_, kTime_s).size(), 1U)
        << "its first report begins with what is no short probe";
}

TEST_F(ExplainFilters, ItemsAreThoseOfTheInstallationAndTime) {
    const auto add = [this](const model::InstallationKey& key, std::int64_t last_s) {
        execute(
            fmt::format("INSERT INTO outbox (user_id, installation_id, last_s, ip, body, source, queued_ms)"
                        " VALUES ({}, {}, {}, '', '{{}}', 'imported', 0)",
                        key.user_id, key.installation_id, last_s));
        return temporary_.number("SELECT max(outbox_id) FROM outbox");
    };
    for (const auto& key : others_) add(key, kTime_s);
    add(own_, kTime_s - 1);
    const auto first = add(own_, kTime_s);
    add(own_, kTime_s + 1);
    const auto second = add(own_, kTime_s);
    EXPECT_EQ(explain_.outbox_ids(own_, kTime_s), (Ids{first, second}));
}

TEST_F(ExplainFilters, ResultsAreTheCurrentOnesOfTheWindow) {
    const auto window_id = add_window({add_report(kTime_s)});
    const auto other = add_window({add_report(kTime_s + 60)});
    test::add_result(database(), window_id, "classic", 0.25, 0.5);
    execute("UPDATE result SET superseded_ms = 1");
    test::add_result(database(), window_id, "classic", 0.5, 0.75);
    test::add_result(database(), other, "classic", 1.0, 1.0);
    const auto results = explain_.results(window_id);
    ASSERT_EQ(results.size(), 1U);
    EXPECT_EQ(temporary_.number("SELECT up_usage = 0.5 FROM result WHERE result_id = " +
                                std::to_string(results.front().result_id)),
              1);
    const auto superseded = explain_.superseded_results(window_id);
    ASSERT_EQ(superseded.size(), 1U);
    EXPECT_EQ(superseded.front().up_usage, 0.25);
}

// What a window replaced ended when it ends, shared a report with it and is superseded.
TEST_F(ExplainFilters, SupersededResultsAreThoseOfWindowsThatThisOneReplaced) {
    const auto first = add_report(kTime_s);
    const auto second = add_report(kTime_s + 60);
    const auto same_end = add_report(kTime_s + 60, {1, 1}, "192.0.2.2");
    const auto window_id = add_window({first, second});
    const auto add_old = [this](std::int64_t id, bool is_window_superseded) {
        test::add_result(database(), id, "classic", 0.5, 0.5);
        execute(fmt::format("UPDATE result SET superseded_ms = 1 WHERE window_id = {}", id));
        if (is_window_superseded) supersede(id);
        return id;
    };
    const auto own = add_old(window_id, false);
    const auto replaced = add_old(add_window({second}), true);
    add_old(add_window({first}), true);     // ended earlier
    add_old(add_window({same_end}), true);  // of no report of its
    add_old(add_window({second}), false);   // current
    Ids found;
    for (const auto& each : explain_.superseded_results(window_id)) found.push_back(each.window_id);
    EXPECT_EQ(found, (Ids{own, replaced}));
}

TEST_F(ExplainFilters, SessionReportsAreThoseThatItsWindowsTookUpToItsOwnLastOne) {
    Ids own;
    for (int i = 0; i < 5; ++i) own.push_back(add_report(kTime_s + 60 * i));
    const auto passed_over = add_report(kTime_s + 90);  // no window took it
    const auto elsewhere = add_report(kTime_s + 91);    // of another session
    const auto forsaken = add_report(kTime_s + 92);     // of a window that is superseded
    for (const auto& key : others_) add_window({add_report(kTime_s + 93, key)}, own.front(), key);
    add_window({own[0], own[1], own[2]}, own.front());
    const auto window_id = add_window({own[2], own[3]}, own.front());
    add_window({own[4]}, own.front());
    add_window({elsewhere}, elsewhere);
    supersede(add_window({own[2], forsaken}, own.front()));
    EXPECT_NE(passed_over, 0);
    EXPECT_EQ(session_reports(window_id, kTime_s - 1, kTime_s - 1), (Ids{own[0], own[1], own[2], own[3]}));
    // Begin after the one, reach beyond the other: each to the second. They last one second.
    EXPECT_EQ(session_reports(window_id, kTime_s, kTime_s - 1), (Ids{own[1], own[2], own[3]}));
    EXPECT_EQ(session_reports(window_id, kTime_s - 1, kTime_s), (Ids{own[0], own[1], own[2], own[3]}));
    EXPECT_EQ(session_reports(window_id, kTime_s - 1, kTime_s + 1), (Ids{own[1], own[2], own[3]}));
}

TEST_F(ExplainFilters, WindowComesWithItsOwnSessionAndNetwork) {
    const auto elsewhere = add_window({add_report(kTime_s - 600)});
    const auto session = add_report(kTime_s);
    const auto second = add_report(kTime_s + 60);
    const auto window_id = add_window({session, second});
    const auto third = add_report(kTime_s + 120);
    add_window({second, third}, session);
    supersede(add_window({add_report(kTime_s + 180)}, session));
    for (const int i : {1, 2}) {
        execute(fmt::format(
            "INSERT INTO as_snapshot (as_snapshot_id, content, valid_from_s, source, format, digest, "
            "prefixes, "
            "names, imported_ms) VALUES ({0}, 'ipv4', {0}00, 'table {0}', '', randomblob(32), 1, 0, 0)",
            i));
    }
    const auto add_network = [this](std::int64_t window, int snapshot) {
        execute(fmt::format(
            "INSERT INTO window_as (window_id, as_snapshot_id, address_kind, as_number, looked_up_ms) "
            "VALUES ({}, {}, 'global', '{}', 0)",
            window, snapshot, 100 * snapshot));
    };
    add_network(elsewhere, 1);
    add_network(window_id, 2);
    const auto window = explain_.window(window_id);
    ASSERT_TRUE(window);
    EXPECT_EQ(window->session_first_report_s, kTime_s);
    EXPECT_EQ(window->session_last_report_s, kTime_s + 120);
    EXPECT_EQ(window->last_probe_s, kTime_s + 61);
    ASSERT_TRUE(window->network);
    EXPECT_EQ(window->network->network.as_number, "200");
    EXPECT_EQ(window->network->source, "table 2");
    EXPECT_EQ(window->network->valid_from_s, 200);
    const auto bounds = explain_.bounds(elsewhere);
    ASSERT_TRUE(bounds);
    EXPECT_EQ(bounds->first_probe_s, kTime_s - 600);
}

TEST_F(ExplainFilters, SketchesAreTheWindowsLatestUpToTheResult) {
    const auto window_id = add_window({add_report(kTime_s)});
    const auto other = add_window({add_report(kTime_s + 60)});
    const auto add = [this](std::int64_t window, const char* method, double quartile_ms) {
        test::add_result(database(), window, method, 0.5, 0.5);
        execute("UPDATE result SET superseded_ms = 1 WHERE window_id = " + std::to_string(window));
        const auto id = temporary_.number("SELECT max(result_id) FROM result");
        execute(
            fmt::format("INSERT INTO adaptive_detail (result_id, history_windows, up_guarded, down_guarded, "
                        "up_quartile_ms, "
                        "down_quartile_ms) VALUES ({}, 0, 0, 0, {}, {})",
                        id, quartile_ms, quartile_ms + 0.5));
        return id;
    };
    add(window_id, "adaptive", 1);
    const auto second = add(window_id, "adaptive", 2);
    const auto of_other = add(other, "adaptive", 3);
    add(window_id, "queueing", 4);
    const auto last = add(window_id, "adaptive", 5);
    const auto quartiles = [&](std::int64_t result_id) {
        const auto sketches = explain_.sketches_as_of(window_id, result_id);
        return std::pair{sketches.up.quartile_ms.value_or(0), sketches.down.quartile_ms.value_or(0)};
    };
    EXPECT_EQ(quartiles(second), (std::pair{2.0, 2.5}));
    EXPECT_EQ(quartiles(of_other), (std::pair{2.0, 2.5}));
    EXPECT_EQ(quartiles(last - 1), (std::pair{2.0, 2.5}));
    EXPECT_EQ(quartiles(last), (std::pair{5.0, 5.5}));
    EXPECT_EQ(quartiles(second - 2), (std::pair{0.0, 0.0}));
}

}  // namespace
}  // namespace tixdb::store::explain_filters
