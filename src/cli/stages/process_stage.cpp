// SPDX-License-Identifier: MIT

#include "cli/stages/process_stage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "asn/network_lookup.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"
#include "cli/frame/progress.hpp"
#include "cli/frame/session.hpp"
#include "cli/stages/reprocess_hint.hpp"
#include "cli/stages/settings.hpp"
#include "process/processor.hpp"
#include "process/stored_settings.hpp"
#include "store/report_reader.hpp"
#include "store/setting_store.hpp"

namespace tixdb::cli {
namespace {

constexpr const char* kPublishFrom = "publish-from";

// ", 3 late reports (… takes them in)", or nothing.
std::string late_text(const process::ProcessSummary& summary) {
    if (summary.late_reports == 0) return "";
    return fmt::format(", {} ({} takes {} in)", plural(summary.late_reports, "late report"),
                       reprocess_command(summary.late_installation, summary.late_from_s, summary.late_to_s),
                       summary.late_reports == 1 ? "it" : "them");
}

std::string pruned_text(const process::ProcessSummary& summary) {
    if (summary.pruned_windows == 0) return "";
    return fmt::format(", {} not formed (observations pruned)", plural(summary.pruned_windows, "window"));
}

std::string counts_json(const process::ProcessSummary& summary) {
    return fmt::format(
        R"({{"installations":{},"reports":{},"windows":{},"results":{},"queued":{},"late_reports":{},"pruned_windows":{}}})",
        summary.installations, summary.reports, summary.windows, summary.results, summary.queued,
        summary.late_reports, summary.pruned_windows);
}

ExitCode dry_run(Context& context) {
    store::Database database = store::Database::open_for_reading(context.common.database);
    const auto summary = process::count_new_windows(database);
    context.log.summary(fmt::format("process: {} would be formed with {}{}; nothing was changed",
                                    plural(summary.windows, "window"), plural(summary.reports, "new report"),
                                    late_text(summary)));
    return ExitCode::done;
}

void keep_publish_from(Context& context, store::Database& database, const std::string& text) {
    const std::int64_t now_ms = context.clock().now_ms();
    store::SettingStore(database).set(kPublishFrom, normalised_setting(kPublishFrom, text, now_ms / 1000),
                                      now_ms);
}

// Those asked for; the published one is never left out.
std::vector<model::Method> methods_of(const ProcessOptions& options, model::Method published) {
    std::vector<model::Method> methods;
    for (const model::Method method : {model::Method::classic, model::Method::queueing}) {
        const bool is_asked_for = options.method == "all" || options.method == model::name_of(method);
        if (is_asked_for || method == published) methods.push_back(method);
    }
    return methods;
}

unsigned threads_of(const ProcessOptions& options) {
    if (options.threads > 0) return static_cast<unsigned>(options.threads);
    return std::max(1U, std::thread::hardware_concurrency());
}

}  // namespace

void ProcessOptions::declare(OptionSet& options) {
    options
        .value("--method", method,
               "compute only this method, and the one that is published: classic, queueing or all")
        .choices({"classic", "queueing", "all"});
    options.value("--publish-from", publish_from,
                  "compute windows that end before this time, but do not queue them; kept as a setting");
}

void ProcessOptions::validate(const Context& context) const {
    if (publish_from) (void)normalised_setting(kPublishFrom, *publish_from, context.clock().now_s());
}

ExitCode run_process_stage(Context& context, const ProcessOptions& options) {
    if (options.dry_run) return dry_run(context);
    const auto started = context.clock().monotonic();
    WritingSession session(context, "process", LockKind::data);
    if (options.publish_from) keep_publish_from(context, session.database(), *options.publish_from);
    auto parameters = process::stored_parameters(session.database(), context.clock().now_ms());
    parameters.methods = methods_of(options, parameters.published);

    asn::NetworkLookup networks(session.database());
    process::Processor processor(session.database(), session.run_id(), parameters, context.clock(),
                                 &networks);
    Progress progress(
        context, [&] { return store::count_unprocessed_reports(session.database()); }, "reports");
    const auto summary = processor.run(threads_of(options), progress.hook());

    const ExitCode code = session.finish_or_stop(ExitCode::done, counts_json(summary));
    const auto elapsed = std::chrono::duration<double>(context.clock().monotonic() - started);
    context.log.summary(fmt::format("process: {}, {} ({} queued){}{} in {:.1f} s",
                                    plural(summary.windows, "window"), plural(summary.results, "result"),
                                    summary.queued, late_text(summary), pruned_text(summary),
                                    elapsed.count()));
    return code;
}

}  // namespace tixdb::cli
