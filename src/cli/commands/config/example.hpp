// SPDX-License-Identifier: MIT
// tixdb config example: docs/man/tixdb-config.md
#pragma once

#include "cli/frame/command.hpp"

namespace tixdb::cli {

class ConfigExample final : public Command {
  public:
    void add_options(OptionSet&) override {}
    ExitCode run(Context& context) override;
    // Also where the file that it is to replace is wrong.
    [[nodiscard]] bool shows_configuration() override { return true; }
};

}  // namespace tixdb::cli
