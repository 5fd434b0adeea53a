// SPDX-License-Identifier: MIT

#include "cli/commands/config/options_in_force.hpp"

#include <set>

#include "cli/frame/command.hpp"
#include "cli/frame/report_errors.hpp"

namespace tixdb::cli {
namespace {

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

}  // namespace

std::map<std::string, ShownValue> options_in_force(const Context& context, std::vector<Error>& problems) {
    std::map<std::string, ShownValue> shown;
    const Environment& environment = context.world.environment;
    const auto add = [&](const std::deque<Option>& options) {
        for (const Option& option : options) {
            if (option.is_command_line_only()) continue;
            shown.try_emplace(option.name(),
                              ShownValue{option.value_text(), origin_text(option, environment)});
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

void tell_problems(Log& log, const std::vector<Error>& problems) {
    std::set<std::string> told;
    for (const Error& problem : problems) {
        if (told.insert(problem.what()).second) print_error(problem, log);
    }
}

}  // namespace tixdb::cli
