// SPDX-License-Identifier: MIT

#include "cli/stages/publish_summary.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <chrono>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "base/time_text.hpp"

namespace tixdb::cli {
namespace {

using model::OutboxState;
using publish::PublishCounts;
using publish::PublishReport;

std::string due_text(std::int64_t due_ms, std::int64_t now_ms) {
    if (due_ms <= now_ms) return "due now";
    return "due in " + duration_text(std::chrono::seconds((due_ms - now_ms + 999) / 1000));
}

std::int64_t open_count(const PublishReport& report, OutboxState state) {
    const auto found = report.open.find(state);
    return found == report.open.end() ? 0 : found->second;
}

// What is still open after the run, or nothing.
std::string open_text(const PublishReport& report, std::int64_t now_ms) {
    std::vector<std::string> parts;
    const std::int64_t waiting =
        open_count(report, OutboxState::pending) + open_count(report, OutboxState::retry);
    if (waiting > 0) parts.push_back(fmt::format("{} waiting", waiting));
    if (const std::int64_t held = open_count(report, OutboxState::held); held > 0) {
        parts.push_back(fmt::format("{} held, the next {}", held,
                                    due_text(report.next_held_ms.value_or(now_ms), now_ms)));
    }
    if (const std::int64_t dead = open_count(report, OutboxState::dead); dead > 0)
        parts.push_back(fmt::format("{} dead: tixdb outbox list --state dead", dead));
    const std::int64_t uncertain = open_count(report, OutboxState::uncertain) - report.left_to_operator;
    if (uncertain > 0) {
        parts.push_back(fmt::format("uncertain={} {}", uncertain,
                                    due_text(report.next_uncertain_ms.value_or(now_ms), now_ms)));
    }
    if (report.left_to_operator > 0) {
        parts.push_back(fmt::format("{} for you to decide: tixdb outbox list --state uncertain",
                                    report.left_to_operator));
    }
    return parts.empty() ? "" : fmt::format("; {}", fmt::join(parts, ", "));
}

}  // namespace

std::string text_of(const PublishReport& report, std::int64_t now_ms, double elapsed_s) {
    const PublishCounts& counts = report.counts;
    std::string text = fmt::format("publish: {} sent", counts.sent);
    const auto add = [&text](std::int64_t count, std::string_view what) {
        if (count > 0) text += fmt::format(", {} {}", count, what);
    };
    add(counts.found_stored, "found stored");
    add(counts.not_stored, "found not stored");
    add(counts.retry, "to retry");
    add(counts.held, "held");
    add(counts.dead, "dead");
    return fmt::format("{} in {:.1f} s{}", text, elapsed_s, open_text(report, now_ms));
}

RunCounts run_counts_of(const PublishReport& report) {
    const PublishCounts& counts = report.counts;
    return {{"dead", counts.dead},          {"found_stored", counts.found_stored},
            {"held", counts.held},          {"not_stored", counts.not_stored},
            {"retry", counts.retry},        {"sent", counts.sent},
            {"uncertain", counts.uncertain}};
}

std::string waiting_text(std::int64_t count) {
    return plural(count, "result", "waits", "wait");
}

}  // namespace tixdb::cli
