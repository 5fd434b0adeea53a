// SPDX-License-Identifier: MIT

#include "cli/commands/archive.hpp"

#include <fmt/format.h>

#include "base/stopwatch.hpp"
#include "base/text.hpp"
#include "cli/frame/mebibytes.hpp"
#include "cli/frame/progress.hpp"

namespace tixdb::cli {

void ArchiveCommand::add_options(OptionSet& options) {
    options.positional("DIR", folder_, "the folder to write to; what it has already stays");
    range_.declare(options, "reports that begin");
}

void ArchiveCommand::validate(const Context& context) {
    range_.validate(context);
}

ExitCode ArchiveCommand::run(Context& context) {
    const Stopwatch stopwatch(context.clock());
    // What was written is whole when the run is asked to stop; the archiver itself looks for that.
    store::OpenOptions open;
    open.ends_on_signal = false;
    store::Database database = store::Database::open_for_reading(context.common.database, open);
    auto request = range_.as<maintenance::ArchiveRequest>();
    request.folder = folder_;
    Progress progress(
        context, [] { return Progress::kUnknown; }, "reports");
    const auto summary = maintenance::archive(database, request, progress.hook());
    progress.clear();
    const double each = summary.observations == 0
                            ? 0
                            : static_cast<double>(summary.bytes) / static_cast<double>(summary.observations);
    context.log.summary(fmt::format(
        "archive: {} of {} added to {} ({}{}), {} there already in {:.1f} s",
        plural(summary.observations, "observation"), plural(summary.reports, "report"),
        plural(summary.files, "file"), mebibytes(summary.bytes),
        summary.known == 0 && summary.files > 0 ? fmt::format(", {:.0f} bytes per observation", each) : "",
        summary.known, stopwatch.elapsed_s()));
    return ExitCode::done;
}

}  // namespace tixdb::cli
