// SPDX-License-Identifier: MIT
// tixdb asn import
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "asn/importer.hpp"
#include "cli/frame/command.hpp"

namespace tixdb::cli {

class AsnImport final : public Command {
  public:
    void add_options(OptionSet& options) override;
    void validate(const Context& context) override;
    ExitCode run(Context& context) override;

  private:
    void check(Context& context);

    std::vector<std::string> files_;
    std::optional<std::string> names_;
    std::optional<std::string> valid_from_;
    bool force_ = false;
    bool dry_run_ = false;
    asn::ImportOptions import_;
};

}  // namespace tixdb::cli
