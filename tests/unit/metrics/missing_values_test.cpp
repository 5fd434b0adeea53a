// SPDX-License-Identifier: MIT
// Why a value is missing, and what is carried on from earlier windows.
#include <gtest/gtest.h>

#include "metrics/classic.hpp"
#include "metrics/queueing.hpp"
#include "support/probe_series.hpp"

namespace tixdb::metrics {
namespace {

using model::SkewSource;
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
    EXPECT_EQ(reasons_of(queueing(series.observations(), QueueingHistory{}, {})), all("too_short"));
}

TEST(MissingValues, FewerThan120RecentObservationsAreTooFewForQueueing) {
    ProbeSeries series;
    series.is_lost = [](std::int64_t i) { return i >= 600 && i % 5 != 4; };  // leaves 120
    EXPECT_TRUE(queueing(series.observations(), QueueingHistory{}, {}).up.usage.value());
    series.is_lost = [](std::int64_t i) { return i >= 600 && (i % 5 != 4 || i == 604); };
    EXPECT_EQ(reasons_of(queueing(series.observations(), QueueingHistory{}, {})), all("too_few"));
}

TEST(MissingValues, ConstantDelaysHaveNoUsageInClassicAndAreIdleInQueueing) {
    ProbeSeries series;
    EXPECT_EQ(reasons_of(classic(series.observations())), all("constant"));
    const auto metrics = queueing(series.observations(), QueueingHistory{}, {});
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
    EXPECT_EQ(reasons_of(queueing(series.observations(), QueueingHistory{}, {})),
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

TEST(QueueingParameters, AreStoredAsJsonWithSortedKeysAndShortestNumbers) {
    const ProbeSeries series;
    EXPECT_EQ(queueing(series.observations(), QueueingHistory{}, {}).parameters_json,
              R"({"epsilon_down_ms":8,"epsilon_up_ms":24})");
    EXPECT_EQ(
        queueing(series.observations(), QueueingHistory{}, {.epsilon_up_ms = 0.1, .epsilon_down_ms = 12.5})
            .parameters_json,
        R"({"epsilon_down_ms":12.5,"epsilon_up_ms":0.1})");
    EXPECT_EQ(classic(series.observations()).parameters_json, "{}");
}

// The two directions change by 20 ms each at different times, which no drift explains, at any horizon.
ProbeSeries unsteady() {
    ProbeSeries series;
    series.up_queue_ns = [](std::int64_t i) { return i % 600 < 300 ? 0 : 20 * kMs; };
    series.down_queue_ns = [](std::int64_t i) { return i % 600 < 300 ? 20 * kMs : 0; };
    return series;
}

TEST(QueueingSkew, IsCarriedOnWhereNoneIsAccepted) {
    const auto window = unsteady().observations();
    const auto carried = queueing(window, QueueingHistory{window, 0.03, std::nullopt}, {});
    EXPECT_EQ(carried.queueing->skew_source, SkewSource::carried);
    EXPECT_EQ(carried.queueing->skew_ms_per_s.value(), 0.03);
    EXPECT_FALSE(carried.queueing->skew_horizon_min);
    const auto fallback = queueing(window, QueueingHistory{window, std::nullopt, std::nullopt}, {});
    EXPECT_EQ(fallback.queueing->skew_source, SkewSource::fallback);
    EXPECT_EQ(fallback.queueing->skew_horizon_min, 10);
}

TEST(QueueingSkew, IsFittedOverTheLongestHorizonThatIsAccepted) {
    // An hour, with a route that changes back and forth until half an hour before its end.
    ProbeSeries series;
    series.seconds = 3600;
    series.up_queue_ns = [](std::int64_t i) { return i < 900 ? 0 : i < 1700 ? 20 * kMs : 10 * kMs; };
    series.down_queue_ns = [](std::int64_t i) { return i < 900 ? 20 * kMs : i < 1700 ? 0 : 10 * kMs; };
    const auto session = series.observations();
    const auto window = std::span(session).last(1100);
    EXPECT_EQ(
        queueing(window, QueueingHistory{session, std::nullopt, std::nullopt}, {}).queueing->skew_horizon_min,
        30);
}

TEST(StandingQueue, IsAddedToTheDirectionThatWaitsLonger) {
    ProbeSeries series;
    series.down_queue_ns = [](std::int64_t i) {
        return i % 3 == 0 ? 4 * kMs : 5 * kMs;
    };  // median 1 ms, not busy
    const auto window = series.observations();
    const auto metrics = queueing(window, QueueingHistory{window, std::nullopt, -70.0}, {});
    // b = 10 + 20 + 4 ms; above the least known by 104 ms.
    EXPECT_NEAR(metrics.queueing->base_ms.value(), 34, 1e-9);
    EXPECT_EQ(metrics.queueing->baseline_ms, -70);
    EXPECT_NEAR(metrics.queueing->standing_ms, 104, 1e-9);
    EXPECT_EQ(metrics.queueing->standing_direction, "down");
    EXPECT_EQ(metrics.down.usage.value(), 1);
    EXPECT_EQ(metrics.down.quality.value(), 0);
    EXPECT_EQ(metrics.up.usage.value(), 0);
}

TEST(StandingQueue, OfUpTo100MsIsLeftAlone) {
    const auto window = ProbeSeries{}.observations();
    const auto metrics = queueing(window, QueueingHistory{window, std::nullopt, -70.0}, {});
    EXPECT_EQ(metrics.queueing->standing_ms, 0);  // b = 30: exactly 100 ms
    EXPECT_EQ(metrics.queueing->standing_direction, "");
    EXPECT_EQ(metrics.queueing->baseline_ms, -70);
}

}  // namespace
}  // namespace tixdb::metrics
