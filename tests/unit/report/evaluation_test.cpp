// SPDX-License-Identifier: MIT

#include "report/evaluation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/state_evaluation.hpp"

namespace tixdb::report {
namespace {

using model::Method;

// Says 0.5 of every downlink, and 0.2 of the uplink of installation 1.
class MadeTruth final : public TrueUsage {
  public:
    [[nodiscard]] std::optional<double> expected(const store::WindowUsage& window,
                                                 Direction direction) const override {
        if (direction == Direction::down) return 0.5;
        if (window.installation.installation_id != 1) return std::nullopt;
        return 0.2;
    }
};

store::WindowUsage result(std::int64_t installation, std::int64_t last_s, Method method,
                          std::optional<double> up, std::optional<double> down) {
    return {{1, installation}, "192.0.2.1", last_s - 1000, last_s, method, up, down};
}

std::vector<std::string> texts(const std::vector<EvaluationRow>& rows) {
    std::vector<std::string> lines;
    for (const EvaluationRow& row : rows) {
        lines.push_back(row.experiment + " " + std::string(name_of(row.direction)) + " " + row.method + " " +
                        std::to_string(row.score.windows) + " " + std::to_string(row.missing));
    }
    return lines;
}

TEST(Evaluation, ScoresEachExperimentDirectionAndMethodAndAllTogether) {
    const std::vector<store::WindowUsage> first = {
        result(1, 2000, Method::classic, 0.3, 0.5), result(1, 2000, Method::queueing, 0.2, std::nullopt),
        result(1, 3000, Method::classic, 0.3, 0.9), result(1, 3000, Method::queueing, 0.2, 0.6)};
    const std::vector<store::WindowUsage> second = {result(2, 2000, Method::queueing, 0.9, 0.7)};
    std::vector<EvaluatedWindow> windows = evaluated_windows("a", first, MadeTruth());
    const auto more = evaluated_windows("b", second, MadeTruth());
    windows.insert(windows.end(), more.begin(), more.end());

    const auto rows = evaluate(windows);
    EXPECT_THAT(texts(rows),
                testing::ElementsAre("a down classic 2 0", "a down queueing 1 1", "a down always_0.5 2 0",
                                     "a up classic 2 0", "a up queueing 2 0", "a up always_0.5 2 0",
                                     "b down queueing 1 0", "b down always_0.5 1 0", "all down classic 2 0",
                                     "all down queueing 2 1", "all down always_0.5 3 0", "all up classic 2 0",
                                     "all up queueing 2 0", "all up always_0.5 2 0"));
    EXPECT_NEAR(rows[0].score.mae.value(), 0.2, 1e-12);
    EXPECT_NEAR(rows[3].score.bias.value(), 0.1, 1e-12);
    EXPECT_NEAR(rows[9].score.mae.value(), 0.15, 1e-12);
    EXPECT_NEAR(rows[11].score.largest_error.value(), 0.1, 1e-12);
}

TEST(Evaluation, OneExperimentNeedsNoSum) {
    const std::vector<store::WindowUsage> results = {result(2, 2000, Method::classic, 0.3, 0.5)};
    EXPECT_THAT(texts(evaluate(evaluated_windows("a", results, MadeTruth()))),
                testing::ElementsAre("a down classic 1 0", "a down always_0.5 1 0"));
}

TEST(Evaluation, UsageAboveOneIsTakenAsStored) {
    const std::vector<store::WindowUsage> results = {result(2, 2000, Method::classic, 0.3, 1.5)};
    EXPECT_NEAR(evaluate(evaluated_windows("a", results, MadeTruth()))[0].score.mae.value(), 1, 1e-12);
}

TEST(Evaluation, AMethodWithoutAnyValueHasItsRow) {
    const std::vector<store::WindowUsage> results = {
        result(2, 2000, Method::classic, {}, {}), result(2, 3000, Method::classic, {}, {}),
        result(2, 2000, Method::queueing, {}, 0.5), result(2, 3000, Method::queueing, {}, {})};
    EXPECT_THAT(texts(evaluate(evaluated_windows("a", results, MadeTruth()))),
                testing::ElementsAre("a down classic 0 2", "a down queueing 1 1", "a down always_0.5 1 0"))
        << "nobody has a value at 3000 to be compared with the guess";
}

TEST(Evaluation, TheGuessCountsEachWindowOnce) {
    std::vector<store::WindowUsage> results(6, result(2, 3000, Method::classic, {}, 0.5));
    results[1].method = Method::queueing;
    results[2].ip = "192.0.2.2";
    results[3].first_report_s += 1;
    results[4].last_probe_s += 1;
    results[5].installation = {2, 2};
    auto windows = evaluated_windows("a", results, MadeTruth());
    const auto same = evaluated_windows("b", {results.data(), 1}, MadeTruth());
    windows.insert(windows.end(), same.begin(), same.end());
    EXPECT_THAT(texts(evaluate(windows)),
                testing::IsSupersetOf({"a down always_0.5 5 0", "all down always_0.5 6 0"}))
        << "the same by two methods is one; of another address, time, client or experiment it is another";
}

EvaluatedWindow seen(double expected, double usage, std::optional<model::DetectionState> state, double low,
                     double ceiling) {
    EvaluatedWindow window;
    window.experiment = "a";
    window.window = result(1, 2000, Method::adaptive, {}, usage);
    window.expected = expected;
    window.usage = usage;
    window.seen.state = state;
    if (state) window.seen.low = low;
    if (state) window.seen.ceiling = ceiling;
    return window;
}

TEST(StateEvaluation, TellsPerStateHowOftenBoundsHold) {
    using model::DetectionState;
    std::vector<EvaluatedWindow> windows = {
        seen(0, 0, DetectionState::none, 0, 0.5), seen(0.6, 0, DetectionState::none, 0, 0.5),
        seen(0.3, 0.4, DetectionState::clear, 0.309, 0.9), seen(0.3, 0.4, DetectionState::clear, 0.311, 0.29),
        seen(0.3, 0.1, std::nullopt, 0, 0)};
    windows.push_back(seen(0.3, 0.4, DetectionState::weak, 0, 1));
    windows.back().window.method = Method::queueing;  // has no states
    windows.push_back(windows[3]);
    windows.back().window.method = Method::queueing;
    windows.back().window.last_probe_s = windows[3].window.last_probe_s = 3000;
    windows.back().usage = 0.1;
    const auto rows = evaluate_states(windows);
    ASSERT_EQ(rows.size(), 4U);
    EXPECT_EQ(rows[0].state, "none");
    EXPECT_EQ(rows[0].windows, 2);
    EXPECT_EQ(rows[0].loaded, 1);
    EXPECT_NEAR(rows[0].mae.value(), 0.3, 1e-12);
    EXPECT_EQ(rows[0].low_holds, 1.0);
    EXPECT_EQ(rows[0].ceiling_holds, 0.5);
    EXPECT_EQ(rows[1].state, "clear");
    EXPECT_EQ(rows[1].low_holds, 0.5);
    EXPECT_EQ(rows[1].ceiling_holds, 1.0) << "within 0.01 holds";
    EXPECT_NEAR(rows[1].bias.value(), 0.1, 1e-12);
    EXPECT_NEAR(rows[1].queueing_mae.value(), 0.15, 1e-12) << "0.1 of one window, 0.2 of the other";
    EXPECT_EQ(rows[2].state, "not_learned");
    EXPECT_FALSE(rows[2].low_holds);
    EXPECT_EQ(rows[3].state, "all");
    EXPECT_EQ(rows[3].windows, 5);
    EXPECT_NEAR(rows[3].low_holds_loaded.value(), 2.0 / 3, 1e-12);
}

TEST(StateEvaluation, EachDirectionHasWhatWasSeenInIt) {
    using model::DetectionState;
    store::WindowUsage usage = result(1, 2000, Method::adaptive, 0.3, 0.4);
    usage.up_seen = {DetectionState::weak, 0.1, 0.6};
    usage.down_seen = {DetectionState::clear, 0.2, 0.7};
    const auto windows = evaluated_windows("a", {&usage, 1}, MadeTruth());
    ASSERT_EQ(windows.size(), 2U);
    EXPECT_EQ(windows[0].direction, Direction::down);
    EXPECT_EQ(windows[0].seen.state, DetectionState::clear);
    EXPECT_EQ(windows[0].usage, 0.4);
    EXPECT_EQ(windows[0].seen.low, 0.2);
    EXPECT_EQ(windows[1].seen.state, DetectionState::weak);
    EXPECT_EQ(windows[1].seen.ceiling, 0.6);
}

TEST(StateEvaluation, SeveralExperimentsHaveASumAndOneHasNone) {
    using model::DetectionState;
    std::vector<EvaluatedWindow> windows = {seen(0, 0, DetectionState::none, 0, 0.5),
                                            seen(0.5, 0.1, DetectionState::none, 0, 0.5)};
    EXPECT_EQ(evaluate_states(windows).size(), 2U);
    windows.back().experiment = "b";
    const auto rows = evaluate_states(windows);
    ASSERT_EQ(rows.size(), 6U);
    EXPECT_EQ(rows[4].experiment, "all");
    EXPECT_EQ(rows[4].state, "none");
    EXPECT_EQ(rows[4].windows, 2);
    EXPECT_NEAR(rows[4].mae.value(), 0.2, 1e-12);
}

TEST(StateEvaluation, ALinkIsLoadedAboveAHundredth) {
    using model::DetectionState;
    const auto rows = evaluate_states(std::vector<EvaluatedWindow>{
        seen(0.01, 0, DetectionState::none, 0.03, 0), seen(0.0101, 0, DetectionState::none, 0.01, 0)});
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].loaded, 1) << "what probes alone bring is no load";
    EXPECT_EQ(rows[0].low_holds, 0.5);
    EXPECT_EQ(rows[0].low_holds_loaded, 1.0);
}

