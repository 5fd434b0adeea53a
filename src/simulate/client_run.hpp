// SPDX-License-Identifier: MIT
// One simulated client from beginning to end.
#pragma once

#include "simulate/reporter.hpp"
#include "simulate/scenario.hpp"
#include "simulate/signer.hpp"
#include "simulate/sink.hpp"

namespace tixdb::simulate {

struct ClientRun {
    Truth truth;
    Totals totals;
};

// Probes once per second, reports once per minute. Throws Interrupted when the program is asked to stop.
[[nodiscard]] ClientRun run_client(const Scenario& scenario, const Client& client, Signer& signer,
                                   InstallationSink& sink);

}  // namespace tixdb::simulate
