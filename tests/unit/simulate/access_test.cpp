// SPDX-License-Identifier: MIT

#include "simulate/access.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace tixdb::simulate {
namespace {

std::vector<double> delays_ms(AccessKind kind, Way way, int probes, std::uint64_t seed = 1) {
    AccessJitter jitter(kind, way, Random(seed));
    std::vector<double> delays;
    for (int i = 0; i < probes; ++i) delays.push_back(jitter.delay_ns(1) / 1e6);
    return delays;
}

double mean(const std::vector<double>& values, std::size_t begin, std::size_t end) {
    double sum = 0;
    for (std::size_t i = begin; i < end; ++i) sum += values[i];
    return sum / static_cast<double>(end - begin);
}

double mean(const std::vector<double>& values) {
    return mean(values, 0, values.size());
}

TEST(AccessJitter, IsNothingWithoutAnAccess) {
    EXPECT_EQ(delays_ms(AccessKind::none, Way::up, 10), std::vector<double>(10, 0.0));
}

TEST(AccessJitter, HasTheMeanOfItsParts) {
    constexpr int kProbes = 200'000;
    // mean + grid/2 + share * mean of the extra, times the mean of the scale, 1 + sigma^2/4.
    EXPECT_NEAR(mean(delays_ms(AccessKind::dsl, Way::down, kProbes)), 0.275 * 1.0025, 0.02);
    EXPECT_NEAR(mean(delays_ms(AccessKind::cable, Way::up, kProbes)), 1.88 * 1.0156, 0.12);
    EXPECT_NEAR(mean(delays_ms(AccessKind::wifi, Way::down, kProbes)), 0.94 * 1.0225, 0.08);
    EXPECT_NEAR(mean(delays_ms(AccessKind::lte, Way::up, kProbes)), 5.14 * 1.0225, 0.4);
    EXPECT_NEAR(mean(delays_ms(AccessKind::fibre, Way::down, kProbes)), 0.03 * 1.0025, 0.002);
}

// The same of the other way, where it differs.
TEST(AccessJitter, HasAMeanOfItsOwnInEachDirection) {
    constexpr int kProbes = 40'000;
    EXPECT_NEAR(mean(delays_ms(AccessKind::cable, Way::down, kProbes)), 0.43 * 1.01, 0.05);
    EXPECT_NEAR(mean(delays_ms(AccessKind::lte, Way::down, kProbes)), 2.64 * 1.0156, 0.25);
    EXPECT_NEAR(mean(delays_ms(AccessKind::fibre, Way::up, kProbes)), 0.155 * 1.0025, 0.01);
}

TEST(AccessJitter, IsCorrelatedFromProbeToProbe) {
    const auto delays = delays_ms(AccessKind::fibre, Way::down, 100'000);
    const double center = mean(delays);
    double covariance = 0;
    double variance = 0;
    for (std::size_t i = 1; i < delays.size(); ++i) {
        covariance += (delays[i] - center) * (delays[i - 1] - center);
        variance += (delays[i] - center) * (delays[i] - center);
    }
    EXPECT_GT(covariance / variance, 0.07);  // 0.3 squared, and a little by the scale
    EXPECT_LT(covariance / variance, 0.2);
}

TEST(AccessJitter, DiffersInScaleBetweenWindows) {
    const auto delays = delays_ms(AccessKind::wifi, Way::down, 600 * 144);
    std::vector<double> windows;
    for (std::size_t begin = 0; begin < delays.size(); begin += 600) {
        windows.push_back(mean(delays, begin, begin + 600));
    }
    const double center = mean(windows);
    double variance = 0;
    for (const double window : windows) variance += (window - center) * (window - center);
    const double spread = std::sqrt(variance / static_cast<double>(windows.size())) / center;
    EXPECT_GT(spread, 0.15);
    EXPECT_LT(spread, 0.4);
}

// As in recordings of homes: 0.38 to 0.49. What lies close to the floor can hardly be told apart there.
TEST(AccessJitter, OfWifiLeavesFewProbesOnTheFloor) {
    auto round_trips = delays_ms(AccessKind::wifi, Way::up, 100'000);
    const auto down = delays_ms(AccessKind::wifi, Way::down, 100'000, 2);
    for (std::size_t i = 0; i < down.size(); ++i) round_trips[i] += down[i];
    std::sort(round_trips.begin(), round_trips.end());
    const double ratio = round_trips[10'000] / round_trips[50'000];
    EXPECT_GT(ratio, 0.36);
    EXPECT_LT(ratio, 0.5);
}

TEST(AccessJitter, IsNeverNegative) {
    for (const auto kind :
         {AccessKind::dsl, AccessKind::cable, AccessKind::wifi, AccessKind::lte, AccessKind::fibre}) {
        const auto delays = delays_ms(kind, Way::up, 20'000);
        EXPECT_GE(*std::min_element(delays.begin(), delays.end()), 0);
    }
}

TEST(AccessJitter, KindsHaveNames) {
    EXPECT_EQ(kAccessKinds.find("4g"), AccessKind::lte);
    EXPECT_EQ(kAccessKinds.find("fibre"), AccessKind::fibre);
    EXPECT_FALSE(kAccessKinds.find("modem"));
}

TEST(AccessJitter, GoesOnAfterHoursWithoutAProbe) {
    for (const auto kind : {AccessKind::dsl, AccessKind::cable, AccessKind::wifi, AccessKind::lte}) {
        AccessJitter jitter(kind, Way::up, Random(3));
        for (const double elapsed_s : {1.0, 1200.0, 2500.0, 86'400.0, 1.0}) {
            const double delay_ns = jitter.delay_ns(elapsed_s);
            EXPECT_TRUE(delay_ns >= 0 && delay_ns < 1e9) << delay_ns << " after " << elapsed_s;
        }
    }
}

}  // namespace
}  // namespace tixdb::simulate
