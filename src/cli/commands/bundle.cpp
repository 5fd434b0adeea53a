// SPDX-License-Identifier: MIT

#include "cli/commands/bundle.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "cli/frame/arguments.hpp"
#include "cli/frame/progress.hpp"
#include "cli/stages/pruned_warning.hpp"
#include "exports/output_file.hpp"

namespace tixdb::cli {

void BundleCommand::add_options(OptionSet& options) {
    options.positional("USER", user_, "whose measurements");
    options.positional("INSTALLATION", installation_, "of which of his installations");
    options.value("--from", from_, "messages with measurements at this time or later (required)")
        .command_line_only();
    options.value("--to", to_, "and before this time (required)").command_line_only();
    options.value("-o,--output", file_, "the tar file to write (required)").command_line_only();
    options
        .flag("--overwrite", overwrite_,
              "replace the file of --output, in one step, once the new one is whole")
        .command_line_only();
}

void BundleCommand::validate(const Context& context) {
    request_.installation = {id_argument("USER", user_), id_argument("INSTALLATION", installation_)};
    if (!from_ || !to_)
        throw Error(ErrorKind::usage, "a bundle is of some time",
                    "--from 2026-03-01 --to 2026-04-01, for example");
    request_.from_s = time_argument("--from", *from_, context);
    request_.to_s = time_argument("--to", *to_, context);
    check_range(request_.from_s, request_.to_s);
    if (!file_) throw Error(ErrorKind::usage, "a bundle goes into a file", "-o evidence.tar");
    if (!file_->ends_with(".tar"))
        throw Error(ErrorKind::usage, fmt::format("{} does not end with .tar", escaped(*file_)),
                    "a bundle is a tar file, uncompressed: gzip it afterwards");
}

ExitCode BundleCommand::run(Context& context) {
    store::Database database = store::Database::open_for_reading(context.common.database);
    request_.made_s = context.clock().now_s();
    request_.program_version = context.program_version;
    Progress progress(
        context, [] { return Progress::kUnknown; }, "messages");
    exports::OutputFile output({*file_, overwrite_, context.common.database});
    const auto summary = exports::write_bundle(database, request_, output.file(), progress.hook());
    output.place();
    progress.clear();
    warn_of_pruned(context.log, summary.pruned);
    context.log.summary(fmt::format("bundle: {} with {} in {}", plural(summary.messages, "signed message"),
                                    plural(summary.observations, "observation"), output.shown()));
    return ExitCode::done;
}

}  // namespace tixdb::cli
