// SPDX-License-Identifier: MIT
// tixdb publish
#pragma once

#include "cli/command.hpp"
#include "cli/publish_options.hpp"

namespace tixdb::cli {

class PublishCommand final : public Command {
  public:
    void add_options(OptionSet& options) override;
    void validate(const Context& context) override;
    ExitCode run(Context& context) override;

  private:
    PublishOptions options_;
};

}  // namespace tixdb::cli
