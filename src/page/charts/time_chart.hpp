// SPDX-License-Identifier: MIT
// A chart over time as SVG without script: what is printed, shown without script, and given to papers.
// Colours are classes (assets/svg.css).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "page/time_zone.hpp"

namespace tixdb::page {

// Values of one moment; nothing where a line is to break.
struct TimePoint {
    std::int64_t at_s = 0;
    std::optional<double> low;
    std::optional<double> high;
};

// A line is a band whose ends are the same.
struct TimeSeries {
    std::string name;   // for the legend; empty: not in it
    std::string style;  // class: "down", "smoke-3"
    bool is_band = false;
    std::vector<TimePoint> points;
};

struct ShadedStretch {
    std::int64_t from_s = 0;
    std::int64_t to_s = 0;
};

enum class Scale {
    fraction,      // 0…1, shown as percent
    milliseconds,  // logarithmic
};

struct TimeChart {
    std::string title;        // also what a screen reader says
    std::string description;  // likewise: what is to be seen, in words
    std::string caption;      // below the chart, of what it was made with; empty: none
    std::int64_t from_s = 0;
    std::int64_t to_s = 0;
    Scale scale = Scale::fraction;
    std::vector<TimeSeries> series;  // bands first
    std::vector<ShadedStretch> gaps;
};

// An element <svg> of 800 units' width.
[[nodiscard]] std::string svg_of(const TimeChart& chart, const TimeZone& zone);

}  // namespace tixdb::page
