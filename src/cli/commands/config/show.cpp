// SPDX-License-Identifier: MIT

#include "cli/commands/config/show.hpp"

#include <fmt/format.h>

#include <map>

#include "base/time_text.hpp"
#include "cli/commands/config/options_in_force.hpp"
#include "process/settings.hpp"
#include "store/setting_store.hpp"

namespace tixdb::cli {
namespace {

// The settings kept in the database; without a database, their defaults.
std::vector<std::pair<std::string, ShownValue>> settings_in_force(const Context& context) {
    std::map<std::string, store::SettingRow> stored;
    if (store::database_exists(context.common.database)) {
        store::Database database = store::Database::open_for_reading(context.common.database);
        for (auto& row : store::SettingStore(database).all()) stored.emplace(row.name, row);
    }
    std::vector<std::pair<std::string, ShownValue>> shown;
    for (const process::KnownSetting& setting : process::known_settings()) {
        const auto found = stored.find(std::string(setting.name));
        ShownValue item{setting.fallback, "default"};
        if (found != stored.end()) {
            item.value = found->second.value.empty() ? "none" : found->second.value;
            item.origin = fmt::format("database, since {}", iso_of_s(found->second.changed_ms / 1000));
        }
        shown.emplace_back(setting.name, item);
    }
    return shown;
}

}  // namespace

void ConfigShow::add_options(OptionSet& options) {
    add_output_options(options, output_);
}

ExitCode ConfigShow::run(Context& context) {
    const auto writer = make_row_writer(fitted(output_, context), context.out(), "config",
                                        {"kind", "name", "value", "origin"});
    for (const auto& [name, shown] : settings_in_force(context)) {
        writer->row({std::string("setting"), name, shown.value, shown.origin});
    }
    std::vector<Error> problems = context.config_problems;
    for (const auto& [name, shown] : options_in_force(context, problems)) {
        writer->row({std::string("option"), name, shown.value, shown.origin});
    }
    writer->finish();
    tell_problems(context.log, problems);
    return ExitCode::done;
}

}  // namespace tixdb::cli
