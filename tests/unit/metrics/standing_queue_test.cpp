// SPDX-License-Identifier: MIT
// A base above the least one known: docs/methods.md#route.
#include "metrics/standing_queue.hpp"

#include <gtest/gtest.h>

namespace tixdb::metrics::standing_queue_test {
namespace {

constexpr std::int64_t kEnd = 1'500'000'000;

model::QueueingReads known(double floor_sum_ms) {
    model::QueueingReads offered;
    offered.floor_sum_ms = model::EarlierValue<double>{floor_sum_ms, 1};
    return offered;
}

RouteDecision decided(std::vector<PartBase> parts, const model::QueueingReads& offered) {
    double base_ms = parts.front().base_ms;
    for (const PartBase& part : parts) base_ms = std::min(base_ms, part.base_ms);
    return route_decision(parts, base_ms, offered, kEnd);
}

TEST(Route, WithoutAHistoryTheBaseIsTheBaseline) {
    const RouteDecision decision = decided({{150, true}}, {});
    EXPECT_EQ(decision.baseline_ms, 150);
    EXPECT_FALSE(decision.is_other_route);
}

TEST(Route, TheLeastFloorSumIsTheBaselineIfItIsBelowTheBase) {
    EXPECT_EQ(decided({{31, true}}, known(30)).baseline_ms, 30);
    EXPECT_EQ(decided({{29, true}}, known(30)).baseline_ms, 29);
}

TEST(Route, ARiseOfMoreThan100MsThatIsSharpBothWaysIsAnotherRoute) {
    EXPECT_FALSE(decided({{130, true}}, known(30)).is_other_route);
    EXPECT_TRUE(decided({{130.001, true}}, known(30)).is_other_route);
    EXPECT_FALSE(decided({{130.001, false}}, known(30)).is_other_route);
}

TEST(Route, OnePartOnAnotherRouteIsEnough) {
    const RouteDecision decision = decided({{30, true}, {150, true}}, known(30));
    EXPECT_TRUE(decision.is_other_route);
    EXPECT_EQ(decision.rise_ms, 120);
    EXPECT_EQ(decision.taken_from_s, kEnd + 3600);
}

TEST(Route, TheRiseIsThatOfThePartThatRoseMost) {
    model::QueueingReads offered;
    offered.floor_sum_ms = model::EarlierValue<double>{30, 1};
    const std::vector<PartBase> falling = {{190, true}, {160, true}};
    const std::vector<PartBase> rising = {{160, true}, {190, true}, {400, false}};
    EXPECT_EQ(route_decision(falling, 160, offered, 5000).rise_ms, 160);
    EXPECT_EQ(route_decision(rising, 160, offered, 5000).rise_ms, 160) << "of those sharp both ways";
}

TEST(Route, IsTakenForTheNewOneAfterAnHour) {
    model::QueueingReads offered = known(30);
    offered.route_start_s = model::EarlierValue<std::int64_t>{kEnd - 3599, 2};
    EXPECT_TRUE(decided({{150, true}}, offered).is_other_route);
    offered.route_start_s->value = kEnd - 3600;
    const RouteDecision taken = decided({{150, true}}, offered);
    EXPECT_FALSE(taken.is_other_route);
    EXPECT_EQ(taken.baseline_ms, 150);
    EXPECT_EQ(taken.new_since_s, kEnd - 3600);
    // Not where the window holds the change itself.
    EXPECT_TRUE(decided({{30, true}, {150, true}}, offered).is_other_route);
}

TEST(StandingQueue, BelongsToTheDirectionWithTheLargerMedianAndDownOfEqualOnes) {
    const std::vector<double> small = {0, 1, 5};
    const std::vector<double> large = {0, 2, 2};
    EXPECT_EQ(standing_direction(large, small), QueueDirection::up);
    EXPECT_EQ(standing_direction(small, large), QueueDirection::down);
    EXPECT_EQ(standing_direction(small, small), QueueDirection::down);
}

TEST(StandingQueue, TheMedianOfAnEvenNumberIsTheMeanOfTheMiddleTwo) {
    // 1 and 5 in the middle: 3. The upper one alone would be 5, the lower one 1.
    const std::vector<double> even = {9, 1, 5, 0};
    EXPECT_EQ(standing_direction(even, std::vector<double>{4, 4, 4}), QueueDirection::down);
    EXPECT_EQ(standing_direction(even, std::vector<double>{2, 2, 2}), QueueDirection::up);
}

}  // namespace
}  // namespace tixdb::metrics::standing_queue_test
