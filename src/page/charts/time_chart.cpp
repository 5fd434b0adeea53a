// SPDX-License-Identifier: MIT

#include "page/charts/time_chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.hpp"
#include "page/markup.hpp"
#include "page/time_units.hpp"

namespace tixdb::page {
namespace {

constexpr double kWidth = 800;
constexpr double kLeft = 56;
constexpr double kRight = 10;
constexpr double kTop = 26;
constexpr double kPlotHeight = 190;
constexpr double kBottom = kTop + kPlotHeight;

// Where values lie in the chart.
class Plane {
  public:
    explicit Plane(const TimeChart& chart) : chart_(chart) {
        if (chart.scale == Scale::fraction) return;
        low_ = 1e12;
        high_ = 0;
        for (const TimeSeries& series : chart.series) {
            for (const TimePoint& point : series.points) {
                if (point.low && *point.low > 0) low_ = std::min(low_, *point.low);
                if (point.high) high_ = std::max(high_, *point.high);
            }
        }
        if (high_ <= 0) low_ = high_ = 10;
        low_ = std::log10(low_ / 1.15);
        high_ = std::log10(high_ * 1.15);
    }

    [[nodiscard]] double x(std::int64_t at_s) const {
        const auto span = static_cast<double>(std::max<std::int64_t>(1, chart_.to_s - chart_.from_s));
        const double part = static_cast<double>(at_s - chart_.from_s) / span;
        return kLeft + std::clamp(part, 0.0, 1.0) * (kWidth - kLeft - kRight);
    }
    [[nodiscard]] double y(double value) const {
        const double placed = chart_.scale == Scale::fraction ? value : std::log10(std::max(value, 1e-6));
        return kBottom - std::clamp((placed - low_) / (high_ - low_), 0.0, 1.0) * kPlotHeight;
    }
    [[nodiscard]] bool shows(double value) const {
        return std::log10(value) >= low_ && std::log10(value) <= high_;
    }

