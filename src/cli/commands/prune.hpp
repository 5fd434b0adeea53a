// SPDX-License-Identifier: MIT
// tixdb prune: docs/man/tixdb-prune.md
#pragma once

#include <optional>
#include <string>

#include "cli/frame/command.hpp"
#include "maintenance/pruner.hpp"

namespace tixdb::cli {

class PruneCommand final : public Command {
  public:
    void add_options(OptionSet& options) override;
    void validate(const Context& context) override;
    ExitCode run(Context& context) override;

  private:
    std::optional<std::string> observations_;
    std::optional<std::string> results_;
    std::optional<std::string> sent_;
    std::optional<std::string> rejected_;
    std::optional<std::string> runs_;
    bool keep_signatures_ = false;
    bool dry_run_ = false;
    maintenance::RetentionRules rules_;  // once validated
};

}  // namespace tixdb::cli
