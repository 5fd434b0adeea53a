// SPDX-License-Identifier: MIT
// tixdb asn status
#pragma once

#include <string>

#include "cli/frame/command.hpp"

namespace tixdb::cli {

class AsnStatus final : public Command {
  public:
    void add_options(OptionSet& options) override;
    ExitCode run(Context& context) override;

  private:
    std::string format_ = "table";
};

}  // namespace tixdb::cli
