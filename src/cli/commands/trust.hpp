// SPDX-License-Identifier: MIT
// tixdb trust: docs/man/tixdb-trust.md
#pragma once

#include <optional>
#include <string>

#include "cli/frame/command.hpp"
#include "cli/frame/output.hpp"
#include "model/report.hpp"

namespace tixdb::cli {

class TrustCommand final : public Command {
  public:
    void add_options(OptionSet& options) override;
    void validate(const Context& context) override;
    ExitCode run(Context& context) override;

  private:
    ExitCode list(Context& context) const;
    ExitCode pin(Context& context) const;

    std::string user_;
    std::string installation_;
    std::optional<std::string> key_;
    OutputOptions output_;
    bool dry_run_ = false;
    // Of the texts above, once validated.
    model::InstallationKey installation_key_;
    model::Digest digest_{};
};

}  // namespace tixdb::cli
