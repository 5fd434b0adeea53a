// SPDX-License-Identifier: MIT

#include "report/score.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace tixdb::report {
namespace {

TEST(Score, OfHandWorkedErrors) {
    // errors +0.1, -0.3, 0, -0.2
    const std::vector<Estimate> estimates = {{0.5, 0.6}, {0.8, 0.5}, {0.25, 0.25}, {1.0, 0.8}};
    const Score score = score_of(estimates);
    EXPECT_EQ(score.windows, 4);
    EXPECT_NEAR(score.mae.value(), 0.15, 1e-12);
    EXPECT_NEAR(score.bias.value(), -0.1, 1e-12);
    EXPECT_NEAR(score.largest_error.value(), 0.3, 1e-12);
}

TEST(Score, OfNothingHasNoFigures) {
    const Score score = score_of({});
    EXPECT_EQ(score.windows, 0);
    EXPECT_FALSE(score.mae);
    EXPECT_FALSE(score.bias);
    EXPECT_FALSE(score.largest_error);
    EXPECT_FALSE(score.rank_correlation);
}

TEST(RankCorrelation, OfHandWorkedRanks) {
    // Ranks 1 2 3 4 5 and 2 1 4 3 5: d = 1 1 1 1 0, rho = 1 - 6 * 4 / (5 * 24) = 0.8
    const std::vector<Estimate> estimates = {{0.1, 0.20}, {0.2, 0.15}, {0.3, 0.9}, {0.4, 0.7}, {0.5, 7.0}};
    EXPECT_NEAR(rank_correlation(estimates).value(), 0.8, 1e-12);
}

TEST(RankCorrelation, EqualValuesShareTheMeanOfTheirPlaces) {
    // Ranks 1.5 1.5 3 4 and 1 2 3 4: deviations -1 -1 .5 1.5 and -1.5 -.5 .5 1.5;
    // sums of products 4.5, 4.5 and 5: rho = 4.5 / sqrt(4.5 * 5)
    const std::vector<Estimate> estimates = {{0, 0.1}, {0, 0.2}, {0.5, 0.3}, {1, 0.4}};
    EXPECT_NEAR(rank_correlation(estimates).value(), 4.5 / std::sqrt(22.5), 1e-12);
}

TEST(RankCorrelation, IsOneForAnyRisingAndMinusOneForAnyFallingRelation) {
    const std::vector<Estimate> rising = {{0.1, 1}, {0.2, 10}, {0.3, 1000}};
    const std::vector<Estimate> falling = {{0.1, 3}, {0.2, 2}, {0.3, -5}};
    EXPECT_NEAR(rank_correlation(rising).value(), 1, 1e-12);
    EXPECT_NEAR(rank_correlation(falling).value(), -1, 1e-12);
}

TEST(RankCorrelation, NeedsTwoValuesOnEachSide) {
    const std::vector<Estimate> constant_truth = {{0.5, 0.1}, {0.5, 0.2}};
    const std::vector<Estimate> constant_answer = {{0.1, 0.5}, {0.2, 0.5}};
    const std::vector<Estimate> single = {{0.1, 0.5}};
    EXPECT_FALSE(rank_correlation(constant_truth));
    EXPECT_FALSE(rank_correlation(constant_answer));
    EXPECT_FALSE(rank_correlation(single));
}

}  // namespace
}  // namespace tixdb::report
