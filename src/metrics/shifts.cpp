// SPDX-License-Identifier: MIT

#include "metrics/shifts.hpp"

#include <algorithm>
#include <numeric>

#include "metrics/floors.hpp"
#include "metrics/running_floor.hpp"

namespace tixdb::metrics {
namespace {

constexpr std::size_t kLeastSide = 30;
constexpr std::size_t kLargestEnd = 60;  // fewer than this at an end can be cut off
constexpr int kDeepest = 3;
constexpr std::size_t kMostParts = 4;

// In the order in which equally good cuts are taken.
enum class CutKind { both, right, left };

// Before the i-th probe of a range. on_floor: of both sides in all directions that take part.
struct Cut {
    CutKind kind = CutKind::both;
    std::size_t at = 0;
    std::size_t on_floor = 0;
};

bool is_better(const Cut& a, const Cut& b) {
    if (a.on_floor != b.on_floor) return a.on_floor > b.on_floor;
    if (a.kind != b.kind) return a.kind < b.kind;
    return a.kind == CutKind::left ? a.at > b.at : a.at < b.at;
}

// One direction of a range of probes, for all of its cuts.
class CutFloors {
  public:
    explicit CutFloors(std::span<const double> delays_ms)
        : size_(delays_ms.size()),
          left_(floors_of_beginnings(delays_ms)),
          right_(floors_of_ends(delays_ms)),
          floor_ms_(left_.floor_ms.back()) {}

    [[nodiscard]] bool is_left_sharp(std::size_t i) const { return is_enough(left_.on_floor[i], i); }
    [[nodiscard]] bool is_right_sharp(std::size_t i) const {
        return is_enough(right_.on_floor[i], size_ - i);
    }
    [[nodiscard]] bool jumps(std::size_t i) const {
        const double jump_ms = right_.floor_ms[i] - left_.floor_ms[i];
        return jump_ms > kFloorWidthMs || -jump_ms > kFloorWidthMs;
    }
    [[nodiscard]] bool is_right_raised(std::size_t i) const {
        return right_.floor_ms[i] - floor_ms_ > kFloorWidthMs;
    }
    [[nodiscard]] bool is_left_raised(std::size_t i) const {
        return left_.floor_ms[i] - floor_ms_ > kFloorWidthMs;
    }
    [[nodiscard]] std::size_t on_floor(std::size_t i) const { return left_.on_floor[i] + right_.on_floor[i]; }

  private:
    std::size_t size_;
    RunningFloor left_;
    RunningFloor right_;
    double floor_ms_;
};

// No cut of 90 probes or more is possible where the floor is met within the first 30 and within the last 30
// of them: both sides of any cut reach it then.
bool reaches_floor_at_both_ends(std::span<const double> delays_ms) {
    if (delays_ms.size() < kLeastSide + kLargestEnd) return false;
    const double floor_ms = floor_of(delays_ms);
    const auto is_on = [&](double delay_ms) { return !(delay_ms - floor_ms > kFloorWidthMs); };
    return std::any_of(delays_ms.begin(), delays_ms.begin() + kLeastSide, is_on) &&
           std::any_of(delays_ms.rbegin(), delays_ms.rbegin() + kLeastSide, is_on);
}

class PartSearch {
  public:
    PartSearch(const DelayPair& delays, Skipped skipped) {
        if (skipped != Skipped::up) directions_.push_back(delays.up_ms);
        if (skipped != Skipped::down) directions_.push_back(delays.down_ms);
    }

    void find(const Part& range, int depth) {
        const auto cut = best_cut(range, depth);
        if (!cut) {
            parts_.push_back(range);
            return;
        }
        const std::size_t at = range.begin + cut->at;
        if (cut->kind != CutKind::right) find({range.begin, at}, depth + 1);
        if (cut->kind != CutKind::left) find({at, range.end}, depth + 1);
    }

    [[nodiscard]] std::vector<Part> parts() && { return std::move(parts_); }

