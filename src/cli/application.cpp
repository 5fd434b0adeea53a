// SPDX-License-Identifier: MIT

#include "cli/application.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <ostream>
#include <set>

#include "base/error.hpp"
#include "base/text.hpp"
#include "cli/frame/command.hpp"
#include "cli/frame/config_file.hpp"
#include "cli/frame/report_errors.hpp"
#include "cli/frame/suggestion.hpp"

namespace tixdb::cli {
namespace {

constexpr const char* kVersion = TIXDB_VERSION;

// One command line being taken apart: CLI11's tree, and the options as we mean them.
struct Parser {
    CLI::App app{"tixdb: from TiX report files to published link-quality results", "tixdb"};
    CommonOptions common;
    std::string config_path;
    std::deque<Option> common_options;

    struct Entry {
        const CommandEntry* entry;
        CLI::App* app;
        std::unique_ptr<Command> command;
        std::deque<Option> options;
    };
    std::deque<Entry> entries;

    Parser();
    Entry& called();
};

void add_common_options(OptionSet& set, CommonOptions& common, std::string& config_path) {
    set.value("-d,--database", common.database, "the SQLite file");
    set.value("--config", config_path, "configuration file (default: /etc/tixdb.conf where it exists)");
    set.value("--wait", common.wait, "wait so long for another run to end");
    set.flag("-q,--quiet", common.quiet, "silent but for errors");
    set.flag("-v,--verbose", common.verbose, "say more");
    set.value("--log-format", common.log_format, "text or json").choices({"text", "json"});
    set.value("--color", common.color, "auto, always or never").choices({"auto", "always", "never"});
}

Parser::Parser() {
    app.set_version_flag("-V,--version", fmt::format("tixdb {}", kVersion));
    OptionSet set(app, common_options);
    add_common_options(set, common, config_path);
    for (const CommandEntry& entry : commands()) {
        Entry& made = entries.emplace_back();
        made.entry = &entry;
        made.app = app.add_subcommand(std::string(entry.name), std::string(entry.summary));
        made.app->fallthrough();
        made.command = entry.make();
        OptionSet options(*made.app, made.options);
        made.command->add_options(options);
    }
}

Parser::Entry& Parser::called() {
    for (Entry& entry : entries) {
        if (entry.app->parsed()) return entry;
    }
    throw Error(ErrorKind::usage, "no command given", "`tixdb --help` lists the commands");
}

// CLI11 puts some lists on lines of their own.
std::string without_newlines(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    return escaped(text);
}

// What CLI11 would call an unexpected argument.
Error unknown_command(const std::string& typed) {
    std::vector<std::string_view> names;
    for (const CommandEntry& entry : commands()) names.push_back(entry.name);
    const std::string nearest = nearest_name(typed, names);
    return {ErrorKind::usage, fmt::format("there is no command {}", escaped(typed)),
            nearest.empty() ? "`tixdb --help` lists the commands" : fmt::format("did you mean {}?", nearest)};
}

Error usage_error(const Parser& parser, const CLI::ParseError& error) {
    const auto called = parser.app.get_subcommands();
    const auto unexpected = parser.app.remaining();
    if (called.empty() && !unexpected.empty() && !unexpected.front().starts_with('-')) {
        return unknown_command(unexpected.front());
    }
    std::string name = "tixdb";
    for (auto inner = called; !inner.empty(); inner = inner.front()->get_subcommands()) {
        name += " " + inner.front()->get_name();
    }
    return {ErrorKind::usage, without_newlines(error.what()), fmt::format("`{} --help` explains", name)};
}

// CLI11's own exit codes (103, 109 …) are not ours: a wrong command line is 2.
int report_parse_error(const Parser& parser, const CLI::ParseError& error, World& world) {
    if (error.get_exit_code() == 0) {
        parser.app.exit(error, world.out, world.err);
        return 0;
    }
    Log log(world.err, Verbosity::normal, LogFormat::text);
    print_error(usage_error(parser, error), log);
    return static_cast<int>(ExitCode::usage);
}

// A misspelt name would otherwise be a setting that silently does nothing.
void refuse_unknown_names(const Parser& parser, const ConfigFile& file) {
    std::set<std::string, std::less<>> known;
    const auto add = [&known](const std::deque<Option>& options) {
        for (const Option& option : options) {
            if (!option.is_command_line_only()) known.insert(option.name());
        }
    };
    add(parser.common_options);
    for (const Parser::Entry& entry : parser.entries) add(entry.options);
    for (const auto& [name, value] : file) {
        if (known.contains(name)) continue;
        throw Error(ErrorKind::configuration,
                    fmt::format("the configuration file has no option {}", escaped(name)),
                    "`tixdb config show` lists the names");
    }
}

int run_parsed(Parser& parser, World& world) {
    Parser::Entry& called = parser.called();
    // The file's own name has to be known before the file can be read.
    OptionSet::resolve_all(parser.common_options, world.environment, {});
    const ConfigFile file = read_config_file(parser.config_path);
    refuse_unknown_names(parser, file);
    OptionSet::resolve_all(parser.common_options, world.environment, file);
    OptionSet::resolve_all(called.options, world.environment, file);

    const CommonOptions& common = parser.common;
    const auto verbosity =
        common.quiet ? Verbosity::quiet : (common.verbose ? Verbosity::verbose : Verbosity::normal);
    Log log(world.err, verbosity, common.log_format == "json" ? LogFormat::json : LogFormat::text);
    Context context{world, common, log, kVersion, file, &parser.common_options};
    return static_cast<int>(report_errors(context, [&] {
        called.command->validate(context);
        return called.command->run(context);
    }));
}

}  // namespace

int run_application(const std::vector<std::string>& arguments, World& world) {
    Parser parser;
    try {
        // CLI11 takes the arguments from the back.
        parser.app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
        return run_parsed(parser, world);
    } catch (const CLI::ParseError& error) {
        return report_parse_error(parser, error, world);
    } catch (const Interrupted& interrupted) {
        return 128 + interrupted.signal_number();
    } catch (const Error& error) {
        // As far as the options are known by then.
        const bool is_json = parser.common.log_format == "json";
        Log log(world.err, Verbosity::normal, is_json ? LogFormat::json : LogFormat::text);
        print_error(error, log);
        return static_cast<int>(exit_code_of(error.kind()));
    }
}

}  // namespace tixdb::cli
