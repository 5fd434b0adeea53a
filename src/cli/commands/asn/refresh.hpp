// SPDX-License-Identifier: MIT
// tixdb asn refresh
#pragma once

#include "asn/refresher.hpp"
#include "cli/frame/command.hpp"
#include "cli/frame/output.hpp"
#include "cli/stages/range_options.hpp"

namespace tixdb::cli {

class AsnRefresh final : public Command {
  public:
    void add_options(OptionSet& options) override;
    void validate(const Context& context) override;
    ExitCode run(Context& context) override;

  private:
    void show(Context& context, const asn::RefreshCounts& counts) const;

    RangeOptions range_;
    bool dry_run_ = false;
    OutputOptions output_;
};

}  // namespace tixdb::cli
