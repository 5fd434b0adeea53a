// SPDX-License-Identifier: MIT
// adaptive on real data: from observations, values of every window beside an independent implementation's.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>

#include "metrics/adaptive/sketch.hpp"
#include "support/queueing_sequence.hpp"
#include "support/recordings.hpp"

namespace tixdb::metrics::recordings_adaptive_test {
namespace {

using nlohmann::json;

// The bound of docs/methods.md: a sketch may differ by a probe that lies on an edge.
constexpr double kUsual = 0.001;
constexpr double kLargest = 0.02;

class AdaptiveOnRecordedProbes : public testing::TestWithParam<std::string> {
  protected:
    void compare(double ours, const json& theirs) {
        const double off = std::abs(ours - theirs.get<double>());
        EXPECT_LE(off, kLargest);
        furthest = std::max(furthest, off);
        ++values;
        if (off > kUsual) ++further_off;
    }
    void expect_direction(const model::DirectionMetrics& figures, const model::AdaptiveDirection& ours,
                          const json& theirs) {
        compare(figures.usage.value().value(), theirs.at("usage"));
        ASSERT_EQ(ours.state.has_value(), theirs.at("learned").get<bool>());
        EXPECT_EQ(ours.guarded, theirs.at("guarded").get<bool>());
        if (ours.sketch != theirs.at("sketch").get<model::Sketch>()) ++other_sketches;
        if (!ours.state) return;
        EXPECT_EQ(name_of(*ours.state), theirs.at("state").get<std::string>());
        compare(ours.low.value().value(), theirs.at("low"));
        EXPECT_EQ(figures.quality.value().value(), theirs.at("quality").get<double>());
        EXPECT_EQ(ours.kernel_windows.size(), theirs.at("kernel_windows").get<std::size_t>());
    }

    int values = 0;
    int further_off = 0;
    int other_sketches = 0;
    double furthest = 0;
};

TEST_P(AdaptiveOnRecordedProbes, EveryWindowAgreesWithTheIndependentImplementation) {
    const auto recording = test::load_recording(GetParam());
    if (!recording) GTEST_SKIP() << "no recordings in " << test::recordings_folder();
    test::QueueingSequence sequence;
    for (const test::RecordedWindow& window : recording->windows) {
        sequence.add(window.observations, recording->session_before(window), window.ip);
    }
    const auto& results = sequence.adaptive_results();
    const json& expected = recording->adaptive.at("windows");
    ASSERT_EQ(results.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        SCOPED_TRACE(GetParam() + " window " + std::to_string(i));
        const model::WindowMetrics& metrics = results[i];
        if (expected[i].at("learned").is_null()) {
            EXPECT_EQ(name_of(metrics.up.usage.reason()), expected[i].at("reason").get<std::string>());
            continue;
        }
        EXPECT_EQ(metrics.adaptive->history_windows, expected[i].at("history"));
        expect_direction(metrics.up, metrics.adaptive->up, expected[i].at("up"));
        expect_direction(metrics.down, metrics.adaptive->down, expected[i].at("down"));
    }
    EXPECT_LE(further_off * 100, values);
    std::printf(
        "%s: %d values of usage and low, %d more than 0.001 off, the furthest %.4f; %d sketches differ\n",
        GetParam().c_str(), values, further_off, furthest, other_sketches);
}
INSTANTIATE_TEST_SUITE_P(All, AdaptiveOnRecordedProbes, testing::ValuesIn(test::recording_names()),
                         [](const auto& name) { return "Recording" + name.param; });

}  // namespace
}  // namespace tixdb::metrics::recordings_adaptive_test
