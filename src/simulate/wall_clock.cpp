// SPDX-License-Identifier: MIT

#include "simulate/wall_clock.hpp"

#include <cmath>

#include "model/observation.hpp"

namespace tixdb::simulate {
namespace {

std::int64_t floor_divided(std::int64_t value, std::int64_t divisor) {
    const std::int64_t quotient = value / divisor;
    return value % divisor < 0 ? quotient - 1 : quotient;
}

}  // namespace

std::int64_t WallClock::unix_ns(std::int64_t true_ns) const {
    const std::int64_t elapsed_ns = true_ns - from_ns_;
    const double drift_ns = std::floor(static_cast<double>(elapsed_ns) * settings_.drift_ppm * 1e-6);
    const bool stepped = settings_.step_ns != 0 && elapsed_ns >= settings_.step_after_s * model::kNsPerS;
    return true_ns + settings_.offset_ns + static_cast<std::int64_t>(drift_ns) +
           (stepped ? settings_.step_ns : 0);
}

std::int64_t WallClock::ns_of_day(std::int64_t true_ns) const {
    const std::int64_t now_ns = unix_ns(true_ns);
    const std::int64_t local_ns = now_ns + settings_.utc_offset_s * model::kNsPerS;
    return now_ns - floor_divided(local_ns, model::kNsPerDay) * model::kNsPerDay;
}

}  // namespace tixdb::simulate
