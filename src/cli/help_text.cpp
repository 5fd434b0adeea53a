// SPDX-License-Identifier: MIT

#include "cli/help_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <ostream>

#include "cli/frame/description.hpp"
#include "cli/frame/wrapped_text.hpp"
#include "cli/page_examples.hpp"

namespace tixdb::cli {
namespace {

constexpr std::size_t kLineWidth = 80;
constexpr std::size_t kNameWidth = 28;  // what stands before an explanation
constexpr std::size_t kMostExamples = 3;
constexpr std::size_t kExampleWidth = kLineWidth - 4;

// "tixdb asn import" has its page in tixdb-asn(1).
std::string page_of(const std::string& command) {
    return command.empty() ? "tixdb" : "tixdb-" + command.substr(0, command.find(' '));
}

class HelpWriter {
  public:
    HelpWriter(std::ostream& out, std::string command) : out_(out), command_(std::move(command)) {}

    void write(const CommandDescription& described) {
        for (const std::string& line : wrapped(described.summary, kLineWidth)) out_ << line << '\n';
        write_usage(described);
        write_list("", positionals_of(described));
        write_list("commands", commands_of(described.subcommands));
        write_list("options", options_of(described.options));
        write_list(described.options.empty() ? "options" : "options of every command",
                   options_of(describe_common_options()));
        write_examples();
        out_ << fmt::format("\nAll about it: man {}, docs/man/{}.md\n", page_of(command_), page_of(command_));
    }

  private:
    struct Entry {
        std::string name;
        std::string explanation;
    };

    void write_usage(const CommandDescription& described) {
        std::string usage = "usage: tixdb" + (command_.empty() ? "" : ' ' + command_);
        if (!described.subcommands.empty()) usage += " COMMAND";
        for (const PositionalDescription& positional : described.positionals) {
            usage += positional.is_required ? ' ' + positional.name : " [" + positional.name + ']';
        }
        out_ << '\n' << usage << " [options]\n";
    }

    static std::vector<Entry> positionals_of(const CommandDescription& described) {
        std::vector<Entry> entries;
        for (const PositionalDescription& each : described.positionals)
            entries.push_back({each.name, each.explanation});
        return entries;
    }

    static std::vector<Entry> commands_of(const std::vector<CommandDescription>& commands) {
        std::vector<Entry> entries;
        for (const CommandDescription& each : commands) entries.push_back({each.name, each.summary});
        return entries;
    }

    // An explanation that tells the default in words of its own is left as it is.
    static std::vector<Entry> options_of(const std::vector<OptionDescription>& options) {
        std::vector<Entry> entries;
        for (const OptionDescription& each : options) {
            std::string name =
                (each.short_name.empty() ? "    " : '-' + each.short_name + ", ") + "--" + each.name;
            if (!each.value_name.empty()) name += ' ' + each.value_name;
            std::string explanation = each.explanation;
            if (!each.default_text.empty() && explanation.find("default") == std::string::npos)
                explanation += fmt::format(" (default: {})", each.default_text);
            entries.push_back({std::move(name), std::move(explanation)});
        }
        return entries;
    }

    void write_list(const std::string& heading, const std::vector<Entry>& entries) {
        if (entries.empty()) return;
        out_ << '\n';
        if (!heading.empty()) out_ << heading << ":\n";
        for (const Entry& entry : entries) {
            std::string line = "  " + entry.name;
            if (width_of(line) + 2 > kNameWidth) {
                out_ << line << '\n';
                line.clear();
            }
            for (const std::string& words : wrapped(entry.explanation, kLineWidth - kNameWidth)) {
                out_ << line << std::string(kNameWidth - width_of(line), ' ') << words << '\n';
                line.clear();
            }
        }
    }

    // Those that fit; if none does, the first one on several lines.
    void write_examples() {
        const std::string begin = command_.empty() ? "tixdb " : "tixdb " + command_ + ' ';
        std::vector<std::string> fitting;
        std::vector<std::string> longer;
        for (const PageExample& example : kPageExamples) {
            const bool is_ours = (std::string(example.line) + ' ').starts_with(begin);
            if (example.page != page_of(command_) || !is_ours || example.line.ends_with('\\')) continue;
            (width_of(example.line) <= kExampleWidth ? fitting : longer).emplace_back(example.line);
        }
        if (fitting.empty() && !longer.empty()) {
            const auto lines = wrapped(longer.front(), kExampleWidth - 4);
            fitting = {fmt::format("{}", fmt::join(lines, " \\\n        "))};
        }
        fitting.resize(std::min(fitting.size(), kMostExamples));
        if (!fitting.empty()) out_ << "\nexamples:\n";
        for (const std::string& line : fitting) out_ << "    " << line << '\n';
    }

    std::ostream& out_;
    std::string command_;
};

// The command of this name among these, or below one of them.
CommandDescription described(const std::string& command) {
    if (command.empty()) {
        return {"",
                "tixdb: from TiX report files to published link-quality results",
                {},
                {},
                describe(commands())};
    }
    std::vector<CommandDescription> among = describe(commands());
    for (std::size_t at = 0;;) {
        const auto end = std::min(command.find(' ', at), command.size());
        const std::string name = command.substr(at, end - at);
        const auto found = std::find_if(among.begin(), among.end(),
                                        [&](const CommandDescription& each) { return each.name == name; });
        if (end == command.size()) return *found;
        among = std::vector(found->subcommands);
        at = end + 1;
    }
}

}  // namespace

void write_help(std::ostream& out, const std::string& command) {
    HelpWriter(out, command).write(described(command));
}

}  // namespace tixdb::cli
