// SPDX-License-Identifier: MIT

#include "cli/commands/config/show.hpp"

#include <fmt/format.h>

#include <map>
#include <set>

#include "base/error.hpp"
#include "base/time_text.hpp"
#include "cli/frame/report_errors.hpp"
#include "process/settings.hpp"
#include "store/setting_store.hpp"

namespace tixdb::cli {
namespace {

struct Shown {
    std::string value;
    std::string origin;
};

std::string origin_text(const Option& option, const Environment& environment) {
    switch (option.origin()) {
        case Origin::flag:
            return "command line";
        case Origin::file:
            return "file";
        case Origin::fallback:
            return "default";
        case Origin::environment:
            break;
    }
    for (const std::string& variable : option.environment_variables()) {
        const auto found = environment.find(variable);
        if (found != environment.end() && !found->second.empty()) return "environment " + variable;
    }
    return "environment";
}

// Every option of every command that environment or file can set. An option of the same name means the same
// everywhere; what some commands do not take of it (choices_elsewhere) is shown all the same.
// problems: of values in the environment or the file that are none; the default is in force then.
std::map<std::string, Shown> options_in_force(const Context& context, std::vector<Error>& problems) {
    std::map<std::string, Shown> shown;
    const Environment& environment = context.world.environment;
    const auto add = [&](const std::deque<Option>& options) {
        for (const Option& option : options) {
            if (option.is_command_line_only()) continue;
            shown.try_emplace(option.name(), Shown{option.value_text(), origin_text(option, environment)});
        }
    };
    add(*context.common_options);
    for (const CommandEntry& entry : commands()) {
        const std::unique_ptr<Command> command = entry.make();
        DeclaredOptions declared([&](OptionSet& set) { command->add_options(set); });
        OptionSet::resolve_all(declared.options(), environment, context.config_file, problems);
        add(declared.options());
    }
    return shown;
}

// The settings kept in the database; without a database, their defaults.
std::vector<std::pair<std::string, Shown>> settings_in_force(const Context& context) {
    std::map<std::string, store::SettingRow> stored;
    if (store::database_exists(context.common.database)) {
        store::Database database = store::Database::open_for_reading(context.common.database);
        for (auto& row : store::SettingStore(database).all()) stored.emplace(row.name, row);
    }
    std::vector<std::pair<std::string, Shown>> shown;
    for (const process::KnownSetting& setting : process::known_settings()) {
        const auto found = stored.find(std::string(setting.name));
        Shown item{setting.fallback, "default"};
        if (found != stored.end()) {
            item.value = found->second.value.empty() ? "none" : found->second.value;
            item.origin = fmt::format("database, since {}", iso_of_s(found->second.changed_ms / 1000));
        }
        shown.emplace_back(setting.name, item);
    }
    return shown;
}

// Each once: commands share options.
void tell_problems(Log& log, const std::vector<Error>& problems) {
    std::set<std::string> told;
    for (const Error& problem : problems) {
        if (told.insert(problem.what()).second) print_error(problem, log);
    }
}

}  // namespace

void ConfigShow::add_options(OptionSet& options) {
    add_output_options(options, output_);
}

ExitCode ConfigShow::run(Context& context) {
    const auto writer =
        make_row_writer(output_, context.out(), "config", {"kind", "name", "value", "origin"});
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
