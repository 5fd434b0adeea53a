// SPDX-License-Identifier: MIT

#include "support/reprocessing.hpp"

#include <fmt/format.h>

#include <variant>

#include "process/stored_settings.hpp"
#include "support/fake_clock.hpp"
#include "support/processing.hpp"

namespace tixdb::test {
namespace {

std::string figure_text(const store::FigureValue& value) {
    return std::visit(
        [](const auto& held) -> std::string {
            if constexpr (std::is_same_v<std::decay_t<decltype(held)>, std::monostate>)
                return "NULL";
            else
                return fmt::format("{}", held);
        },
        value);
}

std::string change_text(const process::ValueChange& change) {
    const bool is_id = change.value.ends_with("_window_id");
    return fmt::format("  {} {} {}: {} -> {}, {}, {}\n", change.last_probe_s, name_of(change.method),
                       change.value, is_id ? "" : figure_text(change.was),
                       is_id ? "" : figure_text(change.is), name_of(change.why),
                       change.decision ? name_of(*change.decision) : "-");
}

std::string kept_text(const process::KeptWindows& kept) {
    return fmt::format("{} from {} to {}", kept.count, kept.first_end_s, kept.last_end_s);
}

std::string baselines_text(const process::PlannedWindow& planned) {
    std::string text;
    for (const process::PlannedResult& entry : planned.results) {
        const auto& queueing = entry.result.metrics.queueing;
        if (!queueing) continue;
        text += fmt::format("  {} base {} baseline {}\n", planned.window.last_probe_s,
                            queueing->base_ms.value_or(0), queueing->baseline_ms.value_or(0));
    }
    return text;
}

}  // namespace

std::string told_by(const std::vector<process::RangePlan>& plans) {
    std::string text;
    for (const process::RangePlan& plan : plans) {
        std::int64_t results = 0;
        for (const auto* list : {&plan.windows, &plan.followers}) {
            for (const process::PlannedWindow& planned : *list) results += std::ssize(planned.results);
        }
        text += fmt::format(
            "{}: sessions {}, reports {}, late {}, followers {}, results {}, superseded {}, items {}, "
            "unchanged {}, "
            "pruned {}, on way {}\n",
            plan.installation.text(), plan.sessions, plan.reports, plan.late_reports, plan.followers.size(),
            results, plan.superseded_windows.size(), plan.superseded_items.size(), plan.unchanged,
            kept_text(plan.pruned), kept_text(plan.on_way));
        for (const process::ValueChange& change : plan.changes) text += change_text(change);
        for (const auto* list : {&plan.windows, &plan.followers}) {
            for (const process::PlannedWindow& planned : *list) text += baselines_text(planned);
        }
    }
    return text;
}

std::vector<process::RangePlan> reprocess(store::Database& database, const ReprocessOptions& options) {
    process::ReprocessParameters parameters;
    parameters.parameters = process::read_parameters(database, FakeClock().now_ms());
    parameters.methods = options.methods;
    parameters.republish = options.republish;
    if (options.epsilon_down_ms > 0) {
        parameters.parameters.queueing.epsilon_down_ms = options.epsilon_down_ms;
    }
    process::Reprocessor reprocessor(database, options.range, parameters);
    if (options.dry_run) reprocessor.assume_written();
    process::PlanWriter writer(database, begin_run(database));
    std::vector<process::RangePlan> plans;
    while (auto plan = reprocessor.next()) {
        while (!options.dry_run && !writer.write(*plan, FakeClock().now_ms())) {
            plan = reprocessor.plan_again();
        }
        plans.push_back(std::move(*plan));
    }
    return plans;
}

}  // namespace tixdb::test
