// SPDX-License-Identifier: MIT
// The tables and sentences of an installation's page, as markup.
#pragma once

#include <string>

#include "page/charts/heat_map.hpp"
#include "page/document.hpp"
#include "page/installation_page.hpp"

namespace tixdb::page {

// Each adds the parts that assets/installation.html names for it.
void add_headline(Parts& parts, const InstallationReport& report);
void add_days(Parts& parts, const InstallationReport& report);
void add_load(Parts& parts, const InstallationReport& report);
void add_week(Parts& parts, const InstallationReport& report);
void add_spread(Parts& parts, const InstallationReport& report);
void add_detection(Parts& parts, const InstallationReport& report);
void add_gaps(Parts& parts, const InstallationReport& report);
void add_clock(Parts& parts, const InstallationReport& report);
void add_networks(Parts& parts, const InstallationReport& report);

// A row of cells: the first is its heading. Cells are markup.
[[nodiscard]] std::string table_row(const std::vector<std::string>& cells);
// A whole table in a region that scrolls. head: names of columns, as text.
[[nodiscard]] std::string table_of(const std::string& caption, const std::vector<std::string>& head,
                                   const std::string& rows);

// What the heat map of the week is coloured by, and what it is called.
[[nodiscard]] WeekOfHours congestion_of(const Week& week, bool is_up);
[[nodiscard]] std::string week_title(bool is_up);

// The hours of the week by the share of congested minutes, of the download or of the upload.
[[nodiscard]] std::string week_heat_map(const InstallationReport& report, bool is_up, bool has_caption);

}  // namespace tixdb::page
