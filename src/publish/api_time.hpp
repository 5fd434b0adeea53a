// SPDX-License-Identifier: MIT
// Times as tix-api writes them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace tixdb::publish {

// "2017-09-10T22:44:35.000Z" -> 1505083475. Nothing if it is anything else, a fraction of a second included.
[[nodiscard]] std::optional<std::int64_t> unix_s_of(std::string_view iso);

}  // namespace tixdb::publish
