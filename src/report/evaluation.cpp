// SPDX-License-Identifier: MIT

#include "report/evaluation.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

namespace tixdb::report {
namespace {

using model::Method;

constexpr std::array kDirections = {Direction::down, Direction::up};
constexpr double kGuess = 0.5;

using Windows = std::vector<const EvaluatedWindow*>;

EvaluationRow row_of(const std::string& experiment, Direction direction, Method method,
                     const Windows& windows) {
    EvaluationRow row{experiment, direction, std::string(model::name_of(method)), 0, {}};
    std::vector<Estimate> estimates;
    for (const EvaluatedWindow* evaluated : windows) {
        if (evaluated->direction != direction || evaluated->window.method != method) continue;
        if (evaluated->usage) {
            estimates.push_back({evaluated->expected, *evaluated->usage});
        } else {
            ++row.missing;
        }
    }
    row.score = score_of(estimates);
    return row;
}

// Each window once, whichever methods scored it.
EvaluationRow guess_of(const std::string& experiment, Direction direction, const Windows& windows) {
    EvaluationRow row{experiment, direction, kConstantGuess, 0, {}};
    using Key = std::tuple<std::string, model::InstallationKey, std::string, std::int64_t, std::int64_t>;
    std::set<Key> seen;
    std::vector<Estimate> estimates;
    for (const EvaluatedWindow* evaluated : windows) {
        const store::WindowUsage& window = evaluated->window;
        if (evaluated->direction != direction || !evaluated->usage) continue;
        if (!seen.insert({evaluated->experiment, window.installation, window.ip, window.first_report_s,
                          window.last_probe_s})
                 .second) {
            continue;
        }
        estimates.push_back({evaluated->expected, kGuess});
    }
    row.score = score_of(estimates);
    return row;
}

void append_rows(std::vector<EvaluationRow>& rows, const std::string& experiment, const Windows& windows) {
    for (const Direction direction : kDirections) {
        for (const Method method : model::kMethods) {
            EvaluationRow row = row_of(experiment, direction, method, windows);
            if (row.score.windows + row.missing > 0) rows.push_back(std::move(row));
        }
        EvaluationRow guess = guess_of(experiment, direction, windows);
        if (guess.score.windows > 0) rows.push_back(std::move(guess));
    }
}

}  // namespace

std::vector<EvaluatedWindow> evaluated_windows(const std::string& experiment,
                                               std::span<const store::WindowUsage> windows,
                                               const TrueUsage& truth) {
    std::vector<EvaluatedWindow> evaluated;
    for (const Direction direction : kDirections) {
        for (const store::WindowUsage& window : windows) {
            const auto expected = truth.expected(window, direction);
            if (!expected) continue;
            const auto usage = direction == Direction::up ? window.up_usage : window.down_usage;
            const auto& seen = direction == Direction::up ? window.up_seen : window.down_seen;
            evaluated.push_back({experiment, direction, window, *expected, usage, seen});
        }
    }
    return evaluated;
}

std::vector<EvaluationRow> evaluate(std::span<const EvaluatedWindow> windows) {
    std::vector<EvaluationRow> rows;
    Windows all;
    std::vector<std::string> experiments;
    for (const EvaluatedWindow& evaluated : windows) {
        all.push_back(&evaluated);
        const bool is_known =
            std::find(experiments.begin(), experiments.end(), evaluated.experiment) != experiments.end();
        if (!is_known) experiments.push_back(evaluated.experiment);
    }
    for (const std::string& experiment : experiments) {
        Windows of_experiment;
        std::copy_if(all.begin(), all.end(), std::back_inserter(of_experiment),
                     [&](const EvaluatedWindow* evaluated) { return evaluated->experiment == experiment; });
        append_rows(rows, experiment, of_experiment);
    }
    if (experiments.size() > 1) append_rows(rows, kAllExperiments, all);
    return rows;
}

}  // namespace tixdb::report
