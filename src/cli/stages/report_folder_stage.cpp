// SPDX-License-Identifier: MIT

#include "cli/stages/report_folder_stage.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "page/report_folder.hpp"
#include "page/time_zone.hpp"

namespace tixdb::cli {

void add_time_zone_option(OptionSet& options, std::string& zone) {
    options.value("--timezone", zone, "time zone of hours and days on pages, such as Europe/Brussels");
}

void ReportFolderOptions::declare(OptionSet& options) {
    options.value("--report-folder", folder,
                  "after each run, renew the report pages there of installations with new results");
    options.value("--report-days", days, "days that these pages show").between(1, 366);
    add_time_zone_option(options, zone);
}

void ReportFolderOptions::validate() const {
    (void)page::TimeZone(zone, 0, 1);
}

void renew_report_pages(Context& context, const ReportFolderOptions& options) {
    store::Database database = store::Database::open_for_reading(context.common.database);
    const auto written = page::renew_report_folder(database, options.days,
                                                   {options.folder, options.zone, model::kDefaultMethod,
                                                    context.program_version, context.clock().now_s()});
    if (written.installations == 0 && !written.is_list_written) return;
    context.log.summary(fmt::format("report: {}{} renewed in {}", plural(written.installations, "page"),
                                    written.is_list_written ? " and the list" : "",
                                    escaped(options.folder.string())));
}

}  // namespace tixdb::cli
