// SPDX-License-Identifier: MIT
// tixdb split: docs/man/tixdb-split.md
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/frame/command.hpp"
#include "maintenance/splitter.hpp"

namespace tixdb::cli {

class SplitCommand final : public Command {
  public:
    void add_options(OptionSet& options) override;
    void validate(const Context& context) override;
    ExitCode run(Context& context) override;

  private:
    [[nodiscard]] maintenance::SplitRequest request(const Context& context) const;

    std::vector<std::string> targets_;
    std::optional<std::int64_t> count_;
    bool overwrite_ = false;
    bool dry_run_ = false;
};

}  // namespace tixdb::cli
