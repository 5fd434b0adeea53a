// SPDX-License-Identifier: MIT
// What explain says of the steps of a method that few windows take.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/commands/explain/adaptive_text.hpp"
#include "cli/commands/explain/essentials_text.hpp"
#include "cli/commands/explain/json.hpp"
#include "cli/commands/explain/method_text.hpp"
#include "cli/commands/explain/queueing_json.hpp"
#include "cli/commands/explain/queueing_text.hpp"
#include "cli/commands/explain/window_text.hpp"

namespace tixdb::cli::explain_steps {
namespace {

constexpr std::int64_t kStart = 1'499'990'400;  // 2017-07-14T00:00:00Z

report::MethodExplanation explained() {
    report::MethodExplanation method;
    method.result.metrics.method = model::Method::queueing;
    method.result.metrics.queueing = model::QueueingInputs{};
    method.queueing = report::QueueingDetail{};
    method.queueing->described = 600;
    method.queueing->described_first_s = kStart;
    method.queueing->described_last_s = kStart + 599;
    return method;
}

std::string steps_text(const report::MethodExplanation& method) {
    std::ostringstream out;
    print_queueing(out, method);
    return out.str();
}

bool shows(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

TEST(ExplanationJson, LateReportIsInTheWindowThatItBeginsIn) {
    report::Explanation explanation;
    explanation.window.first_report_s = kStart;
    explanation.window.last_report_s = kStart + 1080;
    for (const std::int64_t first_s : {kStart - 1, kStart, kStart + 1080, kStart + 1081}) {
        store::LateReportRow late;
        late.first_observation_s = first_s;
        late.last_observation_s = first_s + 59;
        explanation.late_reports.push_back(late);
    }
    std::ostringstream out;
    print_explanation_json(out, explanation);
    const nlohmann::json document = nlohmann::json::parse(out.str());
    std::string in_window;
    for (const auto& late : document["late_reports"]) in_window += late["in_window"].get<bool>() ? 'y' : 'n';
    EXPECT_EQ(in_window, "nyyn");
}

TEST(OutboxRemarks, HaveAllThatIsKnownOfAnItem) {
    model::OutboxItem item;
    EXPECT_EQ(remarks_of(item), "");
    item.drop_reason = "measured twice";
    EXPECT_EQ(remarks_of(item), "measured twice");
    item.held_for = model::HeldFor::address;
    item.last_status = 500;
    item.last_error = "no network";
    item.note = "since March";
    EXPECT_EQ(remarks_of(item), "held for its address; HTTP 500; no network; measured twice; since March");
}

TEST(ShiftText, TellsAStepOfTheClockFromAnotherRoute) {
    const auto shift = [](std::optional<double> up_ms, std::optional<double> down_ms) {
        return cli::text_of(model::QueueingShift{kStart + 60, up_ms, down_ms});
    };
    EXPECT_EQ(shift(100.0, -98.0), "00:01:00 up +100.0 ms, down -98.0 ms: the clock");
    EXPECT_EQ(shift(-100.0, 105.0), "00:01:00 up -100.0 ms, down +105.0 ms: the clock");
    EXPECT_EQ(shift(100.0, -94.0), "00:01:00 up +100.0 ms, down -94.0 ms: the route");
    EXPECT_EQ(shift(2.0, 2.0), "00:01:00 up +2.0 ms, down +2.0 ms: the route");
    EXPECT_EQ(shift(-2.0, -2.0), "00:01:00 up -2.0 ms, down -2.0 ms: the route");
    EXPECT_EQ(shift(std::nullopt, 30.0), "00:01:00 up not known, down +30.0 ms: the clock or the route");
    EXPECT_EQ(shift(30.0, std::nullopt), "00:01:00 up +30.0 ms, down not known: the clock or the route");
}

TEST(QueueingText, ShiftsThatWereLookedForAreShownWithWhatCameOfThem) {
    report::MethodExplanation method = explained();
    metrics::ShiftTrial taken{0.25, 2, 1, true, 0.5, true};
    method.queueing->steps.shift_trials = {taken, {0.5, 3, 0, false, std::nullopt, false}};
    model::QueueingInputs& inputs = *method.result.metrics.queueing;
    inputs.shifts = {{kStart + 60, 100.0, -98.0}};
    inputs.skipped_direction = "up";
    inputs.held = true;
    const std::string text = steps_text(method);
    EXPECT_TRUE(shows(text, "no line fits; slopes tried with the recent probes taken apart\n")) << text;
    EXPECT_TRUE(shows(text, "00:01:00 up +100.0 ms, down -98.0 ms: the clock\n")) << text;
    EXPECT_TRUE(shows(
        text, "shifts were looked for without the upstream direction, which is too seldom on its floor\n"));
    EXPECT_TRUE(shows(text, "no line and no shift explains the delays; they can be believed all the same\n"));
    inputs.skipped_direction = "down";
    inputs.held = false;
    EXPECT_TRUE(shows(steps_text(method), "without the downstream direction"));
    EXPECT_FALSE(shows(steps_text(method), "they can be believed"));
}

TEST(QueueingText, ClockThatIsNotBelievedIsExplainedByItsBestLine) {
    report::MethodExplanation method = explained();
    method.result.metrics.up.usage = model::Missing::clock;
    metrics::SkewTrial first;
    first.fit.shortfall_ms = 7;
    metrics::SkewTrial second;
    second.fit.shortfall_ms = 4.25;
    method.queueing->steps.skew_trials = {first, second};
    EXPECT_FALSE(shows(steps_text(method), "clock: ")) << "there was no part";
    metrics::PartDetail part;
    part.sound_sum_ms = 12.5;
    method.queueing->steps.parts = {part};
    EXPECT_TRUE(
        shows(steps_text(method),
              "clock: the best line leaves 4.2 ms unexplained; the sixth lowest delays sum to 12.5 ms, no "
              "R0 was known\n"))
        << steps_text(method);
    method.result.metrics.queueing->reads.floor_sum_ms = model::EarlierValue<double>{10.5, 3};
    EXPECT_TRUE(shows(steps_text(method), "sum to 12.5 ms, R0 was 10.5 ms\n"));
    method.queueing->steps.skew_trials.clear();
    EXPECT_FALSE(shows(steps_text(method), "clock: ")) << "there was no line";
}

TEST(QueueingText, RouteThatIsLongerIsToldWithTheTimeFromWhichItIsTaken) {
    report::MethodExplanation method = explained();
    method.result.metrics.up.usage = model::Missing::route;
    EXPECT_FALSE(shows(steps_text(method), "route: "));
    method.queueing->steps.rise_ms = 20.0;
    EXPECT_FALSE(shows(steps_text(method), "route: "));
    method.queueing->steps.route_from_s = kStart + 3600;
    EXPECT_TRUE(shows(
        steps_text(method),
        "route: 20.0 ms above R0; a window on it alone that ends at 2017-07-14T01:00:00Z or later takes "
        "it for the new one\n"))
        << steps_text(method);
    method.result.metrics.up.usage = 0.5;
    EXPECT_FALSE(shows(steps_text(method), "route: ")) << "nothing is missing for it";
}

TEST(QueueingText, OriginOfTheBaselineIsAWindow) {
    report::MethodExplanation method = explained();
    report::BaselineOrigin origin;
    origin.is_own = true;
    origin.least_base_now_ms = 9.5;
    method.baseline = origin;
    EXPECT_TRUE(shows(steps_text(method),
                      "\nbaseline R0 came from this window's own base delay; the least of the 24 "
                      "hours now: 9.5 ms\n"));
    origin.is_own = false;
    origin.least_base_now_ms.reset();
    method.baseline = origin;
    EXPECT_TRUE(
        shows(steps_text(method), "this window's own base delay; the least of the 24 hours now: none\n"));
    origin.bounds = store::WindowBounds{kStart, kStart + 599, false};
    method.baseline = origin;
    EXPECT_TRUE(shows(steps_text(method),
                      "from the window from 2017-07-14T00:00:00Z to 2017-07-14T00:09:59Z; the least"));
    method.baseline->bounds->is_superseded = true;
    EXPECT_TRUE(shows(steps_text(method), "to 2017-07-14T00:09:59Z, superseded since; the least"));
    method.queueing.reset();
    EXPECT_EQ(steps_text(method),
              "\nbaseline R0 came from the window from 2017-07-14T00:00:00Z to 2017-07-14T00:09:59Z, "
              "superseded since; the least of the 24 hours now: none\n")
        << "it is all that is known where observations are gone";
}

TEST(QueueingText, MinutesSayWhichDirectionWasCongested) {
    report::MethodExplanation method = explained();
    method.queueing->minutes = {{kStart, 60, 40, 10, true, false}};
    const std::string text = steps_text(method);
    EXPECT_TRUE(shows(text, "congested if more than half found the queue busy\n"));
    EXPECT_TRUE(shows(text, "2017-07-14T00:00:00Z")) << text;
    EXPECT_TRUE(shows(text, "yes")) << text;
    EXPECT_TRUE(shows(text, "last fitted before: not within a day\n"));
    method.carried_skew = report::EarlierSkew{0.25, kStart};
    EXPECT_TRUE(shows(steps_text(method),
                      "last fitted before: 0.25 ms/s, by the window that ends at 2017-07-14T00:00:00Z\n"));
}

TEST(QueueingJson, HoldsEachStep) {
    report::MethodExplanation method = explained();
    metrics::SkewTrial line;
    line.horizon_min = 60;
    line.accepted_as = model::SkewSource::carried;
    line.is_level = false;
    method.queueing->steps.skew_trials = {line};
    method.queueing->steps.shift_trials = {{0.25, 2, 1, true, 0.5, true},
                                           {0.5, 3, 0, false, std::nullopt, false}};
    metrics::PartDetail part;
    part.first_s = kStart;
    part.probes = 300;
    part.floors = {1.5, 2.5};
    part.is_down_sharp = true;
    method.queueing->steps.parts = {part};
    method.queueing->steps.rise_ms = 20.0;
    method.queueing->minutes = {{kStart, 60, 40, 10, true, false}};
    method.carried_skew = report::EarlierSkew{0.25, kStart};
    report::BaselineOrigin origin;
    origin.window_id = 7;
    method.baseline = origin;
    nlohmann::ordered_json object;
    add_queueing(object, method);
    const auto& steps = object["queueing"];
    EXPECT_EQ(steps["skew_trials"][0]["accepted_as"], "carried");
    EXPECT_EQ(steps["skew_trials"][0]["level"], false);
    EXPECT_EQ(steps["shift_trials"][0]["least_queue_ms"], 0.5);
    EXPECT_EQ(steps["shift_trials"][1]["least_queue_ms"], nullptr);
    EXPECT_EQ(steps["shift_trials"][1]["parts"], 3);
    EXPECT_EQ(steps["parts"][0]["down_floor_ms"], 2.5);
    EXPECT_EQ(steps["parts"][0]["down_sharp"], true);
    EXPECT_EQ(steps["route_rise_ms"], 20.0);
    EXPECT_EQ(steps["route_taken_from_s"], nullptr);
    EXPECT_EQ(steps["minutes"][0]["up_congested"], true);
    EXPECT_EQ(object["carried_skew"]["window_last_s"], kStart);
    EXPECT_EQ(object["baseline"]["window_id"], 7);
    EXPECT_EQ(object["baseline"]["first_s"], nullptr) << "that window is no more";
    EXPECT_EQ(object["baseline"]["superseded"], nullptr);
    method.queueing->described = 0;
    method.baseline.reset();
    method.carried_skew.reset();
    add_queueing(object, method);
    EXPECT_EQ(object["queueing"]["described_first_s"], nullptr) << "of no observations there is no first";
    EXPECT_EQ(object["baseline"], nullptr);
    EXPECT_EQ(object["carried_skew"], nullptr);
    method.queueing.reset();
    add_queueing(object, method);
    EXPECT_EQ(object["queueing"], nullptr);
}

TEST(AdaptiveWords, NameTheStateThatWasJudged) {
    model::AdaptiveDirection direction;
    EXPECT_EQ(state_in_words(direction), "") << "nothing was judged";
    direction.state = model::DetectionState::weak;
    EXPECT_EQ(state_in_words(direction),
              "weak: load seen, but it could be jitter alone, if that grew beyond four times");
    direction.state = model::DetectionState::clear;
    EXPECT_EQ(state_in_words(direction), "clear: load seen");
    direction.state = model::DetectionState::none;
    EXPECT_EQ(state_in_words(direction),
              "none: no load seen, below detection on this link (how much could hide is not known without "
              "the link's "
              "rate)");
}

TEST(AdaptiveText, JitterThatHidesAllLoadAndNoHistoryAreToldApart) {
    report::MethodExplanation method;
    method.result.metrics.method = model::Method::adaptive;
    method.result.metrics.adaptive = model::AdaptiveFindings{};
    const auto text = [&] {
        std::ostringstream out;
        print_adaptive(out, method);
        return out.str();
    };
    method.adaptive = report::AdaptiveDetail{};
    EXPECT_EQ(text(), "") << "there is no sketch";
    model::AdaptiveFindings& findings = *method.result.metrics.adaptive;
    findings.history_windows = 30;
    findings.up.sketch = model::Sketch{};
    findings.down.sketch = model::Sketch{};
    method.adaptive->detection.up.idle.not_learned = model::Missing::no_history;
    method.adaptive->detection.down.idle.not_learned = model::Missing::noisy_history;
    method.adaptive->minutes = {{}};
    const std::string shown = text();
    EXPECT_TRUE(shows(shown, "not learned, 30 of ")) << shown;
    EXPECT_TRUE(
        shows(shown,
              "not learned, the quietest windows hold waits that epsilon calls busy, or jitter of seconds\n"))
        << shown;
    EXPECT_FALSE(shows(shown, "minutes with at least")) << "neither direction is judged";
    method.adaptive.reset();
    EXPECT_EQ(text(), "");
}

TEST(MethodText, HistoryThatSaysSomethingElseNamesTheCommand) {
    store::WindowRow window;
    window.installation = {3, 5};
    window.last_probe_s = kStart;
    report::MethodExplanation method = explained();
    EXPECT_EQ(history_text(window, method), "earlier results say the same today");
    method.has_same_history = false;
    EXPECT_TRUE(
        shows(history_text(window, method), "earlier results say something else today; `tixdb reprocess "))
        << history_text(window, method);
}

TEST(Essentials, OfAWindowWhoseFiguresAreNotReproducedNameThem) {
    report::Explanation explanation;
    explanation.window.installation = {3, 5};
    explanation.asked_for_s = kStart;
    explanation.figures = {{"first_probe_s", std::int64_t{1}, std::int64_t{2}},
                           {"observations", std::int64_t{1}, std::int64_t{1}},
                           {"last_probe_s", std::int64_t{1}, std::int64_t{3}}};
    report::MethodExplanation method = explained();
    method.not_recomputed = "observations are pruned";
    explanation.methods = {method};
    model::OutboxItem item;
    item.outbox_id = 9;
    explanation.outbox = {item};
    std::ostringstream out;
    print_essentials(out, explanation);
    EXPECT_TRUE(shows(out.str(), "no: first_probe_s, last_probe_s\n")) << out.str();
    EXPECT_TRUE(shows(out.str(), "not computed again: observations are pruned\n")) << out.str();
    EXPECT_TRUE(shows(out.str(), "item 9, imported: pending")) << out.str();
    explanation.methods.clear();
    explanation.outbox.clear();
    std::ostringstream without;
    print_essentials(without, explanation);
    EXPECT_TRUE(shows(without.str(), "no current result of the methods asked for\n")) << without.str();
    EXPECT_TRUE(shows(without.str(), "nothing was queued under this time\n")) << without.str();
}

}  // namespace
}  // namespace tixdb::cli::explain_steps
