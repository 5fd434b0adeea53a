// SPDX-License-Identifier: MIT
// tixdb publish
#pragma once

#include "cli/frame/command.hpp"
#include "cli/stages/publish_options.hpp"

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
