// SPDX-License-Identifier: MIT

#include "support/shell.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <regex>
#include <sstream>
#include <stdexcept>

#include "support/program.hpp"
#include "support/source_tree.hpp"

namespace tixdb::test {
namespace {

constexpr std::string_view kIndent = "    ";
constexpr std::string_view kEllipsis = "…";

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

std::string without_spaces_at_the_end(std::string line) {
    line.erase(line.find_last_not_of(" \t") + 1);
    return line;
}

// Lines that end with a backslash joined with the next, and their indent taken off.
std::vector<std::string> indented_lines(const std::string& text) {
    std::vector<std::string> lines;
    bool goes_on = false;
    for (const std::string& line : lines_of(text)) {
        if (!line.starts_with(kIndent)) {
            if (!without_spaces_at_the_end(line).empty()) lines.emplace_back();
            continue;
        }
        const std::string content = line.substr(kIndent.size());
        if (goes_on)
            lines.back() += content.substr(content.find_first_not_of(' '));
        else
            lines.push_back(content);
        goes_on = lines.back().ends_with('\\');
        if (goes_on) lines.back().pop_back();
    }
    return lines;
}

std::string without_duration(const std::string& line) {
    static const std::regex kDuration("\\bin [0-9]+\\.[0-9] s\\b");
    return std::regex_replace(line, kDuration, "in N s");
}

bool shows_line(std::string shown, const std::string& real) {
    if (!shown.ends_with(kEllipsis)) return without_duration(shown) == without_duration(real);
    shown.resize(shown.size() - kEllipsis.size());
    return real.starts_with(shown);
}

}  // namespace

std::string text_of_file(const std::filesystem::path& path) {
    std::ifstream file(path);
    if (!file) throw std::runtime_error("cannot read " + path.string());
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

std::string page(const std::string& name) {
    return text_of_file(test::source_folder() / name);
}

std::vector<ShownCommand> commands_with_prompt(const std::string& text) {
    std::vector<ShownCommand> commands;
    bool is_in_block = false;
    for (const std::string& line : indented_lines(text)) {
        if (line.empty()) {
            is_in_block = false;
        } else if (line.starts_with("$ ")) {
            commands.push_back({line.substr(2), {}});
            is_in_block = true;
        } else if (is_in_block) {
            commands.back().output.push_back(without_spaces_at_the_end(line));
        }
    }
    return commands;
}

std::vector<std::string> commands_below(const std::string& text, const std::string& heading,
                                        const std::vector<std::string>& first_words) {
    static const std::regex kVariables("^([A-Z_]+=\\S+ )*");
    const auto from = text.find("\n" + heading + "\n");
    if (from == std::string::npos) return {};
    const auto to = text.find("\n" + heading.substr(0, heading.find(' ') + 1), from + 1);
    std::vector<std::string> commands;
    for (const std::string& line : indented_lines(text.substr(from, to - from))) {
        const std::string rest = std::regex_replace(line, kVariables, "");
        const std::string first_word = rest.substr(0, rest.find(' '));
        if (std::find(first_words.begin(), first_words.end(), first_word) != first_words.end()) {
            commands.push_back(line);
        }
    }
    return commands;
}

std::string ShellResult::text() const {
    std::string text = "exit " + std::to_string(exit_code) + '\n';
    for (const std::string& line : lines) text += line + '\n';
    return text;
}

ShellResult run_in_shell(const std::string& command, const std::filesystem::path& folder,
                         std::map<std::string, std::string> environment) {
    environment.emplace("PATH", std::getenv("PATH"));
    const std::string out = (folder / ".out").string();
    const std::string err = (folder / ".err").string();
    auto program =
        Program::shell("cd '" + folder.string() + "' && exec 1> '" + out + "' 2> '" + err + "' && " + command,
                       environment, err);
    ShellResult result;
    result.exit_code = program.wait();
    for (const std::string& line : lines_of(text_of_file(out) + text_of_file(err))) {
        if (!line.empty()) result.lines.push_back(without_spaces_at_the_end(line));
    }
    return result;
}

bool shows(const std::vector<std::string>& shown, const std::vector<std::string>& real) {
    const bool is_shortened = std::find(shown.begin(), shown.end(), kEllipsis) != shown.end();
    if (!is_shortened) return std::equal(shown.begin(), shown.end(), real.begin(), real.end(), shows_line);
    auto next = real.begin();
    for (const std::string& line : shown) {
        if (line == kEllipsis) continue;
        next =
            std::find_if(next, real.end(), [&](const std::string& each) { return shows_line(line, each); });
        if (next == real.end()) return false;
        ++next;
    }
    return true;
}

}  // namespace tixdb::test
