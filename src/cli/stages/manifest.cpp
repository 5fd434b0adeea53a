// SPDX-License-Identifier: MIT

#include "cli/stages/manifest.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <system_error>

#include "base/digest.hpp"
#include "base/error.hpp"
#include "base/staged_file.hpp"
#include "base/text.hpp"
#include "cli/frame/progress.hpp"
#include "store/content_copy.hpp"
#include "store/content_digest.hpp"
#include "store/database.hpp"
#include "store/identity_store.hpp"

namespace tixdb::cli {
namespace {

using nlohmann::ordered_json;

constexpr int kManifestVersion = 1;

ordered_json counts_of(store::Database& database) {
    const store::ContentCounts counts = store::count_content(database);
    return {{"installations", counts.installations},
            {"reports", counts.reports},
            {"observations", counts.observations},
            {"windows", counts.windows},
            {"results", counts.results},
            {"outbox", counts.outbox},
            {"rejected", counts.rejected}};
}

ordered_json installations_of(store::Database& database) {
    ordered_json names = ordered_json::array();
    for (const auto& [key, reports] : store::reports_by_installation(database)) names.push_back(key.text());
    return names;
}

ordered_json manifest(Context& context, const std::filesystem::path& file) {
    store::Database database = store::Database::open_for_reading(file);
    const store::Snapshot snapshot(database);
    Progress progress(
        context, [] { return Progress::kUnknown; }, "rows");
    const store::ContentDigest content = store::digest_content(database, progress.hook());
    progress.clear();
    const store::DatabaseIdentity identity = store::IdentityStore(database).identity();
    return {{"manifest_version", kManifestVersion},
            {"file", file.filename().string()},
            {"bytes", std::filesystem::file_size(file)},
            {"digest", hex(content.digest)},
            {"rows", content.rows},
            {"shard", identity.shard ? ordered_json(identity.shard->text()) : ordered_json()},
            {"schema_version", database.schema_version()},
            {"program_version", context.program_version},
            {"database_id", identity.database_id},
            {"counts", counts_of(database)},
            {"installations", installations_of(database)}};
}

}  // namespace

std::filesystem::path manifest_of(const std::filesystem::path& file) {
    return file.string() + ".manifest.json";
}

void remove_manifest(const std::filesystem::path& file) {
    std::error_code error;
    std::filesystem::remove(manifest_of(file), error);
    if (!error) return;
    throw Error(ErrorKind::failed,
                fmt::format("cannot remove {}: {}", escaped(manifest_of(file).string()), error.message()),
                "check that you may write to the folder");
}

void write_manifest(Context& context, const std::filesystem::path& file) {
    const std::string text =
        manifest(context, file).dump(2, ' ', false, ordered_json::error_handler_t::replace);
    StagedFile staged(manifest_of(file));
    if (!staged.write(text + '\n')) {
        throw Error(
            ErrorKind::failed,
            fmt::format("cannot write {}: {}", escaped(manifest_of(file).string()), std::strerror(errno)),
            "free some space there");
    }
    staged.place(StagedFile::Existing::replace);
}

}  // namespace tixdb::cli
