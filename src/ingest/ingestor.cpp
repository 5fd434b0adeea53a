// SPDX-License-Identifier: MIT

#include "ingest/ingestor.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/signals.hpp"
#include "base/threads.hpp"
#include "ingest/dry_run_recorder.hpp"
#include "ingest/pipeline.hpp"
#include "ingest/storing_recorder.hpp"

namespace tixdb::ingest {
namespace {

// path: the database to remember by, or empty. Fills in what only the scan counts.
IngestCounts run(const ReportTree& tree, const std::filesystem::path& path, const IngestOptions& options,
                 const Clock& clock, Log& log, WarningLimit& warnings, Recorder& recorder,
                 const ProgressHook& progress) {
    ScanCounts scanned;
    const auto scan = [&](const BatchTaker& take) {
        // A connection of its own: a statement that is being read would hold up the writer's checkpoints.
        std::optional<store::Database> memory;
        if (!path.empty()) {
            store::OpenOptions open;
            open.ends_on_signal = false;
            memory = store::Database::open_for_reading(path, open);
        }
        const ScanOptions scan_options{options.parse.verify_signatures,
                                       options.after.action != AfterIngest::Action::keep, options.shard};
        Scanner scanner(tree, memory ? &*memory : nullptr, scan_options, clock, warnings, take);
        if (options.listed)
            scanner.scan_listed(options.listed);
        else
            scanner.scan_all();
        scanned = scanner.counts();
    };
    std::int64_t files = 0;
    run_pipeline(scan, options.parse, static_cast<int>(threads_or_all_cores(options.threads)), clock,
                 [&](ParsedBatch parsed) {
                     if (!parsed.batch.is_scout) files += static_cast<std::int64_t>(parsed.files.size());
                     recorder.record(std::move(parsed));
                     if (progress) progress(files);
                 });
    recorder.finish(!options.listed && stop_requested() == 0);
    warnings.flush();
    IngestCounts counts = recorder.counts();
    counts.known += scanned.known;
    counts.ignored += scanned.ignored;
    counts.forgotten += scanned.forgotten;
    counts.other_shards += scanned.other_shards;
    if (counts.ignored > 0) log.detail(fmt::format("passed over, no reports: {}", counts.ignored));
    return counts;
}

}  // namespace

void check(const IngestOptions& options, Log& log) {
    const ReportTree tree(options.base);
    WarningLimit warnings(log);
    const FileDisposal disposal(tree, options.after, warnings);
    if (!options.listed) require_report_folders(tree, log);
}

IngestCounts ingest(store::Database& database, std::int64_t run_id, const IngestOptions& options,
                    const Clock& clock, Log& log, const ProgressHook& progress) {
    const ReportTree tree(options.base);
    WarningLimit warnings(log);
    std::optional<FileDisposal> disposal;
    if (options.after.action != AfterIngest::Action::keep) disposal.emplace(tree, options.after, warnings);
    StoringRecorder recorder(database, run_id, clock, log, warnings, disposal ? &*disposal : nullptr);
    return run(tree, database.path(), options, clock, log, warnings, recorder, progress);
}

IngestCounts dry_run(const std::filesystem::path& database, const IngestOptions& options, const Clock& clock,
                     Log& log) {
    const ReportTree tree(options.base);
    const bool removes = options.after.action != AfterIngest::Action::keep;
    std::optional<store::Database> memory;
    if (store::database_exists(database)) memory = store::Database::open_for_reading(database);
    WarningLimit warnings(log);
    DryRunRecorder recorder(memory ? &*memory : nullptr, removes, clock, log, warnings);
    return run(tree, memory ? database : std::filesystem::path(), options, clock, log, warnings, recorder,
               nullptr);
}

}  // namespace tixdb::ingest
