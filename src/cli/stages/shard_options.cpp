// SPDX-License-Identifier: MIT

#include "cli/stages/shard_options.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/parse_number.hpp"
#include "base/text.hpp"
#include "cli/stages/scheduler_task.hpp"
#include "store/identity_store.hpp"

namespace tixdb::cli {
namespace {

// What the option's text says: a shard, or the scheduler that knows which, of a count that it may know too.
struct AskedShard {
    std::optional<model::Shard> shard;
    std::optional<Scheduler> scheduler;
    std::optional<int> count;
};

std::optional<AskedShard> asked_in(std::string_view text) {
    if (const auto shard = model::parse_shard(text)) return AskedShard{shard, {}, {}};
    const auto slash = text.find('/');
    for (const Scheduler scheduler : {Scheduler::slurm, Scheduler::kubernetes}) {
        if (text.substr(0, slash) != name_of(scheduler)) continue;
        if (slash == std::string_view::npos) {
            if (scheduler == Scheduler::slurm) return AskedShard{{}, scheduler, {}};
            return std::nullopt;  // it does not tell its tasks how many there are
        }
        const auto count = parse_number<int>(text.substr(slash + 1));
        if (count && *count >= 1 && *count <= model::kMostShards) return AskedShard{{}, scheduler, count};
    }
    return std::nullopt;
}

bool is_shard_text(std::string_view text) {
    return text.empty() || asked_in(text);
}

Error another_shard(store::Database& database, const model::Shard& own, const model::Shard& asked) {
    return {ErrorKind::configuration,
            fmt::format("{} is shard {}, and --shard says {}", escaped(database.path().string()), own.text(),
                        asked.text()),
            "name the database of that shard, or leave --shard out"};
}

Error no_shard(store::Database& database, const model::Shard& asked) {
    return {
        ErrorKind::configuration,
        fmt::format("{} has installations that were taken in without --shard, so it cannot become shard {}",
                    escaped(database.path().string()), asked.text()),
        fmt::format("leave --shard out, or begin shard {} in a new database; `tixdb split` makes shards of "
                    "this one",
                    asked.text())};
}

}  // namespace

void ShardOptions::declare(OptionSet& options) {
    options
        .value("--shard", text_,
               "only installations of shard I of N (I/N, from 0 on); slurm, slurm/N or kubernetes/N: of the "
               "array's task")
        .require(is_shard_text,
                 fmt::format("I/N with I from 0 to N-1 and N up to {}, slurm, slurm/N or kubernetes/N with "
                             "the number of completions",
                             model::kMostShards));
}

void ShardOptions::validate(const Context& context) {
    const auto asked = asked_in(text_);
    if (!asked) return;
    shard_ = asked->scheduler ? shard_of_task(*asked->scheduler, asked->count, context.world.environment)
                              : asked->shard;
}

std::optional<model::Shard> shard_to_plan_for(store::Database& database,
                                              const std::optional<model::Shard>& asked) {
    store::IdentityStore identities(database);
    const auto own = identities.identity().shard;
    if (!asked || own == asked) return own;
    if (own) throw another_shard(database, *own, *asked);
    if (identities.has_content()) throw no_shard(database, *asked);
    return asked;
}

std::optional<model::Shard> shard_to_work_on(store::Database& database,
                                             const std::optional<model::Shard>& asked) {
    const auto shard = shard_to_plan_for(database, asked);
    store::IdentityStore identities(database);
    if (shard != identities.identity().shard) identities.set_shard(shard);
    return shard;
}

std::optional<model::Shard> shard_to_read(store::Database& database,
                                          const std::optional<model::Shard>& asked) {
    const auto own = store::IdentityStore(database).identity().shard;
    if (!asked || own == asked) return std::nullopt;
    if (own) throw another_shard(database, *own, *asked);
    return asked;
}

std::string shard_text(const std::optional<model::Shard>& shard) {
    return shard ? fmt::format(" (shard {})", shard->text()) : "";
}

}  // namespace tixdb::cli
