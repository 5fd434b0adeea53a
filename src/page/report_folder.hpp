// SPDX-License-Identifier: MIT
// A folder of pages that lead to each other, for any web server: the list of all installations (kFleetPage)
// and a page of each.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "page/fleet_page.hpp"
#include "store/database.hpp"

namespace tixdb::page {

struct FolderOptions {
    std::filesystem::path folder;  // made if it is not there; the one around it has to be
    std::string zone = "UTC";
    model::Method method = model::kDefaultMethod;
    std::string program_version;
    std::int64_t now_s = 0;
};

struct WrittenPages {
    std::int64_t installations = 0;
    bool is_list_written = false;
};

// Writes all pages of a scope. Throws Error{failed} if one cannot be written; those before it stay.
WrittenPages write_report_folder(store::Database& database, const store::FleetScope& scope,
                                 const FolderOptions& options);

// Writes the pages of those installations that have new results since the last call, of the `days` before the
// newest window; and the list, if something is new and it is an hour old: then pages of installations that
// are not in the database any more go. What the last call knew is in the folder (.tixdb-report): where that
// is missing, or is of another database, version, zone or method, or of a result that is gone, all pages are
// written. Costs what is new.
WrittenPages renew_report_folder(store::Database& database, std::int64_t days, const FolderOptions& options);

}  // namespace tixdb::page
