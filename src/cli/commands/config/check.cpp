// SPDX-License-Identifier: MIT

#include "cli/commands/config/check.hpp"

#include <fmt/format.h>

#include <vector>

#include "base/error.hpp"
#include "base/text.hpp"
#include "cli/commands/config/options_in_force.hpp"
#include "cli/stages/ingest_options.hpp"
#include "cli/stages/process_options.hpp"
#include "cli/stages/publish_options.hpp"

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

void add_problems_of_credentials(const PublishOptions& options, std::vector<Error>& problems) {
    if (options.password_problem) problems.push_back(*options.password_problem);
    if (options.api_host.empty() || options.password_problem) return;
    if (options.api_user.empty()) {
        problems.emplace_back(ErrorKind::configuration, "api-host is set and api-user is not",
                              "name the user of role admin");
    }
    if (!options.password) {
        problems.emplace_back(ErrorKind::configuration, "api-host is set and there is no password",
                              "api-password-file, TIX_API_PASSWORD, or the unit's LoadCredential=");
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
    add_problems_of_credentials(publish, problems);
    tell_problems(context.log, problems);
    if (!problems.empty()) return ExitCode::configuration;
    const std::string& file = context.config_file.path;
    context.log.summary(
        fmt::format("config check: no fault in {}",
                    file.empty() ? "the environment; there is no configuration file" : escaped(file)));
    return ExitCode::done;
}

}  // namespace tixdb::cli
