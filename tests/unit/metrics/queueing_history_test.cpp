// SPDX-License-Identifier: MIT
// What earlier results offer a window, in a history written down by hand.
#include "metrics/queueing_history.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace tixdb::metrics::queueing_history_test {
namespace {

using model::Missing;

constexpr std::int64_t kEnd = 1'500'000'000;
constexpr std::int64_t kDay = 86'400;

EarlierResult sound(std::int64_t id, std::int64_t last_s) {
    EarlierResult result;
    result.window_id = id;
    result.last_probe_s = last_s;
    result.is_same_ip = true;
    result.rise_ms = 0;
    return result;
}

EarlierResult with_floor_sum(std::int64_t id, std::int64_t last_s, double floor_sum_ms) {
    EarlierResult result = sound(id, last_s);
    result.floor_sum_ms = floor_sum_ms;
    return result;
}

EarlierResult with_skew(std::int64_t id, std::int64_t last_s, double skew_ms_per_s) {
    EarlierResult result = sound(id, last_s);
    result.fitted_skew_ms_per_s = skew_ms_per_s;
    return result;
}

EarlierResult missing(std::int64_t id, std::int64_t last_s, Missing reason) {
    EarlierResult result = sound(id, last_s);
    result.rise_ms.reset();
    result.missing = reason;
    return result;
}

model::QueueingReads offered(const std::vector<EarlierResult>& earlier) {
    return offered_by(earlier, kEnd);
}

TEST(QueueingHistory, NoEarlierResultsOfferNothing) {
    EXPECT_EQ(offered({}), model::QueueingReads());
}

TEST(QueueingHistory, ReachesBackToLessThanADay) {
    EXPECT_FALSE(offered({with_floor_sum(1, kEnd - kDay, 20)}).floor_sum_ms);
    EXPECT_EQ(offered({with_floor_sum(1, kEnd - kDay + 1, 20)}).floor_sum_ms->value, 20);
    EXPECT_EQ(offered({with_floor_sum(1, kEnd - 1, 20)}).floor_sum_ms->value, 20);
    EXPECT_FALSE(offered({with_floor_sum(1, kEnd, 20)}).floor_sum_ms);
    EXPECT_FALSE(offered({with_skew(1, kEnd - kDay, 0.01)}).skew_ms_per_s);
    EXPECT_FALSE(offered({with_skew(1, kEnd, 0.01)}).skew_ms_per_s);
}

TEST(QueueingHistory, TheLastSlopeIsTheLatestFittedOneAtAnyAddress) {
    EarlierResult elsewhere = with_skew(2, kEnd - 500, 0.02);
    elsewhere.is_same_ip = false;
    const auto reads = offered({with_skew(1, kEnd - 900, 0.01), elsewhere, sound(3, kEnd - 100)});
    EXPECT_EQ(reads.skew_ms_per_s, (model::EarlierValue<double>{0.02, 2}));
}

TEST(QueueingHistory, OfEqualEndsTheLastSlopeIsThatOfTheLaterInSessionOrder) {
    const auto reads = offered({with_skew(1, kEnd - 500, 0.01), with_skew(2, kEnd - 500, 0.02)});
    EXPECT_EQ(reads.skew_ms_per_s->window_id, 2);
}

TEST(QueueingHistory, TheLeastFloorSumAtTheAddressCountsAndOfEqualOnesTheLatestWindow) {
    EarlierResult elsewhere = with_floor_sum(9, kEnd - 300, 5);
    elsewhere.is_same_ip = false;
    const auto reads =
        offered({with_floor_sum(1, kEnd - 900, 31), with_floor_sum(2, kEnd - 800, 30),
                 with_floor_sum(3, kEnd - 700, 30), with_floor_sum(4, kEnd - 600, 32), elsewhere});
    EXPECT_EQ(reads.floor_sum_ms, (model::EarlierValue<double>{30, 3}));
}

TEST(QueueingHistory, FloorSumsThatEndBeforeSinceAreNotHeeded) {
    EarlierResult taken = with_floor_sum(3, kEnd - 500, 150);
    taken.since_s = kEnd - 700;
    const auto on_the_boundary =
        offered({with_floor_sum(1, kEnd - 701, 20), with_floor_sum(2, kEnd - 700, 140), taken});
    EXPECT_EQ(on_the_boundary.floor_sum_ms, (model::EarlierValue<double>{140, 2}));
    EXPECT_EQ(on_the_boundary.since_s, (model::EarlierValue<std::int64_t>{kEnd - 700, 3}));
}

TEST(QueueingHistory, SinceIsTheLatestOneAndPassedOnByResultsWithoutValues) {
    EarlierResult first = sound(1, kEnd - 900);
    first.since_s = kEnd - 5000;
    EarlierResult second = missing(2, kEnd - 800, Missing::too_short);
    second.since_s = kEnd - 4000;
    EarlierResult third = missing(3, kEnd - 700, Missing::too_few);
    third.since_s = kEnd - 4000;
    EXPECT_EQ(offered({first, second, third}).since_s, (model::EarlierValue<std::int64_t>{kEnd - 4000, 3}));
}

TEST(QueueingHistory, ARouteStartsWithTheFirstRouteResultThatNoUsualOneSeparates) {
    const auto reads =
        offered({missing(1, kEnd - 9000, Missing::route), sound(2, kEnd - 8000),
                 missing(3, kEnd - 7000, Missing::route), missing(4, kEnd - 6000, Missing::clock),
                 missing(5, kEnd - 5000, Missing::route)});
    EXPECT_EQ(reads.route_start_s, (model::EarlierValue<std::int64_t>{kEnd - 7000, 3}));
}

TEST(QueueingHistory, ARiseOfExactly100MsEndsARouteAndALargerOneDoesNot) {
    EarlierResult between = sound(2, kEnd - 1000);
    between.rise_ms = 100;
    EXPECT_FALSE(offered({missing(1, kEnd - 2000, Missing::route), between}).route_start_s);
    between.rise_ms = 100.001;
    EXPECT_TRUE(offered({missing(1, kEnd - 2000, Missing::route), between}).route_start_s);
}

TEST(QueueingHistory, ARouteAtAnotherAddressIsNone) {
    EarlierResult elsewhere = missing(1, kEnd - 2000, Missing::route);
    elsewhere.is_same_ip = false;
    EXPECT_FALSE(offered({elsewhere}).route_start_s);
}

model::WindowMetrics computed() {
    model::WindowMetrics metrics;
    metrics.method = model::Method::queueing;
    metrics.up.usage = metrics.down.usage = 0.1;
    model::QueueingInputs inputs;
    inputs.skew_ms_per_s = 0.03;
    inputs.skew_source = model::SkewSource::fitted;
    inputs.skew_horizon_min = 60;
    inputs.base_ms = 140;
    inputs.baseline_ms = 30;
    inputs.floor_sum_ms = 141;
    metrics.queueing = inputs;
    return metrics;
}

TEST(QueueingHistory, AComputedResultIsToldWithItsRiseAndItsFittedSkew) {
    const EarlierResult result = earlier_result(7, kEnd, true, computed());
    EXPECT_EQ(result.window_id, 7);
    EXPECT_EQ(result.last_probe_s, kEnd);
    EXPECT_TRUE(result.is_same_ip);
    EXPECT_FALSE(result.missing);
    EXPECT_EQ(result.rise_ms, 110);
    EXPECT_EQ(result.floor_sum_ms, 141);
    EXPECT_EQ(result.fitted_skew_ms_per_s, 0.03);
}

TEST(QueueingHistory, OnlyAFittedSkewWithBothDirectionsIsHandedOnAndOfMissingResultsOnlyARoutes) {
    const auto handed_on = [](const auto& change) {
        model::WindowMetrics metrics = computed();
        change(metrics);
        return earlier_result(1, kEnd, true, metrics).fitted_skew_ms_per_s.has_value();
    };
    EXPECT_FALSE(handed_on([](auto& m) { m.queueing->skew_source = model::SkewSource::carried; }));
    EXPECT_FALSE(handed_on([](auto& m) { m.queueing->skew_source = model::SkewSource::fallback; }));
    EXPECT_FALSE(handed_on([](auto& m) { m.queueing->skipped_direction = "up"; }));
    EXPECT_FALSE(handed_on([](auto& m) { m.up.usage = m.down.usage = Missing::clock; }));
    EXPECT_TRUE(handed_on([](auto& m) { m.up.usage = m.down.usage = Missing::route; }));
}

// A stored result with a base of 140 ms that read a slope and a floor sum of 30 ms.
model::QueueingInputs stored() {
    model::QueueingInputs inputs = *computed().queueing;
    inputs.reads.skew_ms_per_s = model::EarlierValue<double>{0.01, 1};
    inputs.reads.floor_sum_ms = model::EarlierValue<double>{30, 2};
    return inputs;
}

TEST(QueueingHistory, AResultReadsTheSameUntilAValueOrItsWindowChanges) {
    const model::QueueingInputs inputs = stored();
    EXPECT_TRUE(reads_the_same(inputs, std::nullopt, inputs.reads));
    const auto changed = [&](const auto& change) {
        model::QueueingReads now = inputs.reads;
        change(now);
        return !reads_the_same(inputs, std::nullopt, now);
    };
    EXPECT_TRUE(changed([](auto& now) { now.skew_ms_per_s->value = 0.02; }));
    EXPECT_TRUE(changed([](auto& now) { now.skew_ms_per_s->window_id = 5; }));
    EXPECT_TRUE(changed([](auto& now) { now.skew_ms_per_s.reset(); }));
    EXPECT_TRUE(changed([](auto& now) { now.floor_sum_ms->value = 29; }));
    EXPECT_TRUE(changed([](auto& now) { now.since_s = model::EarlierValue<std::int64_t>{kEnd - 10, 1}; }));
}

TEST(QueueingHistory, ARouteThatBeganElsewhereMattersOnlyToWhoLookedForOne) {
    const model::QueueingInputs inputs = stored();
    model::QueueingReads now = inputs.reads;
    now.route_start_s = model::EarlierValue<std::int64_t>{kEnd - 10, 4};
    EXPECT_TRUE(reads_the_same(inputs, std::nullopt, now));
    EXPECT_FALSE(reads_the_same(inputs, Missing::route, now));
}

TEST(QueueingHistory, AFloorSumThatWasNotReadMattersOnceItIsBelowTheBase) {
    model::QueueingInputs inputs = stored();
    inputs.reads.floor_sum_ms.reset();
    model::QueueingReads now = inputs.reads;
    now.floor_sum_ms = model::EarlierValue<double>{140, 4};
    EXPECT_TRUE(reads_the_same(inputs, std::nullopt, now));
    now.floor_sum_ms->value = 139.999;
    EXPECT_FALSE(reads_the_same(inputs, std::nullopt, now));
    // Where no line was accepted it may decide whether the result holds.
    inputs.skew_horizon_min.reset();
    now.floor_sum_ms->value = 200;
    EXPECT_FALSE(reads_the_same(inputs, Missing::clock, now));
}

}  // namespace
}  // namespace tixdb::metrics::queueing_history_test
