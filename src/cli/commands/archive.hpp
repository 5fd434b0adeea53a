// SPDX-License-Identifier: MIT
// tixdb archive: docs/man/tixdb-archive.md
#pragma once

#include <optional>
#include <string>

#include "cli/frame/command.hpp"
#include "cli/stages/range_options.hpp"
#include "maintenance/archiver.hpp"

namespace tixdb::cli {

class ArchiveCommand final : public Command {
  public:
    void add_options(OptionSet& options) override;
    void validate(const Context& context) override;
    ExitCode run(Context& context) override;

  private:
    std::string folder_;
    RangeOptions range_;
};

}  // namespace tixdb::cli
