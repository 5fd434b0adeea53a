// SPDX-License-Identifier: MIT

#include "cli/commands/config/show.hpp"

#include <fmt/format.h>

#include <map>
#include <optional>

#include "base/time_text.hpp"
#include "cli/commands/config/options_in_force.hpp"
#include "cli/stages/scheduler_task.hpp"
#include "process/settings.hpp"
#include "store/database.hpp"
#include "store/identity_store.hpp"
#include "store/setting_store.hpp"

namespace tixdb::cli {
namespace {

using NamedValue = std::pair<std::string, ShownValue>;

// The settings kept in the database; without a database, their defaults.
std::vector<NamedValue> settings_in_force(store::Database* database) {
    std::map<std::string, store::SettingRow> stored;
    if (database != nullptr) {
        for (auto& row : store::SettingStore(*database).all()) stored.emplace(row.name, row);
    }
    std::vector<NamedValue> shown;
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

// What makes a command keep to a part of the installations, or could: the shard that the database is, and the
// task of a job array that this is. kind: the first column of each.
std::vector<NamedValue> shards_in_force(store::Database* database, const Environment& environment) {
    std::vector<NamedValue> shown;
    if (database != nullptr) {
        if (const auto shard = store::IdentityStore(*database).identity().shard)
            shown.push_back({"database", {shard->text(), "database"}});
    }
    if (const auto task = task_text(environment))
        shown.push_back({"scheduler", {*task, "environment; --shard slurm or kubernetes/N goes by it"}});
    return shown;
}

}  // namespace

void ConfigShow::add_options(OptionSet& options) {
    add_output_options(options, output_);
}

ExitCode ConfigShow::run(Context& context) {
    std::optional<store::Database> database;
    if (store::database_exists(context.common.database))
        database.emplace(store::Database::open_for_reading(context.common.database));
    store::Database* kept = database ? &*database : nullptr;
    const auto writer = make_row_writer(fitted(output_, context), context.out(), "config",
                                        {"kind", "name", "value", "origin"});
    for (const auto& [name, shown] : settings_in_force(kept)) {
        writer->row({std::string("setting"), name, shown.value, shown.origin});
    }
    for (const auto& [kind, shown] : shards_in_force(kept, context.world.environment))
        writer->row({kind, std::string("shard"), shown.value, shown.origin});
    std::vector<Error> problems = context.config_problems;
    for (const auto& [name, shown] : options_in_force(context, problems)) {
        writer->row({std::string("option"), name, shown.value, shown.origin});
    }
    writer->finish();
    tell_problems(context.log, problems);
    return ExitCode::done;
}

}  // namespace tixdb::cli
