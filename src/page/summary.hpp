// SPDX-License-Identifier: MIT
// What a page says of an installation beyond single windows and hours, in numbers: sums, days, hours of the
// week, distributions.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "page/time_zone.hpp"
#include "store/report_page_reader.hpp"

namespace tixdb::page {

// A mean that leaves out what has no value.
class Mean {
  public:
    void add(const std::optional<double>& value, double weight = 1) {
        if (!value) return;
        sum_ += weight * *value;
        weight_ += weight;
    }
    [[nodiscard]] std::optional<double> value() const {
        if (weight_ == 0) return std::nullopt;
        return sum_ / weight_;
    }

  private:
    double sum_ = 0;
    double weight_ = 0;
};

// The value at rank ceil(p n) in ascending order, p in (0, 1]; nothing of no values.
[[nodiscard]] std::optional<std::int64_t> nearest_rank_of(std::vector<std::int64_t> values, double p);

// By the clocks of a zone (TimeZone::local_s): the day of the week, 0 on Monday, and the hour.
[[nodiscard]] std::size_t weekday_of(std::int64_t local_s);
[[nodiscard]] std::size_t hour_of(std::int64_t local_s);

// As results are published: into 0…1.
[[nodiscard]] std::optional<double> clamped(const std::optional<double>& usage);
// The share of a window's minutes that were congested.
[[nodiscard]] std::optional<double> congestion(const std::optional<double>& quality);

struct DirectionMeans {
    Mean usage;       // clamped to 0…1
    Mean congestion;  // 1 − quality

    void add(const std::optional<double>& usage_value, const std::optional<double>& quality) {
        usage.add(clamped(usage_value));
        congestion.add(page::congestion(quality));
    }
};

// Windows by the end, hours by the beginning that lie in it.
struct Stretch {
    std::int64_t windows = 0;
    DirectionMeans up;
    DirectionMeans down;
    std::int64_t received = 0;
    std::int64_t covered_s = 0;
    std::vector<std::int64_t> medians_ns;  // of its hours' round trips
    std::vector<std::int64_t> p95s_ns;

    void add(const store::PageWindow& window);
    void add(const store::PageHour& hour);
    [[nodiscard]] std::optional<double> loss() const;
    // The median of its hours' medians, and of their 95 %.
    [[nodiscard]] std::optional<double> rtt_median_ms() const;
    [[nodiscard]] std::optional<double> rtt_p95_ms() const;
};

// [day of the week, Monday first][hour], by the clocks of the page's zone: of windows by their ends.
using Week = std::array<std::array<Stretch, 24>, 7>;

// A day by the clocks of the page's zone.
struct Day {
    std::int64_t begin_s = 0;  // unix seconds of something in it
    Stretch stretch;
};

inline constexpr std::size_t kUsageBins = 20;
// Half octaves of a round trip from 1 ms on; the last bin has all that is longer.
inline constexpr std::size_t kRttBins = 26;

struct Summary {
    Stretch all;
    std::vector<Day> days;
    Week week;
    std::array<std::int64_t, kUsageBins> up_usage{};  // windows by usage, twentieths
    std::array<std::int64_t, kUsageBins> down_usage{};
    std::array<std::int64_t, kRttBins> rtt_median{};  // hours by round trip
    std::array<std::int64_t, kRttBins> rtt_p95{};
    // Windows in which `adaptive` could judge a direction: of each state none, weak, clear.
    std::array<std::int64_t, 3> up_states{};
    std::array<std::int64_t, 3> down_states{};
};

[[nodiscard]] Summary summary_of(const std::vector<store::PageWindow>& windows,
                                 const std::vector<store::PageHour>& hours, const TimeZone& zone);

// Where the b-th half octave of round trips begins, ms.
[[nodiscard]] double rtt_bin_ms(std::size_t bin);

}  // namespace tixdb::page
