// SPDX-License-Identifier: MIT
// The charts over time of an installation's page.

#include <fmt/format.h>

#include <algorithm>

#include "page/installation_page.hpp"
#include "page/markup.hpp"
#include "page/time_units.hpp"

namespace tixdb::page {
namespace {

constexpr std::int64_t kMostPoints = 800;

// Seconds that one point of a chart stands for: whole hours, so many that the points are few enough.
std::int64_t bucket_s_of(const store::PageScope& scope) {
    const std::int64_t hours = (scope.to_s - scope.from_s) / kHourS + 1;
    return (hours / kMostPoints + 1) * kHourS;
}

std::vector<ShadedStretch> shaded(const std::vector<store::PageGap>& gaps) {
    std::vector<ShadedStretch> stretches;
    for (const store::PageGap& gap : gaps) stretches.push_back({gap.from_s, gap.to_s});
    return stretches;
}

TimeChart chart_of(const InstallationReport& report, const std::string& title, Scale scale) {
    TimeChart chart;
    chart.title = title;
    chart.from_s = report.scope.from_s;
    chart.to_s = report.scope.to_s;
    chart.scale = scale;
    chart.gaps = shaded(report.gaps);
    return chart;
}

// Means over buckets of time of what value() says of each window; a bucket without a value breaks the line.
template <typename Value>
std::vector<TimePoint> mean_points(const InstallationReport& report, const Value& value) {
    const std::int64_t bucket_s = bucket_s_of(report.scope);
    std::vector<TimePoint> points;
    Mean mean;
    std::int64_t bucket = 0;
    const auto end_bucket = [&] {
        const auto middle = mean.value();
        if (middle || !points.empty()) points.push_back({bucket * bucket_s + bucket_s / 2, middle, middle});
        mean = Mean();
    };
    for (const store::PageWindow& window : report.read.windows) {
        const std::int64_t next = window.last_s / bucket_s;
        if (next != bucket) {
            end_bucket();
            if (!points.empty() && next > bucket + 1) points.push_back({(bucket + 1) * bucket_s, {}, {}});
            bucket = next;
        }
        mean.add(value(window));
    }
    end_bucket();
    return points;
}

using Percentile = std::int64_t model::RoundTripPercentiles::*;

// From low to high, of stretches of hours the medians of each.
std::vector<TimePoint> rtt_points(const InstallationReport& report, Percentile low, Percentile high) {
    const std::int64_t bucket_s = bucket_s_of(report.scope);
    std::vector<TimePoint> points;
    std::vector<std::int64_t> lows;
    std::vector<std::int64_t> highs;
    std::int64_t bucket = 0;
    const auto end_bucket = [&] {
        if (lows.empty()) return;
        const auto ms = [](const std::vector<std::int64_t>& values) {
            return static_cast<double>(*nearest_rank_of(values, 0.5)) / 1e6;
        };
        points.push_back({bucket * bucket_s + bucket_s / 2, ms(lows), ms(highs)});
        lows.clear();
        highs.clear();
    };
    for (const store::PageHour& hour : report.hours) {
        if (!hour.rtt) continue;
        const std::int64_t next = hour.hour_s / bucket_s;
        if (next != bucket) {
            end_bucket();
            if (!points.empty() && next > bucket + 1) points.push_back({(bucket + 1) * bucket_s, {}, {}});
            bucket = next;
        }
        lows.push_back((*hour.rtt).*low);
        highs.push_back((*hour.rtt).*high);
    }
    end_bucket();
    return points;
}

// {"epsilon_down_ms":8} as epsilon_down_ms 8.
std::string parameters_text(std::string_view json) {
    std::string text;
    for (const char c : json) {
        if (c == ':')
            text += ' ';
        else if (c == ',')
            text += ", ";
        else if (c != '{' && c != '}' && c != '"')
            text += c;
    }
    return text.empty() ? "no parameters" : text;
}

}  // namespace

TimeChart usage_chart(const InstallationReport& report) {
    TimeChart chart = chart_of(report, "Usage", Scale::fraction);
    chart.description =
        fmt::format("download {}, upload {} on average", percent_text(report.summary.all.down.usage.value()),
                    percent_text(report.summary.all.up.usage.value()));
    chart.series = {{"upload", "up", false,
                     mean_points(report, [](const store::PageWindow& w) { return clamped(w.up_usage); })},
                    {"download", "down", false,
                     mean_points(report, [](const store::PageWindow& w) { return clamped(w.down_usage); })}};
    return chart;
}

TimeChart quality_chart(const InstallationReport& report) {
    TimeChart chart = chart_of(report, "Quality", Scale::fraction);
    chart.description = fmt::format("download congested in {} of minutes, upload in {}",
                                    percent_text(report.summary.all.down.congestion.value()),
                                    percent_text(report.summary.all.up.congestion.value()));
    chart.series = {
        {"upload", "up", false, mean_points(report, [](const store::PageWindow& w) { return w.up_quality; })},
        {"download", "down", false,
         mean_points(report, [](const store::PageWindow& w) { return w.down_quality; })}};
    return chart;
}

TimeChart latency_chart(const InstallationReport& report) {
    TimeChart chart = chart_of(report, "Round trip", Scale::milliseconds);
    chart.description =
        fmt::format("median {}, 95 % of probes within {}, in the median hour",
                    ms_text(report.summary.all.rtt_median_ms()), ms_text(report.summary.all.rtt_p95_ms()));
    const Percentile least = &model::RoundTripPercentiles::min_ns;
    const Percentile median = &model::RoundTripPercentiles::median_ns;
    chart.series = {
        {"99 %", "smoke-4", true, rtt_points(report, least, &model::RoundTripPercentiles::p99_ns)},
        {"95 %", "smoke-3", true, rtt_points(report, least, &model::RoundTripPercentiles::p95_ns)},
        {"90 %", "smoke-2", true, rtt_points(report, least, &model::RoundTripPercentiles::p90_ns)},
        {"75 %", "smoke-1", true, rtt_points(report, least, &model::RoundTripPercentiles::p75_ns)},
        {"median", "median", false, rtt_points(report, median, median)}};
    return chart;
}

std::string made_with_text(const InstallationReport& report) {
    std::string text;
    for (const store::PageMadeWith& made : report.read.made_with) {
        text += fmt::format("{}{}, version {}, {}, computed by tixdb {}", text.empty() ? "" : "; ",
                            model::name_of(report.scope.method), made.method_version,
                            parameters_text(made.parameters),
                            made.program_version.empty() ? "(unknown)" : made.program_version);
    }
    return text.empty() ? fmt::format("{}: no results in this time", model::name_of(report.scope.method))
                        : text;
}

}  // namespace tixdb::page
