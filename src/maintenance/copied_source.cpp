// SPDX-License-Identifier: MIT

#include "maintenance/copied_source.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/lock_holder.hpp"
#include "base/text.hpp"
#include "store/content_copy.hpp"
#include "store/database.hpp"
#include "store/files_of_database.hpp"
#include "store/identity_store.hpp"
#include "store/result_store.hpp"
#include "store/setting_store.hpp"

namespace tixdb::maintenance {
namespace {

// What is written while it is copied would be in neither database, and what is sent would be sent again.
void refuse_if_at_work(const std::filesystem::path& path) {
    for (const char* lock : {".data.lock", ".publish.lock"}) {
        const std::string pid = holder_of_lock(store::real_path(path).string() + lock);
        if (pid.empty()) continue;
        throw Error(ErrorKind::try_again,
                    fmt::format("process {} is at work on {}", pid, escaped(path.string())),
                    "try again when it has ended");
    }
}

}  // namespace

CopiedSource look_at_source(const std::filesystem::path& path) try {
    store::require_database(path);
    refuse_if_at_work(path);
    store::Database database = store::Database::open_for_reading(path);
    const store::Snapshot snapshot(database);
    CopiedSource source;
    source.path = path;
    source.shard = store::IdentityStore(database).identity().shard;
    source.installations = store::installations_with_rows(database);
    source.reports = store::reports_by_installation(database);
    for (const store::SettingRow& row : store::SettingStore(database).all())
        source.settings.emplace(row.name, row.value);
    source.has_results = store::ResultStore::has_any(database);
    return source;
} catch (const Interrupted&) {
    throw;
} catch (const std::exception& exception) {
    if (store::is_interruption(exception)) throw;
    throw store::error_from(exception, path);
}

std::int64_t reports_of(const CopiedSource& source,
                        const std::vector<model::InstallationKey>& installations) {
    std::int64_t reports = 0;
    for (const model::InstallationKey& key : installations) {
        const auto found = source.reports.find(key);
        if (found != source.reports.end()) reports += found->second;
    }
    return reports;
}

}  // namespace tixdb::maintenance
