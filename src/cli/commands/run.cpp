// SPDX-License-Identifier: MIT

#include "cli/commands/run.hpp"

#include <fmt/format.h>

#include <functional>

#include "base/error.hpp"
#include "base/signals.hpp"
#include "base/stopwatch.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"
#include "cli/frame/report_errors.hpp"
#include "cli/stages/metrics.hpp"
#include "cli/stages/predecessor.hpp"
#include "cli/stages/prune_stage.hpp"
#include "store/database.hpp"
#include "store/files_of_database.hpp"

namespace tixdb::cli {
namespace {

bool ends_the_run(ExitCode code) {
    return code == ExitCode::failed || code == ExitCode::usage;
}

// A database that has vanished while the run slept is not made anew: all history would be sent once more.
void require_database_again(const Context& context) {
    if (store::database_exists(context.common.database)) return;
    throw Error(ErrorKind::failed,
                fmt::format("the database {} has vanished since the last run",
                            escaped(context.common.database.string())),
                "put it back; where a new one is to be begun, start the run again");
}

}  // namespace

void RunCommand::add_options(OptionSet& options) {
    ingest_.declare(options);
    process_.declare(options);
    publish_.declare(options);
    options
        .value("--every", every_, "stay, and run again so often (a bare number: minutes; default: once)",
               std::chrono::minutes(1))
        .also_environment("TIX_PROCESSING_PERIOD");
    options.value("--metrics-file", metrics_file_,
                  "write metrics for Prometheus' textfile collector there after each run");
    pages_.declare(options);
    shard_.declare(options);
    options.dry_run(dry_run_, "say what each stage would do, change nothing");
}

void RunCommand::validate(const Context& context) {
    every_ = period_of_predecessor(context.world.environment, every_);
    process_.threads = ingest_.threads;
    shard_.validate(context);
    ingest_.shard = process_.shard = publish_.shard = shard_.shard();
    ingest_.dry_run = process_.dry_run = publish_.dry_run = dry_run_;
    publish_.strict = ingest_.strict;
    ingest_.validate(context);
    process_.validate(context);
    publish_.validate(context);
    pages_.validate();
    if (!metrics_file_.empty())
        store::refuse_files_of(context.common.database, metrics_file_, "name another file for the metrics");
}

// Goes on after rejects, and where a stage is not configured or asks to try again: what can be stored and
// computed is. Ends where nothing can be expected of the next stage.
ExitCode RunCommand::run_stages(Context& context) {
    ExitCode first = ExitCode::done;
    const auto stage = [&](const std::function<ExitCode()>& work) {
        const ExitCode code = report_errors(context, work);
        if (first == ExitCode::done) first = code;
        return !ends_the_run(code);
    };
    const bool go_on = stage([&] { return run_ingest_stage(context, ingest_, &process_); });
    // After a dry run over a first folder, or an ingest that was refused, there is nothing for the others to
    // look at.
    const bool may_be_missing = dry_run_ || first != ExitCode::done;
    if (may_be_missing && !store::database_exists(context.common.database)) return first;
    const bool all = go_on && stage([&] { return run_process_stage(context, process_); }) &&
                     stage([&] { return run_publish_stage(context, publish_); }) &&
                     stage([&] { return run_prune_stage_by_settings(context, dry_run_); });
    if (!all) context.log.detail("run: the stages that remain were left out");
    return first;
}

// What was done is done, whoever can see it; so it is told, and changes no exit code.
void RunCommand::leave_metrics(Context& context) const {
    if (metrics_file_.empty() || dry_run_ || !store::database_exists(context.common.database)) return;
    try {
        write_metrics_file(metrics_file_, context);
    } catch (const Error& error) {
        context.log.error(fmt::format("run: no metrics: {}; {}", error.what(), error.hint()));
    }
}

void RunCommand::leave_pages(Context& context) const {
    if (pages_.folder.empty() || dry_run_ || !store::database_exists(context.common.database)) return;
    try {
        renew_report_pages(context, pages_);
    } catch (const Interrupted&) {
        throw;
    } catch (const std::exception& exception) {
        const Error error = store::error_from(exception, context.common.database);
        context.log.error(fmt::format("run: pages are not renewed: {}; {}", error.what(), error.hint()));
    }
}

ExitCode RunCommand::run_once(Context& context) {
    const ExitCode code = run_stages(context);
    leave_pages(context);
    leave_metrics(context);
    return code;
}

ExitCode RunCommand::run(Context& context) {
    if (const std::string names = variables_without_use(context.world.environment); !names.empty())
        context.log.summary(fmt::format("run: without a broker and workers there is no need for {}", names));
    if (every_.count() == 0) return run_once(context);
    while (true) {
        const Stopwatch stopwatch(context.clock());
        const ExitCode code = run_once(context);
        if (ends_the_run(code)) return code;
        const bool had_database = store::database_exists(context.common.database);
        const auto left = every_ - stopwatch.elapsed_ms();
        if (left.count() > 0) {
            context.log.detail(fmt::format("run: next in {}", duration_text(left)));
            context.clock().sleep_for(left);
        }
        // Asked to stop while nothing was at work: done.
        if (stop_requested() != 0) return ExitCode::done;
        if (had_database) require_database_again(context);
    }
}

}  // namespace tixdb::cli
