// SPDX-License-Identifier: MIT

#include "page/tiles.hpp"

#include <fmt/format.h>

#include "page/markup.hpp"

namespace tixdb::page {
namespace {

std::string direction_tile(const std::string& name, const DirectionMeans& means, const std::string& style) {
    return tile(name + " congested", percent_text(means.congestion.value()),
                fmt::format("of minutes, usage {}", percent_text(means.usage.value())), style);
}

}  // namespace

std::string tile(const std::string& name, const std::string& value, const std::string& more,
                 const std::string& style) {
    return fmt::format("<div{}><dt>{}</dt><dd>{}<small>{}</small></dd></div>\n",
                       style.empty() ? "" : " class=\"" + style + "\"", name, value, more);
}

std::string stretch_tiles(const Stretch& stretch) {
    return direction_tile("Download", stretch.down, "of-down") +
           direction_tile("Upload", stretch.up, "of-up") +
           tile("Round trip", ms_text(stretch.rtt_median_ms()),
                fmt::format("95 % within {}, in the median hour", ms_text(stretch.rtt_p95_ms()))) +
           tile("Loss", percent_text(stretch.loss()),
                fmt::format("of {} due", count_text(stretch.covered_s)));
}

}  // namespace tixdb::page
