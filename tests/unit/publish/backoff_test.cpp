// SPDX-License-Identifier: MIT

#include "publish/backoff.hpp"

#include <gtest/gtest.h>

namespace tixdb::publish {
namespace {

using std::chrono_literals::operator""ms;

TEST(Backoff, DoublesUpToItsCap) {
    constexpr double kNearlyOne = 0.999999;
    EXPECT_EQ(backoff(1, kNearlyOne, 5'000ms, 60'000ms), 4'999ms);
    EXPECT_EQ(backoff(2, kNearlyOne, 5'000ms, 60'000ms), 9'999ms);
    EXPECT_EQ(backoff(4, kNearlyOne, 5'000ms, 60'000ms), 39'999ms);
    EXPECT_EQ(backoff(5, kNearlyOne, 5'000ms, 60'000ms), 59'999ms);
    EXPECT_EQ(backoff(1'000'000'000'000, kNearlyOne, 5'000ms, 60'000ms), 59'999ms);
    EXPECT_EQ(backoff(3, kNearlyOne, 90'000ms, 60'000ms), 59'999ms) << "a base beyond the cap";
}

TEST(Backoff, IsSpreadOverTheWholeRangeButNeverNothing) {
    EXPECT_EQ(backoff(3, 0.0, 5'000ms, 60'000ms), 1ms);
    EXPECT_EQ(backoff(3, 0.25, 5'000ms, 60'000ms), 5'000ms);
}

}  // namespace
}  // namespace tixdb::publish
