// SPDX-License-Identifier: MIT
// Reads times as tix-api writes them, and as other servers in its place were seen to write them.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>

namespace tixdb::publish {

struct ApiTime {
    bool is_readable = false;            // a time in one of these forms, or null: a report without one
    std::optional<std::int64_t> unix_s;  // if it is a whole second
};

// "2017-09-10T22:44:35.000Z", the same with another fraction, without one or with an offset in place of the
// Z; or unix seconds or milliseconds as a number.
[[nodiscard]] ApiTime api_time_of(const nlohmann::json& value);

}  // namespace tixdb::publish
