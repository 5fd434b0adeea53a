// --epsilon-up and --epsilon-down, the same in every command that computes with other values than are set.
#pragma once

#include <string>

#include "cli/options.hpp"
#include "metrics/queueing.hpp"

namespace tixdb::cli {

class EpsilonOptions {
  public:
    // otherwise: what applies where they are not given, for --help.
    void declare(OptionSet& options, const std::string& otherwise);
    // Throws Error{usage}.
    void validate() const;
    // Changes what was given.
    void apply(metrics::QueueingParameters& parameters) const;

  private:
    double up_ms_ = 0;  // 0: not given
    double down_ms_ = 0;
};

}  // namespace tixdb::cli
