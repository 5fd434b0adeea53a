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

constexpr std::string_view kSlurm = "slurm";
constexpr std::string_view kKubernetes = "kubernetes/";

std::optional<int> shard_count_in(std::string_view text) {
    const auto count = parse_number<int>(text);
    return count && *count >= 1 && *count <= model::kMostShards ? count : std::nullopt;
}

// What the text says, not yet what a scheduler says.
bool is_shard_text(std::string_view text) {
    if (text.empty() || text == kSlurm || model::parse_shard(text)) return true;
    if (text.starts_with(kKubernetes)) return shard_count_in(text.substr(kKubernetes.size())).has_value();
    return text.starts_with("slurm/") && shard_count_in(text.substr(kSlurm.size() + 1));
}

std::optional<model::Shard> shard_in(std::string_view text, const Environment& environment) {
    if (text.empty()) return std::nullopt;
    if (text == kSlurm) return shard_of_task(Scheduler::slurm, std::nullopt, environment);
    if (text.starts_with(kKubernetes)) {
        return shard_of_task(Scheduler::kubernetes, shard_count_in(text.substr(kKubernetes.size())),
                             environment);
    }
    if (text.starts_with(kSlurm))
        return shard_of_task(Scheduler::slurm, shard_count_in(text.substr(kSlurm.size() + 1)), environment);
    return model::parse_shard(text);
}

Error another_shard(store::Database& database, const model::Shard& own, const model::Shard& asked) {
    return {ErrorKind::configuration,
            fmt::format("{} is shard {}, and --shard says {}", escaped(database.path().string()), own.text(),
                        asked.text()),
            "name the database of that shard, or leave --shard out"};
}

Error no_shard(store::Database& database, const model::Shard& asked) {
    return {ErrorKind::configuration,
            fmt::format("{} has installations already and is no shard, and --shard says {}",
                        escaped(database.path().string()), asked.text()),
            "`tixdb split` makes shards of it; a shard begins with a new database"};
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
    shard_ = shard_in(text_, context.world.environment);
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