TEST(StateEvaluation, OfAnEvenNumberOfCeilingsTheUpperMiddleOneIsTheMedian) {
    using model::DetectionState;
    std::vector<EvaluatedWindow> windows;
    for (const double ceiling : {0.9, 0.2, 0.7, 0.4}) {
        windows.push_back(seen(0, 0, DetectionState::none, 0, ceiling));
    }
    EXPECT_EQ(evaluate_states(windows).front().ceiling_median, 0.7);
    windows.pop_back();
    windows.back().seen.ceiling.reset();
    EXPECT_EQ(evaluate_states(windows).front().ceiling_median, 0.9) << "of those that have one";
}

TEST(StateEvaluation, TheErrorOfQueueingIsThatOfTheSameWindowsOfTheSameDirection) {
    using model::DetectionState;
    std::vector<EvaluatedWindow> windows = {seen(0.3, 0.4, DetectionState::clear, 0, 1)};
    windows.push_back(windows.front());
    windows.back().direction = Direction::up;
    for (int i = 0; i < 2; ++i) windows.push_back(windows[static_cast<std::size_t>(i)]);
    windows[2].window.method = windows[3].window.method = Method::queueing;
    windows[2].usage = 0.5;
    windows[3].usage = 0.9;
    const auto rows = evaluate_states(windows);
    ASSERT_EQ(rows.size(), 4U);
    EXPECT_EQ(rows[0].direction, Direction::down);
    EXPECT_NEAR(rows[0].queueing_mae.value(), 0.2, 1e-12);
    EXPECT_EQ(rows[2].direction, Direction::up);
    EXPECT_NEAR(rows[2].queueing_mae.value(), 0.6, 1e-12);
}

}  // namespace
}  // namespace tixdb::report
