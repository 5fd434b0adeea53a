// SPDX-License-Identifier: MIT
// tixdb reprocess
#pragma once

#include <optional>
#include <string>

#include "cli/frame/command.hpp"
#include "cli/frame/output.hpp"
#include "cli/stages/epsilon_options.hpp"
#include "cli/stages/range_options.hpp"
#include "cli/stages/shard_options.hpp"
#include "process/reprocessing/reprocessor.hpp"

namespace tixdb::cli {

class ReprocessCommand final : public Command {
  public:
    void add_options(OptionSet& options) override;
    void validate(const Context& context) override;
    ExitCode run(Context& context) override;

  private:
    [[nodiscard]] process::ReprocessRange range() const;
    [[nodiscard]] process::ReprocessParameters parameters(store::Database& database,
                                                          std::int64_t now_ms) const;
    ExitCode preview(Context& context);
    ExitCode reprocess(Context& context);

    RangeOptions range_;
    std::string method_ = "all";
    EpsilonOptions epsilon_;
    ShardOptions shard_;
    bool publish_ = false;
    bool dry_run_ = false;
    bool diff_ = false;
    OutputOptions output_;
};

}  // namespace tixdb::cli
