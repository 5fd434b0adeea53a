// SPDX-License-Identifier: MIT

#include "cli/stages/ingest_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "base/error.hpp"
#include "base/text.hpp"
#include "cli/frame/command.hpp"
#include "cli/stages/path_list.hpp"

namespace tixdb::cli {
namespace {

constexpr std::string_view kMove = "move:";
constexpr std::int64_t kMostParsers = 256;

std::optional<ingest::AfterIngest> parse_after(const std::string& text) {
    using Action = ingest::AfterIngest::Action;
    if (text == "keep") return ingest::AfterIngest{Action::keep, {}};
    if (text == "delete") return ingest::AfterIngest{Action::remove, {}};
    if (text.starts_with(kMove) && text.size() > kMove.size()) {
        return ingest::AfterIngest{Action::move, text.substr(kMove.size())};
    }
    return std::nullopt;
}

// `tixdb ingest process` does not do the one and then the other.
void refuse_name_of_command(const std::string& folder) {
    const auto is_it = [&folder](const CommandEntry& entry) { return entry.name == folder; };
    std::error_code ignored;
    if (folder != "help" && std::none_of(commands().begin(), commands().end(), is_it)) return;
    if (std::filesystem::is_directory(folder, ignored)) return;
    throw Error(ErrorKind::usage,
                fmt::format("{} is the name of a command, and there is no such folder", folder),
                "one command at a time; `tixdb help COMMAND` explains it");
}

}  // namespace

void IngestOptions::declare(OptionSet& options) {
    options.positional("DIR", folder, "the reports folder, in place of --reports", false);
    reports_option_ =
        &options
             .value("--reports", reports,
                    "the folder that holds <user>/<installation>/*.json, as the condenser writes it")
             .also_environment("TIX_REPORTS_BASE_PATH");
    options.flag("--no-verify-signature", no_verify_signature,
                 "store reports without checking their signatures and keys; no key is pinned");
    options
        .value("--after", after, "keep, delete or move:DIR: what becomes of a file once its report is stored")
        .require([](const std::string& text) { return parse_after(text).has_value(); },
                 "keep, delete or move:DIR");
    options.value("--young", young, "leave a file that is not whole JSON for the next run if it is younger");
    options.value("--future-tolerance", future_tolerance,
                  "how much later than its file's modification time an observation may be");
    options.value("--threads", threads, "threads that parse; 0: as many as the machine has")
        .between(0, kMostParsers);
    options.flag("--strict", strict, "exit 3 if files were rejected for the first time");
}

void IngestOptions::declare_list(OptionSet& options) {
    options
        .value("--files-from", files_from,
               "take only the files in this list, one path a line, relative to the reports folder or "
               "absolute; - is "
               "the standard input")
        .command_line_only();
    options.flag("--null", null_separated, "the list's paths end with a zero byte").command_line_only();
}

std::filesystem::path IngestOptions::base() const {
    return folder.empty() ? reports : folder;
}

void IngestOptions::validate(const Context& context) const {
    refuse_name_of_command(folder);
    if (!folder.empty() && reports_option_ != nullptr && !reports.empty() &&
        reports_option_->origin() == Origin::flag) {
        throw Error(ErrorKind::usage, "both DIR and --reports are given", "name the reports folder once");
    }
    if (base().empty()) {
        const std::string& file = context.config_file.path;
        throw Error(ErrorKind::configuration, "no reports folder is named",
                    fmt::format("tixdb {} DIR, --reports DIR, or the line reports = … in {}", context.command,
                                file.empty() ? kDefaultConfigFile : escaped(file)));
    }
    if (null_separated && !files_from) {
        throw Error(ErrorKind::usage, "--null is for --files-from", "--help explains the options");
    }
}

ingest::IngestOptions IngestOptions::for_stage(World& world) const {
    ingest::IngestOptions options;
    options.base = base();
    options.parse = {!no_verify_signature, young, future_tolerance};
    options.after = parse_after(after).value();
    options.threads = static_cast<int>(threads);
    if (!files_from) return options;
    auto list = std::make_shared<PathList>(*files_from, world.in, null_separated ? '\0' : '\n');
    options.listed = [list = std::move(list)] { return list->next(); };
    return options;
}

}  // namespace tixdb::cli
