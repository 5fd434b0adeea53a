// SPDX-License-Identifier: MIT
// --shard: which part of all installations a command is about, and which part a database has.
#pragma once

#include <optional>
#include <string>

#include "cli/frame/context.hpp"
#include "cli/frame/options.hpp"
#include "model/shard.hpp"
#include "store/database.hpp"

namespace tixdb::cli {

class ShardOptions {
  public:
    void declare(OptionSet& options);
    // Throws Error{configuration} if the scheduler that is named does not say which shard this is.
    void validate(const Context& context);

    // The one that was asked for, if any. To be called after validate().
    [[nodiscard]] const std::optional<model::Shard>& shard() const { return shard_; }

  private:
    std::string text_;
    std::optional<model::Shard> shard_;
};

// For commands that write: the shard that the database is, which it becomes here if it was asked for and
// there is nothing in it yet. Throws Error{configuration} if it is another one, or none and has content.
[[nodiscard]] std::optional<model::Shard> shard_to_work_on(store::Database& database,
                                                           const std::optional<model::Shard>& asked);

// The same of a dry run: nothing is written down.
[[nodiscard]] std::optional<model::Shard> shard_to_plan_for(store::Database& database,
                                                            const std::optional<model::Shard>& asked);

// For commands that read: the shard that they are to keep to, or nothing if that is all that the database
// has. Throws Error{configuration} if the database is another shard.
[[nodiscard]] std::optional<model::Shard> shard_to_read(store::Database& database,
                                                        const std::optional<model::Shard>& asked);

// " (shard 3/8)", for summaries; nothing where there is none.
[[nodiscard]] std::string shard_text(const std::optional<model::Shard>& shard);

}  // namespace tixdb::cli
