// SPDX-License-Identifier: MIT
// Probes whose delays a test sets one by one, so that expected values can be worked out by hand.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "model/observation.hpp"

namespace tixdb::test {

inline constexpr std::int64_t kMs = 1'000'000;  // in ns

struct ProbeSeries {
    // Midday of a UTC day, so that nothing crosses midnight unless the test says so.
    std::int64_t start_s = 1'500'033'600;
    std::int64_t seconds = 1200;  // a probe each
    std::int64_t base_up_ns = 10 * kMs;
    std::int64_t base_down_ns = 20 * kMs;
    std::int64_t answering_ns = 0;  // t3 - t2

    // By seconds since start. Waiting times in the queues, and what each clock is ahead of UTC.
    std::function<std::int64_t(std::int64_t)> up_queue_ns = [](std::int64_t) { return 0; };
    std::function<std::int64_t(std::int64_t)> down_queue_ns = [](std::int64_t) { return 0; };
    std::function<bool(std::int64_t)> is_lost = [](std::int64_t) { return false; };
    std::function<std::int64_t(std::int64_t)> client_ahead_ns = [](std::int64_t) { return 0; };
    std::function<std::int64_t(std::int64_t)> server_ahead_ns = [](std::int64_t) { return 0; };

    // From this instant on (ns since start) a clock shows a day less: its local midnight. Never by default.
    std::int64_t client_midnight_ns = INT64_MAX;
    std::int64_t server_midnight_ns = INT64_MAX;
    // Whole days that the server's clock is ahead.
    std::int64_t server_days = 0;

    [[nodiscard]] std::vector<model::Observation> observations() const;
};

}  // namespace tixdb::test
