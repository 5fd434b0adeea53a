// SPDX-License-Identifier: MIT
// tixdb asn prune
#pragma once

#include <cstdint>
#include <string>

#include "cli/frame/command.hpp"

namespace tixdb::cli {

class AsnPrune final : public Command {
  public:
    void add_options(OptionSet& options) override;
    void validate(const Context& context) override;
    ExitCode run(Context& context) override;

  private:
    std::string before_;
    bool dry_run_ = false;
    std::int64_t before_s_ = 0;
};

}  // namespace tixdb::cli
