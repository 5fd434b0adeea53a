// SPDX-License-Identifier: MIT

#include "cli/commands/config/example.hpp"

#include <ostream>
#include <set>
#include <string>
#include <string_view>

#include "cli/frame/description.hpp"
#include "cli/frame/wrapped_text.hpp"

namespace tixdb::cli {
namespace {

constexpr std::size_t kFileWidth = 78;

constexpr std::string_view kPreamble =
    R"(# tixdb's configuration: one name = value per line, named as the long options.
# All that is commented out is the default. tixdb(1) has the rules, `tixdb
# config check` looks for mistakes, `tixdb config show` tells what is in force.
#
# The password of api-user does not belong here but, alone, into
# /etc/tixdb/password (mode 0600), which the systemd units hand to tixdb;
# without systemd name a file that tixdb's user may read in api-password-file.
)";

// A value that the file's rules would read otherwise stands in quotes.
std::string value_in_file(const std::string& text) {
    return text.find_first_of(" #'") == std::string::npos ? text : '"' + text + '"';
}

// Each option once, where the first command that takes it is described.
class ExampleWriter {
  public:
    explicit ExampleWriter(std::ostream& out) : out_(out) {}

    void section(const std::string& name, const std::vector<OptionDescription>& options) {
        bool is_first = true;
        for (const OptionDescription& option : options) {
            // A file cannot say where it is itself.
            const bool belongs_here = !option.command_line_only && option.name != "config";
            if (!belongs_here || !written_.insert(option.name).second) continue;
            if (is_first) out_ << "\n## " << name << '\n';
            is_first = false;
            write(option);
        }
    }

    void section_of(const CommandDescription& command, const std::string& name) {
        section(name, command.options);
        for (const CommandDescription& below : command.subcommands)
            section_of(below, name + ' ' + below.name);
    }

  private:
    void write(const OptionDescription& option) {
        out_ << '\n';
        for (const std::string& line : wrapped(option.explanation, kFileWidth)) out_ << "# " << line << '\n';
        const std::string text = option.value_name.empty() ? "no" : option.default_text;
        out_ << '#' << option.name << " =" << (text.empty() ? "" : " ") << value_in_file(text) << '\n';
    }

    std::ostream& out_;
    std::set<std::string> written_;
};

}  // namespace

ExitCode ConfigExample::run(Context& context) {
    context.out() << kPreamble;
    ExampleWriter writer(context.out());
    writer.section("every command", describe_common_options());
    for (const CommandDescription& command : describe(commands())) writer.section_of(command, command.name);
    return ExitCode::done;
}

}  // namespace tixdb::cli
