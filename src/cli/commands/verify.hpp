// SPDX-License-Identifier: MIT
// tixdb verify: docs/man/tixdb-verify.md
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/frame/command.hpp"
#include "cli/frame/output.hpp"
#include "cli/stages/shard_options.hpp"
#include "store/database.hpp"
#include "store/invariant_reader.hpp"

namespace tixdb::cli {

class VerifyCommand final : public Command {
  public:
    void add_options(OptionSet& options) override;
    void validate(const Context& context) override;
    ExitCode run(Context& context) override;

  private:
    struct Check {
        std::string name;
        std::string meaning;
        store::Violations violations;
    };

    [[nodiscard]] ExitCode show_digest(Context& context, store::Database& database,
                                       const std::optional<model::Shard>& shard) const;
    void check_invariants(Context& context, store::Database& database);
    void check_settings(const Context& context, store::Database& database);
    void recompute(Context& context, store::Database& database, const std::optional<model::Shard>& shard);
    void print(Context& context) const;
    [[nodiscard]] ExitCode conclude(Context& context) const;

    OutputOptions output_;
    ShardOptions shard_;
    bool full_ = false;
    bool digest_ = false;
    std::optional<std::int64_t> sample_;
    std::optional<std::int64_t> seed_;
    std::vector<Check> checks_;
    std::string recomputed_;  // "; 12 results computed again", of the summary
};

}  // namespace tixdb::cli
