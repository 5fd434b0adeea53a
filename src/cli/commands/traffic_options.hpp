// SPDX-License-Identifier: MIT
// The options of `tixdb simulate` that say what kind of traffic a link carries, when, and over which access.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cli/frame/options.hpp"
#include "simulate/scenario.hpp"

namespace tixdb::cli {

class TrafficOptions {
  public:
    void declare(OptionSet& options);

    // Adds them to the scenario. The scenario's buffers must be set before: --up-buffer and --down-buffer
    // replace them.
    void apply(simulate::Scenario& scenario) const;

  private:
    std::string traffic_ = "poisson";
    std::optional<std::string> up_traffic_;
    std::optional<std::string> down_traffic_;
    std::int64_t connections_ = 0;
    std::optional<std::string> up_buffer_;
    std::optional<std::string> down_buffer_;
    std::string access_ = "none";
    std::optional<std::string> busy_hours_;
    std::string busy_days_ = "mon-sun";
    double quiet_share_ = 0.05;
};

}  // namespace tixdb::cli
