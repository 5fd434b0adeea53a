// SPDX-License-Identifier: MIT

#include "cli/commands/asn/prune.hpp"

#include <fmt/format.h>

#include <vector>

#include "asn/snapshot_choice.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"
#include "cli/frame/arguments.hpp"
#include "cli/frame/session.hpp"
#include "store/as_store.hpp"

namespace tixdb::cli {
namespace {

// Those that speak for no time from before_s on. The youngest of a content always does.
std::vector<store::AsSnapshot> outdated(store::Database& database, std::int64_t before_s) {
    const auto all = store::AsStore(database).snapshots();
    std::vector<store::AsSnapshot> found;
    for (const store::AsSnapshot& snapshot : all) {
        const auto* in_force = asn::snapshot_at(all, snapshot.content, before_s);
        if (snapshot.pruned_ms || snapshot.valid_from_s > before_s || in_force == &snapshot) continue;
        found.push_back(snapshot);
    }
    return found;
}

void tell(Log& log, const store::AsSnapshot& snapshot) {
    log.detail(fmt::format("snapshot {}: {}, valid from {}, {}", snapshot.as_snapshot_id,
                           name_of(snapshot.content), iso_of_s(snapshot.valid_from_s), snapshot.source));
}

}  // namespace

void AsnPrune::add_options(OptionSet& options) {
    options.value("--before", before_, "take what speaks for no time from this one on").command_line_only();
    options.dry_run(dry_run_, "say what would be taken, take nothing");
}

void AsnPrune::validate(const Context& context) {
    if (before_.empty()) {
        throw Error(ErrorKind::usage, "asn prune: --before is missing", "say how far back lookups must go");
    }
    before_s_ = time_argument("--before", before_, context);
}

ExitCode AsnPrune::run(Context& context) {
    if (dry_run_) {
        store::Database database = store::Database::open_for_reading(context.common.database);
        const auto snapshots = outdated(database, before_s_);
        for (const store::AsSnapshot& snapshot : snapshots) tell(context.log, snapshot);
        context.log.summary(fmt::format("asn prune: {} would be pruned (dry run)",
                                        plural(std::ssize(snapshots), "snapshot")));
        return ExitCode::done;
    }
    WritingSession session(context, "asn prune", LockKind::data);
    const auto snapshots = outdated(session.database(), before_s_);
    for (const store::AsSnapshot& snapshot : snapshots) {
        store::Transaction transaction(session.database());
        store::AsStore(session.database()).prune(snapshot.as_snapshot_id, context.clock().now_ms());
        transaction.commit();
        tell(context.log, snapshot);
    }
    context.log.summary(fmt::format("asn prune: {} pruned", plural(std::ssize(snapshots), "snapshot")));
    return session.finish(ExitCode::done, {{"pruned", std::ssize(snapshots)}});
}

}  // namespace tixdb::cli
