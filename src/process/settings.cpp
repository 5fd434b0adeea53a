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

std::optional<std::string> normalised_retention(const std::string& text, std::int64_t) {
    if (text == kForever) return text;
    const auto seconds = parse_retention_s(text);
    if (!seconds) return std::nullopt;
    return duration_text(std::chrono::seconds(*seconds));
}

std::optional<std::string> normalised_switch(const std::string& text, std::int64_t) {
    if (text != "yes" && text != "no") return std::nullopt;
    return text;
}

KnownSetting retention(std::string_view name, std::string_view description) {
    return {name, description, std::string(kForever), normalised_retention,
            "a duration from one day on, such as 90d (a bare number: days), or forever"};
}

std::vector<KnownSetting> make_settings() {
    constexpr metrics::QueueingParameters kDefaults;
    const std::string delay = fmt::format("a number of milliseconds in (0, {}]", kLargestEpsilonMs);
    return {
        {kPublishMethod, "the method whose results are queued for tix-api",
         std::string(name_of(model::kDefaultMethod)), normalised_method, alternatives(model::method_names())},
        {kPublishFrom, "windows that end before it are computed but not queued", "none", normalised_time,
         "a time such as 2017-09-10, 2h (that long ago) or tomorrow, or none"},
        {kEpsilonUp, "queueing: an upstream probe that waited longer (ms) found the queue busy",
         fmt::format("{}", kDefaults.epsilon_up_ms), normalised_delay, delay},
        {kEpsilonDown, "queueing: a downstream probe that waited longer (ms) found the queue busy",
         fmt::format("{}", kDefaults.epsilon_down_ms), normalised_delay, delay},
        retention(kKeepObservations, "run prunes older observations"),
        {kKeepSignatures, "where observations are pruned, signatures stay", "no", normalised_switch,
         "yes or no"},
        retention(kKeepResults,
                  "run prunes older results, latency and rows of reports, once observations are gone"),
        retention(kKeepSent, "run prunes older items of the outbox that are done"),
        retention(kKeepRejected, "run prunes refusals that were not seen for so long"),
        retention(kKeepRuns, "run prunes older runs, but of each command the last"),
    };
}

}  // namespace

std::optional<std::int64_t> parse_retention_s(std::string_view text) {
    // Clients send reports late, by hours where they were cut off.
    constexpr std::chrono::hours kShortest(24);
    const auto duration = parse_duration(text, std::chrono::hours(24));
    if (!duration || *duration < kShortest) return std::nullopt;
    return std::chrono::duration_cast<std::chrono::seconds>(*duration).count();
}

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
