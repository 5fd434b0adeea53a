// SPDX-License-Identifier: MIT
// The scripts by which shells complete command lines, written from what the program's own declarations say.
// A shell of its own is a writer here and a line in completion.cpp.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "cli/frame/description.hpp"

namespace tixdb::cli {

struct ProgramDescription {
    std::vector<OptionDescription> common;
    std::vector<CommandDescription> commands;
};

void write_bash_completion(std::ostream& out, const ProgramDescription& program);
void write_zsh_completion(std::ostream& out, const ProgramDescription& program);
void write_fish_completion(std::ostream& out, const ProgramDescription& program);

// In single quotes, as these three shells read them; escaped_too: further characters to put a backslash
// before.
[[nodiscard]] std::string shell_quoted(std::string_view text, std::string_view escaped_too = "");

// "--database", and "-d" before it where there is one.
[[nodiscard]] std::vector<std::string> dashed_names(const OptionDescription& option);

// Whether the value is the name of a file or folder.
[[nodiscard]] bool takes_path(const OptionDescription& option);

}  // namespace tixdb::cli