  private:
    [[nodiscard]] std::optional<Cut> best_cut(const Part& range, int depth) const {
        if (range.size() < kLargestEnd || depth > kDeepest) return std::nullopt;
        const auto delays_of = [&](const auto& direction) {
            return direction.subspan(range.begin, range.size());
        };
        if (std::all_of(directions_.begin(), directions_.end(), [&](const auto& direction) {
                return reaches_floor_at_both_ends(delays_of(direction));
            })) {
            return std::nullopt;
        }
        std::vector<CutFloors> floors;
        for (const auto& direction : directions_) floors.emplace_back(delays_of(direction));
        std::optional<Cut> best;
        for (std::size_t i = 1; i < range.size(); ++i) consider(best, floors, range.size(), i);
        return best;
    }

    static void consider(std::optional<Cut>& best, const std::vector<CutFloors>& floors, std::size_t size,
                         std::size_t i) {
        const auto any = [&](auto is) {
            return std::any_of(floors.begin(), floors.end(), [&](const CutFloors& f) { return (f.*is)(i); });
        };
        const auto all = [&](auto is) {
            return std::all_of(floors.begin(), floors.end(), [&](const CutFloors& f) { return (f.*is)(i); });
        };
        const auto take_if_better = [&](CutKind kind) {
            Cut cut{kind, i, 0};
            for (const CutFloors& f : floors) cut.on_floor += f.on_floor(i);
            if (!best || is_better(cut, *best)) best = cut;
        };
        const bool is_left_sharp = all(&CutFloors::is_left_sharp);
        const bool is_right_sharp = all(&CutFloors::is_right_sharp);
        if (i >= kLeastSide && i + kLeastSide <= size && is_left_sharp && is_right_sharp &&
            any(&CutFloors::jumps)) {
            take_if_better(CutKind::both);
        }
        if (i < kLargestEnd && is_right_sharp && any(&CutFloors::is_right_raised)) {
            take_if_better(CutKind::right);
        }
        if (i + kLargestEnd > size && is_left_sharp && any(&CutFloors::is_left_raised)) {
            take_if_better(CutKind::left);
        }
    }

    std::vector<std::span<const double>> directions_;
    std::vector<Part> parts_;
};

Parts parts_without(const DelayPair& delays, Skipped skipped) {
    PartSearch search(delays, skipped);
    search.find({0, delays.size()}, 0);
    return {std::move(search).parts(), skipped};
}

}  // namespace

std::string_view name_of(Skipped skipped) {
    if (skipped == Skipped::none) return "";
    return skipped == Skipped::up ? "up" : "down";
}

std::size_t Parts::kept() const {
    return std::accumulate(parts.begin(), parts.end(), std::size_t{0},
                           [](std::size_t sum, const Part& part) { return sum + part.size(); });
}

Parts parts_of(const DelayPair& delays) {
    Parts parts = parts_without(delays, Skipped::none);
    if (!parts.is_whole(delays.size())) return parts;
    const bool is_up_sharp = is_sharp(delays.up_ms);
    if (is_up_sharp == is_sharp(delays.down_ms)) return parts;
    Parts others = parts_without(delays, is_up_sharp ? Skipped::down : Skipped::up);
    return others.is_whole(delays.size()) ? parts : others;
}

bool are_sound(const Parts& parts, const DelayPair& delays) {
    if (parts.parts.size() > kMostParts || 10 * parts.kept() < 9 * delays.size()) return false;
    const auto is_sound = [](std::span<const double> delays_ms) {
        return is_sharp(delays_ms) && is_level(delays_ms, 2, kLevelWithinMs);
    };
    return std::all_of(parts.parts.begin(), parts.parts.end(), [&](const Part& part) {
        const DelayPair of_part = delays.part(part);
        return (parts.skipped == Skipped::up || is_sound(of_part.up_ms)) &&
               (parts.skipped == Skipped::down || is_sound(of_part.down_ms));
    });
}

}  // namespace tixdb::metrics
