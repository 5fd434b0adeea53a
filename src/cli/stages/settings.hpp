// SPDX-License-Identifier: MIT
// The settings that `config set` knows: what shaped the data, kept in the database.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tixdb::cli {

struct KnownSetting {
    std::string_view name;
    std::string_view description;
    std::string_view fallback;  // shown where it was never set
    // The value as it is kept, or nothing if the text is none.
    std::optional<std::string> (*normalised)(const std::string& text, std::int64_t now_s);
    std::string_view expectation;
};

[[nodiscard]] std::span<const KnownSetting> known_settings();

// Throws Error{usage} if there is no such setting or text is not a value of it.
[[nodiscard]] std::string normalised_setting(const std::string& name, const std::string& text,
                                             std::int64_t now_s);

}  // namespace tixdb::cli
