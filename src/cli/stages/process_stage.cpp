// SPDX-License-Identifier: MIT

#include "cli/stages/process_stage.hpp"

#include "asn/network_lookup.hpp"
#include "base/stopwatch.hpp"
#include "base/text.hpp"
#include "base/threads.hpp"
#include "cli/frame/progress.hpp"
#include "cli/frame/session.hpp"
#include "cli/stages/process_summary.hpp"
#include "cli/stages/shard_options.hpp"
#include "process/processor.hpp"
#include "process/settings.hpp"
#include "process/stored_settings.hpp"
#include "store/report_reader.hpp"
#include "store/setting_store.hpp"

namespace tixdb::cli {
namespace {

constexpr const char* kPublishFrom = "publish-from";

ExitCode dry_run_process(Context& context, const ProcessOptions& options) {
    store::Database database = store::Database::open_for_reading(context.common.database);
    (void)shard_to_plan_for(database, options.shard);
    context.log.summary(dry_run_text_of(process::count_new_windows(database)));
    return ExitCode::done;
}

// Those asked for; the published one is never left out.
std::vector<model::Method> methods_of(const ProcessOptions& options, model::Method published) {
    std::vector<model::Method> asked = model::methods_chosen(options.method);
    asked.push_back(published);
    return model::methods_computed_for(asked);
}

}  // namespace

void keep_settings(Context& context, store::Database& database, const ProcessOptions& options) {
    if (!options.publish_from) return;
    const std::int64_t now_ms = context.clock().now_ms();
    store::SettingStore(database).set(
        kPublishFrom, process::normalised_setting(kPublishFrom, *options.publish_from, now_ms / 1000),
        now_ms);
}

ExitCode run_process_stage(Context& context, const ProcessOptions& options) {
    if (options.dry_run) return dry_run_process(context, options);
    const Stopwatch stopwatch(context.clock());
    WritingSession session(context, "process", LockKind::data);
    (void)shard_to_work_on(session.database(), options.shard);
    keep_settings(context, session.database(), options);
    auto parameters = process::stored_parameters(session.database(), context.clock().now_ms());
    parameters.methods = methods_of(options, parameters.published);

    asn::NetworkLookup networks(session.database());
    process::Processor processor(session.database(), session.run_id(), parameters, context.clock(),
                                 &networks);
    Progress progress(
        context, [&] { return store::count_unprocessed_reports(session.database()); }, "reports");
    const auto summary = processor.run(threads_or_all_cores(options.threads), progress.hook());

    const ExitCode code = session.finish_or_stop(ExitCode::done, run_counts_of(summary),
                                                 plural(summary.windows, "window", "is", "are") + " stored");
    context.log.summary(text_of(summary, stopwatch.elapsed_s()));
    return code;
}

}  // namespace tixdb::cli
