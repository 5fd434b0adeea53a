// SPDX-License-Identifier: MIT
// tixdb config check: docs/man/tixdb-config.md
#pragma once

#include "cli/frame/command.hpp"

namespace tixdb::cli {

class ConfigCheck final : public Command {
  public:
    void add_options(OptionSet&) override {}
    ExitCode run(Context& context) override;
    [[nodiscard]] bool shows_configuration() override { return true; }
};

}  // namespace tixdb::cli
