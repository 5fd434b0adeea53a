// SPDX-License-Identifier: MIT
// What is stored of a result comes back, and each column has its own figure.
#include "store/result_figures.hpp"

#include <gtest/gtest.h>

#include <set>

#include "store/result_store.hpp"
#include "store/shifts_text.hpp"
#include "store/stored_result.hpp"
#include "support/temporary_database.hpp"
#include "support/window_rows.hpp"

namespace tixdb::store {
namespace {

// Every figure another number.
model::WindowMetrics full_metrics() {
    model::WindowMetrics metrics;
    metrics.method = model::Method::queueing;
    metrics.method_version = 2;
    metrics.parameters_json = R"({"epsilon_down_ms":8.5,"epsilon_up_ms":24.25})";
    metrics.up = {0.01, 0.02, 0.03, 0.04, 5.5, 6.5, 0.07};
    metrics.down = {0.08, 0.09, model::Missing::constant, 0.11, 12.5, 13.5, 0.14};
    metrics.recent_observations = 15;
    metrics.minutes = 16;
    metrics.rtt_mode_ns = 17.5;
    metrics.clock_anchors = 18;
    model::QueueingInputs inputs;
    inputs.impossible = 19;
    inputs.short_trips = 20;
    inputs.dips = 21;
    inputs.cut_off = 22;
    inputs.skew_ms_per_s = 0.1 + 0.2;
    inputs.skew_source = model::SkewSource::carried;
    inputs.skew_horizon_min = 30;
    inputs.shortfall_ms = 1.0 / 3;
    inputs.held = true;
    inputs.shifts = {{1'505'080'698, -120.1, 119.9}, {1'505'080'798, 1.0 / 3, std::nullopt}};
    inputs.skipped_direction = "down";
    inputs.base_ms = 23.5;
    inputs.floor_sum_ms = 24.5;
    inputs.baseline_ms = 25.5;
    inputs.since_s = 26;
    inputs.standing_ms = 27.5;
    inputs.standing_direction = "up";
    metrics.queueing = inputs;
    return metrics;
}

// Every figure of adaptive's own another one.
model::WindowMetrics full_adaptive_metrics() {
    model::WindowMetrics metrics;
    metrics.method = model::Method::adaptive;
    metrics.parameters_json = R"({"epsilon_down_ms":8.5,"epsilon_up_ms":24.25})";
    metrics.up = {0.01, 0.02, 0.03, 0.04, {}, {}, {}};
    metrics.down = {0.05, 0.06, 0.07, 0.08, {}, {}, {}};
    metrics.recent_observations = 15;
    metrics.minutes = 16;
    model::AdaptiveFindings findings;
    findings.history_windows = 19;
    findings.up = {0.21,
                   model::DetectionState::weak,
                   0.22,
                   23.5,
                   model::Sketch{1, 0, 4'000'000'000},
                   24.5,
                   {25, 26},
                   27.5,
                   28.5,
                   0.29,
                   true};
    findings.down = {
        0.31, model::DetectionState::clear, 0.32, 33.5, model::Sketch{2, 258}, 34.5, {35}, 37.5, 38.5, 0.39,
        false};
    metrics.adaptive = findings;
    return metrics;
}

// The names of the columns that adaptive alone has.
std::set<std::string_view> adaptive_names() {
    std::set<std::string_view> names;
    const auto full = figures_of(full_adaptive_metrics());
    const auto none = figures_of(model::WindowMetrics{});
    for (std::size_t i = 0; i < full.size(); ++i) {
        const bool is_null = std::holds_alternative<std::monostate>(none[i].value);
        if (is_null && full[i].value != none[i].value) names.insert(full[i].name);
    }
    for (const std::string_view shared :
         {"up_usage", "down_usage", "up_quality", "down_quality", "up_hurst_rs", "up_hurst_wavelet",
          "down_hurst_rs", "down_hurst_wavelet"}) {
        names.erase(shared);
    }
    return names;
}

std::optional<StoredResult> stored(test::TemporaryDatabase& temporary, const model::WindowMetrics& metrics,
                                   std::int64_t window_id) {
    model::Window window;
    window.installation = {1, 1};
    (void)ResultStore(temporary.database())
        .insert(window_id, window, {metrics, model::PublishDecision::missing_value}, 1, 77);
    Statement query(temporary.database(),
                    "SELECT x.*, d.*, parameters -> '$.epsilon_up_ms' AS epsilon_up,"
                    " parameters -> '$.epsilon_down_ms' AS epsilon_down FROM result AS x"
                    " LEFT JOIN adaptive_detail AS d ON d.result_id = x.result_id ORDER BY x.result_id DESC");
    if (!query.step()) return std::nullopt;
    return stored_result_at(query);
}

TEST(ResultFigures, ComeBackToTheLastBit) {
    test::TemporaryDatabase temporary;
    temporary.database().execute(
        "INSERT INTO run (run_id, command, version, started_ms) VALUES (1, 'test', '', 0)");
    const auto window_id = test::add_window(temporary.database(), {});
    const auto earlier_id = test::add_window(temporary.database(), {.last_s = 1'505'070'000});
    model::WindowMetrics metrics = full_metrics();
    metrics.queueing->reads = {
        {{28.5, earlier_id}}, {{29.5, earlier_id}}, {{30, earlier_id}}, {{31, earlier_id}}};
    const auto result = stored(temporary, metrics, window_id);
    ASSERT_TRUE(result);
    for (const Figure& figure : figures_of(metrics)) {
        const bool has_value = !std::holds_alternative<std::monostate>(figure.value);
        const bool is_of_adaptive = adaptive_names().contains(figure.name);
        EXPECT_TRUE(has_value || is_of_adaptive || figure.name == "down_hurst_rs")
            << "full_metrics() leaves out " << figure.name;
    }
    EXPECT_EQ(figures_of(result->metrics), figures_of(metrics));
    EXPECT_EQ(window_references_of(result->metrics), window_references_of(metrics));
    EXPECT_EQ(result->metrics.queueing->reads, metrics.queueing->reads);
    EXPECT_EQ(result->metrics.queueing->shifts, metrics.queueing->shifts);
    EXPECT_EQ(result->metrics.parameters_json, metrics.parameters_json);
    EXPECT_EQ(result->epsilon_down_ms, 8.5);
    EXPECT_EQ(result->baseline_window_id, earlier_id) << "R0 is lower than its own base";
    EXPECT_FALSE(result->history_changed);
}

TEST(ResultFigures, BaselineIsOfTheWindowWhoseFloorIsTheLeast) {
    test::TemporaryDatabase temporary;
    temporary.database().execute(
        "INSERT INTO run (run_id, command, version, started_ms) VALUES (1, 'test', '', 0)");
    const auto earlier_id = test::add_window(temporary.database(), {.last_s = 1'505'070'000});
    std::int64_t end_s = 1'505'071'000;
    const auto is_own = [&](double base_ms, double baseline_ms, std::optional<double> earlier_floor_ms) {
        const auto window_id = test::add_window(temporary.database(), {.last_s = end_s += 1000});
        model::WindowMetrics metrics = full_metrics();
        model::QueueingInputs& inputs = *metrics.queueing;
        inputs.base_ms = base_ms;
        inputs.baseline_ms = baseline_ms;
        inputs.reads = {};
        if (earlier_floor_ms) inputs.reads.floor_sum_ms = {*earlier_floor_ms, earlier_id};
        const auto result = stored(temporary, metrics, window_id);
        EXPECT_TRUE(result && result->baseline_window_id);
        EXPECT_TRUE(result->baseline_window_id == window_id || result->baseline_window_id == earlier_id);
        return result->baseline_window_id == window_id;
    };
    EXPECT_TRUE(is_own(12, 12, std::nullopt));
    EXPECT_TRUE(is_own(12, 12, 14)) << "the earlier one was slower";
    EXPECT_TRUE(is_own(12, 12, 12));
    EXPECT_FALSE(is_own(12, 11, 11));
}

TEST(ResultFigures, AreAllDifferentSoThatNoTwoColumnsCanBeExchanged) {
    const auto figures = figures_of(full_metrics());
    std::set<std::string_view> names;
    for (const Figure& figure : figures) EXPECT_TRUE(names.insert(figure.name).second) << figure.name;
    for (std::size_t i = 0; i < figures.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const bool is_null = std::holds_alternative<std::monostate>(figures[i].value);
            EXPECT_TRUE(is_null || figures[i].value != figures[j].value)
                << figures[i].name << figures[j].name;
        }
    }
}

TEST(ResultFigures, OfClassicHaveNothingOfQueueing) {
    test::TemporaryDatabase temporary;
    temporary.database().execute(
        "INSERT INTO run (run_id, command, version, started_ms) VALUES (1, 'test', '', 0)");
    const auto window_id = test::add_window(temporary.database(), {});
    model::WindowMetrics metrics;
    metrics.impossible = 3;
    metrics.rtt_mode_ns = 1.5;
    const auto result = stored(temporary, metrics, window_id);
    ASSERT_TRUE(result);
    EXPECT_EQ(figures_of(result->metrics), figures_of(metrics));
    EXPECT_FALSE(result->metrics.queueing);
    EXPECT_EQ(result->metrics.impossible, 3);
    EXPECT_FALSE(result->baseline_window_id);
}

TEST(ResultFigures, OfAdaptiveComeBackToTheLastBit) {
    test::TemporaryDatabase temporary;
    temporary.database().execute(
        "INSERT INTO run (run_id, command, version, started_ms) VALUES (1, 'test', '', 0)");
    const auto window_id = test::add_window(temporary.database(), {});
    const model::WindowMetrics metrics = full_adaptive_metrics();
    EXPECT_EQ(adaptive_names().size(), 23U);
    std::set<FigureValue> values;
    for (const Figure& figure : figures_of(metrics)) {
        if (!adaptive_names().contains(figure.name)) continue;
        EXPECT_TRUE(values.insert(figure.value).second) << figure.name;
    }
    const auto result = stored(temporary, metrics, window_id);
    ASSERT_TRUE(result);
    EXPECT_EQ(figures_of(result->metrics), figures_of(metrics));
    EXPECT_EQ(result->metrics.adaptive->up.sketch, metrics.adaptive->up.sketch);
    EXPECT_EQ(result->metrics.adaptive->down.kernel_windows, metrics.adaptive->down.kernel_windows);
    EXPECT_EQ(result->metrics.adaptive->down.state, model::DetectionState::clear);
    Statement blob(temporary.database(), "SELECT hex(up_sketch) FROM adaptive_detail");
    ASSERT_TRUE(blob.step());
    EXPECT_EQ(blob.text(0).substr(0, 24), "010000000000000000286BEE") << "32 bits each, the least byte first";
}

TEST(ResultFigures, OfAdaptiveWithoutValuesSayWhy) {
    test::TemporaryDatabase temporary;
    temporary.database().execute(
        "INSERT INTO run (run_id, command, version, started_ms) VALUES (1, 'test', '', 0)");
    const auto window_id = test::add_window(temporary.database(), {});
    model::WindowMetrics metrics;
    metrics.method = model::Method::adaptive;
    metrics.up.usage = metrics.down.usage = 0.5;
    metrics.adaptive.emplace();
    metrics.adaptive->up.low = metrics.adaptive->up.ceiling = model::Missing::noisy_history;
    metrics.adaptive->down.low = 0;
    metrics.adaptive->down.state = model::DetectionState::none;
    metrics.adaptive->down.ceiling = model::Missing::no_link_rate;
    const auto result = stored(temporary, metrics, window_id);
    ASSERT_TRUE(result);
    EXPECT_EQ(reasons_of(result->metrics), reasons_of(metrics));
    EXPECT_EQ(result->metrics.adaptive->up.low.reason(), model::Missing::noisy_history);
    EXPECT_EQ(result->metrics.adaptive->down.low.value(), 0);
    EXPECT_NE(reasons_of(metrics).find("up_low:noisy_history;up_state:noisy_history;up_ceiling:noisy_history;"
                                       "down_ceiling:no_link_rate"),
              std::string::npos);
}

TEST(Shifts, TextThatIsNotOursEndsTheList) {
    EXPECT_EQ(text_of(std::vector<model::QueueingShift>{}), "");
    EXPECT_EQ(text_of(std::vector<model::QueueingShift>{{7, -120.5, std::nullopt}}),
              R"([{"at_s":7,"up_ms":-120.5,"down_ms":null}])");
    EXPECT_TRUE(shifts_of("").empty());
    EXPECT_TRUE(shifts_of("[{\"at_s\":x").empty());
    EXPECT_EQ(shifts_of(R"([{"at_s":7,"up_ms":1,"down_ms":2},{"at_s")").size(), 1U);
}

}  // namespace
}  // namespace tixdb::store
