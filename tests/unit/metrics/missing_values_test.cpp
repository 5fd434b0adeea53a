// SPDX-License-Identifier: MIT
// Why a value is missing.
#include <gtest/gtest.h>

#include <utility>

#include "metrics/classic.hpp"
#include "metrics/queueing.hpp"
#include "support/probe_series.hpp"

namespace tixdb::metrics {
namespace {

using test::kMs;
using test::ProbeSeries;

std::string all(const std::string& reason) {
    std::string text;
    for (const char* name : {"up_usage", "down_usage", "up_quality", "down_quality", "up_hurst_rs",
                             "up_hurst_wavelet", "down_hurst_rs", "down_hurst_wavelet"}) {
        if (!text.empty()) text += ';';
        text.append(name).append(":").append(reason);
    }
    return text;
}

TEST(MissingValues, AWindowOfLessThanTenMinutesIsTooShort) {
    ProbeSeries series;
    series.seconds = 600;  // the last is 599 s after the first
    EXPECT_EQ(reasons_of(classic(series.observations())), all("too_short"));
    EXPECT_EQ(reasons_of(queueing(series.observations(), WindowHistory{}, {})), all("too_short"));
}

TEST(MissingValues, FewerThan120RecentObservationsAreTooFewForQueueing) {
    ProbeSeries series;
    series.is_lost = [](std::int64_t i) { return i >= 600 && i % 5 != 4; };  // leaves 120
    EXPECT_TRUE(queueing(series.observations(), WindowHistory{}, {}).up.usage.value());
    series.is_lost = [](std::int64_t i) { return i >= 600 && (i % 5 != 4 || i == 604); };
    EXPECT_EQ(reasons_of(queueing(series.observations(), WindowHistory{}, {})), all("too_few"));
}

TEST(MissingValues, ConstantDelaysHaveNoUsageInClassicAndAreIdleInQueueing) {
    ProbeSeries series;
    EXPECT_EQ(reasons_of(classic(series.observations())), all("constant"));
    const auto metrics = queueing(series.observations(), WindowHistory{}, {});
    EXPECT_EQ(metrics.up.usage.value(), 0);
    EXPECT_EQ(metrics.up.quality.value(), 1);
    EXPECT_EQ(
        reasons_of(metrics),
        "up_hurst_rs:constant;up_hurst_wavelet:constant;down_hurst_rs:constant;down_hurst_wavelet:constant");
    EXPECT_TRUE(is_publishable(metrics));
}

TEST(MissingValues, WithoutAMinuteOfThirtyThereIsNoQuality) {
    ProbeSeries series;
    series.is_lost = [](std::int64_t i) { return i % 60 >= 29; };
    series.up_queue_ns = [](std::int64_t i) { return i * i % 37 * kMs; };
    series.down_queue_ns = [](std::int64_t i) { return i * i % 41 * kMs; };
    EXPECT_EQ(reasons_of(classic(series.observations())), "up_quality:no_minutes;down_quality:no_minutes");
    EXPECT_EQ(reasons_of(queueing(series.observations(), WindowHistory{}, {})),
              "up_quality:no_minutes;down_quality:no_minutes");
}

TEST(MissingValues, WithoutAHurstExponentClassicHasNoQuality) {
    ProbeSeries series;
    series.seconds = 1'210;
    series.is_lost = [](std::int64_t i) { return i > 0 && i < 1'147; };  // 63 recent ones
    series.up_queue_ns = [](std::int64_t i) { return i * i % 37 * kMs; };
    series.down_queue_ns = [](std::int64_t i) { return i * i % 41 * kMs; };
    EXPECT_EQ(reasons_of(classic(series.observations())),
              "up_quality:too_few;down_quality:too_few;up_hurst_rs:too_few;up_hurst_wavelet:too_few;"
              "down_hurst_rs:too_few;down_hurst_wavelet:too_few");
}

// One direction waits longer and longer, which makes every minute of its but the first one congested; the
// other one's sixth minute is constant.
TEST(MissingValues, AMinuteWithoutUsageOfOneDirectionCountsForNeitherInClassic) {
    const auto longer = [](std::int64_t i) { return i < 600 ? 0 : (i - 599 + i * i % 37) * kMs; };
    const auto spread = [](std::int64_t i) { return i < 600 || i / 60 == 15 ? 0 : i * i % 41 * kMs; };
    ProbeSeries series;
    series.up_queue_ns = longer;
    series.down_queue_ns = spread;
    ClassicTrace trace;
    const auto metrics = classic(series.observations(), &trace);
    ASSERT_EQ(trace.minutes.size(), 10U);
    const ClassicMinute& sixth = trace.minutes[5];
    EXPECT_EQ(sixth.up_usage, 0) << "of a minute that counts this would be congested";
    EXPECT_FALSE(sixth.down_usage);
    EXPECT_FALSE(sixth.up_congested);
    EXPECT_EQ(metrics.minutes, 9);
    EXPECT_EQ(metrics.up.quality.value(), 1.0 / 9);
    EXPECT_EQ(metrics.down.quality.value(), 1);
    std::swap(series.up_queue_ns, series.down_queue_ns);
    const auto exchanged = classic(series.observations());
    EXPECT_EQ(exchanged.up.quality.value(), 1);
    EXPECT_EQ(exchanged.down.quality.value(), 1.0 / 9);
}

TEST(QueueingParameters, AreStoredAsJsonWithSortedKeysAndShortestNumbers) {
    const ProbeSeries series;
    EXPECT_EQ(queueing(series.observations(), WindowHistory{}, {}).parameters_json,
              R"({"epsilon_down_ms":8,"epsilon_up_ms":24})");
    EXPECT_EQ(
        queueing(series.observations(), WindowHistory{}, {.epsilon_up_ms = 0.1, .epsilon_down_ms = 12.5})
            .parameters_json,
        R"({"epsilon_down_ms":12.5,"epsilon_up_ms":0.1})");
    EXPECT_EQ(classic(series.observations()).parameters_json, "{}");
}

TEST(MissingValues, AResultWithoutFiguresStillTellsWhatItInherits) {
    ProbeSeries series;
    series.seconds = 600;
    auto probes = series.observations();
    probes[5].reception_ns = 0;
    WindowHistory history;
    history.offered.since_s = model::EarlierValue<std::int64_t>{1'499'999'000, 3};
    const auto metrics = queueing(probes, history, {});
    EXPECT_EQ(metrics.queueing->since_s, 1'499'999'000);
    EXPECT_FALSE(metrics.queueing->floor_sum_ms);
    EXPECT_FALSE(metrics.queueing->skew_ms_per_s);
}

TEST(Classic, CountsTheImpossibleProbesOfItsWindowAndUsesThemAllTheSame) {
    ProbeSeries series;
    series.up_queue_ns = [](std::int64_t i) { return i * i % 37 * kMs; };
    series.down_queue_ns = [](std::int64_t i) { return i * i % 41 * kMs; };
    auto probes = series.observations();
    EXPECT_EQ(classic(probes).impossible, 0);
    probes[3].final_ns = probes[3].initial_ns - 500 * kMs;  // none of the recent ones
    const auto metrics = classic(probes);
    EXPECT_EQ(metrics.impossible, 1);
    EXPECT_EQ(metrics.recent_observations, 600);
}

}  // namespace
}  // namespace tixdb::metrics
