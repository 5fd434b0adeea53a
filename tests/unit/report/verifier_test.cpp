// SPDX-License-Identifier: MIT

#include "report/verifier.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/signals.hpp"
#include "support/processing.hpp"
#include "support/report_inserter.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::report {
namespace {

constexpr std::int64_t kVerifiedStart = 1'500'000'000;

// Sixty reports of a minute each: five windows, two results each.
class VerifierTest : public testing::Test {
  protected:
    VerifierTest() {
        std::vector<test::MadeReport> made;
        for (int i = 0; i < 60; ++i) made.push_back(test::quiet_report(kVerifiedStart + i * 60, 60));
        test::ReportInserter(temporary_.database()).insert(made);
        (void)test::process_all(temporary_.database());
    }
    [[nodiscard]] std::vector<store::CurrentResultKey> all() {
        return store::InvariantReader(temporary_.database()).current_results();
    }
    [[nodiscard]] Recomputation recompute() { return Verifier(temporary_.database()).recompute(all()); }
    void execute(const std::string& sql) { temporary_.database().execute(sql); }

    test::TemporaryDatabase temporary_;
};

TEST_F(VerifierTest, EveryResultIsReproduced) {
    std::vector<std::int64_t> seen;
    const Recomputation total =
        Verifier(temporary_.database()).recompute(all(), [&](std::int64_t done) { seen.push_back(done); });
    EXPECT_EQ(total.results, 15);
    EXPECT_EQ(total.not_recomputed, 0);
    EXPECT_EQ(total.violations.count, 0);
    EXPECT_THAT(seen, testing::ElementsAre(3, 6, 9, 12, 15));
}

TEST_F(VerifierTest, OneBitIsNoticedAndNamed) {
    execute(
        "UPDATE result SET rtt_mode_ns = rtt_mode_ns * (1 + 2.3e-16) WHERE window_id = 2 AND method = "
        "'classic'");
    const Recomputation total = recompute();
    EXPECT_EQ(total.violations.count, 1);
    ASSERT_EQ(total.violations.first.size(), 1U);
    EXPECT_THAT(
        total.violations.first.front(),
        testing::AllOf(testing::HasSubstr("window 2 of 1/1 until 2017-07-14T"),
                       testing::HasSubstr("classic: rtt_mode_ns "), testing::HasSubstr("computed again")));
}

TEST_F(VerifierTest, WhatIsStoredIsToldBeforeWhatIsComputedAgain) {
    execute("UPDATE result SET minutes = 3, down_usage = NULL WHERE window_id = 2 AND method = 'classic'");
    const Recomputation total = recompute();
    ASSERT_EQ(total.violations.first.size(), 1U);
    EXPECT_EQ(total.violations.first.front(),
              "window 2 of 1/1 until 2017-07-14T03:07:59Z, classic: minutes 3, computed again 10; "
              "down_usage none, computed again 0; reason down_usage:too_few, computed again none");
}

TEST_F(VerifierTest, CountsOfAWindowAreComparedToo) {
    execute("UPDATE window SET distinct_observations = distinct_observations + 1 WHERE window_id = 3");
    const Recomputation total = recompute();
    EXPECT_EQ(total.violations.count, 3);
    EXPECT_THAT(total.violations.first.front(), testing::HasSubstr("distinct_observations"));
    execute("UPDATE result SET minutes = 3 WHERE window_id = 3");
    EXPECT_THAT(
        recompute().violations.first.front(),
        testing::EndsWith("distinct_observations 1141, computed again 1140; minutes 3, computed again 10"));
}

TEST_F(VerifierTest, EachCountAndBoundOfAWindowIsComparedWithItsReports) {
    const std::int64_t first_s = kVerifiedStart + 18 * 60;  // of window 3
    for (const auto& [column, figure, value] : {
             std::tuple("reports", "reports", std::int64_t{19}),
             std::tuple("observations", "observations", std::int64_t{1140}),
             std::tuple("distinct_observations", "distinct_observations", std::int64_t{1140}),
             std::tuple("first_probe_s", "first_s", first_s),
             std::tuple("last_probe_s", "last_s", first_s + 1139),
         }) {
        const auto change = [&, name = column](int by) {
            execute(fmt::format("UPDATE window SET {0} = {0} + {1} WHERE window_id = 3", name, by));
        };
        change(1);
        const Recomputation total = Verifier(temporary_.database())
                                        .recompute(std::vector<store::CurrentResultKey>{
                                            {.window_id = 3, .method = model::Method::classic}});
        ASSERT_EQ(total.violations.count, 1) << column;
        EXPECT_THAT(
            total.violations.first.front(),
            testing::HasSubstr(fmt::format("classic: {} {}, computed again {}", figure, value + 1, value)));
        change(-1);
    }
    EXPECT_EQ(recompute().violations.count, 0);
}

TEST_F(VerifierTest, LatencyIsComputedAgainToo) {
    execute("UPDATE latency SET up_delay_p99_ns = up_delay_p99_ns + 1 WHERE window_id = 3");
    const Recomputation total = recompute();
    EXPECT_EQ(total.violations.count, 1);
    ASSERT_EQ(total.violations.first.size(), 1U);
    EXPECT_THAT(total.violations.first.front(), testing::HasSubstr("queueing: its latency"));
}

TEST_F(VerifierTest, OtherVersionsOfAMethodAreNotComputedAgain) {
    execute("UPDATE result SET method_version = 99, up_hurst_rs = 7 WHERE method = 'classic'");
    const Recomputation total = recompute();
    EXPECT_EQ(total.results, 15);
    EXPECT_EQ(total.not_recomputed, 5);
    EXPECT_EQ(total.violations.count, 0);
}

TEST_F(VerifierTest, OfWhatIsNotComputedAgainTheLatestWindowIsTold) {
    execute("UPDATE result SET method_version = 99 WHERE method = 'classic' AND window_id IN (2, 4)");
    auto backwards = all();
    std::stable_sort(backwards.begin(), backwards.end(),
                     [](const auto& a, const auto& b) { return a.window_id > b.window_id; });
    for (const auto& results : {all(), backwards}) {
        const Recomputation total = Verifier(temporary_.database()).recompute(results);
        ASSERT_EQ(total.reasons.size(), 1U);
        const auto& [what, reason] = *total.reasons.begin();
        EXPECT_EQ(what.first, model::Method::classic);
        EXPECT_EQ(reason.count, 2);
        EXPECT_EQ(reason.last_probe_s, kVerifiedStart + (3 * 9 + 19) * 60 - 1);
    }
}

TEST_F(VerifierTest, ResultsOfAdaptiveAreComputedAgainFromSketchesOnceTheObservationsAreGone) {
    execute("DELETE FROM observation");
    execute("UPDATE report SET observations_pruned_ms = 1");
    const Recomputation whole = recompute();
    EXPECT_EQ(whole.not_recomputed, 10) << "of classic and queueing";
    EXPECT_EQ(whole.violations.count, 0);
    execute("UPDATE result SET down_usage = down_usage + 0.5 WHERE method = 'adaptive' AND window_id = 3");
    const Recomputation damaged = recompute();
    EXPECT_EQ(damaged.violations.count, 1);
    EXPECT_THAT(damaged.violations.first.front(), testing::HasSubstr("adaptive: down_usage"));
}

TEST_F(VerifierTest, FirstFewAreNamedAndAllCounted) {
    execute("UPDATE result SET minutes = minutes + 1");
    const Recomputation total = recompute();
    EXPECT_EQ(total.violations.count, 15);
    EXPECT_EQ(total.violations.first.size(), store::Violations::kFirst);
}

// In a process of its own, which ends with it.
TEST_F(VerifierTest, StopsBetweenTwoWindowsWhenAskedTo) {
    const auto looked_at_when_stopped = [&] {
        install_signal_handlers();
        std::int64_t looked_at = 0;
        try {
            (void)Verifier(temporary_.database()).recompute(all(), [&](std::int64_t done) {
                looked_at = done;
                if (done == 6) (void)std::raise(SIGTERM);
            });
        } catch (const Interrupted&) {
            return static_cast<int>(looked_at);
        }
        return 99;
    };
    EXPECT_EXIT(std::_Exit(looked_at_when_stopped()), testing::ExitedWithCode(6), "");
}

TEST_F(VerifierTest, SampleOfTheSameSeedIsTheSame) {
    const auto windows = [](const std::vector<store::CurrentResultKey>& keys) {
        std::vector<std::int64_t> ids;
        for (const auto& key : keys) ids.push_back(key.window_id);
        return ids;
    };
    EXPECT_EQ(sample_of(all(), 4, 1).size(), 4U);
    EXPECT_EQ(windows(sample_of(all(), 4, 1)), windows(sample_of(all(), 4, 1)));
    EXPECT_NE(windows(sample_of(all(), 4, 1)), windows(sample_of(all(), 4, 2)));
    EXPECT_EQ(sample_of(all(), 99, 1).size(), 15U);
}

TEST_F(VerifierTest, EveryResultIsDrawnAboutAsOften) {
    const auto results = all();
    std::map<std::pair<std::int64_t, model::Method>, int> drawn;
    constexpr int kDraws = 600;
    for (std::uint64_t seed = 0; seed < kDraws; ++seed) {
        for (const auto& key : sample_of(results, 5, seed)) ++drawn[{key.window_id, key.method}];
    }
    ASSERT_EQ(drawn.size(), results.size());
    // A third of the draws; six standard deviations are 69.
    for (const auto& [key, times] : drawn) EXPECT_NEAR(times, kDraws / 3, 69) << key.first;
}

}  // namespace
}  // namespace tixdb::report
