// SPDX-License-Identifier: MIT
// What a window reads of those before it, where several end in the same second.
#include "process/history.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "support/temporary_database.hpp"

namespace tixdb::process::history {
namespace {

constexpr std::int64_t kEnd_s = 1'499'991'539;
const std::string kIp = "192.0.2.1";

// By their session first, then by where they begin in it.
const std::vector<store::WindowPlace> kPlaces = {
    {kEnd_s, {kEnd_s - 3000, {1}}, {kEnd_s - 1100, {9}}},
    {kEnd_s, {kEnd_s - 3000, {2}}, {kEnd_s - 1300, {8}}},
    {kEnd_s, {kEnd_s - 2000, {1}}, {kEnd_s - 1200, {7}}},
    {kEnd_s, {kEnd_s - 2000, {1}}, {kEnd_s - 1100, {5}}},
    {kEnd_s, {kEnd_s - 2000, {1}}, {kEnd_s - 1100, {6}}},
};

// All of them offer the same values.
model::WindowMetrics queueing_result() {
    model::WindowMetrics metrics;
    metrics.method = model::Method::queueing;
    metrics.up.usage = 0.5;
    model::QueueingInputs& inputs = metrics.queueing.emplace();
    inputs.skew_ms_per_s = 0.25;
    inputs.skew_source = model::SkewSource::fitted;
    inputs.base_ms = 12;
    inputs.floor_sum_ms = 11;
    inputs.baseline_ms = 11;
    inputs.since_s = kEnd_s - 5000;
    return metrics;
}

model::WindowMetrics adaptive_result() {
    model::WindowMetrics metrics;
    metrics.method = model::Method::adaptive;
    model::AdaptiveFindings& findings = metrics.adaptive.emplace();
    findings.up.sketch.emplace();
    findings.down.sketch.emplace();
    return metrics;
}

class HistoryOfOneSecond : public testing::TestWithParam<std::vector<std::int64_t>> {
  protected:
    // The window with the id i stands at kPlaces[i - 1].
    HistoryOfOneSecond() {
        const model::WindowMetrics adaptive = adaptive_result();
        for (const std::int64_t id : GetParam()) {
            history_.put(id, kPlaces[static_cast<std::size_t>(id - 1)], kIp, queueing_result(), &adaptive);
        }
    }

    test::TemporaryDatabase temporary_;
    store::HistoryReader reader_{temporary_.database(), history_versions()};
    History history_{reader_, {1, 1}};
};

TEST_P(HistoryOfOneSecond, IsReadUpToTheWindowThatBeginsLastOfTheLastSession) {
    const model::QueueingReads offered = history_.offered_to(kIp, kEnd_s + 60);
    ASSERT_TRUE(offered.skew_ms_per_s && offered.floor_sum_ms && offered.since_s);
    EXPECT_EQ(offered.skew_ms_per_s->window_id, 5);
    EXPECT_EQ(offered.floor_sum_ms->window_id, 5);
    EXPECT_EQ(offered.since_s->window_id, 5);
}

TEST_P(HistoryOfOneSecond, GivesSketchesInTheOrderOfSessionsAndOfTheirWindows) {
    std::vector<std::int64_t> ids;
    for (const auto* window : history_.sketches_before(kIp, kEnd_s + 60)) ids.push_back(window->window_id);
    EXPECT_EQ(ids, (std::vector<std::int64_t>{1, 2, 3, 4, 5}));
}

INSTANTIATE_TEST_SUITE_P(InAnyOrder, HistoryOfOneSecond,
                         testing::Values(std::vector<std::int64_t>{1, 2, 3, 4, 5},
                                         std::vector<std::int64_t>{5, 4, 3, 2, 1},
                                         std::vector<std::int64_t>{3, 5, 1, 4, 2}));

}  // namespace
}  // namespace tixdb::process::history
