// SPDX-License-Identifier: MIT
// What a file holds, as a refusal shows it.
#pragma once

#include <string>
#include <string_view>

#include "base/text.hpp"

namespace tixdb::ingest {

// As printable text, cut after 60 bytes.
[[nodiscard]] inline std::string shortened(std::string_view text) {
    constexpr std::size_t kShown = 60;
    return text.size() <= kShown ? escaped(text) : escaped(text.substr(0, kShown)) + "…";
}

}  // namespace tixdb::ingest
