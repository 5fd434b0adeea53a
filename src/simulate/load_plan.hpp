// SPDX-License-Identifier: MIT
// Reads the loads of single installations from a text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "simulate/load.hpp"

namespace tixdb::simulate {

// CSV with the header of kLoadPlanHeader, then one row per step: from `after_s` seconds after the beginning
// on, this installation's links have these loads (0…2). Rows of an installation in order of time, the first
// at 0. Empty lines and lines that begin with # are skipped. Throws Error{usage} that names the source and
// the line.
[[nodiscard]] LoadPlan parse_load_plan(std::string_view text, const std::string& source);

inline constexpr std::string_view kLoadPlanHeader =
    "user_id,installation_id,after_s,up_utilisation,down_utilisation";

}  // namespace tixdb::simulate
