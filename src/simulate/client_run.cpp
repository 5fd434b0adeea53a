// SPDX-License-Identifier: MIT

#include "simulate/client_run.hpp"

#include <algorithm>

#include "base/signals.hpp"
#include "simulate/disturbances.hpp"
#include "simulate/probe_path.hpp"

namespace tixdb::simulate {
namespace {

constexpr int kProbesPerReport = 60;
constexpr double kLatestInSecond_ns = 990e6;  // so that no probe leaves after the scenario's end

bool is_off(const Scenario& scenario, std::int64_t second) {
    return scenario.gap_every_s > 0 && second >= scenario.gap_every_s &&
           second % scenario.gap_every_s < scenario.gap_length_s;
}

std::string disturbances_in_minute(const Scenario& scenario, std::int64_t minute_s) {
    const std::int64_t begin_s = std::max(minute_s, scenario.from_s) - scenario.from_s;
    const std::int64_t end_s = std::min(minute_s + 60, scenario.to_s) - scenario.from_s;
    return disturbances_between(scenario, begin_s, end_s);
}

}  // namespace

ClientRun run_client(const Scenario& scenario, const Client& client, Signer& signer, InstallationSink& sink) {
    ProbePath path(scenario, client);
    Reporter reporter(scenario, client, path.client_clock(), signer, sink);
    Random random(scenario.seed, client.key.user_id, client.key.installation_id, Random::Purpose::schedule);
    // Clients do not begin at whole seconds.
    const auto spread_ns = static_cast<double>(scenario.probe_spread_ns);
    const double latest_ns = kLatestInSecond_ns + 1e6 - spread_ns;
    const double phase_ns = std::min(random.uniform() * kLatestInSecond_ns, latest_ns);
    std::int64_t probes = 0;
    int probes_in_report = 0;
    for (std::int64_t second = 0; second < scenario.to_s - scenario.from_s; ++second) {
        const std::int64_t second_ns = (scenario.from_s + second) * model::kNsPerS;
        const bool off = is_off(scenario, second);
        if (off || probes_in_report == kProbesPerReport) {
            reporter.send(second_ns);
            probes_in_report = 0;
            throw_if_stopped();
        }
        if (off) continue;
        const double in_second_ns = phase_ns + random.uniform() * spread_ns;
        if (const auto answer = path.probe(second_ns + static_cast<std::int64_t>(in_second_ns))) {
            reporter.add(*answer);
        }
        ++probes;
        ++probes_in_report;
    }
    const std::int64_t to_ns = scenario.to_s * model::kNsPerS;
    reporter.send(to_ns);

    ClientRun run{.truth = {.key = client.key,
                            .up = path.up().finish(to_ns),
                            .down = path.down().finish(to_ns),
                            .disturbances = {}},
                  .totals = reporter.totals()};
    for (const MinuteLoad& minute : run.truth.up) {
        run.truth.disturbances.push_back(disturbances_in_minute(scenario, minute.minute_s));
    }
    run.totals.installations = 1;
    run.totals.probes = probes;
    return run;
}

}  // namespace tixdb::simulate
