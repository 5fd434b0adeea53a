// SPDX-License-Identifier: MIT
// tixdb asn lookup
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/frame/command.hpp"
#include "cli/frame/output.hpp"
#include "model/address.hpp"

namespace tixdb::cli {

class AsnLookup final : public Command {
  public:
    void add_options(OptionSet& options) override;
    void validate(const Context& context) override;
    ExitCode run(Context& context) override;

  private:
    std::vector<std::string> texts_;
    std::optional<std::string> at_;
    OutputOptions output_;
    std::vector<model::Address> addresses_;
    std::int64_t at_s_ = 0;
};

}  // namespace tixdb::cli
