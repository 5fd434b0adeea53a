// SPDX-License-Identifier: MIT

#include "store/invariant_reader.hpp"

#include <fmt/format.h>

#include <array>

#include "base/signals.hpp"
#include "store/sketch_blob.hpp"
#include "store/sql/verify.hpp"
#include "store/statement.hpp"

namespace tixdb::store {
namespace {

constexpr std::array kInvariants = {
    Invariant{"integrity", "the file is whole: SQLite's integrity_check", sql::verify::pragma_integrity},
    Invariant{"foreign_keys", "whatever a row refers to is there", sql::verify::pragma_foreign_keys},
    Invariant{"database_identity", "the database knows its id", sql::verify::database_identities},
    Invariant{"report_observations", "each report has its observations, or is pruned",
              sql::verify::report_observations},
    Invariant{"retention", "what is said to be pruned is gone, and what is older is refused",
              sql::verify::retention},
    Invariant{"observation_ids", "each observation is one report's, and no other's",
              sql::verify::observation_ids},
    Invariant{"observation_exceptions",
              "each report has the observations of another type or size that it counts",
              sql::verify::observation_exceptions},
    Invariant{"report_times", "each report knows when its observations begin and end",
              sql::verify::report_times},
    Invariant{"source_files", "each file's report is of its installation", sql::verify::source_files},
    Invariant{"unprocessed_reports", "a report that waits to be processed is stored and in no current window",
              sql::verify::unprocessed_reports},
    Invariant{"late_reports", "a late report is stored and in no current window", sql::verify::late_reports},
    Invariant{"window_reports", "each window has the reports and observations that it counts",
              sql::verify::window_reports},
    Invariant{"window_members", "each window's reports are of its installation", sql::verify::window_members},
    Invariant{"window_ends", "each window knows its first and last report", sql::verify::window_ends},
    Invariant{"window_size", "each window has as many reports as it needs", sql::verify::window_size},
    Invariant{"window_chain", "a session's current windows start where the chain says",
              sql::verify::window_chain},
    Invariant{"window_twice", "no two current windows start at one report", sql::verify::window_twice},
    Invariant{"window_superseded", "current windows have current results, superseded ones none",
              sql::verify::window_superseded},
    Invariant{"current_results", "one current result per window and method", sql::verify::current_results},
    Invariant{"result_reasons", "a value is missing exactly where a reason is named",
              sql::verify::result_reasons},
    Invariant{"result_decisions", "what is queued has every value that tix-api needs",
              sql::verify::result_decisions},
    Invariant{"adaptive_details", "each result of adaptive has what it rests on",
              sql::verify::adaptive_details},
    Invariant{"adaptive_values", "states, bounds and usage of adaptive agree", sql::verify::adaptive_values},
    Invariant{"adaptive_kernels", "idle jitter was learned from windows of the same client and day",
              sql::verify::adaptive_kernels},
    Invariant{"baselines", "a result's baseline comes from its client", sql::verify::baselines},
    Invariant{"latency_rows", "each window's latency is of its recent probes", sql::verify::latency_rows},
    Invariant{"latency_hours", "every hour that a window ends in has its latency",
              sql::verify::latency_hours},
    Invariant{"latency_minutes", "the minutes of an hour hold no more than it", sql::verify::latency_minutes},
    Invariant{"queued_results", "exactly the queued results have an item in the outbox",
              sql::verify::queued_results},
    Invariant{"outbox_items", "each item says what its result says", sql::verify::outbox_items},
    Invariant{"outbox_superseded", "nothing that was superseded waits to be sent",
              sql::verify::outbox_superseded},
    Invariant{"outbox_states", "each item's state and times agree", sql::verify::outbox_states},
    Invariant{"window_networks", "each window's network is of its address family",
              sql::verify::window_networks},
    Invariant{"as_snapshots", "each table of networks is there as a whole, or pruned",
              sql::verify::as_snapshots},
};

// Runs read(), and returns what was wrong with the file if it could not be read.
template <typename Read>
std::string damage_to(const Read& read) {
    try {
        read();
    } catch (const SQLite::Exception& exception) {
        if (exception.getErrorCode() == SQLITE_INTERRUPT) throw_if_stopped();
        if (exception.getErrorCode() != SQLITE_CORRUPT) throw;
        return std::string("it cannot be checked: ") + exception.what();
    }
    return {};
}

}  // namespace

std::span<const Invariant> InvariantReader::invariants() {
    return kInvariants;
}

Violations InvariantReader::violations(const Invariant& invariant, std::int64_t window_observations) {
    Violations violations;
    const std::string damage = damage_to([&] {
        Statement query(database_, invariant.sql);
        if (query.parameters() > 0) query.bind(1, window_observations);
        while (query.step()) violations.add(query.text(0));
    });
    if (!damage.empty()) violations.add(damage);
    return violations;
}

std::string InvariantReader::sketches(const std::function<void(const CurrentSketches&)>& each) {
    return damage_to([&] {
        Statement query(database_, sql::verify::select_sketches);
        while (query.step()) {
            each({query.int64(0), query.int64(1), query.optional_int64(2), query.optional_real(3),
                  query.optional_real(4), sketch_in(query.blob(5)), sketch_in(query.blob(6))});
        }
    });
}

Violations InvariantReader::of_other_shards() {
    Violations violations;
    const std::string damage = damage_to([&] {
        // That its row may be missing is another invariant.
        Statement query(database_, sql::verify::select_installations_of_shard);
        while (query.step()) {
            const model::InstallationKey key{query.int64(0), query.int64(1)};
            const model::Shard shard{static_cast<int>(query.int64(2)), static_cast<int>(query.int64(3))};
            if (shard.holds(key)) continue;
            violations.add(fmt::format("installation {} is of shard {}/{}, not {}", key.text(),
                                       model::shard_of(key, shard.count), shard.count, shard.text()));
        }
    });
    if (!damage.empty()) violations.add(damage);
    return violations;
}

std::vector<CurrentResultKey> InvariantReader::current_results(const std::optional<model::Shard>& shard) {
    std::vector<CurrentResultKey> keys;
    Statement query(database_, sql::verify::select_current_results);
    while (query.step()) {
        if (shard && !shard->holds({query.int64(2), query.int64(3)})) continue;
        if (const auto method = model::method_named(query.text(1))) keys.push_back({query.int64(0), *method});
    }
    return keys;
}

}  // namespace tixdb::store
