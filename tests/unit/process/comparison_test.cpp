// SPDX-License-Identifier: MIT
// A current result beside the one that was computed now: what counts as a difference, and what is told of it.
#include "process/reprocessing/comparison.hpp"

#include <gtest/gtest.h>

#include "store/result_store.hpp"

namespace tixdb::process::comparison {
namespace {

using model::EarlierValue;
using model::Method;
using model::Missing;

model::WindowMetrics queueing() {
    model::WindowMetrics metrics;
    metrics.method = Method::queueing;
    metrics.up.usage = 0.25;
    metrics.down.usage = 0.5;
    model::QueueingInputs inputs;
    inputs.skew_ms_per_s = 0.125;
    inputs.skew_source = model::SkewSource::fitted;
    inputs.base_ms = 12;
    inputs.baseline_ms = 10;
    inputs.floor_sum_ms = 11;
    inputs.reads.floor_sum_ms = EarlierValue<double>{10, 7};
    metrics.queueing = inputs;
    return metrics;
}

model::WindowMetrics adaptive() {
    model::WindowMetrics metrics;
    metrics.method = Method::adaptive;
    metrics.up.usage = 0.25;
    metrics.adaptive = model::AdaptiveFindings{};
    metrics.adaptive->up.sketch = model::Sketch{1, 2};
    metrics.adaptive->down.sketch = model::Sketch{3, 4};
    return metrics;
}

store::CurrentResult current(const model::WindowMetrics& metrics) {
    store::CurrentResult result;
    result.metrics = metrics;
    result.decision = model::PublishDecision::queued;
    return result;
}

template <typename Change>
model::WindowMetrics with(model::WindowMetrics metrics, const Change& change) {
    change(metrics);
    return metrics;
}

std::optional<Why> difference_by(const model::WindowMetrics& metrics, void (*change)(model::WindowMetrics&)) {
    return difference(current(metrics), with(metrics, change));
}

TEST(Difference, IsNoneOrNamesItsFirstCause) {
    EXPECT_EQ(difference(current(queueing()), queueing()), std::nullopt);
    EXPECT_EQ(difference_by(queueing(),
                            [](auto& metrics) {
                                metrics.method_version = 2;
                                metrics.parameters_json = "{\"epsilon\":1}";
                            }),
              Why::method_version);
    EXPECT_EQ(difference_by(queueing(), [](auto& metrics) { metrics.parameters_json = "{\"epsilon\":1}"; }),
              Why::parameters);
    EXPECT_EQ(difference_by(queueing(), [](auto& metrics) { metrics.up.usage = 0.26; }), Why::history);
    EXPECT_EQ(difference_by(queueing(), [](auto& metrics) { metrics.queueing->base_ms = 13; }), Why::history);
    EXPECT_EQ(
        difference_by(queueing(), [](auto& metrics) { metrics.queueing->reads.floor_sum_ms->window_id = 8; }),
        Why::history)
        << "the same value of another window";
}

TEST(Difference, RateOfEitherDirectionIsToldFromHistory) {
    EXPECT_EQ(difference(current(adaptive()), adaptive()), std::nullopt);
    EXPECT_EQ(difference_by(adaptive(), [](auto& metrics) { metrics.adaptive->up.link_mbps = 100; }),
              Why::link_rate);
    EXPECT_EQ(difference_by(adaptive(), [](auto& metrics) { metrics.adaptive->down.link_mbps = 100; }),
              Why::link_rate);
    EXPECT_EQ(difference_by(adaptive(), [](auto& metrics) { metrics.adaptive->history_windows = 3; }),
              Why::history);
}

std::vector<ValueChange> changes_by(void (*change)(model::WindowMetrics&),
                                    model::PublishDecision decision = model::PublishDecision::queued) {
    const store::CurrentResult old = current(queueing());
    const store::NewResult computed{with(queueing(), change), decision};
    return value_changes(60, Method::queueing, &old, &computed, Why::history);
}

TEST(ValueChanges, AreOneForEachValueThatPeopleLookAt) {
    const auto changes = changes_by([](auto& metrics) {
        metrics.up.usage = Missing::route;
        metrics.down.usage = 0.75;
        metrics.queueing->base_ms = 13;
    });
    ASSERT_EQ(changes.size(), 3U);
    EXPECT_EQ(changes[0].value, "up_usage");
    EXPECT_EQ(changes[0].was, store::FigureValue(0.25));
    EXPECT_EQ(changes[0].is, store::FigureValue());
    EXPECT_EQ(changes[1].value, "down_usage");
    EXPECT_EQ(changes[1].is, store::FigureValue(0.75));
    EXPECT_EQ(changes[2].value, "reason");
    EXPECT_EQ(changes[2].last_probe_s, 60);
    EXPECT_EQ(changes[2].why, Why::history);
    EXPECT_EQ(changes[2].decision, model::PublishDecision::queued);
}

struct Other {
    void (*change)(model::WindowMetrics&);
    std::string_view value;
    store::FigureValue was;
    store::FigureValue is;
};

TEST(ValueChanges, WithoutOneNameTheFirstThingThatDiffers) {
    for (const Other& other :
         {Other{[](auto& metrics) { metrics.method_version = 2; }, "method_version", std::int64_t{1},
                std::int64_t{2}},
          Other{[](auto& metrics) { metrics.parameters_json = "{\"a\":1}"; }, "parameters", std::string("{}"),
                std::string("{\"a\":1}")},
          Other{[](auto& metrics) { metrics.queueing->base_ms = 13; }, "base_ms", 12.0, 13.0},
          Other{[](auto& metrics) { metrics.queueing->reads.floor_sum_ms->window_id = 8; },
                "floor_sum_window_id", std::int64_t{7}, std::int64_t{8}},
          Other{[](auto& metrics) { metrics.queueing->reads.floor_sum_ms->window_id = -1; },
                "floor_sum_window_id",
                std::int64_t{7},
                {}}}) {
        const auto changes = changes_by(other.change);
        ASSERT_EQ(changes.size(), 1U) << other.value;
        EXPECT_EQ(changes.front().was, other.was) << other.value;
        EXPECT_EQ(changes.front().is, other.is) << other.value;
        EXPECT_FALSE(changes.front().value.empty());
    }
    const auto of_decision = changes_by([](auto&) {}, model::PublishDecision::reprocess);
    ASSERT_EQ(of_decision.size(), 1U);
    EXPECT_EQ(of_decision.front().value, "publish_decision");
    EXPECT_EQ(of_decision.front().was, store::FigureValue(std::string("queued")));
    EXPECT_EQ(of_decision.front().is, store::FigureValue(std::string("reprocess")));
}

TEST(ValueChanges, OfAResultThatComesOrGoesAreAgainstNothing) {
    const store::CurrentResult old = current(queueing());
    const auto gone = value_changes(60, Method::queueing, &old, nullptr, Why::late_reports);
    ASSERT_GE(gone.size(), 2U);
    EXPECT_EQ(gone.front().was, store::FigureValue(0.25));
    EXPECT_EQ(gone.front().is, store::FigureValue());
    EXPECT_EQ(gone.front().decision, std::nullopt);
    const store::NewResult computed{queueing(), model::PublishDecision::queued};
    const auto come = value_changes(60, Method::queueing, nullptr, &computed, Why::late_reports);
    ASSERT_EQ(come.size(), gone.size());
    EXPECT_EQ(come.front().was, store::FigureValue());
    EXPECT_EQ(come.front().is, store::FigureValue(0.25));
}

// What later windows read of a result, docs/methods.md#history.
TEST(OfferedHistory, IsTheSameUntilSomethingThatIsReadDiffers) {
    const auto is_same_with = [](void (*change)(model::WindowMetrics&)) {
        return offers_the_same(queueing(), with(queueing(), change));
    };
    EXPECT_TRUE(is_same_with([](auto& metrics) { metrics.down.quality = 0.5; }));
    EXPECT_TRUE(is_same_with([](auto& metrics) { metrics.queueing->reads.floor_sum_ms->window_id = 8; }));
    EXPECT_FALSE(is_same_with([](auto& metrics) { metrics.up.usage = Missing::route; }));
    EXPECT_FALSE(is_same_with([](auto& metrics) { metrics.queueing->floor_sum_ms = 12; }));
    EXPECT_FALSE(is_same_with([](auto& metrics) { metrics.queueing->base_ms = 13; }));
    EXPECT_FALSE(is_same_with([](auto& metrics) { metrics.queueing->since_s = 60; }));
    EXPECT_FALSE(is_same_with([](auto& metrics) { metrics.queueing->skew_ms_per_s = 0.25; }));
    EXPECT_FALSE(
        is_same_with([](auto& metrics) { metrics.queueing->skew_source = model::SkewSource::carried; }));
}

TEST(OfferedSketches, AreTheSameOnlyInBothDirections) {
    const model::WindowMetrics one = adaptive();
    const model::WindowMetrics same = adaptive();
    EXPECT_TRUE(has_same_sketches(&one, &same));
    EXPECT_TRUE(has_same_sketches(nullptr, nullptr));
    EXPECT_FALSE(has_same_sketches(&one, nullptr));
    EXPECT_FALSE(has_same_sketches(nullptr, &one));
    for (const auto change :
         {+[](model::WindowMetrics& metrics) { (*metrics.adaptive->up.sketch)[5] = 1; },
          +[](model::WindowMetrics& metrics) { (*metrics.adaptive->down.sketch)[5] = 1; },
          +[](model::WindowMetrics& metrics) { metrics.adaptive->down.quartile_ms = 0.5; },
          +[](model::WindowMetrics& metrics) { metrics.adaptive->down.sketch.reset(); }}) {
        const model::WindowMetrics other = with(adaptive(), change);
        EXPECT_FALSE(has_same_sketches(&one, &other));
    }
    const model::WindowMetrics without =
        with(adaptive(), [](auto& metrics) { metrics.adaptive->up.sketch.reset(); });
    EXPECT_TRUE(has_same_sketches(&without, nullptr)) << "neither offers any";
}

}  // namespace
}  // namespace tixdb::process::comparison
