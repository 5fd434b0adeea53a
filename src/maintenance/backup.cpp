// SPDX-License-Identifier: MIT

#include "maintenance/backup.hpp"

#include <fmt/format.h>

#include <string>

#include "base/error.hpp"
#include "base/staged_file.hpp"
#include "base/text.hpp"
#include "maintenance/database_files.hpp"
#include "store/database.hpp"
#include "store/database_copy.hpp"
#include "store/files_of_database.hpp"

namespace tixdb::maintenance {
namespace {

// Checks all that can be checked before something is written.
std::filesystem::path checked_target(const BackupRequest& request) {
    store::refuse_files_of(request.database, request.target, "name another file for the backup");
    return free_target(request.target, request.overwrite);
}

store::DatabaseFacts facts_of(const BackupRequest& request) {
    store::require_database(request.database);
    const store::DatabaseFacts facts = store::inspect_database(request.database);
    if (facts.schema_version != 0) return facts;
    throw Error(ErrorKind::failed, fmt::format("{} is empty", escaped(request.database.string())),
                "there is nothing to back up yet; --database names another file");
}

}  // namespace

BackupSummary plan_backup(const BackupRequest& request) {
    const store::DatabaseFacts facts = facts_of(request);
    (void)checked_target(request);
    return {facts.bytes, facts.schema_version};
}

BackupSummary back_up(const BackupRequest& request, const ProgressHook& hook) {
    (void)facts_of(request);
    StagedFile staged(checked_target(request));
    store::copy_database(request.database, staged.path(), hook);
    require_whole(staged.path(), store::CheckedFile::own_copy, request.database,
                  "the database is damaged: keep its earlier backups, and see `tixdb verify`");
    const store::DatabaseFacts facts = store::inspect_database(staged.path());
    staged.place(request.overwrite ? StagedFile::Existing::replace : StagedFile::Existing::keep);
    return {facts.bytes, facts.schema_version};
}

}  // namespace tixdb::maintenance
