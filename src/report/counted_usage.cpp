// SPDX-License-Identifier: MIT

#include "report/counted_usage.hpp"

#include <algorithm>
#include <cmath>

#include "metrics/observations.hpp"

namespace tixdb::report {
namespace {

constexpr double kLeastCovered = 0.9;
constexpr double kLargestUsage = 1.1;  // readings some seconds late make minutes of more than all
constexpr std::uint64_t kWrap = std::uint64_t{1} << 32U;

bool has_fallen(const std::optional<std::uint64_t>& before, const std::optional<std::uint64_t>& now) {
    return before && now && *now < *before;
}

bool is_within_32_bits(std::span<const CounterReading> readings) {
    return std::all_of(readings.begin(), readings.end(), [](const CounterReading& reading) {
        return reading.rx.value_or(0) < kWrap && reading.tx.value_or(0) < kWrap;
    });
}

double usage_of(double bytes, double duration_s, double mbps) {
    return bytes * 8 / (duration_s * mbps * 1e6);
}

}  // namespace

CountedUsage::CountedUsage(const model::InstallationKey& installation,
                           std::span<const CounterReading> readings, const RateAt& rate_at)
    : installation_(installation) {
    const bool is_32_bits = is_within_32_bits(readings);
    // A reading that lacks one of the two is none.
    CounterReading before;
    for (const CounterReading& reading : readings) {
        if (!reading.rx || !reading.tx) continue;
        if (before.rx) add_spans(before, reading, rate_at, is_32_bits);
        before = reading;
    }
}

void CountedUsage::add_spans(const CounterReading& before, const CounterReading& reading,
                             const RateAt& rate_at, bool is_32_bits) {
    const double duration_s = reading.time_s - before.time_s;
    if (duration_s > kLongestSpanS) {
        ++notes_.gaps;
        return;
    }
    const bool rx_fell = has_fallen(before.rx, reading.rx);
    const bool tx_fell = has_fallen(before.tx, reading.tx);
    const model::LinkRate rate = rate_at(static_cast<std::int64_t>(std::floor(reading.time_s)));
    const auto bytes_of = [&](std::uint64_t was, std::uint64_t is) {
        return static_cast<double>(is < was ? is + kWrap - was : is - was);
    };
    const double rx_bytes = bytes_of(*before.rx, *reading.rx);
    const double tx_bytes = bytes_of(*before.tx, *reading.tx);
    const auto can_be = [&](double bytes, const std::optional<double>& mbps) {
        return !mbps || usage_of(bytes, duration_s, *mbps) <= kLargestUsage;
    };
    if (rx_fell || tx_fell) {
        const bool is_wrap = rx_fell != tx_fell && is_32_bits &&
                             (rx_fell ? can_be(rx_bytes, rate.down_mbps) : can_be(tx_bytes, rate.up_mbps));
        ++(is_wrap ? notes_.wraps : notes_.restarts);
        if (!is_wrap) return;
    }
    const auto span = [&](double bytes, double mbps) {
        return Span{before.time_s, reading.time_s, usage_of(bytes, duration_s, mbps)};
    };
    if (rate.down_mbps) add_span(down_, span(rx_bytes, *rate.down_mbps));
    if (rate.up_mbps) add_span(up_, span(tx_bytes, *rate.up_mbps));
}

void CountedUsage::add_span(Spans& spans, const Span& span) {
    if (span.usage > kLargestUsage) {
        ++notes_.too_many;
        notes_.largest_usage = std::max(notes_.largest_usage, span.usage);
    }
    spans.push_back(span);
}

std::optional<double> CountedUsage::expected(const store::WindowUsage& window, Direction direction) const {
    if (window.installation != installation_) return std::nullopt;
    const Spans& spans = direction == Direction::up ? up_ : down_;
    // Whole seconds T with last_probe_s - 600 < T <= last_probe_s.
    const auto end_s = static_cast<double>(window.last_probe_s + 1);
    const double begin_s = end_s - static_cast<double>(metrics::kRecentS);
    const auto first = std::partition_point(spans.begin(), spans.end(),
                                            [&](const Span& span) { return span.end_s <= begin_s; });
    double sum = 0;
    double seconds = 0;
    for (auto span = first; span != spans.end() && span->begin_s < end_s; ++span) {
        const double overlap_s = std::min(end_s, span->end_s) - std::max(begin_s, span->begin_s);
        sum += overlap_s * span->usage;
        seconds += overlap_s;
    }
    if (seconds < kLeastCovered * (end_s - begin_s)) return std::nullopt;
    return std::min(1.0, sum / seconds);
}

}  // namespace tixdb::report
