// SPDX-License-Identifier: MIT
// tixdb outbox show
#pragma once

#include <cstdint>
#include <string>

#include "cli/frame/command.hpp"

namespace tixdb::cli {

class OutboxShow final : public Command {
  public:
    void add_options(OptionSet& options) override;
    void validate(const Context& context) override;
    ExitCode run(Context& context) override;

  private:
    std::string id_text_;
    std::int64_t outbox_id_ = 0;
    std::string format_ = "table";
};

}  // namespace tixdb::cli
