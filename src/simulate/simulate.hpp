// SPDX-License-Identifier: MIT
// Makes reports of a fleet of TiX clients behind links of known load, as tixdb ingests them, and tells the
// true loads.
//
// What is simulated of each client: once per second a 60-byte probe goes through an uplink queue to the
// server and its answer through a downlink queue back (probe_path.hpp); both queues carry cross traffic of a
// set load (link_queue.hpp); the clocks of client and server differ, drift and jump as their settings say
// (wall_clock.hpp); a report of up to 60 observations leaves every minute, signed with a public test key
// (keys.hpp).
//
// The same scenario gives the same bytes, whatever the number of threads and the machine: each installation
// has random streams of its own (random.hpp), and all arithmetic on doubles is of the kind that IEEE 754
// fixes.
#pragma once

#include <vector>

#include "base/progress_hook.hpp"
#include "simulate/reporter.hpp"
#include "simulate/scenario.hpp"
#include "simulate/sink.hpp"

namespace tixdb::simulate {

// threads 0: as many as the machine has cores. Throws Error{usage} if check() refuses the scenario, what the
// sink throws, and Interrupted when the program is asked to stop. progress counts installations.
Totals simulate(const Scenario& scenario, Sink& sink, unsigned threads = 0,
                const ProgressHook& progress = nullptr);

// Everything in memory, for tests and small scenarios: files by installation, each installation's in order of
// their observations.
struct Simulated {
    std::vector<ReportFile> files;
    std::vector<Truth> truth;
    Totals totals;
};
[[nodiscard]] Simulated simulate_in_memory(const Scenario& scenario, unsigned threads = 0);

}  // namespace tixdb::simulate
