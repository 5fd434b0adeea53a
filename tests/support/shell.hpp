// SPDX-License-Identifier: MIT
// The commands that documents show, and what they say when they are run.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace tixdb::test {

struct ShownCommand {
    std::string command;              // lines that end with a backslash joined
    std::vector<std::string> output;  // the lines shown below it, blank ones left out
};

[[nodiscard]] std::string text_of_file(const std::filesystem::path& path);
// Of the project.
[[nodiscard]] std::string page(const std::string& name);

// Each line that begins with four spaces, "$ " and a command, and the indented lines below it.
[[nodiscard]] std::vector<ShownCommand> commands_with_prompt(const std::string& page);
// The indented lines below a heading ("## EXAMPLES") that begin with one of these words, or set variables
// first.
[[nodiscard]] std::vector<std::string> commands_below(const std::string& page, const std::string& heading,
                                                      const std::vector<std::string>& first_words);

struct ShellResult {
    int exit_code = -1;
    std::vector<std::string> lines;  // of stdout, then of stderr, blank ones left out
    [[nodiscard]] std::string text() const;
};

// By /bin/sh in that folder, with PATH and this environment only.
[[nodiscard]] ShellResult run_in_shell(const std::string& command, const std::filesystem::path& folder,
                                       std::map<std::string, std::string> environment = {});

// True if these lines are shown rightly: all of them, or, where a line "…" stands for some that are left out,
// those that are shown in their order. A line that ends with … is shown up to there. "in 0.1 s" is as good as
// "in 0.2 s".
[[nodiscard]] bool shows(const std::vector<std::string>& shown, const std::vector<std::string>& real);

}  // namespace tixdb::test
