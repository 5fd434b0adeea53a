// SPDX-License-Identifier: MIT

#include "cli/frame/command_group.hpp"

#include <fmt/format.h>

#include "base/error.hpp"

namespace tixdb::cli {

CommandGroup::CommandGroup(std::string name, std::span<const CommandEntry> entries)
    : name_(std::move(name)), entries_(entries) {
    for (const CommandEntry& entry : entries_) commands_.push_back(entry.make());
}

void CommandGroup::add_options(OptionSet& options) {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        OptionSet own =
            options.subcommand(std::string(entries_[i].name), std::string(entries_[i].summary), chosen_);
        commands_[i]->add_options(own);
    }
}

Command& CommandGroup::chosen() {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        if (entries_[i].name == chosen_) return *commands_[i];
    }
    throw Error(ErrorKind::usage, fmt::format("{}: no subcommand given", name_),
                fmt::format("`tixdb {} --help` lists them", name_));
}

}  // namespace tixdb::cli
