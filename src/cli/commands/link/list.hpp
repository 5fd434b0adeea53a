// SPDX-License-Identifier: MIT
// tixdb link list: docs/man/tixdb-link.md
#pragma once

#include <cstdint>
#include <optional>

#include "cli/frame/command.hpp"
#include "cli/frame/output.hpp"

namespace tixdb::cli {

class LinkList final : public Command {
  public:
    void add_options(OptionSet& options) override;
    void validate(const Context& context) override;
    ExitCode run(Context& context) override;

  private:
    std::optional<std::int64_t> user_;
    std::optional<std::int64_t> installation_;
    OutputOptions output_;
};

}  // namespace tixdb::cli
