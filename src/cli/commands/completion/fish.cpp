// SPDX-License-Identifier: MIT

#include <fmt/format.h>

#include <ostream>

#include "cli/commands/completion/script.hpp"

namespace tixdb::cli {
namespace {

class FishWriter {
  public:
    FishWriter(std::ostream& out, const ProgramDescription& program) : out_(out), program_(program) {}

    void write() {
        out_ << "# fish completion for tixdb, written by `tixdb completion fish`\ncomplete -c tixdb -f\n";
        for (const OptionDescription& option : program_.common) write_option("", option);
        out_ << "complete -c tixdb -s h -l help -d 'explain it'\n";
        for (const CommandDescription& command : program_.commands) {
            write_name("__fish_use_subcommand", command);
            write_command(command, "__fish_seen_subcommand_from " + command.name);
        }
    }

  private:
    void write_name(const std::string& condition, const CommandDescription& command) {
        out_ << fmt::format("complete -c tixdb -n {} -a {} -d {}\n", shell_quoted(condition), command.name,
                            shell_quoted(command.summary));
    }

    void write_command(const CommandDescription& command, const std::string& condition) {
        for (const OptionDescription& option : command.options) write_option(condition, option);
        if (!command.positionals.empty())
            out_ << fmt::format("complete -c tixdb -n {} -F\n", shell_quoted(condition));
        std::string names;
        for (const CommandDescription& below : command.subcommands) names += ' ' + below.name;
        for (const CommandDescription& below : command.subcommands) {
            write_name(fmt::format("{}; and not __fish_seen_subcommand_from{}", condition, names), below);
            write_command(below,
                          fmt::format("{}; and __fish_seen_subcommand_from {}", condition, below.name));
        }
    }

    void write_option(const std::string& condition, const OptionDescription& option) {
        out_ << "complete -c tixdb";
        if (!condition.empty()) out_ << " -n " << shell_quoted(condition);
        if (!option.short_name.empty()) out_ << " -s " << option.short_name;
        out_ << " -l " << option.name;
        if (!option.choices.empty())
            out_ << fmt::format(" -x -a '{}'", fmt::join(option.choices, " "));
        else if (takes_path(option))
            out_ << " -r -F";
        else if (!option.value_name.empty())
            out_ << " -x";
        out_ << " -d " << shell_quoted(option.explanation) << '\n';
    }

    std::ostream& out_;
    const ProgramDescription& program_;
};

}  // namespace

void write_fish_completion(std::ostream& out, const ProgramDescription& program) {
    FishWriter(out, program).write();
}

}  // namespace tixdb::cli
