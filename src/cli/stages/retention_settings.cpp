// SPDX-License-Identifier: MIT

#include "cli/stages/retention_settings.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "process/settings.hpp"
#include "store/setting_store.hpp"

namespace tixdb::cli {
namespace {

Error wrong_retention(std::string_view name, std::string_view value) {
    return {ErrorKind::configuration,
            fmt::format("setting {} is \"{}\", not {}", name, escaped(value),
                        process::known_setting(name)->expectation),
            fmt::format("`tixdb config set {} VALUE` fixes it", name)};
}

std::optional<std::int64_t> kept_s(store::SettingStore& settings, std::string_view name) {
    const auto text = settings.get(name);
    if (!text || *text == process::kForever) return std::nullopt;
    const auto seconds = process::parse_retention_s(*text);
    if (!seconds) throw wrong_retention(name, *text);
    return seconds;
}

}  // namespace

maintenance::RetentionRules stored_retention(store::Database& database) {
    store::SettingStore settings(database);
    maintenance::RetentionRules rules;
    rules.observations_s = kept_s(settings, process::kKeepObservations);
    rules.results_s = kept_s(settings, process::kKeepResults);
    rules.sent_s = kept_s(settings, process::kKeepSent);
    rules.rejected_s = kept_s(settings, process::kKeepRejected);
    rules.runs_s = kept_s(settings, process::kKeepRuns);
    const std::string signatures = settings.get(process::kKeepSignatures).value_or("no");
    if (signatures != "yes" && signatures != "no")
        throw wrong_retention(process::kKeepSignatures, signatures);
    rules.keep_signatures = signatures == "yes";
    return rules;
}

}  // namespace tixdb::cli
