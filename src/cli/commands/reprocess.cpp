// SPDX-License-Identifier: MIT

#include "cli/commands/reprocess.hpp"

#include <fmt/format.h>

#include <array>

#include "asn/network_lookup.hpp"
#include "base/signals.hpp"
#include "base/stopwatch.hpp"
#include "base/text.hpp"
#include "cli/commands/reprocess_report.hpp"
#include "cli/frame/progress.hpp"
#include "cli/frame/session.hpp"
#include "process/stored_settings.hpp"

namespace tixdb::cli {
void ReprocessCommand::add_options(OptionSet& options) {
    range_.declare(options, "sessions with a moment");
    options.value("--method", method_, "compute only this method again: " + model::method_choices_text())
        .choices(model::method_choices())
        .command_line_only();
    epsilon_.declare(options, "as set");
    options
        .flag("--publish", publish_,
              "queue results also where others were sent or none, if tix-api would keep something else")
        .command_line_only();
    shard_.declare(options);
    options.dry_run(dry_run_, "work out what would change, change nothing");
    options.flag("--diff", diff_, "a row for each value that changes: old, new, and why").command_line_only();
    add_output_options(options, output_);
}

void ReprocessCommand::validate(const Context& context) {
    range_.validate(context);
    shard_.validate(context);
    epsilon_.validate();
}

process::ReprocessRange ReprocessCommand::range() const {
    return range_.as<process::ReprocessRange>();
}

process::ReprocessParameters ReprocessCommand::parameters(store::Database& database,
                                                          std::int64_t now_ms) const {
    process::ReprocessParameters parameters;
    parameters.parameters = process::read_parameters(database, now_ms);
    epsilon_.apply(parameters.parameters.queueing);
    parameters.methods = parameters.parameters.methods;
    if (const auto method = model::method_named(method_))
        parameters.methods = model::methods_computed_for(std::array{*method});
    parameters.republish = publish_;
    return parameters;
}

ExitCode ReprocessCommand::run(Context& context) {
    return dry_run_ ? preview(context) : reprocess(context);
}

ExitCode ReprocessCommand::preview(Context& context) {
    store::Database database = store::Database::open_for_reading(context.common.database);
    (void)shard_to_plan_for(database, shard_.shard());
    const auto parameters = this->parameters(database, context.clock().now_ms());
    process::Reprocessor reprocessor(database, range(), parameters);
    reprocessor.assume_written();
    Progress progress(
        context, [&] { return process::count_reports(database, range()); }, "reports");
    ReprocessCounts counts;
    const auto writer = diff_ ? make_diff_writer(output_, context.out()) : nullptr;
    while (const auto plan = reprocessor.next()) {
        throw_if_stopped();
        counts.add(*plan);
        progress.clear();
        name_kept(context, *plan);
        if (writer) write_diff(*writer, output_, *plan);
        progress.show(counts.reports);
    }
    progress.clear();
    if (writer) writer->finish();
    context.log.summary(fmt::format("reprocess: {}; nothing was changed", text_of(counts)));
    return ExitCode::done;
}

ExitCode ReprocessCommand::reprocess(Context& context) {
    const Stopwatch stopwatch(context.clock());
    WritingSession session(context, "reprocess", LockKind::data);
    (void)shard_to_work_on(session.database(), shard_.shard());
    (void)process::ensure_publish_method(session.database(), context.clock().now_ms());
    const auto parameters = this->parameters(session.database(), context.clock().now_ms());
    process::Reprocessor reprocessor(session.database(), range(), parameters);
    asn::NetworkLookup networks(session.database());
    process::PlanWriter plan_writer(session.database(), session.run_id(), &networks);
    Progress progress(
        context, [&] { return process::count_reports(session.database(), range()); }, "reports");
    ReprocessCounts counts;
    const auto writer = diff_ ? make_diff_writer(output_, context.out()) : nullptr;
    const auto plan_and_write = [&] {
        auto plan = reprocessor.next();
        while (plan && !plan_writer.write(*plan, context.clock().now_ms())) plan = reprocessor.plan_again();
        return plan;
    };
    try {
        while (const auto plan = plan_and_write()) {
            counts.add(*plan);
            progress.clear();
            name_kept(context, *plan);
            if (writer) write_diff(*writer, output_, *plan);
            progress.show(counts.reports);
            throw_if_stopped();
            session.let_others_work();
        }
    } catch (const Interrupted&) {
        // What was written stays, is counted, and its rows are shown to their end: finish_or_stop() ends the
        // run.
    }
    progress.clear();
    if (writer) writer->finish();
    const ExitCode code = session.finish_or_stop(ExitCode::done, run_counts_of(counts),
                                                 plural(counts.sessions, "session", "is", "are") + " done");
    context.log.summary(fmt::format("reprocess: {} in {:.1f} s", text_of(counts), stopwatch.elapsed_s()));
    return code;
}

}  // namespace tixdb::cli
