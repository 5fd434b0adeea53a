// SPDX-License-Identifier: MIT

#include "cli/stages/ingest_stage.hpp"

#include <fmt/format.h>

#include "base/signals.hpp"
#include "base/stopwatch.hpp"
#include "base/text.hpp"
#include "cli/frame/progress.hpp"
#include "cli/frame/session.hpp"
#include "cli/stages/ingest_summary.hpp"
#include "cli/stages/process_stage.hpp"
#include "cli/stages/shard_options.hpp"
#include "store/database.hpp"

namespace tixdb::cli {
namespace {

ExitCode code_of(const IngestOptions& options, const ingest::IngestCounts& counts) {
    const bool is_clean = counts.rejected == 0 && counts.not_removed == 0;
    return options.strict && !is_clean ? ExitCode::done_with_rejects : ExitCode::done;
}

// Of a dry run, which may be one before the first ingest.
std::optional<model::Shard> planned_shard(const Context& context, const IngestOptions& options) {
    if (!store::database_exists(context.common.database)) return options.shard;
    store::Database database = store::Database::open_for_reading(context.common.database);
    return shard_to_plan_for(database, options.shard);
}

ExitCode dry_run_ingest(Context& context, const IngestOptions& options) {
    const Stopwatch stopwatch(context.clock());
    ingest::IngestOptions ingest = options.for_stage(context.world);
    ingest::check(ingest, context.log);
    ingest.shard = planned_shard(context, options);
    const auto counts = ingest::dry_run(context.common.database, ingest, context.clock(), context.log);
    throw_if_stopped();
    context.log.summary(fmt::format("ingest{}: would be: {}{} in {:.1f} s; nothing was changed",
                                    shard_text(ingest.shard), text_of(counts),
                                    after_text(ingest.after, counts), stopwatch.elapsed_s()));
    return code_of(options, counts);
}

}  // namespace

ExitCode run_ingest_stage(Context& context, const IngestOptions& options, const ProcessOptions* kept) {
    if (options.dry_run) return dry_run_ingest(context, options);
    const Stopwatch stopwatch(context.clock());
    ingest::IngestOptions ingest = options.for_stage(context.world);
    // Not to make a database for nothing; where there is one, `status` and `check` are to tell of the fault.
    const bool is_recorded = store::database_exists(context.common.database);
    if (!is_recorded) ingest::check(ingest, context.log);
    WritingSession session(context, "ingest", LockKind::data, MissingDatabase::create);
    session.tell_if_created();
    if (is_recorded) ingest::check(ingest, context.log);
    ingest.shard = shard_to_work_on(session.database(), options.shard);
    if (kept != nullptr) keep_settings(context, session.database(), *kept);
    Progress progress(
        context, [] { return Progress::kUnknown; }, "files");
    const auto counts = ingest::ingest(session.database(), session.run_id(), ingest, context.clock(),
                                       context.log, progress.hook());
    const ExitCode code = session.finish_or_stop(code_of(options, counts), run_counts_of(counts),
                                                 plural(counts.stored, "report", "is", "are") + " stored");
    context.log.summary(fmt::format("ingest{}: {}{} in {:.1f} s", shard_text(ingest.shard), text_of(counts),
                                    after_text(ingest.after, counts), stopwatch.elapsed_s()));
    return code;
}

}  // namespace tixdb::cli
