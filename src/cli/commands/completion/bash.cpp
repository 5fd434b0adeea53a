// SPDX-License-Identifier: MIT

#include <fmt/format.h>

#include <ostream>

#include "cli/commands/completion/script.hpp"

namespace tixdb::cli {
namespace {

// Bash breaks words at the = of --format=json: the name is then two words before.
constexpr std::string_view kBashHead = R"(# bash completion for tixdb, written by `tixdb completion bash`
_tixdb() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command= known= i
    if [[ $word == = ]]; then
        word=
    elif [[ $before == = ]]; then
        before=${COMP_WORDS[COMP_CWORD-2]}
    fi
)";

constexpr std::string_view kBashTail =
    R"(    [[ $word == -* || -n $known ]] && COMPREPLY=($(compgen -W "$known" -- "$word"))
    [[ -n ${COMPREPLY[0]} ]] && compopt +o default
    return 0
}
complete -o default -F _tixdb tixdb
)";

class BashWriter {
  public:
    BashWriter(std::ostream& out, const ProgramDescription& program) : out_(out), program_(program) {}

    void write() {
        out_ << kBashHead;
        write_search();
        out_ << "    case \"$command:$before\" in\n";
        for (const OptionDescription& option : program_.common) write_values("*", option);
        for (const CommandDescription& command : program_.commands) write_values_of(command, command.name);
        out_ << "    esac\n    case \"$command\" in\n";
        write_words("", program_.commands, {});
        for (const CommandDescription& command : program_.commands) write_words_of(command, command.name);
        out_ << "    esac\n" << kBashTail;
    }

  private:
    // Which command the words before the cursor name; values of options are no commands.
    void write_search() {
        out_ << "    for ((i = 1; i < COMP_CWORD; ++i)); do\n        case \"$command/${COMP_WORDS[i]}\" in\n";
        std::string valued;
        add_valued(program_.common, valued);
        for (const CommandDescription& command : program_.commands) add_valued_of(command, valued);
        out_ << fmt::format("            {})\n", valued);
        out_ << "                [[ ${COMP_WORDS[i+1]} == = ]] && ((++i))\n                ((++i)) ;;\n";
        for (const CommandDescription& command : program_.commands) {
            out_ << fmt::format("            /{0}) command={0} ;;\n", command.name);
            for (const CommandDescription& below : command.subcommands) {
                out_ << fmt::format("            {0}/{1}) command='{0} {1}' ;;\n", command.name, below.name);
            }
        }
        out_ << "        esac\n    done\n";
    }

    static void add_valued(const std::vector<OptionDescription>& options, std::string& valued) {
        for (const OptionDescription& option : options) {
            if (option.value_name.empty()) continue;
            for (const std::string& name : dashed_names(option)) {
                const std::string pattern = "*/" + name;
                if (("|" + valued + "|").find("|" + pattern + "|") != std::string::npos) continue;
                valued += (valued.empty() ? "" : "|") + pattern;
            }
        }
    }

    static void add_valued_of(const CommandDescription& command, std::string& valued) {
        add_valued(command.options, valued);
        for (const CommandDescription& below : command.subcommands) add_valued_of(below, valued);
    }

    // What may follow the option: its choices, a file (bash's own completion), or nothing that is known.
    void write_values(const std::string& command, const OptionDescription& option) {
        if (option.value_name.empty()) return;
        std::string patterns;
        for (const std::string& name : dashed_names(option)) {
            patterns += (patterns.empty() ? "" : "|") +
                        (command == "*" ? "*:" + name : fmt::format("'{}:{}'", command, name));
        }
        if (option.choices.empty()) {
            out_ << fmt::format("        {}) {}return 0 ;;\n", patterns,
                                takes_path(option) ? "" : "compopt +o default; ");
            return;
        }
        out_ << fmt::format("        {}) COMPREPLY=($(compgen -W \"{}\" -- \"$word\")); return 0 ;;\n",
                            patterns, fmt::join(option.choices, " "));
    }

    void write_values_of(const CommandDescription& command, const std::string& path) {
        for (const OptionDescription& option : command.options) write_values(path, option);
        for (const CommandDescription& below : command.subcommands)
            write_values_of(below, path + ' ' + below.name);
    }

    // Commands where one can stand, and options behind a dash.
    void write_words(const std::string& path, const std::vector<CommandDescription>& commands,
                     const std::vector<OptionDescription>& options) {
        std::string names;
        for (const CommandDescription& command : commands) names += command.name + ' ';
        if (path.empty()) names += "help ";
        std::string dashed = "--help ";
        for (const auto* list : {&program_.common, &options}) {
            for (const OptionDescription& option : *list) {
                for (const std::string& name : dashed_names(option)) dashed += name + ' ';
            }
        }
        if (path.empty()) dashed += "--version ";
        names.resize(names.empty() ? 0 : names.size() - 1);
        dashed.pop_back();
        out_ << fmt::format("        '{}') [[ $word == -* ]] && known='{}' || known='{}' ;;\n", path, dashed,
                            names);
    }

    void write_words_of(const CommandDescription& command, const std::string& path) {
        write_words(path, command.subcommands, command.options);
        for (const CommandDescription& below : command.subcommands)
            write_words_of(below, path + ' ' + below.name);
    }

    std::ostream& out_;
    const ProgramDescription& program_;
};

}  // namespace

void write_bash_completion(std::ostream& out, const ProgramDescription& program) {
    BashWriter(out, program).write();
}

}  // namespace tixdb::cli
