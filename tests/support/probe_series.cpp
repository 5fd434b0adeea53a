// SPDX-License-Identifier: MIT

#include "support/probe_series.hpp"

namespace tixdb::test {

std::vector<model::Observation> ProbeSeries::observations() const {
    const std::int64_t start_ns = start_s % 86'400 * model::kNsPerS;
    const auto fallen = [](std::int64_t now_ns, std::int64_t midnight_ns) {
        return now_ns >= midnight_ns ? model::kNsPerDay : 0;
    };
    std::vector<model::Observation> result;
    for (std::int64_t i = 0; i < seconds; ++i) {
        if (is_lost(i)) continue;
        const std::int64_t sent = i * model::kNsPerS;
        const std::int64_t arrived = sent + base_up_ns + up_queue_ns(i);
        const std::int64_t answered = arrived + answering_ns;
        const std::int64_t returned = answered + base_down_ns + down_queue_ns(i);
        const auto client = [&](std::int64_t now) {
            return start_ns + now + client_ahead_ns(i) - fallen(now, client_midnight_ns);
        };
        const auto server = [&](std::int64_t now) {
            return start_ns + now + server_ahead_ns(i) - fallen(now, server_midnight_ns) +
                   server_days * model::kNsPerDay;
        };
        model::Observation o;
        o.day_timestamp_s = start_s + i;
        o.initial_ns = client(sent);
        o.reception_ns = server(arrived);
        o.sent_ns = server(answered);
        o.final_ns = client(returned);
        result.push_back(o);
    }
    return result;
}

}  // namespace tixdb::test
