// SPDX-License-Identifier: MIT

#include "process/settings.hpp"

#include <fmt/format.h>

#include <vector>

#include "base/error.hpp"
#include "base/parse_number.hpp"
#include "base/suggestion.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"
#include "metrics/queueing.hpp"
#include "model/method.hpp"

namespace tixdb::process {
namespace {

constexpr int kLargestEpsilonMs = 60'000;

std::optional<std::string> normalised_method(const std::string& text, std::int64_t) {
    if (!model::method_named(text)) return std::nullopt;
    return text;
}

std::optional<std::string> normalised_time(const std::string& text, std::int64_t now_s) {
    if (text == "none") return "";
    const auto unix_s = parse_time_s(text, now_s);
    if (!unix_s) return std::nullopt;
    return iso_of_s(*unix_s);
}

std::optional<std::string> normalised_delay(const std::string& text, std::int64_t) {
    const auto value = parse_number<double>(text);
    if (!value || !is_epsilon(*value)) return std::nullopt;
    return fmt::format("{}", *value);
}

std::string method_names() {
    std::vector<std::string> names;
    for (const model::Method each : model::kMethods) names.emplace_back(name_of(each));
    return alternatives(names);
}

std::vector<KnownSetting> make_settings() {
    constexpr metrics::QueueingParameters kDefaults;
    const std::string delay = fmt::format("a number of milliseconds in (0, {}]", kLargestEpsilonMs);
    return {
        {kPublishMethod, "the method whose results are queued for tix-api",
         std::string(name_of(model::kDefaultMethod)), normalised_method, method_names()},
        {kPublishFrom, "windows that end before it are computed but not queued", "none", normalised_time,
         "a time such as 2017-09-10, 2h (that long ago) or tomorrow, or none"},
        {kEpsilonUp, "queueing: an upstream probe that waited longer (ms) found the queue busy",
         fmt::format("{}", kDefaults.epsilon_up_ms), normalised_delay, delay},
        {kEpsilonDown, "queueing: a downstream probe that waited longer (ms) found the queue busy",
         fmt::format("{}", kDefaults.epsilon_down_ms), normalised_delay, delay},
    };
}

}  // namespace

bool is_epsilon(double value_ms) {
    return value_ms > 0 && value_ms <= kLargestEpsilonMs;
}

std::span<const KnownSetting> known_settings() {
    static const std::vector<KnownSetting> kSettings = make_settings();
    return kSettings;
}

const KnownSetting* known_setting(std::string_view name) {
    for (const KnownSetting& setting : known_settings()) {
        if (setting.name == name) return &setting;
    }
    return nullptr;
}

std::string normalised_setting(const std::string& name, const std::string& text, std::int64_t now_s) {
    const KnownSetting* setting = known_setting(name);
    if (setting == nullptr) {
        std::vector<std::string_view> names;
        for (const KnownSetting& known : known_settings()) names.push_back(known.name);
        throw Error(ErrorKind::usage, fmt::format("there is no setting {}", escaped(name)),
                    did_you_mean(name, names, "`tixdb config show` lists the settings"));
    }
    if (auto value = setting->normalised(text, now_s)) return *value;
    throw Error(ErrorKind::usage,
                fmt::format("{}: \"{}\" is not {}", name, escaped(text), setting->expectation));
}

}  // namespace tixdb::process
