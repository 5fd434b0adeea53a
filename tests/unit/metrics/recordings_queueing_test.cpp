// SPDX-License-Identifier: MIT
// queueing on real data: values of every window beside an independent implementation's.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>

#include "metrics/delays.hpp"
#include "metrics/hurst.hpp"
#include "metrics/queueing.hpp"
#include "support/queueing_sequence.hpp"
#include "support/recordings.hpp"

namespace tixdb::metrics::recordings_queueing_test {
namespace {

using nlohmann::json;

// The windows of a recording in order, each with the history that the ones before it leave.
std::vector<model::WindowMetrics> queueing_of(const test::Recording& recording) {
    test::QueueingSequence sequence;
    for (const test::RecordedWindow& window : recording.windows) {
        sequence.add(window.observations, recording.session_before(window), window.ip);
    }
    return sequence.results();
}

std::string reason_of(const model::WindowMetrics& metrics) {
    return metrics.up.usage.value() ? "" : std::string(name_of(metrics.up.usage.reason()));
}

// min(u - s*t) + min(v + s*t), by looking at every observation of the last horizon_min minutes.
double envelope_sum_ms(std::span<const model::Observation> session, int horizon_min, double skew_ms_per_s) {
    const OneWayDelays delays = one_way_delays(session, upstream_difference_ns(session.back()));
    const std::int64_t last_s = session.back().day_timestamp_s;
    double least_up = 1e18;
    double least_down = 1e18;
    for (std::size_t i = 0; i < session.size(); ++i) {
        const auto time_s = session[i].day_timestamp_s - last_s;
        if (time_s <= -60 * horizon_min) continue;
        const double drift_ms = skew_ms_per_s * static_cast<double>(time_s);
        least_up = std::min(least_up, static_cast<double>(delays.up_ns[i]) / 1e6 - drift_ms);
        least_down = std::min(least_down, static_cast<double>(delays.down_ns[i]) / 1e6 + drift_ms);
    }
    return least_up + least_down;
}

// The same, or another point of a plateau (their arithmetic rounds: a flat top can look tilted) that is
// further out.
void expect_skew(const model::QueueingInputs& actual, const json& expected,
                 std::span<const model::Observation> session) {
    const double theirs = expected.at("skew_ppm").get<double>() / 1000;
    if (std::abs(actual.skew_ms_per_s.value() - theirs) <= 1e-5) return;
    ASSERT_TRUE(actual.skew_horizon_min);
    EXPECT_NEAR(envelope_sum_ms(session, *actual.skew_horizon_min, actual.skew_ms_per_s.value()),
                envelope_sum_ms(session, *actual.skew_horizon_min, theirs), 1e-6);
    EXPECT_LT(std::abs(actual.skew_ms_per_s.value()), std::abs(theirs));
}

void expect_inputs(const model::QueueingInputs& actual, const json& expected) {
    EXPECT_NEAR(actual.base_ms.value(), expected.at("base_ms").get<double>(), 0.01);
    EXPECT_NEAR(actual.baseline_ms.value(), expected.at("baseline_ms").get<double>(), 0.01);
    EXPECT_NEAR(actual.standing_ms, expected.at("standing_ms").get<double>(), 0.01);
    const json& direction = expected.at("standing_direction");
    EXPECT_EQ(actual.standing_direction, direction.is_null() ? "" : direction.get<std::string>());
    if (actual.skew_horizon_min) {
        EXPECT_EQ(*actual.skew_horizon_min, expected.at("horizon_min"));
    }
    EXPECT_EQ(actual.skew_horizon_min.has_value(), !expected.at("horizon_min").is_null());
    EXPECT_EQ(name_of(actual.skew_source.value()), expected.at("skew_source").get<std::string>());
    EXPECT_EQ(actual.impossible, expected.at("impossible"));
    EXPECT_EQ(actual.short_trips, expected.at("short_trips"));
    EXPECT_EQ(actual.dips, expected.at("dips"));
    EXPECT_EQ(actual.cut_off, expected.at("cut_off"));
    EXPECT_EQ(actual.held, expected.at("held").get<bool>());
    EXPECT_EQ(actual.shifts.size(), expected.at("shifts").size());
}

class QueueingOnRecording : public testing::TestWithParam<std::string> {};

TEST_P(QueueingOnRecording, EveryWindowAgreesWithTheIndependentImplementation) {
    const auto recording = test::load_recording(GetParam());
    if (!recording) GTEST_SKIP() << "no recordings in " << test::recordings_folder();
    const json& expected = recording->queueing.at("windows");
    const auto results = queueing_of(*recording);
    ASSERT_EQ(results.size(), expected.size());
    int values = 0;
    int further_off = 0;
    double furthest = 0;
    const auto compare = [&](const model::Metric& actual, const json& value) {
        const double off = std::abs(actual.value().value() - value.get<double>());
        EXPECT_LE(off, 0.01);
        furthest = std::max(furthest, off);
        ++values;
        if (off > 0.001) ++further_off;
    };
    for (std::size_t i = 0; i < expected.size(); ++i) {
        SCOPED_TRACE(GetParam() + " window " + std::to_string(i));
        const std::string reason = expected[i].value("reason", "");
        ASSERT_EQ(reason_of(results[i]), reason);
        if (!reason.empty()) continue;
        expect_inputs(results[i].queueing.value(), expected[i]);
        expect_skew(results[i].queueing.value(), expected[i],
                    recording->session_before(recording->windows[i]));
        compare(results[i].up.usage, expected[i].at("up").at("usage"));
        compare(results[i].down.usage, expected[i].at("down").at("usage"));
        compare(results[i].up.quality, expected[i].at("up").at("quality"));
        compare(results[i].down.quality, expected[i].at("down").at("quality"));
    }
    EXPECT_LE(further_off * 100, values);
    std::printf("%s: %d values of usage and quality, %d more than 0.001 off, the furthest %.4f\n",
                GetParam().c_str(), values, further_off, furthest);
}

// u' and v' from the clock values themselves: T - e in s, delays in ms, which differ from the program's by a
// constant at most.
struct Straightened {
    std::vector<double> up_ms;
    std::vector<double> down_ms;
};
Straightened straightened(std::span<const model::Observation> window, double skew_ms_per_s) {
    const std::int64_t last_s = window.back().day_timestamp_s;
    const auto whole_days = [](std::int64_t ns, std::int64_t near_ns) {
        return std::llround(static_cast<double>(near_ns - ns) / static_cast<double>(model::kNsPerDay));
    };
    Straightened times;
    std::int64_t first_ns = 0;
    for (const model::Observation& o : window) {
        if (o.day_timestamp_s <= last_s - 600) continue;
        const std::int64_t up_ns = o.reception_ns - o.initial_ns;
        if (times.up_ms.empty()) first_ns = up_ns;
        const std::int64_t up = up_ns + whole_days(up_ns, first_ns) * model::kNsPerDay - first_ns;
        const std::int64_t down_ns = o.final_ns - o.sent_ns;
        const std::int64_t down = down_ns + whole_days(down_ns, -first_ns) * model::kNsPerDay + first_ns;
        const double drift_ms = skew_ms_per_s * static_cast<double>(o.day_timestamp_s - last_s);
        times.up_ms.push_back(static_cast<double>(up) / 1e6 - drift_ms);
        times.down_ms.push_back(static_cast<double>(down) / 1e6 + drift_ms);
    }
    return times;
}

TEST_P(QueueingOnRecording, HurstIsThatOfClassicsFormulasOverTheDelaysWithoutDrift) {
    const auto recording = test::load_recording(GetParam());
    if (!recording) GTEST_SKIP() << "no recordings in " << test::recordings_folder();
    const auto results = queueing_of(*recording);
    double furthest = 0;
    const auto compare = [&](const model::Metric& actual, const model::Metric& formula) {
        const double off = std::abs(actual.value().value() - formula.value().value());
        EXPECT_LE(off, 1e-9);
        furthest = std::max(furthest, off);
    };
    for (std::size_t i = 0; i < results.size(); ++i) {
        SCOPED_TRACE(GetParam() + " window " + std::to_string(i));
        // What was set aside or cut off is none of the series.
        const model::QueueingInputs& inputs = results[i].queueing.value();
        const auto left_out = inputs.impossible + inputs.short_trips + inputs.dips + inputs.cut_off;
        if (left_out > 0 || !results[i].up.usage.value()) continue;
        const double skew = results[i].queueing.value().skew_ms_per_s.value();
        const Straightened times = straightened(recording->windows[i].observations, skew);
        compare(results[i].up.hurst_rs, hurst_rs(times.up_ms));
        compare(results[i].up.hurst_wavelet, hurst_wavelet(times.up_ms));
        compare(results[i].down.hurst_rs, hurst_rs(times.down_ms));
        compare(results[i].down.hurst_wavelet, hurst_wavelet(times.down_ms));
    }
    std::printf("%s: %zu windows, Hurst at most %.1e off\n", GetParam().c_str(), results.size(), furthest);
}

INSTANTIATE_TEST_SUITE_P(Recordings, QueueingOnRecording, testing::ValuesIn(test::recording_names()));

}  // namespace
}  // namespace tixdb::metrics::recordings_queueing_test
