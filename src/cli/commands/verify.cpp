// SPDX-License-Identifier: MIT

#include "cli/commands/verify.hpp"

#include <fmt/format.h>

#include "base/digest.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"
#include "cli/frame/progress.hpp"
#include "cli/stages/retention_settings.hpp"
#include "model/window.hpp"
#include "process/stored_settings.hpp"
#include "report/sketch_check.hpp"
#include "report/verifier.hpp"
#include "store/content_digest.hpp"

namespace tixdb::cli {
namespace {

constexpr std::int64_t kMsPerDay = 86'400'000;

std::string first_of(const store::Violations& violations) {
    std::string text;
    for (const std::string& one : violations.first) text += (text.empty() ? "" : "; ") + one;
    if (violations.count > static_cast<std::int64_t>(violations.first.size())) text += "; …";
    return text;
}

// "; not computed again: 18 of classic until 2017-07-10T00:39:59Z (observations of … are pruned)"
std::string not_recomputed_text(const report::Recomputation& total) {
    std::string text;
    for (const auto& [what, reason] : total.reasons) {
        text +=
            fmt::format("{}{} of {} until {} ({})", text.empty() ? "; not computed again: " : ", ",
                        reason.count, model::name_of(what.first), iso_of_s(reason.last_probe_s), what.second);
    }
    return text;
}

}  // namespace

void VerifyCommand::add_options(OptionSet& options) {
    options.flag("--full", full_, "compute every current result again as well").command_line_only();
    options.value("--sample", sample_, "compute so many of them again, drawn by chance")
        .between(1, 1e12)
        .command_line_only();
    options.value("--seed", seed_, "of the sample (default: another one each day)")
        .not_negative()
        .command_line_only();
    options
        .flag("--digest", digest_,
              "the content's digest instead, by table: equal for equal content, whatever the ids of rows")
        .command_line_only();
    shard_.declare(options);
    add_output_options(options, output_);
}

void VerifyCommand::validate(const Context& context) {
    shard_.validate(context);
    if (full_ && sample_) {
        throw Error(ErrorKind::usage, "--full and --sample exclude each other",
                    "--full computes every result, --sample some");
    }
    if (digest_ && (full_ || sample_)) {
        throw Error(ErrorKind::usage, "--digest takes neither --full nor --sample",
                    "it tells what the database holds, and checks nothing");
    }
    if (seed_ && !sample_) throw Error(ErrorKind::usage, "--seed without --sample", "add --sample N");
}

ExitCode VerifyCommand::run(Context& context) {
    store::Database database = store::Database::open_for_reading(context.common.database);
    // Before its row is looked at, which may be missing.
    const auto shard = shard_.shard() ? shard_to_read(database, shard_.shard()) : std::nullopt;
    if (digest_) return show_digest(context, database, shard);
    check_invariants(context, database);
    check_settings(context, database);
    if (full_ || sample_) recompute(context, database, shard);
    print(context);
    return conclude(context);
}

ExitCode VerifyCommand::show_digest(Context& context, store::Database& database,
                                    const std::optional<model::Shard>& shard) const {
    if (shard) {
        throw Error(
            ErrorKind::configuration,
            fmt::format("--digest is of a whole database, and this one is not shard {}", shard->text()),
            "leave --shard out");
    }
    Progress progress(
        context, [] { return Progress::kUnknown; }, "rows");
    const store::Snapshot snapshot(database);
    const store::ContentDigest content = store::digest_content(database, progress.hook());
    progress.clear();
    const auto writer =
        make_row_writer(fitted(output_, context), context.out(), "digests", {"table", "rows", "digest"});
    for (const store::TableDigest& table : content.tables)
        writer->row({std::string(table.table), table.rows, hex(table.digest)});
    writer->row({std::string("all"), content.rows, hex(content.digest)});
    writer->finish();
    return ExitCode::done;
}

void VerifyCommand::check_invariants(Context& context, store::Database& database) {
    store::InvariantReader reader(database);
    const auto invariants = store::InvariantReader::invariants();
    Progress progress(
        context, [&] { return std::ssize(invariants); }, "checks");
    for (const store::Invariant& invariant : invariants) {
        progress.show(std::ssize(checks_));
        checks_.push_back({std::string(invariant.name), std::string(invariant.meaning),
                           reader.violations(invariant, model::kWindowObservations)});
    }
    checks_.push_back(
        {"shard", "each installation is of the shard that the database is", reader.of_other_shards()});
    checks_.push_back({"adaptive_sketches", "each sketch holds the kept probes of its window",
                       report::sketch_violations(reader)});
}

void VerifyCommand::check_settings(const Context& context, store::Database& database) {
    Check check{"settings", "each setting is one that can be understood", {}};
    try {
        (void)process::read_parameters(database, context.clock().now_ms());
        (void)stored_retention(database);
    } catch (const Error& error) {
        check.violations = {1, {error.what()}};
    }
    checks_.push_back(std::move(check));
}

void VerifyCommand::recompute(Context& context, store::Database& database,
                              const std::optional<model::Shard>& shard) {
    auto results = store::InvariantReader(database).current_results(shard);
    std::string drawn;
    if (sample_) {
        const std::int64_t seed = seed_.value_or(context.clock().now_ms() / kMsPerDay);
        results = report::sample_of(std::move(results), static_cast<std::size_t>(*sample_),
                                    static_cast<std::uint64_t>(seed));
        drawn = fmt::format(" (seed {})", seed);
    }
    Progress progress(
        context, [&] { return std::ssize(results); }, "results");
    const auto total = report::Verifier(database).recompute(results, progress.hook());
    recomputed_ =
        fmt::format("; {} computed again{}", plural(total.results - total.not_recomputed, "result"), drawn);
    recomputed_ += not_recomputed_text(total);
    checks_.push_back({"reproduced", "each result comes out again to the last bit", total.violations});
}

void VerifyCommand::print(Context& context) const {
    const auto writer = make_row_writer(fitted(output_, context), context.out(), "checks",
                                        {"check", "violations", "meaning", "first"});
    for (const Check& check : checks_) {
        const Cell first = check.violations.count == 0 ? Cell() : Cell(first_of(check.violations));
        writer->row({check.name, check.violations.count, check.meaning, first});
    }
    writer->finish();
}

ExitCode VerifyCommand::conclude(Context& context) const {
    std::string failed;
    std::int64_t count = 0;
    for (const Check& check : checks_) {
        if (check.violations.count == 0) continue;
        ++count;
        failed += fmt::format("{}{} ({})", failed.empty() ? "" : ", ", check.name, check.violations.count);
    }
    const std::string total = plural(std::ssize(checks_), "check") + recomputed_;
    if (count == 0) {
        context.log.summary(fmt::format("verify: {}, no violations", total));
        return ExitCode::done;
    }
    context.log.error(
        fmt::format("verify: {}; violations of {}; keep a copy of the database as it is, and look at them "
                    "with sqlite3 or "
                    "restore a backup that verifies",
                    total, failed));
    return ExitCode::failed;
}

}  // namespace tixdb::cli
