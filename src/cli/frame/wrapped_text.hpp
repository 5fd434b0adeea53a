// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tixdb::cli {

// Characters, not bytes: a text may be UTF-8.
[[nodiscard]] std::size_t width_of(std::string_view text);

// The text, or as much of its beginning as fits before a "…". width > 0.
[[nodiscard]] std::string shortened(const std::string& text, std::size_t width);

// The words of a text in lines of at most width characters; a longer word has a line of its own.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, std::size_t width);

}  // namespace tixdb::cli
