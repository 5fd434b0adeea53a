// SPDX-License-Identifier: MIT

#include "cli/commands/completion/completion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/error.hpp"
#include "base/text.hpp"
#include "cli/commands/completion/script.hpp"

namespace tixdb::cli {
namespace {

struct Shell {
    std::string_view name;
    void (*write)(std::ostream& out, const ProgramDescription& program);
};

constexpr std::array kShells = {
    Shell{"bash", write_bash_completion},
    Shell{"zsh", write_zsh_completion},
    Shell{"fish", write_fish_completion},
};

const Shell* shell_named(const std::string& name) {
    const auto found =
        std::find_if(kShells.begin(), kShells.end(), [&](const Shell& shell) { return shell.name == name; });
    return found == kShells.end() ? nullptr : &*found;
}

}  // namespace

std::string shell_quoted(std::string_view text, std::string_view escaped_too) {
    std::string quoted = "'";
    for (const char c : text) {
        if (c == '\'') {
            quoted += R"('\'')";
            continue;
        }
        if (escaped_too.find(c) != std::string_view::npos) quoted += '\\';
        quoted += c;
    }
    return quoted + "'";
}

std::vector<std::string> dashed_names(const OptionDescription& option) {
    std::vector<std::string> names;
    if (!option.short_name.empty()) names.push_back("-" + option.short_name);
    names.push_back("--" + option.name);
    return names;
}

bool takes_path(const OptionDescription& option) {
    return option.value_name == "PATH";
}

void CompletionCommand::add_options(OptionSet& options) {
    options.positional("SHELL", shell_, "bash, zsh or fish");
}

void CompletionCommand::validate(const Context&) {
    if (shell_named(shell_) != nullptr) return;
    throw Error(ErrorKind::usage, fmt::format("completion: \"{}\" is no shell known here", escaped(shell_)),
                "give bash, zsh or fish");
}

ExitCode CompletionCommand::run(Context& context) {
    shell_named(shell_)->write(context.out(), {describe_common_options(), describe(commands())});
    return ExitCode::done;
}

}  // namespace tixdb::cli
