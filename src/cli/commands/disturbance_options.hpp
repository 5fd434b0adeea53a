// SPDX-License-Identifier: MIT
// The options of `tixdb simulate` that disturb its measurements.
#pragma once

#include <chrono>
#include <string>

#include "cli/frame/options.hpp"
#include "simulate/scenario.hpp"

namespace tixdb::cli {

class DisturbanceOptions {
  public:
    void declare(OptionSet& options);

    // Adds them to the scenario, after the options have been resolved.
    void apply(simulate::Scenario& scenario) const;

  private:
    std::string clock_steps_ = "0";
    std::chrono::milliseconds clock_step_after_{0};
    std::string slews_;
    std::string frequency_changes_;
    std::string drift_waves_;
    std::string route_changes_;
    std::string jitter_changes_;
    std::string wrong_probes_;
};

}  // namespace tixdb::cli
