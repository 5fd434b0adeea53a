// SPDX-License-Identifier: MIT
// `run --report-folder`: pages that follow what is new. And the time zone of pages, an option that `report`
// has too.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "cli/frame/context.hpp"
#include "cli/frame/options.hpp"

namespace tixdb::cli {

void add_time_zone_option(OptionSet& options, std::string& zone);

struct ReportFolderOptions {
    std::filesystem::path folder;  // empty: no pages
    std::int64_t days = 7;
    std::string zone = "UTC";

    void declare(OptionSet& options);
    // Throws Error{usage} if there is no such time zone.
    void validate() const;
};

// Renews the pages (page/report_folder.hpp) and says so. Throws as readers of the database do, and
// Error{failed} if a page cannot be written.
void renew_report_pages(Context& context, const ReportFolderOptions& options);

}  // namespace tixdb::cli
