// SPDX-License-Identifier: MIT
// tixdb completion: docs/man/tixdb-completion.md
#pragma once

#include <string>

#include "cli/frame/command.hpp"

namespace tixdb::cli {

class CompletionCommand final : public Command {
  public:
    void add_options(OptionSet& options) override;
    void validate(const Context& context) override;
    ExitCode run(Context& context) override;
    // It has nothing to do with what is configured.
    [[nodiscard]] bool shows_configuration() override { return true; }

  private:
    std::string shell_;
};

}  // namespace tixdb::cli
