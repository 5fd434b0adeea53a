// SPDX-License-Identifier: MIT
// A value that may be missing, as JSON: null then.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>

namespace tixdb::cli {

template <typename T>
[[nodiscard]] nlohmann::ordered_json nullable(const std::optional<T>& value) {
    return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json();
}

}  // namespace tixdb::cli
