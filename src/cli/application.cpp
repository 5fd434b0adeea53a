// SPDX-License-Identifier: MIT

#include "cli/application.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <ostream>

#include "base/digest.hpp"
#include "base/error.hpp"
#include "base/suggestion.hpp"
#include "base/text.hpp"
#include "cli/frame/command.hpp"
#include "cli/frame/common_options.hpp"
#include "cli/frame/config_file.hpp"
#include "cli/frame/report_errors.hpp"
#include "cli/help_text.hpp"
#include "cli/usage_error.hpp"
#include "store/sqlite_memory.hpp"

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
    // "run", "asn import"
    [[nodiscard]] std::string called_name() const;
};

Parser::Parser() {
    app.set_version_flag("-V,--version", fmt::format("tixdb {}", kVersion));
    app.require_subcommand(0, 1);
    OptionSet set(app, common_options);
    declare_common_options(set, common, config_path);
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

std::string Parser::called_name() const {
    std::string name;
    for (auto inner = app.get_subcommands(); !inner.empty(); inner = inner.front()->get_subcommands()) {
        name += (name.empty() ? "" : " ") + inner.front()->get_name();
    }
    return name;
}

// What goes wrong before a command has its log, told with the options as far as they are known by then.
void print_early_error(const Parser& parser, const Error& error, World& world) {
    const bool is_json = parser.common.log_format == "json";
    Log log(world.err, Verbosity::normal, is_json ? LogFormat::json : LogFormat::text);
    const Context context{world, parser.common, log, parser.called_name(), kVersion, {}, {}, nullptr};
    log.stamp(world.clock, context.command, world.err_is_log);
    log.colour(context.decorate_err());
    if (world.err_is_journal) log.prioritise();
    print_error(error, log);
}

// CLI11's own exit codes (103, 109 …) are not ours: a wrong command line is 2.
int report_parse_error(const Parser& parser, const CLI::ParseError& error, World& world) {
    const bool is_help = error.get_exit_code() == 0;
    if (is_help && !has_unknown_command(parser.app)) {
        if (error.get_name() == "CallForHelp")
            write_help(world.out, parser.called_name());
        else
            parser.app.exit(error, world.out, world.err);
        return 0;
    }
    print_early_error(parser, is_help ? unknown_command(parser.app) : usage_error(parser.app, error), world);
    return static_cast<int>(ExitCode::usage);
}

// A misspelt name would otherwise be a setting that silently does nothing.
std::vector<Error> unknown_names(const Parser& parser, const ConfigFile& file) {
    std::vector<std::string_view> known;
    const auto add = [&known](const std::deque<Option>& options) {
        for (const Option& option : options) {
            if (!option.is_command_line_only()) known.push_back(option.name());
        }
    };
    add(parser.common_options);
    for (const Parser::Entry& entry : parser.entries) add(entry.options);
    std::vector<Error> problems;
    for (const auto& [name, value] : file.values) {
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        problems.emplace_back(
            ErrorKind::configuration,
            fmt::format("{}: there is no option {}", file.place_of(value.line), escaped(name)),
            did_you_mean(name, known, "`tixdb config show` lists the names"));
    }
    return problems;
}

// Fills in the options in force. Returns the faults of environment and file, those of whole lines first.
std::vector<Error> resolve(Parser& parser, Parser::Entry& called, const Environment& environment,
                           ConfigFile& file) {
    std::vector<Error> problems;
    // The file's own name has to be known before the file can be read.
    OptionSet::resolve_all(parser.common_options, environment, {}, problems);
    file = read_config_file(parser.config_path);
    problems = file.problems;
    for (Error& unknown : unknown_names(parser, file)) problems.push_back(std::move(unknown));
    OptionSet::resolve_all(parser.common_options, environment, file, problems);
    OptionSet::resolve_all(called.options, environment, file, problems);
    return problems;
}

Verbosity verbosity_of(const CommonOptions& common) {
    if (common.quiet) return Verbosity::quiet;
    return common.verbose ? Verbosity::verbose : Verbosity::normal;
}

int run_parsed(Parser& parser, World& world) {
    Parser::Entry& called = parser.called();
    ConfigFile file;
    std::vector<Error> problems = resolve(parser, called, world.environment, file);
    if (!problems.empty() && !called.command->shows_configuration()) throw Error(problems.front());

    const CommonOptions& common = parser.common;
    Log log(world.err, verbosity_of(common), common.log_format == "json" ? LogFormat::json : LogFormat::text);
    Context context{world,
                    common,
                    log,
                    parser.called_name(),
                    kVersion,
                    std::move(file),
                    std::move(problems),
                    &parser.common_options};
    log.stamp(world.clock, context.command, world.err_is_log);
    log.colour(context.decorate_err());
    if (world.err_is_journal) log.prioritise();
    if (world.is_process && !called.command->limits_memory()) store::keep_no_account_of_memory();
    return static_cast<int>(report_errors(context, [&] {
        prepare_openssl();
        called.command->validate(context);
        return called.command->run(context);
    }));
}

// `tixdb help run` is `tixdb run --help`.
std::vector<std::string> with_help_option(std::vector<std::string> arguments) {
    const auto is_flag = [](const std::string& word) {
        return word == "-q" || word == "--quiet" || word == "-v" || word == "--verbose";
    };
    const auto first = std::find_if_not(arguments.begin(), arguments.end(), is_flag);
    if (first == arguments.end() || *first != "help") return arguments;
    arguments.erase(first);
    arguments.emplace_back("--help");
    return arguments;
}

}  // namespace

int run_application(const std::vector<std::string>& arguments, World& world) {
    Parser parser;
    const auto fail = [&](const Error& error) {
        print_early_error(parser, error, world);
        return static_cast<int>(exit_code_of(error.kind()));
    };
    try {
        // CLI11 takes the arguments from the back.
        auto words = with_help_option(arguments);
        std::reverse(words.begin(), words.end());
        parser.app.parse(std::move(words));
        return run_parsed(parser, world);
    } catch (const CLI::ParseError& error) {
        return report_parse_error(parser, error, world);
    } catch (const Interrupted& interrupted) {
        return 128 + interrupted.signal_number();
    } catch (const Error& error) {
        return fail(error);
    } catch (const std::exception& exception) {
        return fail({ErrorKind::failed, escaped(exception.what())});
    }
}

}  // namespace tixdb::cli
