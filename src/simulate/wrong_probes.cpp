// SPDX-License-Identifier: MIT

#include "simulate/wrong_probes.hpp"

namespace tixdb::simulate {
namespace {

constexpr std::int64_t kNsPerMs = 1'000'000;

// A trip or a stay at the server, on two readings of a clock of day: in [0, 24 h).
std::int64_t passed_ns(std::int64_t earlier_ns, std::int64_t later_ns) {
    const std::int64_t difference_ns = (later_ns - earlier_ns) % model::kNsPerDay;
    return difference_ns < 0 ? difference_ns + model::kNsPerDay : difference_ns;
}

}  // namespace

bool is_wrong(const WrongProbes& wrong, std::int64_t second) {
    const std::int64_t since_s = second - wrong.after_s;
    if (since_s < 0) return false;
    if (wrong.every_s == 0) return since_s < wrong.count;
    // Bresenham's rule: of the seconds 0…every_s - 1 it takes `count`, as even as whole seconds can be.
    return since_s % wrong.every_s * wrong.count % wrong.every_s < wrong.count;
}

model::Observation falsified(model::Observation observation, const WrongProbes& wrong) {
    model::Observation& o = observation;
    switch (wrong.kind) {
        case WrongProbe::final_before_initial:
            o.final_ns = o.initial_ns - model::kNsPerS / 2;
            break;
        case WrongProbe::final_equals_initial:
            o.final_ns = o.initial_ns;
            break;
        case WrongProbe::held_longer_than_trip:
            o.sent_ns = o.reception_ns + passed_ns(o.initial_ns, o.final_ns) + kNsPerMs;
            break;
        case WrongProbe::server_zero:
            o.reception_ns = o.sent_ns = 0;
            break;
        case WrongProbe::server_off:
            o.reception_ns += wrong.server_off_ns;
            o.sent_ns += wrong.server_off_ns;
            break;
        case WrongProbe::short_trip:
            o.final_ns = o.initial_ns + 2 * kNsPerMs;
            break;
        case WrongProbe::sent_before_reception:
            o.sent_ns = o.reception_ns - kNsPerMs;
            break;
    }
    return observation;
}

}  // namespace tixdb::simulate
