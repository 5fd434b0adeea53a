// SPDX-License-Identifier: MIT

#include "cli/commands/backup.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/frame/mebibytes.hpp"
#include "cli/frame/progress.hpp"
#include "cli/stages/manifest.hpp"
#include "maintenance/backup.hpp"
#include "store/files_of_database.hpp"

namespace tixdb::cli {

void BackupCommand::add_options(OptionSet& options) {
    options.positional("FILE", file_, "the backup to make");
    options.flag("--overwrite", overwrite_, "replace FILE, in one step, once the new backup is whole")
        .command_line_only();
    options
        .flag("--manifest", manifest_,
              "write FILE.manifest.json too: digest, installations, counts, versions")
        .command_line_only();
    options.dry_run(dry_run_, "say what would happen; write nothing");
}

ExitCode BackupCommand::run(Context& context) {
    const maintenance::BackupRequest request{context.common.database, file_, overwrite_};
    if (dry_run_) {
        const auto plan = maintenance::plan_backup(request);
        context.log.summary(fmt::format("backup: would write {} to {} (schema {})", mebibytes(plan.bytes),
                                        escaped(file_), plan.schema_version));
        return ExitCode::done;
    }
    Progress progress(
        context, [&] { return whole_mebibytes(maintenance::plan_backup(request).bytes); }, "MiB");
    if (manifest_) {
        store::refuse_files_of(request.database, manifest_of(file_), "name another file for the backup");
        (void)maintenance::plan_backup(request);
        remove_manifest(file_);
    }
    const auto summary =
        maintenance::back_up(request, [&](std::int64_t bytes) { progress.show(whole_mebibytes(bytes)); });
    progress.clear();
    if (manifest_) write_manifest(context, file_);
    context.log.summary(fmt::format("backup: {} in {} (schema {}), checked", mebibytes(summary.bytes),
                                    escaped(file_), summary.schema_version));
    return ExitCode::done;
}

}  // namespace tixdb::cli
