// SPDX-License-Identifier: MIT
// Where the floor of the delays changes its level at once and for long: a stepped clock or another route,
// docs/methods.md#shifts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace tixdb::metrics {

// Probes [begin, end) with one level of the floor.
struct Part {
    std::size_t begin = 0;
    std::size_t end = 0;

    [[nodiscard]] std::size_t size() const { return end - begin; }
    friend bool operator==(const Part&, const Part&) = default;
};

// A direction that is never on its floor says nothing about a clock: it takes no part in the cuts, and keeps
// one floor over all parts.
enum class Skipped { none, up, down };

[[nodiscard]] std::string_view name_of(Skipped skipped);  // "", "up", "down"

struct Parts {
    std::vector<Part> parts;  // in order, at least one; what is in none of them is cut off
    Skipped skipped = Skipped::none;

    [[nodiscard]] std::size_t kept() const;
    [[nodiscard]] bool is_whole(std::size_t size) const { return parts.size() == 1 && kept() == size; }
};

// Delays of the same probes in time order, ms, without drift; equally many, at least one.
struct DelayPair {
    std::span<const double> up_ms;
    std::span<const double> down_ms;

    [[nodiscard]] std::size_t size() const { return up_ms.size(); }
    [[nodiscard]] DelayPair part(const Part& part) const {
        return {up_ms.subspan(part.begin, part.size()), down_ms.subspan(part.begin, part.size())};
    }
};

// The parts that the probes fall into.
[[nodiscard]] Parts parts_of(const DelayPair& delays);

// At most four parts that hold at least 90 % of the probes, each of them sharp, and level in two pieces
// within 1.5 ms, in each direction that is not skipped.
[[nodiscard]] bool are_sound(const Parts& parts, const DelayPair& delays);

}  // namespace tixdb::metrics
