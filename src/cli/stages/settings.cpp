// SPDX-License-Identifier: MIT

#include "cli/stages/settings.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

#include "base/error.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"
#include "model/result.hpp"

namespace tixdb::cli {
namespace {

std::optional<std::string> method(const std::string& text, std::int64_t) {
    if (!model::method_named(text)) return std::nullopt;
    return text;
}

std::optional<std::string> time(const std::string& text, std::int64_t now_s) {
    if (text == "none") return "";
    const auto unix_s = parse_time_s(text, now_s);
    if (!unix_s) return std::nullopt;
    return iso_of_s(*unix_s);
}

std::optional<std::string> delay_ms(const std::string& text, std::int64_t) {
    double value = 0;
    const char* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, value);
    const bool is_number = parsed.ec == std::errc() && parsed.ptr == end;
    if (!is_number || !(value > 0) || value > 60'000) return std::nullopt;
    return fmt::format("{}", value);
}

constexpr std::array kSettings = {
    KnownSetting{"publish-method", "the method whose results are queued for tix-api", "queueing", method,
                 "classic or queueing"},
    KnownSetting{"publish-from", "windows that end before it are computed but not queued", "none", time,
                 "a time such as 2026-11-24T10:00:00Z, or none"},
    KnownSetting{"epsilon-up", "queueing: an upstream probe that waited longer (ms) found the queue busy",
                 "24", delay_ms, "a number of milliseconds in (0, 60000]"},
    KnownSetting{"epsilon-down", "queueing: a downstream probe that waited longer (ms) found the queue busy",
                 "8", delay_ms, "a number of milliseconds in (0, 60000]"},
};

}  // namespace

std::span<const KnownSetting> known_settings() {
    return kSettings;
}

std::string normalised_setting(const std::string& name, const std::string& text, std::int64_t now_s) {
    for (const KnownSetting& setting : kSettings) {
        if (setting.name != name) continue;
        if (auto value = setting.normalised(text, now_s)) return *value;
        throw Error(ErrorKind::usage,
                    fmt::format("{}: \"{}\" is not {}", name, escaped(text), setting.expectation));
    }
    throw Error(ErrorKind::usage, fmt::format("there is no setting {}", escaped(name)),
                "`tixdb config show` lists the settings");
}

}  // namespace tixdb::cli
