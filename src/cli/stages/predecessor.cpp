// SPDX-License-Identifier: MIT

#include "cli/stages/predecessor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/error.hpp"
#include "base/text.hpp"

namespace tixdb::cli {
namespace {

constexpr const char* kType = "PROCESSOR_TYPE";
constexpr std::chrono::minutes kUsualPeriod(10);
constexpr std::array<std::string_view, 3> kWithoutUse = {"TIX_RABBITMQ_", "RABBITMQ_", "CELERY_"};

}  // namespace

std::chrono::milliseconds period_of_predecessor(const Environment& environment,
                                                std::chrono::milliseconds every) {
    const auto found = environment.find(kType);
    if (found == environment.end() || found->second.empty()) return every;
    if (found->second == "STANDALONE") return every.count() > 0 ? every : kUsualPeriod;
    if (found->second == "BEAT" || found->second == "WORKER") {
        throw Error(
            ErrorKind::configuration,
            fmt::format("{} is {}: there is no scheduler and no worker any more", kType, found->second),
            "leave this container out: one with STANDALONE, which is run --every, does all the work");
    }
    throw Error(ErrorKind::configuration,
                fmt::format("{}: \"{}\" is not STANDALONE", kType, escaped(found->second)),
                "fix or unset the variable");
}

std::string variables_without_use(const Environment& environment) {
    std::string names;
    for (const auto& [name, value] : environment) {
        // clang 14 lets no lambda capture the names of a structured binding.
        const auto is_one = [&name = name](std::string_view begin) { return name.starts_with(begin); };
        if (value.empty() || std::none_of(kWithoutUse.begin(), kWithoutUse.end(), is_one)) continue;
        names += (names.empty() ? "" : ", ") + escaped(name);
    }
    return names;
}

}  // namespace tixdb::cli
