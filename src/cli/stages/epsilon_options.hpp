// SPDX-License-Identifier: MIT
// --epsilon-up, --epsilon-down: the delay beyond which queueing calls a queue busy, in place of the setting.
#pragma once

#include <optional>
#include <string>

#include "cli/frame/options.hpp"
#include "metrics/queueing.hpp"

namespace tixdb::cli {

class EpsilonOptions {
  public:
    // otherwise: what applies where they are not given, for --help.
    void declare(OptionSet& options, const std::string& otherwise);
    [[nodiscard]] bool is_given() const { return up_ms_ || down_ms_; }
    // Throws Error{usage}.
    void validate() const;
    // Replaces the parameters' values by those that were given.
    void apply(metrics::QueueingParameters& parameters) const;

  private:
    std::optional<double> up_ms_;
    std::optional<double> down_ms_;
};

}  // namespace tixdb::cli
