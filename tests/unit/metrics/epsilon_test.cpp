// SPDX-License-Identifier: MIT
// A probe is busy if it waited longer than epsilon of its direction: to the last bit, in every figure that
// rests on it.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "metrics/latency.hpp"
#include "metrics/queueing.hpp"

namespace tixdb::metrics::epsilon_test {
namespace {

// A minute of 60 probes of which so many waited so long, the others not at all.
std::vector<double> waits(int busy, double wait_ms) {
    std::vector<double> waits_ms(60, 0.0);
    std::fill_n(waits_ms.begin(), busy, wait_ms);
    return waits_ms;
}

QueueAnalysis analysis_of(const std::vector<double>& up_ms, const std::vector<double>& down_ms) {
    QueueAnalysis analysis;
    analysis.recent = 60;
    analysis.delays.up_ms = analysis.delays.up_queue_ms = up_ms;
    analysis.delays.down_ms = analysis.delays.down_queue_ms = down_ms;
    analysis.delays.time_s.resize(60);
    std::iota(analysis.delays.time_s.begin(), analysis.delays.time_s.end(), 600);
    return analysis;
}

constexpr QueueingParameters kParameters = [] {
    QueueingParameters parameters;
    parameters.epsilon_up_ms = 5;
    parameters.epsilon_down_ms = 7;
    return parameters;
}();

TEST(Epsilon, IsTheLongestWaitOfAnIdleProbeInItsDirection) {
    const auto at = queueing(analysis_of(waits(60, 5), waits(60, 7)), kParameters);
    EXPECT_EQ(at.up.busy_share, 0);
    EXPECT_EQ(at.down.busy_share, 0);
    EXPECT_EQ(at.up.quality.value(), 1);
    const auto beyond = queueing(
        analysis_of(waits(45, std::nextafter(5.0, 6.0)), waits(30, std::nextafter(7.0, 8.0))), kParameters);
    EXPECT_EQ(beyond.up.busy_share, 0.75);
    EXPECT_EQ(beyond.down.busy_share, 0.5);
    EXPECT_EQ(beyond.up.quality.value(), 0);
    EXPECT_EQ(beyond.down.quality.value(), 1) << "a minute of which half is busy is not congested";
    EXPECT_EQ(queueing(analysis_of(waits(60, 6), waits(60, 6)), kParameters).up.busy_share, 1);
    EXPECT_EQ(queueing(analysis_of(waits(60, 6), waits(60, 6)), kParameters).down.busy_share, 0);
}

TEST(Epsilon, MarksTheProbesOfTheLatencyTableLikewise) {
    const auto marks = [](double up_ms, double down_ms) {
        const auto probe =
            queue_probes_of(analysis_of(waits(60, up_ms), waits(60, down_ms)).delays, {}, kParameters)
                .probes.front();
        return std::pair(probe.is_up_busy, probe.is_down_busy);
    };
    EXPECT_EQ(marks(5, 7), std::pair(false, false));
    EXPECT_EQ(marks(std::nextafter(5.0, 6.0), 7), std::pair(true, false));
    EXPECT_EQ(marks(5, std::nextafter(7.0, 8.0)), std::pair(false, true));
    EXPECT_EQ(marks(6, 6), std::pair(true, false));
}

TEST(Epsilon, StandingQueueIsOfTheDirectionThatItIsIn) {
    const auto delays = analysis_of(waits(60, 1), waits(60, 1)).delays;
    model::QueueingInputs inputs;
    inputs.standing_ms = 30;
    inputs.standing_direction = "up";
    EXPECT_EQ(queue_probes_of(delays, inputs, kParameters).up_standing_ns, 30'000'000);
    EXPECT_EQ(queue_probes_of(delays, inputs, kParameters).down_standing_ns, 0);
    inputs.standing_direction = "down";
    EXPECT_EQ(queue_probes_of(delays, inputs, kParameters).up_standing_ns, 0);
    EXPECT_EQ(queue_probes_of(delays, inputs, kParameters).down_standing_ns, 30'000'000);
}

}  // namespace
}  // namespace tixdb::metrics::epsilon_test
