// SPDX-License-Identifier: MIT
// tixdb link set, unset and import: docs/man/tixdb-link.md
#pragma once

#include <optional>
#include <string>

#include "cli/commands/link/rate_file.hpp"
#include "cli/frame/command.hpp"

namespace tixdb::cli {

class LinkSet final : public Command {
  public:
    void add_options(OptionSet& options) override;
    void validate(const Context& context) override;
    ExitCode run(Context& context) override;

  private:
    std::string user_;
    std::string installation_;
    std::optional<std::string> down_;
    std::optional<std::string> up_;
    std::optional<std::string> from_;
    bool dry_run_ = false;
    GivenRate given_;  // of the texts above, once validated
};

class LinkUnset final : public Command {
  public:
    void add_options(OptionSet& options) override;
    void validate(const Context& context) override;
    ExitCode run(Context& context) override;

  private:
    std::string user_;
    std::string installation_;
    std::optional<std::string> from_;
    bool dry_run_ = false;
    GivenRate given_;
};

class LinkImport final : public Command {
  public:
    void add_options(OptionSet& options) override;
    void validate(const Context& context) override;
    ExitCode run(Context& context) override;

  private:
    std::string file_;
    std::optional<std::string> from_;
    bool dry_run_ = false;
    std::optional<std::int64_t> from_s_;
};

}  // namespace tixdb::cli
