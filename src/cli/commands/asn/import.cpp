// SPDX-License-Identifier: MIT

#include "cli/commands/asn/import.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "base/stopwatch.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"
#include "cli/frame/arguments.hpp"
#include "cli/frame/session.hpp"

namespace tixdb::cli {
namespace {

struct Counts {
    std::int64_t stored = 0;
    std::int64_t known = 0;
    std::int64_t prefixes = 0;
    std::int64_t names = 0;
};

Counts counts_of(const std::vector<asn::ImportedSnapshot>& snapshots) {
    Counts counts;
    // The names of a file with both families are in two snapshots.
    std::map<std::array<std::uint8_t, 32>, std::int64_t> names;
    for (const auto& [snapshot, known] : snapshots) {
        ++(known ? counts.known : counts.stored);
        if (known) continue;
        counts.prefixes += snapshot.prefixes;
        names[snapshot.digest] = snapshot.names;
    }
    for (const auto& [digest, number] : names) counts.names += number;
    return counts;
}

std::string imported_text(const Counts& counts) {
    return fmt::format("{} stored ({} prefixes, {} names), {} known", plural(counts.stored, "snapshot"),
                       counts.prefixes, counts.names, counts.known);
}

void tell_details(Log& log, const std::vector<asn::ImportedSnapshot>& snapshots) {
    for (const auto& [snapshot, known] : snapshots) {
        log.detail(fmt::format("{}: {} ({}), valid from {}, {} prefixes, {} names{}", snapshot.source,
                               name_of(snapshot.content), snapshot.format, iso_of_s(snapshot.valid_from_s),
                               snapshot.prefixes, snapshot.names, known ? ": known" : ""));
    }
}

}  // namespace

void AsnImport::add_options(OptionSet& options) {
    options.positional("FILE", files_, "tables of networks, plain or gzip", false);
    options.value("--names", names_, "a table of AS names").command_line_only();
    options
        .value("--valid-from", valid_from_,
               "the date of the tables (default: the one in a file's name, else now)")
        .command_line_only();
    options.flag("--force", force_, "take tables that have shrunk by more than 20 %").command_line_only();
    options.dry_run(dry_run_, "read and check, store nothing");
}

void AsnImport::validate(const Context& context) {
    if (files_.empty() && !names_) {
        throw Error(ErrorKind::usage, "asn import: no file is given", "name a table, or names with --names");
    }
    import_.files.assign(files_.begin(), files_.end());
    if (names_) import_.names = *names_;
    import_.force = force_;
    if (valid_from_) import_.valid_from_s = time_argument("--valid-from", *valid_from_, context);
}

void AsnImport::check(Context& context) {
    std::optional<store::Database> database;
    // Without a database every table is new.
    if (store::database_exists(context.common.database)) {
        database = store::Database::open_for_reading(context.common.database);
    }
    asn::Importer importer(database ? &*database : nullptr, context.clock().now_ms(), context.log);
    const auto snapshots = importer.check(import_);
    tell_details(context.log, snapshots);
    context.log.summary(
        fmt::format("asn import: would have {} (dry run)", imported_text(counts_of(snapshots))));
}

ExitCode AsnImport::run(Context& context) {
    if (dry_run_) {
        check(context);
        return ExitCode::done;
    }
    const Stopwatch stopwatch(context.clock());
    WritingSession session(context, "asn import", LockKind::data, MissingDatabase::create);
    session.tell_if_created();
    asn::Importer importer(&session.database(), context.clock().now_ms(), context.log);
    const auto snapshots = importer.import(import_, session.run_id());
    tell_details(context.log, snapshots);
    const Counts counts = counts_of(snapshots);
    context.log.summary(
        fmt::format("asn import: {} in {:.1f} s", imported_text(counts), stopwatch.elapsed_s()));
    return session.finish(ExitCode::done, {{"stored", counts.stored},
                                           {"known", counts.known},
                                           {"prefixes", counts.prefixes},
                                           {"names", counts.names}});
}

}  // namespace tixdb::cli
