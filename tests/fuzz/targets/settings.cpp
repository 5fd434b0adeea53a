// SPDX-License-Identifier: MIT
// What operators write: the configuration file, times and durations.
#include <string>

#include "base/error.hpp"
#include "base/time_text.hpp"
#include "cli/frame/config_file.hpp"
#include "fuzz/targets.hpp"

namespace tixdb::fuzz {
namespace {

constexpr std::int64_t kNowS = 1'772'363'520;
constexpr std::int64_t kYear9999S = 253'402'300'799;

}  // namespace

void configuration(Bytes input) {
    const MemoryFile file(input);
    try {
        const auto config = cli::read_config_file(file.path().string());
        for (const auto& [name, value] : config.values) {
            require(name.find('\n') == std::string::npos, "a name of two lines");
        }
        for (const Error& problem : config.problems) require_safe_to_show(problem.what());
    } catch (const Error& error) {
        require(error.kind() == ErrorKind::configuration, "a bad file is another's fault");
        require_safe_to_show(error.what());
    }
}

void times(Bytes input) {
    const std::string_view text = text_of(input);
    const auto time_s = parse_time_s(text, kNowS);
    if (time_s && *time_s >= 0 && *time_s <= kYear9999S) {
        require(parse_time_s(iso_of_s(*time_s), kNowS) == time_s, "a time reads back as another");
    }
    const auto duration = parse_duration(text);
    if (!duration) return;
    require(duration->count() >= 0, "a duration below zero");
    require(parse_duration(duration_text(*duration)) == duration, "a duration reads back as another");
}

}  // namespace tixdb::fuzz
