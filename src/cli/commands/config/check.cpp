// SPDX-License-Identifier: MIT

#include "cli/commands/config/check.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>
#include <vector>

#include "base/error.hpp"
#include "base/text.hpp"
#include "cli/commands/config/options_in_force.hpp"
#include "cli/stages/ingest_options.hpp"
#include "cli/stages/process_options.hpp"
#include "cli/stages/publish_options.hpp"
#include "ingest/report_tree.hpp"

namespace tixdb::cli {
namespace {

// As `tixdb run` would meet them before it opens anything.
template <typename Options>
void add_problems_of(Options& options, const Context& context, std::vector<Error>& problems) {
    DeclaredOptions declared([&](OptionSet& set) { options.declare(set); });
    std::vector<Error> known;  // told already, with all other options
    OptionSet::resolve_all(declared.options(), context.world.environment, context.config_file, known);
    try {
        options.validate(context);
    } catch (const Error& error) {
        problems.push_back(error);
    }
}

// What ingest looks at first.
void add_problems_of_reports(const IngestOptions& options, const Context& context,
                             std::vector<Error>& problems) {
    if (options.base().empty()) return;
    try {
        ingest::require_report_folders(ingest::ReportTree(options.base()), context.log);
    } catch (const Error& error) {
        problems.push_back(error);
    }
}

// Where the unit takes the password from, if there is one: beside the configuration file. It is root's, so
// that nobody else can tell more of it.
std::filesystem::path password_of_unit(const Context& context) {
    if (context.config_file.path.empty()) return {};
    const auto file = std::filesystem::path(context.config_file.path).parent_path() / "password";
    std::error_code failed;
    const auto size = std::filesystem::file_size(file, failed);
    return failed || size == 0 ? std::filesystem::path() : file;
}

void add_problems_of_credentials(const PublishOptions& options, bool is_for_unit,
                                 std::vector<Error>& problems) {
    if (options.password_problem) problems.push_back(*options.password_problem);
    if (options.api_host.empty() || options.password_problem) return;
    if (options.api_user.empty()) {
        problems.emplace_back(ErrorKind::configuration, "api-host is set and api-user is not",
                              "name the user of role admin");
    }
    if (!options.password && !is_for_unit) {
        problems.emplace_back(ErrorKind::configuration, "api-host is set and there is no password",
                              "put it alone into /etc/tixdb/password, where the unit finds it; else "
                              "api-password-file, or TIX_API_PASSWORD");
    }
}

}  // namespace

ExitCode ConfigCheck::run(Context& context) {
    std::vector<Error> problems = context.config_problems;
    (void)options_in_force(context, problems);
    IngestOptions ingest;
    ProcessOptions process;
    PublishOptions publish;
    Context of_run = context;
    of_run.command = "run";
    add_problems_of(ingest, of_run, problems);
    add_problems_of(process, of_run, problems);
    add_problems_of(publish, of_run, problems);
    add_problems_of_reports(ingest, of_run, problems);
    const std::filesystem::path of_unit = password_of_unit(context);
    add_problems_of_credentials(publish, !of_unit.empty(), problems);
    tell_problems(context.log, problems);
    if (!problems.empty()) return ExitCode::configuration;
    const std::string& file = context.config_file.path;
    std::string text =
        fmt::format("config check: no fault in {}",
                    file.empty() ? "the environment; there is no configuration file" : escaped(file));
    if (!publish.api_host.empty() && !publish.password)
        text += fmt::format("; the password is in {}, for the unit alone", escaped(of_unit.string()));
    context.log.summary(text);
    return ExitCode::done;
}

}  // namespace tixdb::cli
