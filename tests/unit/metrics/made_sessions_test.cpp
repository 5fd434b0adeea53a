// SPDX-License-Identifier: MIT
// Both methods on made data that is part of the project, beside the Python reference's values.
#include "support/made_sessions.hpp"

#include <gtest/gtest.h>

#include "base/digest.hpp"
#include "metrics/classic.hpp"
#include "support/metrics_text.hpp"

namespace tixdb::metrics {
namespace {

using nlohmann::json;

void expect_metric(const model::Metric& actual, const json& expected, double relative,
                   const std::string& what) {
    if (expected.is_string()) {
        EXPECT_FALSE(actual.value()) << what;
        EXPECT_EQ(name_of(actual.reason()), expected.get<std::string>()) << what;
        return;
    }
    const double value = expected.get<double>();
    ASSERT_TRUE(actual.value()) << what;
    EXPECT_NEAR(*actual.value(), value, relative * std::abs(value)) << what;
}

constexpr double kExact = 0;
constexpr double kRounding = 1e-9;

class MadeSession : public testing::TestWithParam<std::string> {};

TEST_P(MadeSession, ClassicAgreesWithThePythonReference) {
    const test::MadeSession session = test::load_made_session(GetParam());
    ASSERT_FALSE(session.windows.empty());
    for (const test::MadeWindow& window : session.windows) {
        const json& expected = window.classic;
        const model::WindowMetrics actual = classic(session.in(window));
        EXPECT_EQ(actual.recent_observations, expected.at("recent"));
        EXPECT_EQ(actual.minutes, expected.at("minutes"));
        EXPECT_EQ(actual.clock_anchors, expected.at("clock_anchors").get<std::int64_t>());
        EXPECT_EQ(actual.rtt_mode_ns, expected.at("rtt_mode_ns").get<double>());
        const auto expect_direction = [](const model::DirectionMetrics& direction, const json& theirs) {
            expect_metric(direction.usage, theirs.at("usage"), kExact, "usage");
            expect_metric(direction.quality, theirs.at("quality"), kExact, "quality");
            expect_metric(direction.hurst_rs, theirs.at("hurst_rs"), kRounding, "hurst_rs");
            expect_metric(direction.hurst_wavelet, theirs.at("hurst_wavelet"), kRounding, "hurst_wavelet");
            EXPECT_NEAR(direction.mode_ns.value(), theirs.at("mode_ns").get<double>(), 1);
            EXPECT_NEAR(direction.threshold_ns.value(), theirs.at("threshold_ns").get<double>(), 1);
        };
        expect_direction(actual.up, expected.at("up"));
        expect_direction(actual.down, expected.at("down"));
    }
}

// A number of the reference beside one of ours, or that both have none.
template <typename Number>
void expect_number(const std::optional<Number>& actual, const json& theirs, const char* name,
                   double within = 1e-9) {
    const bool has_none = !theirs.contains(name) || theirs.at(name).is_null();
    ASSERT_EQ(actual.has_value(), !has_none) << name;
    if (actual) {
        EXPECT_NEAR(static_cast<double>(*actual), theirs.at(name).get<double>(), within) << name;
    }
}

void expect_inputs_of_reference(const model::QueueingInputs& actual, const json& theirs) {
    EXPECT_EQ(actual.impossible, theirs.at("impossible"));
    EXPECT_EQ(actual.short_trips, theirs.at("short_trips"));
    EXPECT_EQ(actual.dips, theirs.at("dips"));
    EXPECT_EQ(actual.cut_off, theirs.at("cut_off"));
    EXPECT_EQ(actual.held, theirs.at("held").get<bool>());
    EXPECT_EQ(actual.skipped_direction, theirs.at("skipped_direction"));
    EXPECT_EQ(name_of(actual.skew_source.value()), theirs.at("skew_source").get<std::string>());
    expect_number(actual.skew_ms_per_s, theirs, "skew_ms_per_s", 1e-12);
    expect_number(actual.skew_horizon_min, theirs, "skew_horizon_min");
    expect_number(actual.shortfall_ms, theirs, "shortfall_ms");
    expect_number(actual.base_ms, theirs, "base_ms");
    expect_number(actual.floor_sum_ms, theirs, "floor_sum_ms");
    expect_number(actual.baseline_ms, theirs, "baseline_ms");
    expect_number(actual.since_s, theirs, "since_s");
    const json& shifts = theirs.at("shifts");
    ASSERT_EQ(actual.shifts.size(), shifts.size());
    for (std::size_t i = 0; i < shifts.size(); ++i) {
        EXPECT_EQ(actual.shifts[i].at_s, shifts[i].at("at_s"));
        expect_number(actual.shifts[i].up_ms, shifts[i], "up_ms");
        expect_number(actual.shifts[i].down_ms, shifts[i], "down_ms");
    }
}

TEST_P(MadeSession, QueueingAgreesWithThePythonReference) {
    const test::MadeSession session = test::load_made_session(GetParam());
    ASSERT_FALSE(session.windows.empty());
    for (const test::MadeWindow& window : session.windows) {
        SCOPED_TRACE(testing::Message() << GetParam() << ' ' << window.begin);
        const json& expected = window.queueing;
        const model::WindowMetrics actual = queueing(session.in(window), window.history, {});
        EXPECT_EQ(actual.recent_observations, expected.at("recent"));
        EXPECT_EQ(actual.minutes, expected.at("minutes"));
        expect_inputs_of_reference(actual.queueing.value(), expected);
        const auto expect_direction = [](const model::DirectionMetrics& direction, const json& theirs) {
            if (direction.busy_share) {
                EXPECT_EQ(*direction.busy_share, theirs.at("busy_share").get<double>());
            }
            expect_metric(direction.usage, theirs.at("usage"), kRounding, "usage");
            expect_metric(direction.quality, theirs.at("quality"), kExact, "quality");
            expect_metric(direction.hurst_rs, theirs.at("hurst_rs"), kRounding, "hurst_rs");
            expect_metric(direction.hurst_wavelet, theirs.at("hurst_wavelet"), kRounding, "hurst_wavelet");
        };
        expect_direction(actual.up, expected.at("up"));
        expect_direction(actual.down, expected.at("down"));
        if (!actual.up.usage.value()) continue;
        EXPECT_NEAR(actual.queueing->standing_ms, expected.at("standing_ms").get<double>(), 1e-9);
        EXPECT_EQ(actual.queueing->standing_direction, expected.at("standing_direction"));
    }
}

INSTANTIATE_TEST_SUITE_P(Made, MadeSession, testing::ValuesIn(test::made_session_names()));

// SHA-256 of test::exact_text_of_made_sessions(). Holds for every compiler, optimisation level and processor;
// if a change moves it on purpose, raise the method's version, and take the new value from this test's
// output.
constexpr std::string_view kDigest = "071dfe76e09a145e52fecb71b6c57947c0abf05fd54e678304275e419a1ba93e";

std::string digest_of(const std::string& text) {
    return hex(sha256({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}));
}

TEST(MadeSessions, ResultsHaveTheSameBitsInEveryBuild) {
    const std::string text = test::exact_text_of_made_sessions();
    EXPECT_EQ(digest_of(text), kDigest) << text;
}

}  // namespace
}  // namespace tixdb::metrics
