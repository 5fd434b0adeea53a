// SPDX-License-Identifier: MIT

#include "cli/commands/publish.hpp"

namespace tixdb::cli {

void PublishCommand::add_options(OptionSet& options) {
    add_publish_options(options, options_);
    options.value("--limit", options_.limit, "send at most so many results").command_line_only();
    options.flag("--strict", options_.strict, "exit 3 if a result was refused for good");
    options.dry_run(options_.dry_run, "show the requests that would be sent, and send none");
}

void PublishCommand::validate(const Context& context) {
    prepare_publishing(context, options_);
}

ExitCode PublishCommand::run(Context& context) {
    return publish_stage(context, options_);
}

}  // namespace tixdb::cli
