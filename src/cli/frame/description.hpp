// SPDX-License-Identifier: MIT
// What the command line understands, as data, for whatever describes it: shell completion and the example of
// a configuration file. It is read off the declarations themselves, so that it cannot differ from them.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "cli/frame/command.hpp"
#include "cli/frame/options.hpp"

namespace tixdb::cli {

struct OptionDescription {
    std::string short_name;            // "d"; empty if there is none
    std::string name;                  // "database"
    std::string explanation;           // one line
    std::string value_name;            // "PATH"; empty: a flag
    std::vector<std::string> choices;  // empty: any value
    std::string default_text;          // empty: none
    bool command_line_only = false;
};

struct PositionalDescription {
    std::string name;  // "DIR"
    std::string explanation;
    bool is_required = false;
};

struct CommandDescription {
    std::string name;  // "asn", and "import" below it
    std::string summary;
    std::vector<OptionDescription> options;  // without those that every command takes
    std::vector<PositionalDescription> positionals;
    std::vector<CommandDescription> subcommands;
};

// In the order of --help.
[[nodiscard]] CommandDescription describe(const CommandEntry& entry);
[[nodiscard]] std::vector<CommandDescription> describe(std::span<const CommandEntry> entries);
// Those that every command takes.
[[nodiscard]] std::vector<OptionDescription> describe_common_options();

}  // namespace tixdb::cli
