// SPDX-License-Identifier: MIT

#include "cli/stages/archive_intake_stage.hpp"

#include <fmt/format.h>

#include "base/stopwatch.hpp"
#include "base/text.hpp"
#include "cli/frame/progress.hpp"
#include "cli/frame/session.hpp"
#include "cli/stages/shard_options.hpp"
#include "ingest/archive_intake.hpp"

namespace tixdb::cli {

ExitCode run_archive_intake(Context& context, const std::filesystem::path& archive,
                            const std::optional<model::Shard>& shard) {
    const Stopwatch stopwatch(context.clock());
    WritingSession session(context, "ingest", LockKind::data);
    (void)shard_to_work_on(session.database(), shard);
    Progress progress(
        context, [] { return Progress::kUnknown; }, "reports");
    const auto counts =
        ingest::take_archive_in(session.database(), archive, context.clock(), context.log, progress.hook());
    progress.clear();
    const ExitCode code = session.finish(ExitCode::done, {{"given_back", counts.given_back},
                                                          {"observations", counts.observations},
                                                          {"there", counts.there},
                                                          {"unknown", counts.unknown},
                                                          {"refused", counts.refused}});
    context.log.summary(fmt::format(
        "ingest: {} of {} given back from {}, {} had theirs, {} unknown, {} refused in {:.1f} s",
        plural(counts.observations, "observation"), plural(counts.given_back, "report"),
        plural(counts.files, "file"), counts.there, counts.unknown, counts.refused, stopwatch.elapsed_s()));
    return code;
}

}  // namespace tixdb::cli
