// SPDX-License-Identifier: MIT

#include "page/report_folder.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>

#include "base/error.hpp"
#include "base/folders.hpp"
#include "base/parse_number.hpp"
#include "base/signals.hpp"
#include "base/text.hpp"
#include "page/installation_page.hpp"
#include "page/output_file.hpp"
#include "page/time_units.hpp"
#include "store/identity_store.hpp"
#include "store/installation_store.hpp"

namespace tixdb::page {
namespace {

constexpr std::int64_t kListAgeS = 3600;
constexpr const char* kMemory = ".tixdb-report";

void require_folder(const std::filesystem::path& folder) {
    if (make_folders(folder)) return;
    throw Error(ErrorKind::failed,
                fmt::format("cannot make the folder {}: {}", escaped(folder.string()), std::strerror(errno)),
                "name one that you may write to");
}

void write_installation(store::Database& database, const model::InstallationKey& key,
                        const store::FleetScope& scope, const FolderOptions& options) {
    InstallationReport report =
        read_installation_report(database, {key, scope.from_s, scope.to_s, options.method}, options.zone);
    report.program_version = options.program_version;
    report.made_s = options.now_s;
    report.fleet_page = kFleetPage;
    write_page(options.folder / page_name(key), html_of(report));
}

// The installation that a page is of by its name.
std::optional<model::InstallationKey> installation_of(std::string_view name) {
    constexpr std::string_view kBegin = "installation-";
    if (!name.starts_with(kBegin) || !name.ends_with(".html")) return std::nullopt;
    name.remove_prefix(kBegin.size());
    const auto user_id = take_number<std::int64_t>(name);
    if (!user_id || !name.starts_with('-')) return std::nullopt;
    name.remove_prefix(1);
    const auto installation_id = take_number<std::int64_t>(name);
    if (!installation_id || name != ".html") return std::nullopt;
    return model::InstallationKey{*user_id, *installation_id};
}

// Of installations that are not in the database any more.
void remove_forgotten(store::Database& database, const std::filesystem::path& folder) {
    store::InstallationStore installations(database);
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        const auto key = installation_of(entry.path().filename().string());
        if (key && !installations.exists(*key)) std::filesystem::remove(entry.path(), ignored);
    }
}

FleetReport write_list(store::Database& database, const store::FleetScope& scope,
                       const FolderOptions& options) {
    FleetReport fleet = read_fleet_report(database, scope, options.zone);
    fleet.program_version = options.program_version;
    fleet.made_s = options.now_s;
    fleet.has_pages = true;
    write_page(options.folder / kFleetPage, html_of(fleet));
    remove_forgotten(database, options.folder);
    return fleet;
}

// What pages depend on besides results.
std::string conditions_of(store::Database& database, std::int64_t days, const FolderOptions& options) {
    const store::DatabaseIdentity identity = store::IdentityStore(database).identity();
    return fmt::format("database {} restored {} version {} zone {} method {} days {}", identity.database_id,
                       identity.restored_ms.value_or(0), options.program_version, options.zone,
                       model::name_of(options.method), days);
}

// What the last renewal knew: the newest result, the run that computed it, and when it wrote the list.
struct FolderMemory {
    std::int64_t result_id = 0;
    std::int64_t run_id = 0;
    std::int64_t list_s = 0;
};

FolderMemory read_memory(const std::filesystem::path& folder, const std::string& conditions) {
    std::ifstream file(folder / kMemory);
    std::string line;
    FolderMemory memory;
    if (!std::getline(file, line) || line != conditions) return {};
    if (!(file >> memory.result_id >> memory.run_id >> memory.list_s)) return {};
    return memory;
}

}  // namespace

WrittenPages write_report_folder(store::Database& database, const store::FleetScope& scope,
                                 const FolderOptions& options) {
    require_folder(options.folder);
    const FleetReport fleet = write_list(database, scope, options);
    for (const FleetLine& line : fleet.lines) {
        throw_if_stopped();
        write_installation(database, line.installation, scope, options);
    }
    return {static_cast<std::int64_t>(fleet.lines.size()), true};
}

WrittenPages renew_report_folder(store::Database& database, std::int64_t days, const FolderOptions& options) {
    require_folder(options.folder);
    store::FleetPageReader reader(database);
    const std::string conditions = conditions_of(database, days, options);
    FolderMemory memory = read_memory(options.folder, conditions);
    // That result was forgotten or pruned, and its number may be another one's by now.
    if (reader.run_of_result(memory.result_id) != memory.run_id) memory = {};
    const std::int64_t newest_result_id = reader.newest_result_id();
    WrittenPages written;
    if (newest_result_id <= memory.result_id) return written;
    const auto newest_s = reader.bounds().last_window_s;
    if (!newest_s) return written;
    const store::FleetScope scope{*newest_s + 1 - days * kDayS, *newest_s + 1, options.method, std::nullopt};
    for (const model::InstallationKey& key : reader.with_results_after(memory.result_id)) {
        throw_if_stopped();
        write_installation(database, key, scope, options);
        ++written.installations;
    }
    if (options.now_s - memory.list_s >= kListAgeS || options.now_s < memory.list_s) {
        write_list(database, scope, options);
        memory.list_s = options.now_s;
        written.is_list_written = true;
    }
    // Last, so that whoever is killed before it writes the same pages again.
    write_page(options.folder / kMemory, fmt::format("{}\n{} {} {}\n", conditions, newest_result_id,
                                                     reader.run_of_result(newest_result_id), memory.list_s));
    return written;
}

}  // namespace tixdb::page
