// SPDX-License-Identifier: MIT
// tixdb explain: docs/man/tixdb-explain.md
#pragma once

#include <cstdint>
#include <string>

#include "cli/frame/command.hpp"
#include "model/installation.hpp"

namespace tixdb::cli {

class ExplainCommand final : public Command {
  public:
    void add_options(OptionSet& options) override;
    void validate(const Context& context) override;
    ExitCode run(Context& context) override;

  private:
    std::string user_;
    std::string installation_;
    std::string time_;
    std::string method_ = "all";
    std::string format_ = "text";
    bool all_ = false;
    model::InstallationKey key_;
    std::int64_t time_s_ = 0;
};

}  // namespace tixdb::cli
