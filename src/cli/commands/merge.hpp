// SPDX-License-Identifier: MIT
// tixdb merge: docs/man/tixdb-merge.md
#pragma once

#include <string>
#include <vector>

#include "cli/frame/command.hpp"
#include "maintenance/merger.hpp"

namespace tixdb::cli {

class MergeCommand final : public Command {
  public:
    void add_options(OptionSet& options) override;
    ExitCode run(Context& context) override;

  private:
    [[nodiscard]] maintenance::MergeRequest request(const Context& context) const;

    std::string target_;
    std::vector<std::string> sources_;
    bool overwrite_ = false;
    bool dry_run_ = false;
};

}  // namespace tixdb::cli
