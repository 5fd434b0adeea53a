// SPDX-License-Identifier: MIT
// A number that a method gives, or why it gives none.
#pragma once

#include <optional>
#include <string_view>

#include "base/enum_names.hpp"

namespace tixdb::model {

// Why a value is missing. clock: the two clocks could not be told from queues; route: the path seems to have
// changed (queueing and adaptive). no_history, noisy_history: the idle link's jitter has not been learned;
// no_link_rate: nobody gave the link's rate (adaptive only).
enum class Missing {
    too_short,
    too_few,
    constant,
    no_minutes,
    clock,
    route,
    no_history,
    noisy_history,
    no_link_rate
};

inline constexpr EnumNames<Missing, 9> kMissingReasons("reason for a missing value",
                                                       {{{Missing::too_short, "too_short"},
                                                         {Missing::too_few, "too_few"},
                                                         {Missing::constant, "constant"},
                                                         {Missing::no_minutes, "no_minutes"},
                                                         {Missing::clock, "clock"},
                                                         {Missing::route, "route"},
                                                         {Missing::no_history, "no_history"},
                                                         {Missing::noisy_history, "noisy_history"},
                                                         {Missing::no_link_rate, "no_link_rate"}}});

[[nodiscard]] constexpr std::string_view name_of(Missing reason) {
    return kMissingReasons.name_of(reason);
}
[[nodiscard]] constexpr std::optional<Missing> missing_named(std::string_view name) {
    return kMissingReasons.find(name);
}

// A number, or the reason why there is none.
class Metric {
  public:
    Metric(double value) : value_(value) {}
    Metric(Missing reason) : reason_(reason) {}
    [[nodiscard]] const std::optional<double>& value() const { return value_; }
    [[nodiscard]] Missing reason() const { return reason_; }  // meaningful only without a value

  private:
    std::optional<double> value_;
    Missing reason_ = Missing::too_few;
};

}  // namespace tixdb::model
