// SPDX-License-Identifier: MIT

#include "cli/frame/description.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "cli/frame/common_options.hpp"

namespace tixdb::cli {
namespace {

OptionDescription description_of(const Option& option) {
    OptionDescription made;
    if (!option.raw()->get_snames().empty()) made.short_name = option.raw()->get_snames().front();
    made.name = option.name();
    made.explanation = option.raw()->get_description();
    if (!option.is_flag()) made.value_name = option.raw()->get_type_name();
    made.choices = option.choices();
    if (!option.is_flag()) made.default_text = option.value_text();
    made.command_line_only = option.is_command_line_only();
    return made;
}

// options: of app and of all below it.
CommandDescription description_of(const CLI::App& app, const std::deque<Option>& options) {
    CommandDescription made;
    made.name = app.get_name();
    made.summary = app.get_description();
    for (const CLI::Option* raw : app.get_options()) {
        if (raw->get_positional()) {
            made.positionals.push_back({raw->get_name(true), raw->get_description(), raw->get_required()});
            continue;
        }
        const auto found = std::find_if(options.begin(), options.end(),
                                        [raw](const Option& option) { return option.raw() == raw; });
        if (found != options.end()) made.options.push_back(description_of(*found));  // --help is none of ours
    }
    for (const CLI::App* below : app.get_subcommands(nullptr)) {
        made.subcommands.push_back(description_of(*below, options));
    }
    return made;
}

}  // namespace

CommandDescription describe(const CommandEntry& entry) {
    const std::unique_ptr<Command> command = entry.make();
    DeclaredOptions declared([&](OptionSet& set) { command->add_options(set); });
    CommandDescription made = description_of(declared.app(), declared.options());
    made.name = entry.name;
    made.summary = entry.summary;
    return made;
}

std::vector<CommandDescription> describe(std::span<const CommandEntry> entries) {
    std::vector<CommandDescription> made;
    made.reserve(entries.size());
    for (const CommandEntry& entry : entries) made.push_back(describe(entry));
    return made;
}

std::vector<OptionDescription> describe_common_options() {
    CommonOptions common;
    std::string config_path;
    DeclaredOptions declared([&](OptionSet& set) { declare_common_options(set, common, config_path); });
    return description_of(declared.app(), declared.options()).options;
}

}  // namespace tixdb::cli
