// SPDX-License-Identifier: MIT
// tixdb outbox list
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cli/frame/command.hpp"
#include "cli/frame/output.hpp"
#include "cli/stages/range_options.hpp"
#include "store/outbox_store.hpp"

namespace tixdb::cli {

class OutboxList final : public Command {
  public:
    void add_options(OptionSet& options) override;
    void validate(const Context& context) override;
    ExitCode run(Context& context) override;

  private:
    std::string state_ = "open";
    RangeOptions range_;
    std::int64_t limit_ = -1;
    OutputOptions output_;
    store::OutboxFilter filter_;
};

}  // namespace tixdb::cli
