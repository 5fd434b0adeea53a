// SPDX-License-Identifier: MIT
// What process and reprocess read of a client: nothing of other clients, of windows only the current ones,
// and of times all up to the first and last second, and nothing beyond.
#include <gtest/gtest.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "model/latency.hpp"
#include "model/report.hpp"
#include "store/current_window_reader.hpp"
#include "store/explain_store.hpp"
#include "store/history_reader.hpp"
#include "store/latency_hour_reader.hpp"
#include "store/latency_store.hpp"
#include "store/link_rate_store.hpp"
#include "store/processed_report_reader.hpp"
#include "store/report_reader.hpp"
#include "store/result_store.hpp"
#include "store/source_store.hpp"
#include "support/report_windows.hpp"
#include "support/window_rows.hpp"

namespace tixdb::store::process_filters {
namespace {

using Ids = std::vector<std::int64_t>;

constexpr std::int64_t kTime_s = 1'505'080'800;  // 2017-09-10T22:00:00Z
constexpr std::int64_t kUntil_s = kTime_s + 600;
constexpr std::int64_t kLongest_s = model::kLongestReportS;

class ProcessFilters : public test::ReportWindows {
  protected:
    // As long as told by its rows, which nobody compares with its observations.
    std::int64_t add_long_report(std::int64_t first_s, std::int64_t earliest_s, std::int64_t latest_s,
                                 const model::InstallationKey& key = {1, 1}) {
        const auto id = add_report(first_s, key);
        execute(fmt::format("UPDATE report SET earliest_s = {}, latest_s = {} WHERE report_id = {}",
                            earliest_s, latest_s, id));
        return id;
    }
    void add_of_others(std::int64_t first_s) {
        for (const auto& key : others_) add_window({add_report(first_s, key)}, 0, key);
    }
};

TEST_F(ProcessFilters, RatesOfALinkAreThoseOfTheClientInTheOrderInWhichLaterOnesCount) {
    LinkRateStore rates(database());
    for (const auto& key : others_) rates.add({key, {true, kTime_s, 7.0}}, 1, 1);
    rates.add({own_, {true, kTime_s, 30.0}}, 1, 1);
    rates.add({own_, {true, kTime_s, 20.0}}, 2, 1);
    rates.add({own_, {true, kTime_s - 60, 10.0}}, 3, 1);
    std::vector<double> mbps;
    for (const model::LinkRateChange& change : rates.changes(own_)) mbps.push_back(change.mbps.value());
    EXPECT_EQ(mbps, (std::vector<double>{10, 30, 20})) << "by time, and of the same time what was said last";
}

TEST_F(ProcessFilters, ReportsOfAnHourAreThoseWithAMomentInIt) {
    LatencyHourReader reader(database());
    add_of_others(kTime_s + 60);
    add_long_report(kTime_s - 100, kTime_s - 100, kTime_s - 1);
    Ids expected{add_long_report(kTime_s - 90, kTime_s - 90, kTime_s)};
    // Their clock stepped: they begin as far away as a report can be long, or a second further.
    add_long_report(kTime_s - kLongest_s, kTime_s - kLongest_s, kTime_s + 5);
    expected.insert(expected.begin(),
                    add_long_report(kTime_s - kLongest_s + 1, kTime_s - kLongest_s, kTime_s + 5));
    expected.push_back(add_long_report(kUntil_s, kUntil_s, kUntil_s + 1));
    add_long_report(kUntil_s + 1, kUntil_s + 1, kUntil_s + 2);
    expected.push_back(add_long_report(kUntil_s + kLongest_s, kUntil_s, kUntil_s + kLongest_s));
    add_long_report(kUntil_s + kLongest_s + 1, kUntil_s, kUntil_s + kLongest_s);
    Ids found;
    for (const auto& report : reader.reports(own_, kTime_s, kUntil_s)) found.push_back(report.report_id);
    EXPECT_EQ(found, expected);
}

TEST_F(ProcessFilters, TimesOfReportsReachNoFurtherThanTheirLength) {
    LatencyHourReader reader(database());
    add_of_others(kTime_s + 60);
    using Times = std::vector<std::pair<std::int64_t, std::int64_t>>;
    const auto add = [this](std::int64_t first_s, std::int64_t earliest_s, std::int64_t latest_s) {
        add_long_report(first_s, earliest_s, latest_s);
        return std::pair{earliest_s, latest_s};
    };
    add(kTime_s - 100, kTime_s - 100, kTime_s);
    Times expected{add(kTime_s - 90, kTime_s - 90, kTime_s + 1)};
    add(kTime_s - kLongest_s, kTime_s - kLongest_s, kTime_s + 5);
    expected.push_back(add(kTime_s - kLongest_s + 1, kTime_s - kLongest_s, kTime_s + 1));
    expected.push_back(add(kUntil_s, kUntil_s, kUntil_s + 1));
    add(kUntil_s + 1, kUntil_s + 1, kUntil_s + 2);
    expected.push_back(add(kUntil_s + kLongest_s, kUntil_s, kUntil_s + kLongest_s));
    add(kUntil_s + kLongest_s + 1, kUntil_s, kUntil_s + kLongest_s);
    add_long_report(kTime_s + 60, 0, 9'000'000'000);
    expected.emplace_back(kTime_s + 60 - kLongest_s, kTime_s + 60 + kLongest_s);
    Times found;
    reader.report_times(own_, kTime_s, kUntil_s, [&found](std::int64_t first_s, std::int64_t last_s) {
        found.emplace_back(first_s, last_s);
    });
    std::sort(found.begin(), found.end());
    std::sort(expected.begin(), expected.end());
    EXPECT_EQ(found, expected);
}

TEST_F(ProcessFilters, WindowsOfAnHourAreTheCurrentOnesThatEndInIt) {
    LatencyHourReader reader(database());
    add_of_others(kTime_s + 60);
    Ids expected;
    for (const std::int64_t end_s : {kTime_s - 1, kTime_s, kUntil_s - 1, kUntil_s}) {
        const auto id = add_window({add_report(end_s - 1)});
        if (end_s == kTime_s || end_s == kUntil_s - 1) expected.push_back(id);
    }
    supersede(add_window({add_report(kTime_s + 61)}));
    Ids found;
    for (const auto& window : reader.windows(own_, kTime_s, kUntil_s)) {
        found.push_back(window.window_id);
        EXPECT_FALSE(window.delays);
    }
    std::sort(found.begin(), found.end());
    EXPECT_EQ(found, expected);
}

TEST_F(ProcessFilters, DelaysAreThoseKeptOfThisWindow) {
    LatencyHourReader reader(database());
    const auto own = add_window({add_report(kTime_s)});
    const auto twin = add_window({add_report(kTime_s, {1, 1}, "192.0.2.2")});
    const auto keep = [this](const model::InstallationKey& key, std::int64_t last_s, std::int64_t window_id,
                             int byte) {
        execute(fmt::format(
            "INSERT INTO recent_delays (user_id, installation_id, last_probe_s, window_id, probes) "
            "VALUES ({}, {}, {}, {}, x'{:02x}')",
            key.user_id, key.installation_id, last_s, window_id, byte));
    };
    for (const auto& key : others_) keep(key, kTime_s + 1, own, 1);
    keep(own_, kTime_s + 1, own, 2);
    keep(own_, kTime_s + 2, own, 3);
    const auto windows = reader.windows(own_, kTime_s, kUntil_s);
    ASSERT_EQ(windows.size(), 2U);
    for (const auto& window : windows) {
        const std::vector<std::uint8_t> kept = window.delays.value_or(std::vector<std::uint8_t>{});
        EXPECT_EQ(kept,
                  window.window_id == twin ? std::vector<std::uint8_t>{} : std::vector<std::uint8_t>{2});
    }
}

TEST_F(ProcessFilters, LastEndIsThatOfTheClientsLastCurrentWindowThatCounts) {
    LatencyHourReader reader(database());
    add_of_others(kTime_s + 600);
    const auto first = add_window({add_report(kTime_s)});
    const auto last = add_window({add_report(kTime_s + 60)});
    supersede(add_window({add_report(kTime_s + 120)}));
    EXPECT_EQ(reader.last_end(own_, [](std::int64_t) { return true; }), kTime_s + 61);
    EXPECT_EQ(reader.last_end(own_, [last](std::int64_t id) { return id != last; }), kTime_s + 1);
    EXPECT_EQ(reader.last_end(own_, [=](std::int64_t id) { return id != last && id != first; }),
              std::nullopt);
}

TEST_F(ProcessFilters, ReportsSetApartAreTheClients) {
    for (const auto& key : others_) {
        add_unprocessed(kTime_s, key);
        add_late(kTime_s + 60, key);
    }
    const auto unprocessed = add_unprocessed(kTime_s);
    const auto late = add_late(kTime_s + 60);
    add_report(kTime_s + 120);
    const auto apart = LatencyHourReader(database()).set_apart(own_);
    EXPECT_EQ(apart.unprocessed, (std::unordered_set<std::int64_t>{unprocessed}));
    EXPECT_EQ(apart.late, (std::unordered_set<std::int64_t>{late}));
}

TEST_F(ProcessFilters, HourAndItsMinutesAreWrittenReadAndDeletedAlone) {
    LatencyStore store(database());
    const auto hour_of = [](std::int64_t hour_s, std::int64_t received) {
        model::LatencyHour hour{hour_s, model::Latency{}, {}};
        hour.latency->received = received;
        for (const std::int64_t minute_s : {hour_s, hour_s + 3540}) {
            model::LatencyMinute& minute = hour.minutes.emplace_back();
            minute.minute_s = minute_s;
            minute.probes = received;
        }
        return hour;
    };
    for (const auto& key : {own_, others_[0], others_[1]}) {
        for (const int next : {0, 1}) store.put(key, hour_of(kTime_s + 3600 * next, 40 + next), kTime_s);
    }
    store.put(own_, hour_of(kTime_s, 7), kTime_s);
    EXPECT_EQ(store.hour(own_, kTime_s), hour_of(kTime_s, 7));
    model::LatencyHour with_more = hour_of(kTime_s, 7);
    with_more.minutes.insert(with_more.minutes.begin() + 1, 3, with_more.minutes.front());
    for (const int i : {1, 2, 3}) with_more.minutes[static_cast<std::size_t>(i)].minute_s += 60 * i;
    store.put(own_, with_more, kTime_s);
    EXPECT_EQ(store.hour(own_, kTime_s), with_more);
    store.put(own_, hour_of(kTime_s, 7), kTime_s);
    EXPECT_EQ(store.hour(own_, kTime_s), hour_of(kTime_s, 7)) << "those between go";
    // From its last minute on, which goes, and from just behind it.
    model::LatencyHour first_minute = hour_of(kTime_s, 7);
    const model::LatencyMinute last = first_minute.minutes.back();
    first_minute.minutes.pop_back();
    model::LatencyHour without_minutes = first_minute;
    without_minutes.minutes.clear();
    store.put(own_, without_minutes, last.minute_s + 1);
    EXPECT_EQ(store.hour(own_, kTime_s), hour_of(kTime_s, 7));
    store.put(own_, without_minutes, last.minute_s);
    EXPECT_EQ(store.hour(own_, kTime_s), first_minute);
    store.put(own_, {kTime_s, std::nullopt, {}}, kTime_s);
    EXPECT_EQ(store.hour(own_, kTime_s), (model::LatencyHour{kTime_s, std::nullopt, {}}));
    EXPECT_EQ(store.hour(own_, kTime_s + 3600), hour_of(kTime_s + 3600, 41));
    for (const auto& key : others_) EXPECT_EQ(store.hour(key, kTime_s), hour_of(kTime_s, 40)) << key.text();
    EXPECT_EQ(temporary_.number("SELECT count(*) FROM latency_hour"), 5);
    EXPECT_EQ(temporary_.number("SELECT count(*) FROM latency_minute"), 10);
}

TEST_F(ProcessFilters, HistoryIsOfCurrentWindowsAndResultsUpToTheSecond) {
    const HistoryVersions versions{7, 8};
    HistoryReader reader(database(), versions);
    const auto add_result = [this](std::int64_t window_id, const char* method, int version,
                                   bool is_superseded = false) {
        test::add_result(database(), window_id, method, 0.5, 0.5);
        execute(fmt::format(
            "UPDATE result SET method_version = {}{} WHERE result_id = (SELECT max(result_id) FROM result)",
            version, is_superseded ? ", superseded_ms = 1" : ""));
    };
    Ids expected;
    for (const std::int64_t end_s : {kTime_s, kTime_s + 1, kUntil_s, kUntil_s + 1}) {
        const auto id = add_window({add_report(end_s - 1)});
        add_result(id, "queueing", 7);
        if (end_s == kTime_s + 1 || end_s == kUntil_s) expected.push_back(id);
    }
    for (const auto& key : others_)
        add_result(add_window({add_report(kTime_s + 60, key)}, 0, key), "queueing", 7);
    add_result(supersede(add_window({add_report(kTime_s + 61)})), "queueing", 7);
    add_result(add_window({add_report(kTime_s + 62)}), "queueing", 7, true);
    add_result(add_window({add_report(kTime_s + 63)}), "queueing", 6);
    add_result(add_window({add_report(kTime_s + 64)}), "classic", 7);
    Ids found;
    for (const auto& result : reader.results(own_, kTime_s, kUntil_s)) found.push_back(result.window_id);
    std::sort(found.begin(), found.end());
    EXPECT_EQ(found, expected);
}

TEST_F(ProcessFilters, HistoryComesWithTheSketchesOfItsOwnCurrentResultOfAdaptive) {
    HistoryReader reader(database(), {7, 8});
    const auto add = [this](std::int64_t window_id, const char* method, int version, double quartile_ms) {
        test::add_result(database(), window_id, method, 0.5, 0.5);
        const auto id = temporary_.number("SELECT max(result_id) FROM result");
        execute(fmt::format("UPDATE result SET method_version = {} WHERE result_id = {}", version, id));
        execute(
            fmt::format("INSERT INTO adaptive_detail (result_id, history_windows, up_guarded, down_guarded, "
                        "up_quartile_ms, down_quartile_ms, up_sketch, down_sketch) "
                        "VALUES ({}, 0, 0, 0, {}, {}, zeroblob(160), zeroblob(160))",
                        id, quartile_ms, quartile_ms + 0.5));
        return id;
    };
    const auto other = add_window({add_report(kTime_s - 600)});
    add(other, "adaptive", 8, 1);
    const auto own = add_window({add_report(kTime_s + 60)});
    const auto superseded = add(own, "adaptive", 8, 2);
    execute("UPDATE result SET superseded_ms = 1 WHERE result_id = " + std::to_string(superseded));
    add(own, "adaptive", 8, 3);
    add(own, "queueing", 7, 4);
    const auto of_old_version = add_window({add_report(kTime_s + 120)});
    add(of_old_version, "adaptive", 7, 5);
    add(of_old_version, "queueing", 7, 6);
    const auto results = reader.results(own_, kTime_s, kUntil_s);
    ASSERT_EQ(results.size(), 2U);
    for (const HistoricResult& result : results) {
        if (result.window_id == of_old_version) {
            EXPECT_FALSE(result.metrics.adaptive);
            continue;
        }
        ASSERT_TRUE(result.metrics.adaptive);
        EXPECT_EQ(result.metrics.adaptive->up.quartile_ms, 3);
        EXPECT_EQ(result.metrics.adaptive->down.quartile_ms, 3.5);
    }
}

TEST_F(ProcessFilters, HistoryThatChangedIsThatOfTheClientsLaterCurrentResultsOfTheMethod) {
    const auto add_result = [this](std::int64_t window_id, const char* method, int version) {
        test::add_result(database(), window_id, method, 0.5, 0.5);
        const auto id = temporary_.number("SELECT max(result_id) FROM result");
        execute(fmt::format("UPDATE result SET method_version = {} WHERE result_id = {}", version, id));
        return id;
    };
    const auto add_ending = [&](std::int64_t end_s) {
        return add_result(add_window({add_report(end_s - 1)}), "queueing", 7);
    };
    ResultStore store(database());
    const FollowingResults following{own_, kTime_s, 600, model::Method::queueing, 7};
    const auto marked = [this] {
        return temporary_.text(
            "SELECT coalesce(group_concat(result_id), '') FROM "
            "(SELECT * FROM result WHERE history_changed ORDER BY result_id)");
    };
    add_ending(kTime_s);
    add_ending(kUntil_s);
    store.mark_history_changed(following);
    EXPECT_EQ(marked(), "") << "those at either end are not between them";
    const auto first = add_ending(kTime_s + 1);
    const auto last = add_ending(kUntil_s - 1);
    for (const auto& key : others_)
        add_result(add_window({add_report(kTime_s + 60, key)}, 0, key), "queueing", 7);
    add_result(supersede(add_window({add_report(kTime_s + 61)})), "queueing", 7);
    const auto window_id = add_window({add_report(kTime_s + 62)});
    add_result(window_id, "classic", 7);
    const auto superseded = add_result(window_id, "queueing", 7);
    execute("UPDATE result SET superseded_ms = 1 WHERE result_id = " + std::to_string(superseded));
    add_result(window_id, "queueing", 6);
    store.mark_history_changed(following);
    EXPECT_EQ(marked(), fmt::format("{},{}", first, last));
    store.clear_history_changed(first);
    EXPECT_EQ(marked(), std::to_string(last));
    store.mark_history_changed(first);
    EXPECT_EQ(marked(), fmt::format("{},{}", first, last));
}

TEST_F(ProcessFilters, SessionsAndWindowsAreTheCurrentOnesThatHoldAnyOfTheReports) {
    CurrentWindowReader reader(database());
    Ids own;
    for (int i = 0; i < 6; ++i) own.push_back(add_report(kTime_s + 60 * i));
    // Two windows of one session that share a report, and one beyond the range on either side.
    const auto before = add_window({own[0]});
    const auto first = add_window({own[1], own[2]}, own[0]);
    const auto second = add_window({own[2], own[3]}, own[0]);
    const auto after = add_window({own[4], own[5]});
    supersede(add_window({own[2]}, own[2]));
    for (const auto& key : others_) {
        const auto report = add_report(kTime_s + 121, key);
        add_window({report}, 0, key);
    }
    EXPECT_NE(before, 0);
    const auto sessions = [&](std::int64_t from, std::int64_t to) {
        Ids ids;
        for (const auto& session : reader.sessions(own_, place(from), place(to)))
            ids.push_back(session.session_report_id);
        return ids;
    };
    const auto windows = [&](std::int64_t from, std::int64_t to) {
        Ids ids;
        for (const auto& window : reader.windows(own_, place(from), place(to)))
            ids.push_back(window.window_id);
        return ids;
    };
    EXPECT_EQ(sessions(own[1], own[3]), Ids{own[0]});
    EXPECT_EQ(windows(own[1], own[3]), (Ids{first, second}));
    EXPECT_EQ(windows(own[3], own[4]), (Ids{second, after}));
    EXPECT_EQ(sessions(own[4], own[4]), Ids{own[4]});
    EXPECT_EQ(windows(own[1], own[1]), Ids{first});
}

TEST_F(ProcessFilters, WindowsThatEndInOneSecondComeByTheirSessionAndThenByTheirBegin) {
    // Two sessions begin in the same second: the digest decides.
    Ids sessions = {add_report(kTime_s), add_report(kTime_s, own_, "192.0.2.2")};
    if (place(sessions[1]) < place(sessions[0])) std::swap(sessions[0], sessions[1]);
    Ids reports;
    for (int i = 0; i < 4; ++i) reports.push_back(add_report(kTime_s + 60 * (i + 1)));
    Ids expected = {add_window({reports[3]}, reports[1]), add_window({reports[1]}, sessions[1]),
                    add_window({reports[2]}, sessions[0]), add_window({reports[0]}, sessions[0])};
    std::reverse(expected.begin(), expected.end());
    execute(fmt::format("UPDATE window SET last_probe_s = {}", kTime_s + 500));
    const auto earlier = add_window({reports[3]}, reports[3]);
    expected.insert(expected.begin(), earlier);
    Ids ids;
    CurrentWindowReader reader(database());
    for (const auto& window : reader.windows_between(own_, kTime_s, kTime_s + 500)) {
        ids.push_back(window.window_id);
    }
    EXPECT_EQ(ids, expected);
}

TEST_F(ProcessFilters, WindowsThatHoldReportsComeByTheirBegin) {
    Ids reports;
    for (int i = 0; i < 3; ++i) reports.push_back(add_report(kTime_s + 60 * i));
    Ids expected = {add_window({reports[2]}), add_window({reports[1], reports[2]}), add_window(reports)};
    std::reverse(expected.begin(), expected.end());
    Ids ids;
    CurrentWindowReader reader(database());
    for (const auto& window : reader.windows(own_, place(reports[0]), place(reports[2]))) {
        ids.push_back(window.window_id);
    }
    EXPECT_EQ(ids, expected);
}

// Two reports of each of some seconds: their digests say which comes first, whatever their ids.
TEST_F(ProcessFilters, ReportsOfOneSecondComeByTheirDigests) {
    Ids reports;
    for (int i = 0; i < 6; ++i) {
        for (const std::string ip : {"192.0.2.1", "192.0.2.2"}) {
            reports.push_back(add_unprocessed(kTime_s + i, own_, ip));
        }
    }
    std::vector<ReportPlace> places;
    for (const std::int64_t id : reports) places.push_back(place(id));
    ASSERT_FALSE(std::is_sorted(places.begin(), places.end())) << "their order would be that of their ids";
    std::sort(places.begin(), places.end());

    std::vector<ReportPlace> new_ones;
    ReportReader(database()).new_reports(own_, [&](const NewReport& report) {
        new_ones.push_back(report.place);
        return true;
    });
    EXPECT_EQ(new_ones, places);

    add_window(reports);
    CurrentWindowReader reader(database());
    std::vector<ReportPlace> of_window;
    for (const auto& window : reader.windows_between(own_, kTime_s, kTime_s + 10)) {
        for (const ReportHeader& report : window.reports) of_window.push_back(report.place);
    }
    EXPECT_EQ(of_window, places);
}

TEST_F(ProcessFilters, InstallationsAreThoseThatAreAskedForAlone) {
    execute("INSERT INTO installation (user_id, installation_id, first_seen_ms) VALUES (2, 2, 0), (3, 1, 0)");
    ProcessedReportReader reader(database());
    const auto found = [&](std::optional<std::int64_t> user_id, std::optional<std::int64_t> installation_id) {
        std::string text;
        auto key = reader.next_installation({}, user_id, installation_id);
        for (; key; key = reader.next_installation(*key, user_id, installation_id)) text += key->text() + " ";
        return text;
    };
    EXPECT_EQ(found({}, {}), "1/1 1/2 2/1 2/2 3/1 ");
    EXPECT_EQ(found(2, {}), "2/1 2/2 ");
    EXPECT_EQ(found({}, 1), "1/1 2/1 3/1 ");
    EXPECT_EQ(found({}, 2), "1/2 2/2 ");
    EXPECT_EQ(found(2, 1), "2/1 ");
    EXPECT_EQ(found(3, 2), "");
}

TEST_F(ProcessFilters, RatesOfAllLinksComeByClientDirectionAndTime) {
    int mbps = 0;
    const auto give = [&](const model::InstallationKey& key, const std::string& direction, int from_s) {
        execute(
            fmt::format("INSERT INTO link_rate (user_id, installation_id, direction, from_s, mbps, set_ms)"
                        " VALUES ({}, {}, '{}', {}, {}, 0)",
                        key.user_id, key.installation_id, direction, from_s, ++mbps));
    };
    give({2, 1}, "down", 50);
    give({1, 2}, "down", 60);
    give({1, 1}, "up", 200);
    give({1, 1}, "up", 100);
    give({1, 1}, "up", 100);
    give({1, 1}, "down", 300);
    std::vector<double> rates;
    for (const LinkRateRow& row : LinkRateStore(database()).all()) rates.push_back(row.change.mbps.value());
    EXPECT_EQ(rates, (std::vector<double>{6, 4, 5, 3, 2, 1}));
}

TEST_F(ProcessFilters, CurrentResultsComeWithTheirOwnItemsAndDetails) {
    CurrentWindowReader reader(database());
    ExplainStore explained(database());
    std::vector<std::int64_t> results;
    for (const int i : {0, 1}) {
        test::add_result(database(), add_window({add_report(kTime_s + 600 * i)}), "adaptive", 0.5, 0.5);
        results.push_back(temporary_.number("SELECT max(result_id) FROM result"));
        execute(
            fmt::format("INSERT INTO adaptive_detail (result_id, history_windows, up_guarded, down_guarded) "
                        "VALUES ({}, {}, 0, 0)",
                        results.back(), 20 + i));
        execute(
            fmt::format("INSERT INTO outbox (user_id, installation_id, last_s, ip, body, source, queued_ms, "
                        "result_id, state) "
                        "VALUES (1, 1, {}, '', '{{}}', 'computed', 0, {}, '{}')",
                        kTime_s + 600 * i, results.back(), i == 0 ? "sent" : "pending"));
    }
    const auto windows = reader.windows_between(own_, kTime_s, kTime_s + 1000);
    ASSERT_EQ(windows.size(), 2U);
    for (const std::size_t i : {0U, 1U}) {
        ASSERT_EQ(windows[i].results.size(), 1U);
        const CurrentResult& result = windows[i].results.front();
        EXPECT_EQ(result.result_id, results[i]);
        ASSERT_TRUE(result.metrics.adaptive);
        EXPECT_EQ(result.metrics.adaptive->history_windows, 20 + static_cast<std::int64_t>(i));
        EXPECT_EQ(explained.results(windows[i].window_id).front().metrics.adaptive->history_windows,
                  20 + static_cast<std::int64_t>(i));
        ASSERT_TRUE(result.item);
        EXPECT_EQ(result.item->state, i == 0 ? model::OutboxState::sent : model::OutboxState::pending);
    }
}

TEST_F(ProcessFilters, ProcessedReportsAreTheClientsThatProcessHasLookedAt) {
    ProcessedReportReader reader(database());
    for (const auto& key : others_) add_report(kTime_s + 60, key);
    add_unprocessed(kTime_s + 61);
    const auto before = add_report(kTime_s - 1);
    const auto first = add_report(kTime_s);
    const auto late = add_late(kTime_s + 62);
    const auto last = add_report(kUntil_s - 1);
    add_report(kUntil_s);
    EXPECT_EQ(reader.count_in_range(own_, kTime_s, kUntil_s), 4) << "those that wait are counted too";
    Ids found;
    reader.forwards(own_, place(first), [&found](const ProcessedRow& row) {
        found.push_back(row.report.report_id);
        return true;
    });
    EXPECT_EQ(found.size(), 4U);
    EXPECT_EQ(Ids(found.begin(), found.begin() + 3), (Ids{first, late, last}));
    // Those of others and what waits would bridge the gaps to them.
    EXPECT_EQ(reader.session_start(own_, place(late)), place(before));
    const auto lone = add_report(kTime_s - 1 - 400);
    for (const auto& key : others_) add_report(kTime_s - 200, key);
    add_unprocessed(kTime_s - 201);
    EXPECT_EQ(reader.session_start(own_, place(late)), place(before));
    EXPECT_EQ(reader.session_start(own_, place(before)), place(before));
    EXPECT_EQ(reader.session_start(own_, place(lone)), place(lone));
}

TEST_F(ProcessFilters, NextInRangeHasAMomentInIt) {
    ProcessedReportReader reader(database());
    const auto next = [&](std::int64_t after) {
        return reader.next_in_range(own_, place(after), kTime_s, kUntil_s);
    };
    const auto start = add_report(kTime_s - 90'000);
    for (const auto& key : others_) add_report(kTime_s, key);
    add_long_report(kTime_s - 100, kTime_s - 100, kTime_s - 1);
    add_long_report(kTime_s - kLongest_s - 1, kTime_s - kLongest_s - 1, kTime_s);
    const auto reaching_in = add_long_report(kTime_s - kLongest_s, kTime_s - kLongest_s, kTime_s);
    add_unprocessed(kTime_s + 5);
    const auto last = add_report(kUntil_s - 1);
    add_report(kUntil_s);
    EXPECT_EQ(next(start), place(reaching_in));
    EXPECT_EQ(next(reaching_in), place(last));
    EXPECT_EQ(next(last), std::nullopt);
}

TEST_F(ProcessFilters, FilesAreThoseOfTheFolderFromTheFirstToTheLastName) {
    SourceStore store(database());
    const auto report = add_report(kTime_s);
    const auto remember = [&](const model::InstallationKey& key, const char* name) {
        store.remember_file(key, name, {1, 2, 3}, report, false);
    };
    for (const char* name : {"a", "b", "c", "d", "e"}) remember(own_, name);
    for (const auto& key : others_) remember(key, "cc");
    std::vector<std::string> names;
    store.visit_files(own_, "b", "d",
                      [&names](std::string_view name, const SourceFileState&) { names.emplace_back(name); });
    EXPECT_EQ(names, (std::vector<std::string>{"b", "c", "d"}));
}

}  // namespace
}  // namespace tixdb::store::process_filters