  private:
    const TimeChart& chart_;
    double low_ = 0;
    double high_ = 1;
};

std::int64_t time_step(std::int64_t span_s) {
    constexpr std::array<std::int64_t, 11> kSteps = {kHourS,     3 * kHourS, 6 * kHourS, 12 * kHourS,
                                                     kDayS,      2 * kDayS,  7 * kDayS,  14 * kDayS,
                                                     28 * kDayS, 91 * kDayS, 364 * kDayS};
    for (const std::int64_t step : kSteps) {
        if (span_s / step <= 9) return step;
    }
    return 3640 * kDayS;
}

std::string time_axis(const TimeChart& chart, const Plane& plane, const TimeZone& zone) {
    const std::int64_t step = time_step(chart.to_s - chart.from_s);
    const std::int64_t first = zone.local_s(chart.from_s);
    std::string axis;
    for (std::int64_t local = first - ((first % step) + step) % step + step; local < zone.local_s(chart.to_s);
         local += step) {
        const std::int64_t at_s = local - zone.offset_s(local - zone.offset_s(local));
        const std::string text =
            step < kDayS ? zone.minute_text(at_s).substr(step < 12 * kHourS && local % kDayS != 0 ? 11 : 5)
                         : zone.day_text(at_s).substr(5);
        axis += fmt::format(
            R"(<path class="grid" d="M{0:.1f} {1}V{2}"/><text x="{0:.1f}" y="{3}" text-anchor="middle">{4}</text>)",
            plane.x(at_s), kTop, kBottom, kBottom + 16, text);
    }
    return axis;
}

std::string value_line(double y, const std::string& text) {
    return fmt::format(
        R"(<path class="grid" d="M{} {:.1f}H{}"/><text x="{}" y="{:.1f}" text-anchor="end">{}</text>)", kLeft,
        y, kWidth - kRight, kLeft - 6, y + 4, text);
}

std::string value_axis(const TimeChart& chart, const Plane& plane) {
    std::string axis;
    if (chart.scale == Scale::fraction) {
        for (const int percent : {0, 25, 50, 75, 100})
            axis += value_line(plane.y(percent / 100.0), fmt::format("{} %", percent));
        return axis;
    }
    for (const double decade : {0.1, 1.0, 10.0, 100.0, 1000.0, 10000.0, 100000.0}) {
        for (const double factor : {1.0, 2.0, 3.0, 5.0, 7.0}) {
            const double value = decade * factor;
            if (plane.shows(value)) axis += value_line(plane.y(value), fmt::format("{:g} ms", value));
        }
    }
    return axis;
}

std::string gaps_of(const TimeChart& chart, const Plane& plane) {
    std::string path;
    for (const ShadedStretch& gap : chart.gaps) {
        const double from = plane.x(gap.from_s);
        const double to = std::max(plane.x(gap.to_s), from + 0.5);
        path += fmt::format("M{:.1f} {}H{:.1f}V{}H{:.1f}z", from, kTop, to, kBottom, from);
    }
    return path.empty() ? "" : fmt::format(R"(<path class="gap" d="{}"/>)", path);
}

std::string line_of(const TimeSeries& series, const Plane& plane) {
    std::string path;
    bool is_drawn = false;
    for (std::size_t i = 0; i < series.points.size(); ++i) {
        const TimePoint& point = series.points[i];
        if (!point.high) {
            is_drawn = false;
            continue;
        }
        path +=
            fmt::format("{}{:.1f} {:.1f}", is_drawn ? 'L' : 'M', plane.x(point.at_s), plane.y(*point.high));
        const bool is_alone = !is_drawn && (i + 1 == series.points.size() || !series.points[i + 1].high);
        if (is_alone) path += "h.5";
        is_drawn = true;
    }
    return fmt::format(R"(<path class="line {}" d="{}"/>)", series.style, path);
}

std::string band_of(const TimeSeries& series, const Plane& plane) {
    std::string path;
    std::string back;
    const auto close = [&] {
        if (!back.empty()) path += back + "z";
        back.clear();
    };
    for (const TimePoint& point : series.points) {
        if (!point.low || !point.high) {
            close();
            continue;
        }
        path += fmt::format("{}{:.1f} {:.1f}", back.empty() ? 'M' : 'L', plane.x(point.at_s),
                            plane.y(*point.high));
        back = fmt::format("L{:.1f} {:.1f}", plane.x(point.at_s), plane.y(*point.low)) + back;
    }
    close();
    return fmt::format(R"(<path class="band {}" d="{}"/>)", series.style, path);
}

std::string legend_of(const TimeChart& chart) {
    std::string legend;
    double x = kLeft;
    for (const TimeSeries& series : chart.series) {
        if (series.name.empty()) continue;
        legend += fmt::format(R"(<path class="{0} {1}" d="M{2} {3}h18{4}"/><text x="{5}" y="{6}">{7}</text>)",
                              series.is_band ? "band" : "line", series.style, x, kTop - 13,
                              series.is_band ? "v6h-18z" : "", x + 24, kTop - 8, html_text(series.name));
        x += 44 + 7 * static_cast<double>(series.name.size());
    }
    return legend;
}

}  // namespace

std::string svg_of(const TimeChart& chart, const TimeZone& zone) {
    const Plane plane(chart);
    const double height = kBottom + (chart.caption.empty() ? 22 : 44);
    std::string body = gaps_of(chart, plane) + value_axis(chart, plane) + time_axis(chart, plane, zone);
    for (const TimeSeries& series : chart.series)
        body += series.is_band ? band_of(series, plane) : line_of(series, plane);
    body += legend_of(chart);
    if (!chart.caption.empty())
        body += fmt::format(R"(<text class="caption" x="{}" y="{}">{}</text>)", kLeft, height - 6,
                            html_text(chart.caption));
    const std::string name = html_text(chart.title + ": " + chart.description);
    return fmt::format(
        R"(<svg xmlns="http://www.w3.org/2000/svg" class="figure" viewBox="0 0 {} {}" role="img" aria-label="{}">)"
        R"(<title>{}</title>{}</svg>)",
        kWidth, height, name, html_text(chart.title), body);
}

}  // namespace tixdb::page
