// SPDX-License-Identifier: MIT

#include "report/state_evaluation.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

namespace tixdb::report {
namespace {

using Evaluated = std::vector<const EvaluatedWindow*>;

constexpr std::string_view kAllStates = "all";
constexpr std::string_view kNotLearned = "not_learned";
constexpr std::array<std::string_view, 5> kStates = {"none", "weak", "clear", kNotLearned, kAllStates};

// A window and direction, whatever the method.
using WindowKey =
    std::tuple<std::string, Direction, model::InstallationKey, std::string, std::int64_t, std::int64_t>;

WindowKey key_of(const EvaluatedWindow& evaluated) {
    const store::WindowUsage& window = evaluated.window;
    return {evaluated.experiment,  evaluated.direction, window.installation, window.ip,
            window.first_report_s, window.last_probe_s};
}

// What `queueing` says of each.
using QueueingUsages = std::map<WindowKey, double>;

QueueingUsages queueing_usages(std::span<const EvaluatedWindow> windows) {
    QueueingUsages usages;
    for (const EvaluatedWindow& window : windows) {
        if (window.window.method == model::Method::queueing && window.usage) {
            usages.emplace(key_of(window), *window.usage);
        }
    }
    return usages;
}

std::string_view state_of(const EvaluatedWindow& window) {
    return window.seen.state ? name_of(*window.seen.state) : kNotLearned;
}

// Nothing of none.
template <typename Holds>
std::optional<double> share_of(const Evaluated& windows, const Holds& holds) {
    if (windows.empty()) return std::nullopt;
    const auto count = std::count_if(windows.begin(), windows.end(), holds);
    return static_cast<double>(count) / static_cast<double>(windows.size());
}

template <typename Wanted>
Evaluated those(const Evaluated& windows, const Wanted& wanted) {
    Evaluated result;
    std::copy_if(windows.begin(), windows.end(), std::back_inserter(result), wanted);
    return result;
}

std::optional<double> median_ceiling(const Evaluated& windows) {
    if (windows.empty()) return std::nullopt;
    std::vector<double> ceilings;
    for (const EvaluatedWindow* window : windows) ceilings.push_back(*window->seen.ceiling);
    const auto middle = ceilings.begin() + std::ssize(ceilings) / 2;
    std::nth_element(ceilings.begin(), middle, ceilings.end());
    return *middle;
}

std::optional<double> queueing_mae(const Evaluated& windows, const QueueingUsages& usages) {
    std::vector<Estimate> estimates;
    for (const EvaluatedWindow* window : windows) {
        const auto usage = usages.find(key_of(*window));
        if (usage != usages.end()) estimates.push_back({window->expected, usage->second});
    }
    return score_of(estimates).mae;
}

StateRow state_row(const std::string& experiment, Direction direction, std::string_view state,
                   const Evaluated& windows, const QueueingUsages& usages) {
    StateRow row;
    row.experiment = experiment;
    row.direction = direction;
    row.state = state;
    const auto is_loaded = [](const EvaluatedWindow* window) { return window->expected > kBoundTolerance; };
    row.windows = std::ssize(windows);
    row.loaded = std::count_if(windows.begin(), windows.end(), is_loaded);
    std::vector<Estimate> estimates;
    for (const EvaluatedWindow* window : windows) estimates.push_back({window->expected, *window->usage});
    const Score score = score_of(estimates);
    row.mae = score.mae;
    row.queueing_mae = queueing_mae(windows, usages);
    row.bias = score.bias;
    const auto has_low = [](const EvaluatedWindow* window) { return window->seen.low.has_value(); };
    const auto low_holds = [](const EvaluatedWindow* window) {
        return *window->seen.low <= window->expected + kBoundTolerance;
    };
    const Evaluated with_low = those(windows, has_low);
    row.low_holds = share_of(with_low, low_holds);
    row.low_holds_loaded = share_of(those(with_low, is_loaded), low_holds);
    const Evaluated with_ceiling =
        those(windows, [](const EvaluatedWindow* window) { return window->seen.ceiling.has_value(); });
    row.ceiling_holds = share_of(with_ceiling, [](const EvaluatedWindow* window) {
        return *window->seen.ceiling >= window->expected - kBoundTolerance;
    });
    row.ceiling_median = median_ceiling(with_ceiling);
    return row;
}

void append_states(std::vector<StateRow>& rows, const std::string& experiment, const Evaluated& windows,
                   const QueueingUsages& usages) {
    for (const Direction direction : {Direction::down, Direction::up}) {
        const Evaluated of_direction =
            those(windows, [&](const EvaluatedWindow* window) { return window->direction == direction; });
        for (const std::string_view state : kStates) {
            const Evaluated of_state = those(of_direction, [&](const EvaluatedWindow* window) {
                return state == kAllStates || state_of(*window) == state;
            });
            if (!of_state.empty()) rows.push_back(state_row(experiment, direction, state, of_state, usages));
        }
    }
}

}  // namespace

std::vector<StateRow> evaluate_states(std::span<const EvaluatedWindow> windows) {
    const QueueingUsages usages = queueing_usages(windows);
    Evaluated all;
    std::vector<std::string> experiments;
    for (const EvaluatedWindow& window : windows) {
        if (window.window.method != model::Method::adaptive || !window.usage) continue;
        all.push_back(&window);
        const bool is_known =
            std::find(experiments.begin(), experiments.end(), window.experiment) != experiments.end();
        if (!is_known) experiments.push_back(window.experiment);
    }
    std::vector<StateRow> rows;
    for (const std::string& experiment : experiments) {
        append_states(
            rows, experiment,
            those(all, [&](const EvaluatedWindow* window) { return window->experiment == experiment; }),
            usages);
    }
    if (experiments.size() > 1) append_states(rows, kAllExperiments, all, usages);
    return rows;
}

}  // namespace tixdb::report
