// SPDX-License-Identifier: MIT

#include "metrics/clock_offset.hpp"

#include <algorithm>
#include <utility>

#include "metrics/order.hpp"

namespace tixdb::metrics {
namespace {

struct RoundTrip {
    std::int64_t rtt_ns = 0;
    std::size_t index = 0;  // of its observation: time order

    friend auto operator<=>(const RoundTrip&, const RoundTrip&) = default;
};

// A round trip lies within half a day: in whole nanoseconds it leaves so many bits of a number free.
constexpr int kIndexBits = 17;
constexpr std::int64_t kIndices = std::int64_t{1} << kIndexBits;

// The same order from one number each, which is sorted in half the time.
std::vector<RoundTrip> sorted_as_numbers(const std::vector<RoundTrip>& trips) {
    std::vector<std::int64_t> numbers;
    numbers.reserve(trips.size());
    for (const RoundTrip& trip : trips) {
        numbers.push_back(trip.rtt_ns * kIndices + static_cast<std::int64_t>(trip.index));
    }
    sort_ascending(numbers);
    std::vector<RoundTrip> sorted;
    sorted.reserve(numbers.size());
    for (const std::int64_t number : numbers) {
        sorted.push_back({number >> kIndexBits, static_cast<std::size_t>(number & (kIndices - 1))});
    }
    return sorted;
}

std::vector<RoundTrip> sorted_round_trips(std::span<const model::Observation> observations) {
    std::vector<RoundTrip> trips;
    trips.reserve(observations.size());
    for (std::size_t i = 0; i < observations.size(); ++i)
        trips.push_back({round_trip_ns(observations[i]), i});
    if (std::cmp_less_equal(trips.size(), kIndices)) return sorted_as_numbers(trips);
    std::sort(trips.begin(), trips.end());
    return trips;
}

std::vector<ClockOffset::Anchor> anchors_of(std::span<RoundTrip> fastest,
                                            std::span<const model::Observation> observations,
                                            const OneWayDelays& delays) {
    std::sort(fastest.begin(), fastest.end(), [&](const RoundTrip& a, const RoundTrip& b) {
        const auto time_a = observations[a.index].day_timestamp_s;
        const auto time_b = observations[b.index].day_timestamp_s;
        return time_a != time_b ? time_a < time_b : a < b;
    });
    std::vector<ClockOffset::Anchor> anchors;
    anchors.reserve(fastest.size());
    for (const RoundTrip& trip : fastest) {
        const std::int64_t asymmetry_ns = delays.down_ns[trip.index] - delays.up_ns[trip.index];
        anchors.push_back({observations[trip.index].day_timestamp_s, static_cast<double>(asymmetry_ns) / 2});
    }
    return anchors;
}

double interpolated_ns(const ClockOffset::Anchor& a, const ClockOffset::Anchor& b, std::int64_t time_s) {
    const double share = static_cast<double>(time_s - a.time_s) / static_cast<double>(b.time_s - a.time_s);
    return a.offset_ns + (b.offset_ns - a.offset_ns) * share;
}

}  // namespace

ClockOffset::Times ClockOffset::applied_to(std::span<const model::Observation> observations,
                                           const OneWayDelays& delays) const {
    Times times;
    times.up_ns.reserve(observations.size());
    times.down_ns.reserve(observations.size());
    std::size_t next = 0;  // the first anchor after the observation
    for (std::size_t i = 0; i < observations.size(); ++i) {
        const std::int64_t time_s = observations[i].day_timestamp_s;
        while (next < anchors_.size() && anchors_[next].time_s <= time_s) ++next;
        double offset_ns = 0;
        if (next == 0) {
            offset_ns = anchors_.front().offset_ns;
        } else if (next == anchors_.size()) {
            offset_ns = anchors_.back().offset_ns;
        } else {
            offset_ns = interpolated_ns(anchors_[next - 1], anchors_[next], time_s);
        }
        times.up_ns.push_back(static_cast<double>(delays.up_ns[i]) + offset_ns);
        times.down_ns.push_back(static_cast<double>(delays.down_ns[i]) - offset_ns);
    }
    return times;
}

std::optional<FittedClockOffset> fitted_clock_offset(std::span<const model::Observation> observations,
                                                     const OneWayDelays& delays) {
    std::vector<RoundTrip> trips = sorted_round_trips(observations);
    std::vector<double> sorted;
    sorted.reserve(trips.size());
    for (const RoundTrip& trip : trips) sorted.push_back(static_cast<double>(trip.rtt_ns));
    std::vector<Bin> bins = equal_count_bins(sorted);
    const auto marks = marks_of(bins);
    if (!marks) return std::nullopt;
    const auto fastest = std::span(trips).first(bins.front().count);
    return FittedClockOffset{ClockOffset(anchors_of(fastest, observations, delays)), marks->mode,
                             std::move(bins)};
}

}  // namespace tixdb::metrics
