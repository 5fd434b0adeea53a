// SPDX-License-Identifier: MIT

#include <fmt/format.h>

#include <ostream>

#include "cli/commands/completion/script.hpp"

namespace tixdb::cli {
namespace {

class ZshWriter {
  public:
    ZshWriter(std::ostream& out, const ProgramDescription& program) : out_(out), program_(program) {}

    void write() {
        out_ << "#compdef tixdb\n# zsh completion for tixdb, written by `tixdb completion zsh`\n";
        write_function("_tixdb", {}, program_.commands, {});
        for (const CommandDescription& command : program_.commands) write_command("_tixdb", command);
        out_ << "if [[ ${funcstack[1]} == _tixdb ]]; then\n    _tixdb \"$@\"\nelse\n"
                "    compdef _tixdb tixdb\nfi\n";
    }

  private:
    void write_command(const std::string& parent, const CommandDescription& command) {
        const std::string name = parent + '_' + command.name;
        write_function(name, command.options, command.subcommands, command.positionals);
        for (const CommandDescription& below : command.subcommands) write_command(name, below);
    }

    void write_function(const std::string& name, const std::vector<OptionDescription>& options,
                        const std::vector<CommandDescription>& commands,
                        const std::vector<PositionalDescription>& positionals) {
        out_ << fmt::format(
            "{}() {{\n    local curcontext=\"$curcontext\" state line\n    local -a commands\n"
            "    _arguments -C \\\n",
            name);
        for (const auto* list : {&program_.common, &options}) {
            for (const OptionDescription& option : *list) write_option(option);
        }
        out_ << "        '(-h --help)'{-h,--help}'[explain it]'";
        if (commands.empty()) {
            for (const PositionalDescription& positional : positionals) {
                out_ << fmt::format(" \\\n        {}", shell_quoted("*:" + positional.name + ":_files"));
                break;
            }
            out_ << "\n}\n";
            return;
        }
        out_ << " \\\n        '1:command:->command' '*::argument:->argument'\n    case $state in\n"
                "        command)\n            commands=(";
        for (const CommandDescription& command : commands) {
            out_ << fmt::format("\n                {}", shell_quoted(command.name + ':' + command.summary));
        }
        out_ << ")\n            _describe command commands ;;\n        argument)\n"
             << fmt::format(
                    "            (( $+functions[{0}_$words[1]] )) && {0}_$words[1] ;;\n    esac\n}}\n", name);
    }

    void write_option(const OptionDescription& option) {
        const auto names = dashed_names(option);
        std::string explained = fmt::format("[{}]", option.explanation);
        std::string value;
        if (!option.value_name.empty()) {
            value = ':' + option.value_name + ':';
            if (!option.choices.empty())
                value += fmt::format("({})", fmt::join(option.choices, " "));
            else if (takes_path(option))
                value += "_files";
        }
        // Within the brackets a bracket or a colon would end the text.
        explained = shell_quoted(explained.substr(1, explained.size() - 2), "[]:");
        explained = "'[" + explained.substr(1, explained.size() - 2) + "]" + value + "'";
        const std::string equals = option.value_name.empty() ? "" : "=";
        if (names.size() == 1)
            out_ << fmt::format("        {}{}{} \\\n", names.front(), equals, explained);
        else
            out_ << fmt::format("        '({0} {1})'{{{0},{1}{2}}}{3} \\\n", names[0], names[1], equals,
                                explained);
    }

    std::ostream& out_;
    const ProgramDescription& program_;
};

}  // namespace

void write_zsh_completion(std::ostream& out, const ProgramDescription& program) {
    ZshWriter(out, program).write();
}

}  // namespace tixdb::cli
