// SPDX-License-Identifier: MIT
// --epsilon-up, --epsilon-down: what queueing takes for a busy queue, in place of what is set.
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
    // Throws Error{usage}.
    void validate() const;
    // Those given, in place of the parameters' own.
    void apply(metrics::QueueingParameters& parameters) const;

  private:
    std::optional<double> up_ms_;
    std::optional<double> down_ms_;
};

}  // namespace tixdb::cli
