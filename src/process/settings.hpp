// SPDX-License-Identifier: MIT
// The settings: what shaped the data, kept in the database. One table of their names, bounds and defaults,
// which `config` shows and checks by, and process reads by.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tixdb::process {

inline constexpr std::string_view kPublishMethod = "publish-method";
inline constexpr std::string_view kPublishFrom = "publish-from";
inline constexpr std::string_view kEpsilonUp = "epsilon-up";
inline constexpr std::string_view kEpsilonDown = "epsilon-down";
// How long what is kept: `run` prunes by them (maintenance/pruner.hpp).
inline constexpr std::string_view kKeepObservations = "keep-observations";
inline constexpr std::string_view kKeepSignatures = "keep-signatures";
inline constexpr std::string_view kKeepResults = "keep-results";
inline constexpr std::string_view kKeepSent = "keep-sent";
inline constexpr std::string_view kKeepRejected = "keep-rejected";
inline constexpr std::string_view kKeepRuns = "keep-runs";

// Milliseconds that a probe may have waited, in (0, 60000].
[[nodiscard]] bool is_epsilon(double value_ms);

// "90d", "12w"; a bare number means days. In seconds, from one day on; nothing if the text is none.
[[nodiscard]] std::optional<std::int64_t> parse_retention_s(std::string_view text);
inline constexpr std::string_view kForever = "forever";

struct KnownSetting {
    std::string_view name;
    std::string_view description;
    std::string fallback;  // shown where it was never set
    // The value as it is kept, or nothing if the text is none.
    std::optional<std::string> (*normalised)(const std::string& text, std::int64_t now_s);
    std::string expectation;
};

[[nodiscard]] std::span<const KnownSetting> known_settings();
// Null if there is none of that name.
[[nodiscard]] const KnownSetting* known_setting(std::string_view name);

// Throws Error{usage} if there is no such setting or text is not a value of it.
[[nodiscard]] std::string normalised_setting(const std::string& name, const std::string& text,
                                             std::int64_t now_s);

}  // namespace tixdb::process
