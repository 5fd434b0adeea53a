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

namespace tixdb::maintenance {
namespace {

// A backup is never laid over the database that it is one of, nor over what belongs to it.
void refuse_own_files(const BackupRequest& request, const std::filesystem::path& target) {
    const std::string database = real_path(request.database).string();
    for (const char* suffix : {"", "-wal", "-shm", "-journal", ".data.lock", ".publish.lock"}) {
        std::error_code ignored;
        if (target != database + suffix && !std::filesystem::equivalent(target, database + suffix, ignored)) {
            continue;
        }
        throw Error(ErrorKind::usage,
                    fmt::format("{} is {} itself", escaped(request.target.string()),
                                *suffix == '\0' ? "the database" : "a file of the database"),
                    "name another file for the backup");
    }
}

void refuse_existing(const BackupRequest& request, const std::filesystem::path& target) {
    const std::string name = escaped(request.target.string());
    const auto status = std::filesystem::status(target);
    if (!std::filesystem::exists(status)) return;
    if (std::filesystem::is_directory(status)) {
        throw Error(ErrorKind::failed, fmt::format("{} is a folder", name), "name a file in it");
    }
    if (!std::filesystem::is_regular_file(status)) {
        throw Error(ErrorKind::failed, fmt::format("{} is not a regular file", name), "name another file");
    }
    if (!request.overwrite) {
        throw Error(ErrorKind::failed, fmt::format("{} exists already", name),
                    "name another file, or replace this one with --overwrite");
    }
    for (const char* suffix : {"-wal", "-journal"}) {
        if (!std::filesystem::exists(target.string() + suffix)) continue;
        throw Error(ErrorKind::failed,
                    fmt::format("{} belongs to the file that --overwrite would replace",
                                escaped(request.target.string() + suffix)),
                    "another program is at work on that file: end it, or name another file");
    }
}

// Checks all that can be checked before something is written.
std::filesystem::path checked_target(const BackupRequest& request) {
    std::filesystem::path target = real_path(request.target);
    refuse_own_files(request, target);
    refuse_existing(request, target);
    return target;
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
