// SPDX-License-Identifier: MIT
// tixdb bundle: docs/man/tixdb-bundle.md
#pragma once

#include <optional>
#include <string>

#include "cli/frame/command.hpp"
#include "exports/bundle.hpp"

namespace tixdb::cli {

class BundleCommand final : public Command {
  public:
    void add_options(OptionSet& options) override;
    void validate(const Context& context) override;
    ExitCode run(Context& context) override;

  private:
    std::string user_;
    std::string installation_;
    std::optional<std::string> from_;
    std::optional<std::string> to_;
    std::optional<std::string> file_;
    bool overwrite_ = false;
    exports::BundleRequest request_;
};

}  // namespace tixdb::cli
