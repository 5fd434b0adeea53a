// SPDX-License-Identifier: MIT

#include "publish/publish_settings.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "base/time_text.hpp"

namespace tixdb::publish {
namespace {

constexpr std::int64_t kHourMs = 3'600'000;
constexpr std::int64_t kDayMs = 24 * kHourMs;

std::int64_t waiting_in(const PublishReport& report) {
    using model::OutboxState;
    std::int64_t waiting = 0;
    for (const OutboxState state : {OutboxState::pending, OutboxState::sending, OutboxState::retry,
                                    OutboxState::held, OutboxState::uncertain}) {
        const auto found = report.open.find(state);
        waiting += found == report.open.end() ? 0 : found->second;
    }
    return waiting;
}

}  // namespace

std::optional<Error> error_of(const PublishReport& report, std::int64_t now_ms) {
    const bool is_accepted = report.counts.sent + report.counts.found_stored > 0;
    const std::int64_t waiting = waiting_in(report);
    if (is_accepted || waiting == 0 || !report.oldest_waiting_ms) return report.ended_by;
    if (report.ended_by && report.ended_by->kind() != ErrorKind::try_again) return report.ended_by;
    const std::int64_t since_ms =
        std::max(report.last_accepted_ms.value_or(INT64_MIN), *report.oldest_waiting_ms);
    if (now_ms - since_ms >= kDayMs) {
        return Error(ErrorKind::configuration,
                     fmt::format("nothing was accepted since {}, and {}{}", iso_of_ms(since_ms),
                                 plural(waiting, "result", "waits", "wait"),
                                 report.ended_by ? fmt::format(": {}", report.ended_by->what()) : ""),
                     "`tixdb outbox list` tells why");
    }
    if (report.ended_by) return report.ended_by;
    if (now_ms - *report.oldest_waiting_ms < kHourMs) return std::nullopt;
    return Error(
        ErrorKind::try_again,
        fmt::format("nothing was accepted, and {}, the oldest since {}",
                    plural(waiting, "result", "waits", "wait"), iso_of_ms(*report.oldest_waiting_ms)),
        "`tixdb outbox list` tells why");
}

}  // namespace tixdb::publish
