// SPDX-License-Identifier: MIT

#include "maintenance/restore.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/signals.hpp"
#include "base/staged_file.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"
#include "maintenance/database_files.hpp"
#include "store/database.hpp"
#include "store/database_copy.hpp"
#include "store/files_of_database.hpp"
#include "store/identity_store.hpp"
#include "store/migrator.hpp"
#include "store/run_store.hpp"
#include "store/status_store.hpp"

namespace tixdb::maintenance {
namespace {

constexpr const char* kDamagedBackup = "restore an earlier backup; nothing was changed";

constexpr const char* kNameABackup = "name a file that `tixdb backup` has made";

store::DatabaseFacts checked_backup(const RestoreRequest& request) {
    const std::string name = escaped(request.backup.string());
    if (!std::filesystem::is_regular_file(request.backup)) {
        throw Error(ErrorKind::failed, fmt::format("there is no file {}", name), kNameABackup);
    }
    std::error_code ignored;
    if (std::filesystem::equivalent(request.backup, request.database, ignored)) {
        throw Error(ErrorKind::usage, fmt::format("{} is the database itself", name), kNameABackup);
    }
    const store::DatabaseFacts facts = store::inspect_database(request.backup);
    if (facts.schema_version == 0) {
        throw Error(ErrorKind::configuration, fmt::format("{} is not a database of tixdb", name),
                    kNameABackup);
    }
    if (facts.schema_version > store::latest_schema_version()) {
        throw Error(ErrorKind::configuration,
                    fmt::format("{} has schema {}, this program knows up to {}", name, facts.schema_version,
                                store::latest_schema_version()),
                    "use the tixdb that made it, or a newer one");
    }
    return facts;
}

// The name that the former database is kept under: "tixdb.sqlite.before-20261125T101500Z".
std::filesystem::path name_of_former(const std::filesystem::path& database, std::int64_t now_ms) {
    std::string time = iso_of_s(now_ms / 1000);
    std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
    const std::string first = database.string() + ".before-" + time;
    std::filesystem::path path = first;
    for (int i = 2; std::filesystem::exists(path); ++i) path = fmt::format("{}-{}", first, i);
    return path;
}

// So that the copy is what the database is to be from now on.
void mark_restored(const std::filesystem::path& copy, const RestoreRequest& request) {
    store::Database database = store::Database::open_for_writing(copy);
    store::migrate(database, request.program_version, request.now_ms);
    store::IdentityStore(database).note_restored(request.now_ms);
    store::RunStore runs(database);
    runs.finish(runs.begin("restore", request.program_version, request.now_ms), 0, 0, "{}");
    store::make_self_contained(database);
}

void add_content(RestoreSummary& summary, const std::filesystem::path& path) {
    store::Database database = store::Database::open_for_reading(path);
    const store::Status status = store::StatusStore(database).status();
    summary.reports = status.reports;
    summary.latest_s = status.latest_s;
}

// Leaves the former database in one file, or, where it cannot be read, lays its -wal beside the name that it
// will have, and gives the suffixes of what it has laid there.
std::vector<std::string> settle_former(const std::filesystem::path& database,
                                       const std::filesystem::path& former,
                                       std::chrono::milliseconds busy_timeout) {
    const store::WalState state = store::fold_wal(database, busy_timeout);
    if (state == store::WalState::busy) {
        throw Error(ErrorKind::try_again,
                    fmt::format("another program has {} open", escaped(database.string())),
                    "end it, or use --wait 30s");
    }
    std::vector<std::string> laid;
    for (const char* suffix : {"-wal", "-journal"}) {
        const std::string file = database.string() + suffix;
        if (state == store::WalState::unreadable &&
            link(file.c_str(), (former.string() + suffix).c_str()) == 0) {
            laid.emplace_back(suffix);
        }
        (void)unlink(file.c_str());
    }
    (void)unlink((database.string() + "-shm").c_str());
    return laid;
}

// The former database stays where it was, and so does what belongs to it.
void undo_exchange(const std::filesystem::path& database, const std::filesystem::path& former,
                   const std::vector<std::string>& laid, StagedFile& staged) {
    staged.take_back();
    for (const std::string& suffix : laid)
        (void)rename((former.string() + suffix).c_str(), (database.string() + suffix).c_str());
}

void put_in_place(const RestoreRequest& request, const std::filesystem::path& database,
                  const std::filesystem::path& former, StagedFile& staged) {
    if (!std::filesystem::exists(database)) {
        // A -wal without its database would be taken for the new one's.
        for (const char* suffix : {"-wal", "-journal", "-shm"})
            (void)unlink((database.string() + suffix).c_str());
        staged.place(StagedFile::Existing::keep);
        return;
    }
    const auto laid = settle_former(database, former, request.busy_timeout);
    try {
        // For a moment the new one has the name of the former.
        staged.place_as(former, StagedFile::Existing::keep);
        exchange_files(database, former);
    } catch (...) {
        if (!staged.is_at(database)) undo_exchange(database, former, laid, staged);
        throw;
    }
}

}  // namespace

RestoreSummary plan_restore(const RestoreRequest& request) {
    const store::DatabaseFacts facts = checked_backup(request);
    require_whole(request.backup, store::CheckedFile::of_others, request.backup, kDamagedBackup);
    RestoreSummary summary{facts.bytes, facts.schema_version, {}, {}, {}};
    if (facts.schema_version == store::latest_schema_version()) add_content(summary, request.backup);
    const std::filesystem::path database = store::real_path(request.database);
    if (std::filesystem::exists(database)) summary.former = name_of_former(database, request.now_ms);
    return summary;
}

RestoreSummary restore(const RestoreRequest& request, const ProgressHook& hook) {
    const std::filesystem::path database = store::real_path(request.database);
    const bool has_former = std::filesystem::exists(database);
    const std::filesystem::path former = name_of_former(database, request.now_ms);
    const store::DatabaseFacts facts = checked_backup(request);
    RestoreSummary summary{facts.bytes, facts.schema_version, {}, {}, {}};

    StagedFile staged(database);
    staged.give_to_owner_of(has_former ? database : database.parent_path());
    store::copy_database(request.backup, staged.path(), hook);
    require_whole(staged.path(), store::CheckedFile::own_copy, request.backup, kDamagedBackup);
    mark_restored(staged.path(), request);
    add_content(summary, staged.path());
    throw_if_stopped();
    put_in_place(request, database, former, staged);
    if (has_former) summary.former = former;
    return summary;
}

}  // namespace tixdb::maintenance
