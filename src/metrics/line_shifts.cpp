// SPDX-License-Identifier: MIT

#include "metrics/line_shifts.hpp"

#include "metrics/floors.hpp"

namespace tixdb::metrics {
namespace {

using Delays = std::span<const double>;

// The parts of one direction: those that it has beside a copy of itself.
Parts parts_alone(Delays delays_ms, Skipped other) {
    return {parts_of({delays_ms, delays_ms}).parts, other};
}

// Probes on the floors of the parts in a direction; none of one whole part, and of parts that are not sound.
std::size_t on_floors(const Parts& parts, const DelayPair& delays, Delays delays_ms) {
    if (parts.is_whole(delays.size()) || !are_sound(parts, delays)) return 0;
    std::size_t count = 0;
    for (const Part& part : parts.parts) {
        const Delays of_part = delays_ms.subspan(part.begin, part.size());
        count += count_on_floor(of_part, floor_of(of_part));
    }
    return count;
}

}  // namespace

Parts sound_parts_beside_line(const DelayPair& delays) {
    const Parts whole{{{0, delays.size()}}, Skipped::none};
    const Parts both = parts_of(delays);
    const bool is_found_with_both = both.skipped == Skipped::none && !both.is_whole(delays.size());
    if (is_found_with_both) return are_sound(both, delays) ? both : whole;
    const Parts up = parts_alone(delays.up_ms, Skipped::down);
    const Parts down = parts_alone(delays.down_ms, Skipped::up);
    const std::size_t on_up_floors = on_floors(up, delays, delays.up_ms);
    const std::size_t on_down_floors = on_floors(down, delays, delays.down_ms);
    if (on_up_floors == on_down_floors) return whole;
    return on_up_floors > on_down_floors ? up : down;
}

}  // namespace tixdb::metrics
