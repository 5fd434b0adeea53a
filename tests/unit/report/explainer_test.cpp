// SPDX-License-Identifier: MIT

#include "report/explainer.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/error.hpp"
#include "metrics/queueing_history.hpp"
#include "support/processing.hpp"
#include "support/report_inserter.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::report {
namespace {

using model::Method;

constexpr std::int64_t kStart = 1'500'000'000;
constexpr model::InstallationKey kKey{1, 1};
constexpr std::array kBoth = {Method::classic, Method::queueing};

// Later at the server, and on the way back.
void add_ns(model::Observation& o, std::int64_t up_ns, std::int64_t down_ns) {
    o.reception_ns += up_ns;
    o.sent_ns += up_ns;
    o.final_ns += up_ns + down_ns;
}

class ExplainerTest : public testing::Test {
  protected:
    // Reports of a minute each, back to back; windows take 19 of them and start 9 apart.
    [[nodiscard]] static std::vector<test::MadeReport> reports(int count, std::int64_t first_s = kStart) {
        std::vector<test::MadeReport> made;
        for (int i = 0; i < count; ++i) made.push_back(test::quiet_report(first_s + i * 60, 60));
        return made;
    }
    // 20 ppm, of the client's clock against the server's.
    [[nodiscard]] static std::vector<test::MadeReport> reports_with_drift(int count) {
        auto made = reports(count);
        for (auto& report : made) {
            for (auto& o : report.observations) {
                const std::int64_t drift_ns = (o.day_timestamp_s - kStart) * 20'000;
                add_ns(o, drift_ns, -drift_ns);
            }
        }
        return made;
    }
    void insert_and_process(const std::vector<test::MadeReport>& made) {
        test::ReportInserter(temporary_.database()).insert(made);
        (void)test::process_all(temporary_.database());
    }
    [[nodiscard]] Explanation explain(std::int64_t time_s) {
        return Explainer(temporary_.database()).explain(kKey, time_s, kBoth);
    }
    [[nodiscard]] std::string refusal(const model::InstallationKey& key, std::int64_t time_s) {
        try {
            (void)Explainer(temporary_.database()).explain(key, time_s, kBoth);
        } catch (const Error& error) {
            return std::string(error.what()) + "; " + error.hint();
        }
        return "explained";
    }
    void execute(const std::string& sql) { temporary_.database().execute(sql); }
    // which: a condition on `window`, from WHERE on.
    void supersede_windows(const std::string& which) {
        execute("UPDATE result SET superseded_ms = 7 WHERE window_id IN (SELECT window_id FROM window" +
                which + "); UPDATE window SET superseded_ms = 7" + which);
    }

