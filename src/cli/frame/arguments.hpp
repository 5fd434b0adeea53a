// SPDX-License-Identifier: MIT
// Turns words of the command line into times and ids.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cli/frame/context.hpp"

namespace tixdb::cli {

// text as unix seconds (base/time_text.hpp). name: of the option or argument, for the error. Throws
// Error{usage}.
[[nodiscard]] std::int64_t time_argument(std::string_view name, const std::string& text,
                                         const Context& context);

// Likewise; nothing where there is no text.
[[nodiscard]] std::optional<std::int64_t> time_argument(std::string_view name,
                                                        const std::optional<std::string>& text,
                                                        const Context& context);

// Throws Error{usage} unless --from is before --to, where both are given.
void check_range(const std::optional<std::int64_t>& from_s, const std::optional<std::int64_t>& to_s);

// text as a number above 0. Throws Error{usage}.
[[nodiscard]] std::int64_t id_argument(std::string_view name, const std::string& text);

// Throws Error{usage} unless id is above 0. name: of the option or argument, for the error.
void check_id(std::string_view name, std::int64_t id);

}  // namespace tixdb::cli
