// SPDX-License-Identifier: MIT
// What makes a result that is computed again another one, and what later windows read of it.
#include "process/reprocessing/comparison.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <utility>
#include <vector>

namespace tixdb::process::comparison {
namespace {

using model::EarlierValue;
using model::Missing;
using model::WindowMetrics;

struct Change {
    const char* what;
    std::function<void(WindowMetrics&)> make;
};

WindowMetrics queueing_metrics() {
    WindowMetrics metrics;
    metrics.method = model::Method::queueing;
    metrics.parameters_json = R"({"epsilon_down_ms":8,"epsilon_up_ms":8})";
    for (model::DirectionMetrics* direction : {&metrics.up, &metrics.down}) {
        *direction = {0.25, 0.5, 0.6, 0.7, std::nullopt, std::nullopt, 0.3};
    }
    model::QueueingInputs& inputs = metrics.queueing.emplace();
    inputs.skew_ms_per_s = 0.01;
    inputs.skew_source = model::SkewSource::fitted;
    inputs.base_ms = 24;
    inputs.floor_sum_ms = 25;
    inputs.baseline_ms = 20;
    inputs.since_s = 1'500'000'000;
    inputs.reads.skew_ms_per_s = EarlierValue<double>{0.02, 7};
    inputs.reads.floor_sum_ms = EarlierValue<double>{20, 8};
    inputs.reads.since_s = EarlierValue<std::int64_t>{1'500'000'000, 9};
    inputs.reads.route_start_s = EarlierValue<std::int64_t>{1'500'000'600, 10};
    return metrics;
}

WindowMetrics adaptive_metrics() {
    WindowMetrics metrics;
    metrics.method = model::Method::adaptive;
    model::AdaptiveFindings& findings = metrics.adaptive.emplace();
    findings.up.sketch.emplace();
    findings.down.sketch.emplace();
    findings.up.quartile_ms = 1;
    findings.down.quartile_ms = 2;
    findings.up.link_mbps = 10;
    findings.down.link_mbps = 100;
    return metrics;
}

const std::vector<Change> kReadByLaterWindows = {
    {"whether it has values", [](WindowMetrics& m) { m.up.usage = m.down.usage = Missing::route; }},
    {"its floor sum", [](WindowMetrics& m) { m.queueing->floor_sum_ms = 25.5; }},
    {"whether it has a floor sum", [](WindowMetrics& m) { m.queueing->floor_sum_ms.reset(); }},
    {"how far it rose: base", [](WindowMetrics& m) { m.queueing->base_ms = 24.5; }},
    {"how far it rose: baseline", [](WindowMetrics& m) { m.queueing->baseline_ms = 20.5; }},
    {"since when its route counts", [](WindowMetrics& m) { m.queueing->since_s = 1'500'000'001; }},
    {"its slope", [](WindowMetrics& m) { m.queueing->skew_ms_per_s = 0.011; }},
    {"whether it has a slope of its own",
     [](WindowMetrics& m) { m.queueing->skew_source = model::SkewSource::carried; }},
};

const std::vector<Change> kReadByNone = {
    {"usage", [](WindowMetrics& m) { m.up.usage = 0.26; }},
    {"quality", [](WindowMetrics& m) { m.down.quality = 0.6; }},
    {"parameters", [](WindowMetrics& m) { m.parameters_json = "{}"; }},
    {"the window that a floor was read of",
     [](WindowMetrics& m) { m.queueing->reads.floor_sum_ms->window_id = 18; }},
    {"standing queue", [](WindowMetrics& m) { m.queueing->standing_ms = 4; }},
};

TEST(ResultForLaterWindows, IsAnotherIfAnythingIsThatTheyRead) {
    EXPECT_TRUE(offers_the_same(queueing_metrics(), queueing_metrics()));
    for (const Change& change : kReadByLaterWindows) {
        WindowMetrics other = queueing_metrics();
        change.make(other);
        EXPECT_FALSE(offers_the_same(queueing_metrics(), other)) << change.what;
        EXPECT_FALSE(offers_the_same(other, queueing_metrics())) << change.what;
    }
}

TEST(ResultForLaterWindows, IsTheSameWhateverElseChanges) {
    for (const Change& change : kReadByNone) {
        WindowMetrics other = queueing_metrics();
        change.make(other);
        EXPECT_TRUE(offers_the_same(queueing_metrics(), other)) << change.what;
    }
}

TEST(SketchesForLaterWindows, AreOthersInEitherDirectionAndWhereOneIsMissing) {
    const std::vector<Change> changes = {
        {"up: waits", [](WindowMetrics& m) { ++m.adaptive->up.sketch->front(); }},
        {"down: waits", [](WindowMetrics& m) { ++m.adaptive->down.sketch->front(); }},
        {"up: quartile", [](WindowMetrics& m) { m.adaptive->up.quartile_ms = 1.5; }},
        {"down: quartile", [](WindowMetrics& m) { m.adaptive->down.quartile_ms = 2.5; }},
        {"none", [](WindowMetrics& m) { m.adaptive->up.sketch = m.adaptive->down.sketch = std::nullopt; }},
    };
    const WindowMetrics metrics = adaptive_metrics();
    EXPECT_TRUE(has_same_sketches(&metrics, &metrics));
    EXPECT_TRUE(has_same_sketches(nullptr, nullptr));
    EXPECT_FALSE(has_same_sketches(nullptr, &metrics));
    EXPECT_FALSE(has_same_sketches(&metrics, nullptr));
    for (const Change& change : changes) {
        WindowMetrics other = adaptive_metrics();
        change.make(other);
        EXPECT_FALSE(has_same_sketches(&metrics, &other)) << change.what;
        EXPECT_FALSE(has_same_sketches(&other, &metrics)) << change.what;
    }
    WindowMetrics other = adaptive_metrics();
    other.adaptive->up.low = 0.5;
    other.adaptive->history_windows = 3;
    EXPECT_TRUE(has_same_sketches(&metrics, &other)) << "nobody reads what was made of them";
}

store::CurrentResult current_of(WindowMetrics metrics) {
    store::CurrentResult current;
    current.metrics = std::move(metrics);
    return current;
}

TEST(ResultComputedAgain, StaysIfItIsTheSameToTheLastBit) {
    EXPECT_EQ(difference(current_of(queueing_metrics()), queueing_metrics()), std::nullopt);
    EXPECT_EQ(difference(current_of(adaptive_metrics()), adaptive_metrics()), std::nullopt);
}

TEST(ResultComputedAgain, TakesThePlaceOfOneThatDiffersInAnythingAndSaysWhy) {
    const std::vector<std::pair<Change, Why>> changes = {
        {{"version", [](WindowMetrics& m) { ++m.method_version; }}, Why::method_version},
        {{"parameters", [](WindowMetrics& m) { m.parameters_json = "{}"; }}, Why::parameters},
        {{"usage", [](WindowMetrics& m) { m.down.usage = 0.250000001; }}, Why::history},
        {{"reason", [](WindowMetrics& m) { m.up.quality = Missing::route; }}, Why::history},
        {{"baseline", [](WindowMetrics& m) { m.queueing->baseline_ms = 21; }}, Why::history},
        {{"window of the slope", [](WindowMetrics& m) { m.queueing->reads.skew_ms_per_s->window_id = 1; }},
         Why::history},
        {{"window of the floor", [](WindowMetrics& m) { m.queueing->reads.floor_sum_ms->window_id = 1; }},
         Why::history},
        {{"window of the route's start",
          [](WindowMetrics& m) { m.queueing->reads.route_start_s->window_id = 1; }},
         Why::history},
        {{"window of since", [](WindowMetrics& m) { m.queueing->reads.since_s->window_id = 1; }},
         Why::history},
    };
    for (const auto& [change, why] : changes) {
        WindowMetrics other = queueing_metrics();
        change.make(other);
        EXPECT_EQ(difference(current_of(queueing_metrics()), other), why) << change.what;
        EXPECT_EQ(difference(current_of(other), queueing_metrics()), why) << change.what;
    }
}

TEST(ResultComputedAgain, TakesThePlaceOfOneWithAnotherRateOfTheLinkInEitherDirection) {
    for (const bool is_up : {true, false}) {
        WindowMetrics other = adaptive_metrics();
        (is_up ? other.adaptive->up : other.adaptive->down).link_mbps = 50;
        EXPECT_EQ(difference(current_of(adaptive_metrics()), other), Why::link_rate);
    }
}

}  // namespace
}  // namespace tixdb::process::comparison
