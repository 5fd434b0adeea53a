// SPDX-License-Identifier: MIT
// tixdb config show: docs/man/tixdb-config.md
#pragma once

#include "cli/frame/command.hpp"
#include "cli/frame/output.hpp"

namespace tixdb::cli {

class ConfigShow final : public Command {
  public:
    void add_options(OptionSet& options) override;
    ExitCode run(Context& context) override;
    // It is what one looks at when the file is wrong.
    [[nodiscard]] bool shows_configuration() override { return true; }

  private:
    OutputOptions output_;
};

}  // namespace tixdb::cli