    test::TemporaryDatabase temporary_;
};

const store::FigureValue& stored(const std::vector<ComparedFigure>& figures, std::string_view name) {
    for (const ComparedFigure& figure : figures) {
        if (figure.name == name) return figure.stored;
    }
    throw std::out_of_range(std::string(name));
}

std::vector<std::string> not_reproduced(const std::vector<ComparedFigure>& figures) {
    std::vector<std::string> names;
    for (const ComparedFigure& figure : figures) {
        if (!figure.reproduced().value_or(false)) names.emplace_back(figure.name);
    }
    return names;
}

void expect_all_reproduced(const Explanation& explanation) {
    EXPECT_THAT(not_reproduced(explanation.figures), testing::IsEmpty());
    ASSERT_EQ(explanation.methods.size(), 2U);
    for (const MethodExplanation& method : explanation.methods) {
        EXPECT_EQ(method.not_recomputed, "");
        EXPECT_THAT(not_reproduced(method.figures), testing::IsEmpty()) << name_of(method.result.method());
        EXPECT_EQ(method.reproduced(), true);
    }
}

TEST_F(ExplainerTest, EveryFigureOfEveryWindowIsReproduced) {
    insert_and_process(reports(60));
    ASSERT_EQ(temporary_.number("SELECT count(*) FROM window"), 5);
    for (int i = 0; i < 5; ++i) expect_all_reproduced(explain(kStart + (i * 9 + 19) * 60 - 1));
}

TEST_F(ExplainerTest, OfTheWindowsThatContainATimeTheOneThatEndsFirstIsChosen) {
    insert_and_process(reports(28));
    const std::int64_t first_last_s = kStart + 19 * 60 - 1;
    const Explanation both = explain(kStart + 10 * 60);
    EXPECT_EQ(both.window.last_probe_s, first_last_s);
    EXPECT_EQ(both.asked_for_s, kStart + 10 * 60);
    ASSERT_EQ(both.other_windows.size(), 1U);
    EXPECT_EQ(both.other_windows[0].last_probe_s, kStart + 28 * 60 - 1);
    EXPECT_EQ(explain(first_last_s).window.last_probe_s, first_last_s);
    EXPECT_EQ(explain(kStart).window.last_probe_s, first_last_s);
    EXPECT_EQ(explain(first_last_s + 1).window.last_probe_s, kStart + 28 * 60 - 1);
}

TEST_F(ExplainerTest, TimeOutsideOfAllWindowsNamesTheNearest) {
    auto made = reports(19);
    const auto later = reports(19, kStart + 7200);
    made.insert(made.end(), later.begin(), later.end());
    insert_and_process(made);
    EXPECT_EQ(refusal(kKey, kStart + 3600),
              "no window of 1/1 contains 2017-07-14T03:40:00Z, the one before it ends at "
              "2017-07-14T02:58:59Z, the one after it ends at 2017-07-14T04:58:59Z; `tixdb explain 1 1 "
              "2017-07-14T04:58:59Z`");
    EXPECT_EQ(
        refusal(kKey, kStart - 1),
        "no window of 1/1 contains 2017-07-14T02:39:59Z, the one after it ends at 2017-07-14T02:58:59Z; "
        "`tixdb explain 1 1 2017-07-14T02:58:59Z`");
}

TEST_F(ExplainerTest, InstallationWithoutWindowsIsToldApartFromOneWithoutReports) {
    insert_and_process(reports(3));
    EXPECT_EQ(
        refusal(kKey, kStart),
        "installation 1/1 has no windows; `tixdb process` forms them, from 1084 observations in a row on");
    EXPECT_EQ(refusal({1, 2}, kStart), "installation 1/2 has no reports; `tixdb ingest` stores them");
}

TEST_F(ExplainerTest, EachReportIsToldAsItIsStored) {
    insert_and_process(reports(19));
    execute(
        "UPDATE report SET verified = 0, run_id = NULL, ip = '192.0.2.7' WHERE first_observation_s = "
        "1500000060");
    const auto told = explain(kStart).reports;
    EXPECT_EQ(told.at(0).verified,
              temporary_.number("SELECT min(verified) FROM report WHERE ip = '192.0.2.1'") == 1);
    EXPECT_FALSE(told.at(1).verified);
    EXPECT_TRUE(told.at(0).run_id);
    EXPECT_FALSE(told.at(1).run_id);
    EXPECT_EQ(told.at(0).ip, "192.0.2.1");
    EXPECT_EQ(told.at(1).ip, "192.0.2.7");
    EXPECT_EQ(told.at(1).last_observation_s, kStart + 119);
}

TEST_F(ExplainerTest, TheNetworkIsToldWithItsTableAndTheRunThatLookedItUp) {
    insert_and_process(reports(19));
    EXPECT_FALSE(explain(kStart).window.network);
    execute(
        "PRAGMA foreign_keys = OFF; UPDATE window SET run_id = 3, formed_ms = 70;"
        "INSERT INTO as_snapshot VALUES (4, 'ipv4', 1000, 'table.tsv', 'iptoasn', zeroblob(32), 2, 1, 60, "
        "NULL, 5);"
        "INSERT INTO window_as SELECT window_id, 4, 'global', '192.0.2.0/24', '64500', 'FIVE', 'BE', 80, 9"
        " FROM window");
    const store::WindowRow window = explain(kStart).window;
    EXPECT_EQ(window.run_id, 3);
    EXPECT_EQ(window.formed_ms, 70);
    ASSERT_TRUE(window.network);
    EXPECT_EQ(window.network->network,
              (model::Network{model::AddressKind::global, 4, "192.0.2.0/24", "64500", "FIVE", "BE"}));
    EXPECT_EQ(window.network->source, "table.tsv");
    EXPECT_EQ(window.network->valid_from_s, 1000);
    EXPECT_EQ(window.network->looked_up_ms, 80);
    EXPECT_EQ(window.network->run_id, 9);
}

TEST_F(ExplainerTest, AFirstWindowOnAnotherRouteWouldReadOfOneBeforeIt) {
    auto made = reports(37);
    for (auto& report : made) {
        for (auto& o : report.observations) {
            if (o.day_timestamp_s >= kStart + 20 * 60) add_ns(o, 150'000'000, 0);
        }
    }
    insert_and_process(made);
    const auto queueing = [&] { return explain(kStart + 37 * 60 - 1).methods.at(1); };
    EXPECT_EQ(queueing().has_same_history, true);
    ASSERT_EQ(queueing().result.metrics.up.usage.reason(), model::Missing::route);
    ASSERT_TRUE(queueing().result.metrics.queueing->reads.route_start_s);
    execute(
        fmt::format("UPDATE result SET route_start_s = NULL, route_start_window_id = NULL"
                    " WHERE method = 'queueing' AND window_id = (SELECT window_id FROM window"
                    " WHERE last_probe_s = {})",
                    kStart + 37 * 60 - 1));
    EXPECT_EQ(queueing().has_same_history, false);
}

TEST_F(ExplainerTest, ReportsAreListedInOrderWithTheirFiles) {
    auto made = reports(19);
    std::swap(made[0], made[1]);
    insert_and_process(made);
    // A copy that the client saved holds the same message.
    execute(
        "INSERT INTO source_file SELECT 1, 1, 'tix-report-' || first_observation_s || '.json', 1, 1, 1, "
        "'stored', "
        "report_id"
        " FROM report WHERE first_observation_s > 1500000000");
    execute(
        "INSERT INTO source_file SELECT 1, 1, '42-tix-log.json', 1, 1, 2, 'known', report_id"
        " FROM report WHERE first_observation_s = 1500000060");
    const Explanation explanation = explain(kStart);
    ASSERT_EQ(explanation.reports.size(), 19U);
    EXPECT_EQ(explanation.reports[0].first_observation_s, kStart);
    EXPECT_EQ(explanation.reports[0].observation_count, 60);
    EXPECT_THAT(explanation.reports[0].files, testing::IsEmpty());
    EXPECT_THAT(explanation.reports[1].files,
                testing::ElementsAre("42-tix-log.json", "tix-report-1500000060.json"));
    EXPECT_NE(explanation.reports[0].digest, explanation.reports[1].digest);
}

TEST_F(ExplainerTest, ObservationsAreCountedAsReceivedDistinctAndRecent) {
    auto made = reports(19);
    // One twice, and one long probe.
    made[3].observations.push_back(made[3].observations.back());
    made[5].observations[7].type = 'L';
    insert_and_process(made);
    const auto counts = explain(kStart).observations.value();
    EXPECT_EQ(counts.received, 1141);
    EXPECT_EQ(counts.short_probes, 1140);
    EXPECT_EQ(counts.distinct, 1139);
    EXPECT_EQ(counts.recent, 600);
    EXPECT_EQ(counts.recent_after_s, kStart + 19 * 60 - 1 - 600);
}

TEST_F(ExplainerTest, ChangedObservationIsNoticed) {
    insert_and_process(reports(19));
    execute(
        "UPDATE observation SET downstream_residual_ns = downstream_residual_ns + 29999997,"
        " server_residual_ns = server_residual_ns + 3 WHERE observation_id ="
        " (SELECT first_observation_id + 30 FROM report WHERE first_observation_s = 1500000900)");
    const Explanation explanation = explain(kStart);
    EXPECT_THAT(not_reproduced(explanation.figures), testing::IsEmpty());
    for (const MethodExplanation& method : explanation.methods) EXPECT_EQ(method.reproduced(), false);
    EXPECT_THAT(not_reproduced(explanation.methods[1].figures),
                testing::IsSupersetOf({"down_usage", "down_busy_share"}));
    EXPECT_THAT(not_reproduced(explanation.methods[1].figures), testing::Not(testing::Contains("up_usage")));
}

TEST_F(ExplainerTest, LostObservationIsNoticed) {
    insert_and_process(reports(19));
    execute(
        "DELETE FROM observation WHERE observation_id ="
        " (SELECT first_observation_id + 30 FROM report WHERE first_observation_s = 1500000900)");
    EXPECT_THAT(not_reproduced(explain(kStart).figures), testing::ElementsAre("distinct_observations"));
}

TEST_F(ExplainerTest, LateReportsOfTheSessionAreNamed) {
    insert_and_process(reports(19));
    insert_and_process(
        {test::quiet_report(kStart + 100, 30), test::quiet_report(kStart + 5, 10, "192.0.2.2")});
    ASSERT_EQ(temporary_.number("SELECT count(*) FROM late_report"), 1);
    const Explanation explanation = explain(kStart);
    ASSERT_EQ(explanation.late_reports.size(), 1U);
    EXPECT_EQ(explanation.late_reports[0].first_observation_s, kStart + 100);
    EXPECT_EQ(explanation.late_reports[0].observation_count, 30);
    expect_all_reproduced(explanation);
}

TEST_F(ExplainerTest, LateReportsAreNamedUpToAGapBeforeTheSessionAndBehindIt) {
    insert_and_process(reports(19));
    const std::int64_t last_report_s = kStart + 18 * 60;
    for (const std::int64_t first_s :
         {kStart - 301, kStart - 300, last_report_s + 300, last_report_s + 301}) {
        const auto id = test::ReportInserter(temporary_.database()).insert(test::quiet_report(first_s, 1));
        execute(fmt::format("INSERT INTO late_report VALUES (1, 1, {}, {}, NULL)", id, first_s + 7));
    }
    std::vector<std::int64_t> named;
    for (const auto& late : explain(kStart).late_reports) {
        named.push_back(late.first_observation_s);
        EXPECT_EQ(late.found_ms, late.first_observation_s + 7);
    }
    EXPECT_THAT(named, testing::ElementsAre(kStart - 300, last_report_s + 300));
}

TEST_F(ExplainerTest, OfSupersededWindowsItNamesTheResultsOfThoseThatEndedWhereItEnds) {
    insert_and_process(reports(28));
    const std::int64_t last_s = kStart + 19 * 60 - 1;
    const std::string later = fmt::format(" WHERE last_probe_s > {}", last_s);
    const std::int64_t id = temporary_.number("SELECT window_id FROM window" + later);
    supersede_windows(later);
    EXPECT_THAT(explain(kStart).superseded_results, testing::IsEmpty()) << "it ended nine minutes later";
    execute(fmt::format("UPDATE window SET last_probe_s = {} WHERE window_id = {}", last_s, id));
    execute(
        "UPDATE result SET up_usage = 0.1, down_usage = 0.2, up_quality = 0.3, down_quality = 0.4,"
        " computed_ms = 5, method_version = 8 WHERE superseded_ms = 7");
    const auto superseded = explain(kStart).superseded_results;
    ASSERT_EQ(superseded.size(), 3U);
    for (const auto& result : superseded) {
        EXPECT_EQ(result.window_id, id);
        EXPECT_EQ(result.method_version, 8);
        EXPECT_EQ(result.computed_ms, 5);
        EXPECT_EQ(result.superseded_ms, 7);
        EXPECT_EQ(result.up_usage, 0.1);
        EXPECT_EQ(result.down_usage, 0.2);
        EXPECT_EQ(result.up_quality, 0.3);
        EXPECT_EQ(result.down_quality, 0.4);
    }
    execute(fmt::format("UPDATE window SET superseded_ms = NULL WHERE window_id = {}", id));
    EXPECT_THAT(Explainer(temporary_.database()).explain_window(1, kBoth).superseded_results,
                testing::IsEmpty())
        << "another current window has predecessors of its own";
}

TEST_F(ExplainerTest, SupersededWindowsTellNeitherWhereTheSessionEndsNorWhatIsNear) {
    insert_and_process(reports(28));
    EXPECT_EQ(explain(kStart).window.session_last_report_s, kStart + 27 * 60);
    EXPECT_EQ(explain(kStart + 28 * 60 - 1).window.session_first_report_s, kStart);
    supersede_windows(fmt::format(" WHERE last_probe_s >= {}", kStart + 19 * 60));
    const Explanation explanation = explain(kStart + 15 * 60);
    EXPECT_EQ(explanation.window.session_last_report_s, kStart + 18 * 60);
    EXPECT_THAT(explanation.other_windows, testing::IsEmpty());
    for (const std::int64_t minute : {25, 35}) {
        EXPECT_EQ(refusal(kKey, kStart + minute * 60),
                  fmt::format("no window of 1/1 contains 2017-07-14T03:{:02}:00Z, the one before it ends at "
                              "2017-07-14T02:58:59Z; `tixdb explain 1 1 2017-07-14T02:58:59Z`",
                              minute - 20));
    }
}

TEST_F(ExplainerTest, PrunedWindowShowsWhatIsStored) {
    insert_and_process(reports(19));
    test::delete_observations(temporary_.database(), 4, 4);
    execute("UPDATE report SET observations_pruned_ms = 1600000000000 WHERE report_id = 4");
    const Explanation explanation = explain(kStart);
    EXPECT_TRUE(explanation.is_pruned);
    EXPECT_FALSE(explanation.observations);
    EXPECT_EQ(explanation.reports[3].pruned_ms, 1600000000000);
    for (const MethodExplanation& method : explanation.methods) {
        EXPECT_EQ(method.not_recomputed, "observations of the window's reports are pruned");
        EXPECT_EQ(method.reproduced(), std::nullopt);
        EXPECT_TRUE(std::holds_alternative<double>(stored(method.figures, "down_usage")));
        EXPECT_FALSE(method.figures.front().recomputed);
        EXPECT_FALSE(method.up_hurst);
    }
}

TEST_F(ExplainerTest, PrunedHourBeforeTheWindowIsNoFalseAlarm) {
    // The drift shows over the hour, and in the first reports above all.
    insert_and_process(reports_with_drift(40));
    test::delete_observations(temporary_.database(), 1, 10);
    execute("UPDATE report SET observations_pruned_ms = 1600000000000 WHERE report_id <= 10");
    const Explanation explanation = explain(kStart + 37 * 60 - 1);
    EXPECT_FALSE(explanation.is_pruned);
    EXPECT_EQ(explanation.methods[0].reproduced(), true);
    EXPECT_EQ(explanation.methods[1].reproduced(), std::nullopt);
    EXPECT_EQ(explanation.methods[1].not_recomputed,
              "observations of the hour before the window's end are pruned");
}

TEST_F(ExplainerTest, PrunedHourThatChangesNothingIsComparedAllTheSame) {
    auto made = reports(40);
    // No fit comes near the first ten minutes.
    for (std::size_t i = 0; i < 10; ++i) {
        for (auto& o : made[i].observations) add_ns(o, 400'000'000, 400'000'000);
    }
    insert_and_process(made);
    test::prune_reports(temporary_.database(), "report_id <= 10");
    const MethodExplanation queueing = explain(kStart + 37 * 60 - 1).methods[1];
    EXPECT_EQ(queueing.not_recomputed, "");
    EXPECT_EQ(queueing.reproduced(), true);
}

TEST_F(ExplainerTest, AdaptiveIsComputedFromSketchesWhereTheHourBeforeTheWindowIsPruned) {
    insert_and_process(reports_with_drift(40));
    const auto adaptive = [&] {
        return Explainer(temporary_.database())
            .explain(kKey, kStart + 37 * 60 - 1, std::array{Method::adaptive})
            .methods.at(0);
    };
    EXPECT_FALSE(adaptive().adaptive->is_from_sketches);
    EXPECT_EQ(adaptive().reproduced(), true);
    test::prune_reports(temporary_.database(), "report_id <= 10");
    EXPECT_TRUE(adaptive().adaptive->is_from_sketches);
    EXPECT_EQ(adaptive().reproduced(), true);
}

TEST_F(ExplainerTest, OfAnHourWithTooManyObservationsItLooksAtTheLatestAsProcessDid) {
    // The first report says that it holds nearly all that may be looked at, and its delays fit no line with
    // the others.
    const auto horizon_min = [&](std::int64_t claimed, std::int64_t user_id) {
        auto made = reports(29);
        made.front().claimed_count = claimed;
        for (auto& o : made.front().observations) add_ns(o, -20'000'000, 20'000'000);
        for (auto& report : made) report.installation = {user_id, 1};
        insert_and_process(made);
        const Explanation explanation =
            Explainer(temporary_.database()).explain({user_id, 1}, kStart + 29 * 60 - 1, kBoth);
        EXPECT_EQ(explanation.methods[1].reproduced(), true);
        return explanation.methods[1].result.metrics.queueing->skew_horizon_min;
    };
    const std::int64_t others = 28 * 60;
    EXPECT_EQ(horizon_min(metrics::kMostHourObservations - others, 1), 10);
    EXPECT_EQ(horizon_min(metrics::kMostHourObservations - others + 1, 2), 60) << "without the first report";
}

TEST_F(ExplainerTest, ResultOfAnotherVersionIsNotCompared) {
    insert_and_process(reports(19));
    EXPECT_EQ(explain(kStart).methods[1].has_same_history, true);
    execute("UPDATE result SET method_version = 7 WHERE method = 'classic'");
    const Explanation explanation = explain(kStart);
    EXPECT_EQ(explanation.methods[0].not_recomputed,
              "computed by version 7 of the method, this program has 1");
    EXPECT_EQ(explanation.methods[1].reproduced(), true);
    execute("UPDATE result SET method_version = 7 WHERE method = 'queueing'");
    EXPECT_EQ(explain(kStart).methods[1].has_same_history, std::nullopt);
}

TEST_F(ExplainerTest, HistoryOfAnotherAddressIsNotItsOwn) {
    std::vector<test::MadeReport> made;
    for (int i = 0; i < 19; ++i) made.push_back(test::quiet_report(kStart - 7200 + i * 60, 60, "192.0.2.9"));
    for (auto& report : reports(19)) {
        for (auto& o : report.observations) add_ns(o, 20'000'000, 20'000'000);
        made.push_back(report);
    }
    insert_and_process(made);
    const MethodExplanation queueing = explain(kStart).methods[1];
    EXPECT_EQ(queueing.has_same_history, true);
    ASSERT_TRUE(queueing.baseline);
    EXPECT_TRUE(queueing.baseline->is_own);
    EXPECT_FALSE(queueing.baseline->least_base_now_ms);
}

TEST_F(ExplainerTest, TheHourBeforeAWindowBeginsInTheMiddleOfAReport) {
    auto made = reports(40);
    // From the fortieth on half a minute earlier.
    made.back().observations.resize(30);
    const auto later = reports(40, kStart + 40 * 60 - 30);
    made.insert(made.end(), later.begin(), later.end());
    insert_and_process(made);
    const Explanation explanation = explain(kStart + 70 * 60);
    EXPECT_EQ((explanation.window.last_probe_s - kStart + 1) % 60, 30);
    EXPECT_EQ(explanation.methods[1].queueing->session_observations, 3600);
    EXPECT_EQ(explanation.methods[1].reproduced(), true);
}

TEST_F(ExplainerTest, ChangedParametersAreNoticed) {
    insert_and_process(reports(19));
    execute("UPDATE result SET parameters = replace(parameters, ',', ', ') WHERE method = 'queueing'");
    EXPECT_THAT(not_reproduced(explain(kStart).methods[1].figures), testing::ElementsAre("parameters"));
}

TEST_F(ExplainerTest, HistogramsCarryTheModeAndAllValues) {
    insert_and_process(reports(19));
    const MethodExplanation classic = explain(kStart).methods[0];
    for (const auto& bins : {classic.classic->up_bins, classic.classic->down_bins}) {
        ASSERT_EQ(bins.size(), 24U);  // floor(sqrt(600))
        std::size_t values = 0;
        int modes = 0;
        for (const HistogramBin& b : bins) {
            values += b.bin.count;
            modes += b.is_mode ? 1 : 0;
        }
        EXPECT_EQ(values, 600U);
        EXPECT_EQ(modes, 1);
        EXPECT_EQ(std::count_if(bins.begin(), bins.end(), [](const auto& b) { return b.is_candidate; }), 8);
    }
    for (const HistogramBin& b : classic.classic->up_bins) {
        if (!b.is_mode) continue;
        EXPECT_EQ(stored(classic.figures, "up_mode_ns"), store::FigureValue(b.bin.middle()));
    }
    for (const HistogramBin& b : classic.classic->down_bins) {
        if (!b.is_mode) continue;
        EXPECT_EQ(stored(classic.figures, "down_mode_ns"), store::FigureValue(b.bin.middle()));
    }
    EXPECT_EQ(classic.classic->rtt_bins.size(), 33U);  // floor(sqrt(1140))
    EXPECT_EQ(static_cast<std::int64_t>(classic.classic->rtt_bins[0].bin.count),
              std::get<std::int64_t>(stored(classic.figures, "clock_anchors")));
}

TEST_F(ExplainerTest, HurstIsTheSlopeOfThePoints) {
    insert_and_process(reports(19));
    for (const MethodExplanation& method : explain(kStart).methods) {
        EXPECT_EQ(method.up_hurst->series_length, 512);
        EXPECT_EQ(stored(method.figures, "up_hurst_rs"),
                  store::FigureValue(metrics::least_squares_slope(method.up_hurst->rs_points).value()));
        EXPECT_EQ(
            stored(method.figures, "down_hurst_wavelet"),
            store::FigureValue(metrics::least_squares_slope(method.down_hurst->wavelet_points).value()));
    }
}

TEST_F(ExplainerTest, MinutesTellWhichWereCongested) {
    auto made = reports(19);
    for (auto& report : made) {
        for (auto& o : report.observations) {
            // Two of three probes wait on the way down, from 02:55 to 02:56.
            if (o.day_timestamp_s >= kStart + 15 * 60 && o.day_timestamp_s < kStart + 16 * 60 &&
                o.day_timestamp_s % 3 != 0) {
                add_ns(o, 0, 40'000'000);
            }
        }
    }
    insert_and_process(made);
    const MethodExplanation queueing = explain(kStart).methods[1];
    const auto& minutes = queueing.queueing->minutes;
    ASSERT_EQ(static_cast<std::int64_t>(minutes.size()),
              std::get<std::int64_t>(stored(queueing.figures, "minutes")));
    for (const auto& minute : minutes) {
        const bool is_loaded = minute.start_s == kStart + 15 * 60;
        EXPECT_EQ(minute.down_congested, is_loaded);
        EXPECT_EQ(minute.down_busy, is_loaded ? 40 : 0);
        EXPECT_FALSE(minute.up_congested);
    }
    EXPECT_EQ(stored(queueing.figures, "down_quality"), store::FigureValue(0.9));
    EXPECT_EQ(queueing.reproduced(), true);
}

TEST_F(ExplainerTest, StandingQueueNamesTheWindowThatItsBaselineCameFrom) {
    auto made = reports(40);
    for (auto& report : made) {
        for (auto& o : report.observations) {
            // A queue that never drains and is nowhere twice the same: no route.
            const std::int64_t t = o.day_timestamp_s - kStart;
            if (t >= 19 * 60) add_ns(o, 0, (150 + t * 37 % 600) * 1'000'000);
        }
    }
    insert_and_process(made);
    const Explanation explanation = explain(kStart + 37 * 60 - 1);
    expect_all_reproduced(explanation);
    const MethodExplanation& queueing = explanation.methods[1];
    EXPECT_EQ(stored(queueing.figures, "standing_direction"), store::FigureValue(std::string("down")));
    ASSERT_TRUE(queueing.baseline);
    EXPECT_FALSE(queueing.baseline->is_own);
    EXPECT_EQ(queueing.baseline->bounds->last_probe_s, kStart + 19 * 60 - 1);
    EXPECT_FALSE(queueing.baseline->bounds->is_superseded);
    EXPECT_EQ(queueing.baseline->bounds->first_probe_s, kStart);
    EXPECT_EQ(store::FigureValue(queueing.baseline->least_base_now_ms.value()),
              stored(queueing.figures, "baseline_ms"));
    EXPECT_TRUE(explain(kStart).methods[1].baseline->is_own);
    supersede_windows(fmt::format(" WHERE last_probe_s = {}", kStart + 19 * 60 - 1));
    EXPECT_TRUE(explain(kStart + 37 * 60 - 1).methods[1].baseline->bounds->is_superseded);
}

TEST_F(ExplainerTest, SkewIsCarriedOnWhereNoDriftFits) {
    auto made = reports(80);
    for (auto& report : made) {
        for (auto& o : report.observations) {
            // From the 40th minute on the drift grows, 12 ppm a minute and back again: no straight line fits.
            const auto t = static_cast<double>((o.day_timestamp_s - kStart - 40 * 60) % 1000 - 500);
            if (o.day_timestamp_s < kStart + 40 * 60) continue;
            const std::int64_t bend_ns = std::llround(200 * (250'000 - t * t));
            add_ns(o, bend_ns, -bend_ns);
        }
    }
    insert_and_process(made);
    bool is_any_carried = false;
    for (int i = 0; i * 9 + 19 <= 80; ++i) {
        const Explanation explanation = explain(kStart + (i * 9 + 19) * 60 - 1);
        expect_all_reproduced(explanation);
        const MethodExplanation& queueing = explanation.methods[1];
        if (stored(queueing.figures, "skew_source") != store::FigureValue(std::string("carried"))) continue;
        is_any_carried = true;
        ASSERT_TRUE(queueing.carried_skew);
        EXPECT_EQ(stored(queueing.figures, "skew_ms_per_s"),
                  store::FigureValue(queueing.carried_skew->skew_ms_per_s));
        EXPECT_EQ(queueing.carried_skew->window_last_probe_s,
                  temporary_.number(
                      "SELECT last_probe_s FROM window WHERE window_id = " +
                      std::to_string(queueing.result.metrics.queueing->reads.skew_ms_per_s->window_id)));
        EXPECT_EQ(queueing.queueing->steps.skew_trials.size(), 3U);
    }
    EXPECT_TRUE(is_any_carried);
}

TEST_F(ExplainerTest, AShiftTellsWhenTheFloorsJumped) {
    auto made = reports(19);
    for (auto& report : made) {
        for (auto& o : report.observations) {
            if (o.day_timestamp_s >= kStart + 15 * 60) add_ns(o, 500'000'000, -500'000'000);
        }
    }
    insert_and_process(made);
    const Explanation explanation = explain(kStart);
    expect_all_reproduced(explanation);
    const MethodExplanation& queueing = explanation.methods[1];
    EXPECT_EQ(queueing.queueing->described, explanation.observations->recent);
    const auto& shifts = queueing.result.metrics.queueing->shifts;
    ASSERT_EQ(shifts.size(), 1U);
    EXPECT_EQ(shifts.front().at_s, kStart + 15 * 60);
    EXPECT_NEAR(shifts.front().up_ms.value(), 500, 1);
    EXPECT_NEAR(shifts.front().down_ms.value(), -500, 1);
}

TEST_F(ExplainerTest, MissingValuesKeepTheirReasons) {
    std::vector<test::MadeReport> made = {test::quiet_report(kStart, 300),
                                          test::quiet_report(kStart + 300, 299)};
    // Each probe and one more of it a microsecond later: 1198 observations in less than ten minutes.
    for (auto& report : made) {
        const auto probes = report.observations;
        for (auto o : probes) {
            add_ns(o, 1000, 0);
            report.observations.push_back(o);
        }
    }
    insert_and_process(made);
    const Explanation explanation = explain(kStart);
    expect_all_reproduced(explanation);
    for (const MethodExplanation& method : explanation.methods) {
        EXPECT_THAT(std::get<std::string>(stored(method.figures, "reason")),
                    testing::HasSubstr("down_usage:too_short"));
        EXPECT_FALSE(method.up_hurst);
        EXPECT_FALSE(method.baseline);
    }
}

TEST_F(ExplainerTest, OutboxShowsSupersededPredecessors) {
    insert_and_process(reports(19));
    execute("UPDATE outbox SET state = 'superseded'");
    execute("UPDATE result SET superseded_ms = 1600000000000 WHERE method = 'queueing'");
    execute("CREATE TEMP TABLE again AS SELECT * FROM result WHERE method = 'queueing'");
    execute("UPDATE again SET result_id = 100, superseded_ms = NULL");
    execute("INSERT INTO result SELECT * FROM again");
    execute(
        "INSERT INTO outbox (user_id, installation_id, last_s, ip, method, body, source, result_id, "
        "queued_ms,"
        " state, attempts, last_status, last_error) SELECT 1, 1, last_s, ip, method, body, 'computed', 100,"
        " 1600000000000, 'retry', 3, 429, 'slow down' FROM outbox");
    const Explanation explanation = explain(kStart);
    ASSERT_EQ(explanation.superseded_results.size(), 1U);
    EXPECT_EQ(explanation.superseded_results[0].superseded_ms, 1600000000000);
    EXPECT_EQ(explanation.superseded_results[0].publish_decision, "queued");
    ASSERT_EQ(explanation.outbox.size(), 2U);
    EXPECT_EQ(explanation.outbox[0].state, model::OutboxState::superseded);
    EXPECT_EQ(explanation.outbox[1].state, model::OutboxState::retry);
    EXPECT_EQ(explanation.outbox[1].last_error, "slow down");
    expect_all_reproduced(explanation);
}

TEST_F(ExplainerTest, OnlyTheMethodsAskedForAreExplained) {
    insert_and_process(reports(19));
    const auto explanation =
        Explainer(temporary_.database()).explain(kKey, kStart, std::array{Method::queueing});
    ASSERT_EQ(explanation.methods.size(), 1U);
    EXPECT_EQ(explanation.methods[0].result.method(), Method::queueing);
}

}  // namespace
}  // namespace tixdb::report
