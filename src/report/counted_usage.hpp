// SPDX-License-Identifier: MIT
// The usage of a real link, from the bytes that a router counted and the link's rate.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "model/adaptive.hpp"
#include "model/installation.hpp"
#include "report/counter_readings.hpp"
#include "report/true_usage.hpp"

namespace tixdb::report {

// The rates that held at a unix time; a direction whose rate is not known is not scored.
using RateAt = std::function<model::LinkRate(std::int64_t time_s)>;

// What was found in the readings, for people.
struct CounterNotes {
    std::int64_t restarts = 0;  // a counter fell and it was no wrap: what passed meanwhile is not known
    std::int64_t wraps = 0;     // of 32 bits
    std::int64_t gaps = 0;      // more than kLongestSpanS without a reading
    std::int64_t too_many = 0;  // spans with more bytes than the link can carry, by more than a tenth
    double largest_usage = 0;   // of them
};

// Between two readings bytes are taken to have passed evenly. A window's usage is the mean over the ten
// minutes that its result describes, at most 1; not known if readings cover less than nine tenths of them.
//
// A counter that falls has wrapped if it alone fell, no reading of the file exceeds 32 bits, and the bytes
// then are no more than the link can carry; otherwise the router has begun anew, and what both counters say
// of that span is left out.
class CountedUsage final : public TrueUsage {
  public:
    // Spans between readings that are longer say too little of when the bytes passed.
    static constexpr double kLongestSpanS = 360;

    // readings: by time, each time once.
    CountedUsage(const model::InstallationKey& installation, std::span<const CounterReading> readings,
                 const RateAt& rate_at);

    // Of the same installation only.
    [[nodiscard]] std::optional<double> expected(const store::WindowUsage& window,
                                                 Direction direction) const override;

    [[nodiscard]] const CounterNotes& notes() const { return notes_; }

  private:
    struct Span {
        double begin_s = 0;
        double end_s = 0;
        double usage = 0;
    };
    using Spans = std::vector<Span>;

    void add_spans(const CounterReading& before, const CounterReading& reading, const RateAt& rate_at,
                   bool is_32_bits);
    void add_span(Spans& spans, const Span& span);

    model::InstallationKey installation_;
    Spans up_;
    Spans down_;
    CounterNotes notes_;
};

}  // namespace tixdb::report
