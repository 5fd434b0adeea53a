// SPDX-License-Identifier: MIT

#include "simulate/wall_clock.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "model/observation.hpp"

namespace tixdb::simulate {
namespace {

std::int64_t floor_divided(std::int64_t value, std::int64_t divisor) {
    const std::int64_t quotient = value / divisor;
    return value % divisor < 0 ? quotient - 1 : quotient;
}

// What a clock that runs faster by so much gains in that time.
std::int64_t gained_ns(std::int64_t elapsed_ns, double ppm) {
    return static_cast<std::int64_t>(std::floor(static_cast<double>(elapsed_ns) * ppm * 1e-6));
}

// 1 - cos(2 pi turns) for turns in [0, 1], to 1e-12. Basic operations only, so that it is the same on every
// machine; the C library's cosine is not.
double versine_of_turns(double turns) {
    constexpr double kTwoPi = 6.283185307179586;
    const double folded = std::min(turns, 1 - turns);  // the second half mirrors the first
    const bool is_far = folded > 0.25;                 // cos(pi - x) = -cos(x)
    const double x = (is_far ? 0.5 - folded : folded) * kTwoPi;
    const double z = x * x;
    // Taylor's series of 1 - cos(x), |x| <= pi/2: the first term left out is below 1e-13.
    double term = z / 2;
    double sum = term;
    for (int k = 3; k <= 17; k += 2) {
        term *= -z / (k * (k + 1.0));
        sum += term;
    }
    return is_far ? 2 - sum : sum;
}

// A drift of A sin(2 pi t / P) adds up to A P / (2 pi) (1 - cos(2 pi t / P)).
std::int64_t gained_ns(std::int64_t elapsed_ns, const DriftWave& wave) {
    constexpr double kPerTwoPi = 0.15915494309189535;
    const std::int64_t period_ns = wave.period_s * model::kNsPerS;
    const double turns = static_cast<double>(elapsed_ns % period_ns) / static_cast<double>(period_ns);
    const double amplitude_ns = wave.amplitude_ppm * 1e-6 * static_cast<double>(period_ns) * kPerTwoPi;
    return static_cast<std::int64_t>(std::floor(amplitude_ns * versine_of_turns(turns)));
}

std::int64_t gained_ns(std::int64_t elapsed_ns, const ClockSlew& slew) {
    const std::int64_t since_ns = elapsed_ns - slew.after_s * model::kNsPerS;
    if (since_ns <= 0) return 0;
    const std::int64_t moved_ns = std::min(std::abs(slew.by_ns), gained_ns(since_ns, slew.rate_ppm));
    return slew.by_ns < 0 ? -moved_ns : moved_ns;
}

}  // namespace

WallClock::WallClock(ClockSettings settings, std::int64_t from_ns)
    : settings_(std::move(settings)), from_ns_(from_ns) {}

std::int64_t WallClock::unix_ns(std::int64_t true_ns) const {
    const std::int64_t elapsed_ns = true_ns - from_ns_;
    std::int64_t error_ns = settings_.offset_ns + gained_ns(elapsed_ns, settings_.drift_ppm);
    for (const ClockStep& step : settings_.steps) {
        if (elapsed_ns >= step.after_s * model::kNsPerS) error_ns += step.by_ns;
    }
    for (const ClockSlew& slew : settings_.slews) error_ns += gained_ns(elapsed_ns, slew);
    for (const FrequencyChange& change : settings_.frequency_changes) {
        const std::int64_t since_ns = elapsed_ns - change.after_s * model::kNsPerS;
        if (since_ns > 0) error_ns += gained_ns(since_ns, change.by_ppm);
    }
    for (const DriftWave& wave : settings_.waves) error_ns += gained_ns(elapsed_ns, wave);
    return true_ns + error_ns;
}

std::int64_t WallClock::ns_of_day(std::int64_t true_ns) const {
    const std::int64_t now_ns = unix_ns(true_ns);
    const std::int64_t local_ns = now_ns + settings_.utc_offset_s * model::kNsPerS;
    return now_ns - floor_divided(local_ns, model::kNsPerDay) * model::kNsPerDay;
}

std::int64_t end_s(const ClockSlew& slew) {
    const double takes_s = static_cast<double>(std::abs(slew.by_ns)) / (slew.rate_ppm * 1e-6) /
                           static_cast<double>(model::kNsPerS);
    return slew.after_s + static_cast<std::int64_t>(std::ceil(takes_s));
}

}  // namespace tixdb::simulate
