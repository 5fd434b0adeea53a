// SPDX-License-Identifier: MIT
// classic on real data: bounds and values of every window, as an independent implementation found them.
#include <gtest/gtest.h>

#include "metrics/classic.hpp"
#include "support/recordings.hpp"

namespace tixdb::metrics {
namespace {

using nlohmann::json;

class ClassicOnRecording : public testing::TestWithParam<std::string> {};

// The expected file was computed with absolute clock values and carries their rounding.
constexpr double kRelative = 1e-6;
constexpr double kRoundingNs = 50;

void expect_near(double actual, const json& expected, double absolute, const std::string& what) {
    const auto value = expected.get<double>();
    EXPECT_NEAR(actual, value, std::max(absolute, kRelative * std::abs(value))) << what;
}

void expect_direction(const model::DirectionMetrics& actual, const json& expected, const std::string& what) {
    EXPECT_EQ(actual.usage.value(), expected.at("usage").get<double>()) << what;
    EXPECT_EQ(actual.quality.value(), expected.at("quality").get<double>()) << what;
    expect_near(actual.hurst_rs.value().value(), expected.at("hurst_rs"), 0, what + " hurst_rs");
    expect_near(actual.hurst_wavelet.value().value(), expected.at("hurst_wavelet"), 0,
                what + " hurst_wavelet");
    expect_near(actual.mode_ns.value(), expected.at("mode_ns"), kRoundingNs, what + " mode");
    expect_near(actual.threshold_ns.value(), expected.at("threshold_ns"), kRoundingNs, what + " threshold");
}

void expect_bounds(const test::RecordedWindow& window, const json& expected) {
    EXPECT_EQ(window.ip, expected.at("ip"));
    EXPECT_EQ(window.reports, expected.at("reports"));
    EXPECT_EQ(window.first_report_s, expected.at("first_report"));
    EXPECT_EQ(window.last_report_s, expected.at("last_report"));
    EXPECT_EQ(window.observations.size(), expected.at("observations"));
    EXPECT_EQ(window.observations.front().day_timestamp_s, expected.at("first"));
    EXPECT_EQ(window.last_s(), expected.at("last"));
    EXPECT_EQ(window.last_s(), expected.at("timestamp"));
}

void expect_sane(const model::DirectionMetrics& direction) {
    EXPECT_GE(direction.usage.value().value(), 0);
    EXPECT_LE(direction.usage.value().value(), 2);
    EXPECT_GE(direction.quality.value().value(), 0);
    EXPECT_LE(direction.quality.value().value(), 1);
    EXPECT_LT(std::abs(direction.mode_ns.value()), 1e9);  // no 24 h left in it
    // Single probes that waited for seconds pull the wavelet's estimate as far down as -0.8.
    EXPECT_NEAR(direction.hurst_rs.value().value(), 0.7, 0.5);
    EXPECT_NEAR(direction.hurst_wavelet.value().value(), 0.5, 1.5);
}

TEST_P(ClassicOnRecording, EveryWindowAgreesWithTheIndependentImplementation) {
    const auto recording = test::load_recording(GetParam());
    if (!recording) GTEST_SKIP() << "no recordings in " << test::recordings_folder();
    const json& expected = recording->classic.at("windows");
    ASSERT_EQ(recording->windows.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const std::string what = GetParam() + " window " + std::to_string(i);
        SCOPED_TRACE(what);
        const test::RecordedWindow& window = recording->windows[i];
        expect_bounds(window, expected[i]);
        const model::WindowMetrics actual = classic(window.observations);
        EXPECT_EQ(actual.recent_observations, expected[i].at("meaningful"));
        EXPECT_EQ(actual.clock_anchors, expected[i].at("clock_anchors").get<std::int64_t>());
        if (expected[i].value("midnight", false)) {
            expect_sane(actual.up);
            expect_sane(actual.down);
            continue;
        }
        EXPECT_EQ(actual.minutes, expected[i].at("minutes"));
        EXPECT_EQ(actual.rtt_mode_ns, expected[i].at("rtt_mode_ns").get<double>());
        expect_direction(actual.up, expected[i].at("up"), what + " up");
        expect_direction(actual.down, expected[i].at("down"), what + " down");
    }
}

INSTANTIATE_TEST_SUITE_P(Recordings, ClassicOnRecording, testing::ValuesIn(test::recording_names()));

}  // namespace
}  // namespace tixdb::metrics
