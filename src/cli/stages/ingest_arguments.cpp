// SPDX-License-Identifier: MIT

#include "cli/stages/ingest_arguments.hpp"

#include <memory>
#include <utility>

#include "base/error.hpp"
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

}  // namespace

void IngestArguments::add_folder_argument(OptionSet& options) {
    options.positional("DIR", folder_, "the reports folder, in place of --reports", false);
}

void IngestArguments::add_options(OptionSet& options) {
    reports_option_ =
        &options
             .value("--reports", reports_,
                    "the folder that holds <user>/<installation>/*.json, as the condenser writes it")
             .also_environment("TIX_REPORTS_BASE_PATH");
    options.flag("--no-verify-signature", no_verify_signature_,
                 "store reports without checking their signatures and keys; no key is pinned");
    options
        .value("--after", after_,
               "keep, delete or move:DIR: what becomes of a file once its report is stored")
        .require([](const std::string& text) { return parse_after(text).has_value(); },
                 "keep, delete or move:DIR");
    options.value("--young", young_, "leave a file that is not whole JSON for the next run if it is younger");
    options.value("--future-tolerance", future_tolerance_,
                  "how much later than its file's modification time an observation may be");
    options.value("--threads", threads_, "threads that parse; 0: as many as the machine has")
        .between(0, kMostParsers);
    options.flag("--strict", strict_, "exit 3 if files were rejected for the first time");
}

void IngestArguments::add_list_options(OptionSet& options) {
    options
        .value("--files-from", files_from_,
               "take only the files in this list, one path a line, relative to the reports folder or "
               "absolute; - is "
               "the standard input")
        .command_line_only();
    options.flag("--null", null_separated_, "the list's paths end with a zero byte").command_line_only();
}

std::filesystem::path IngestArguments::base() const {
    return folder_.empty() ? reports_ : folder_;
}

void IngestArguments::validate() const {
    if (!folder_.empty() && reports_option_ != nullptr && !reports_.empty() &&
        reports_option_->origin() == Origin::flag) {
        throw Error(ErrorKind::usage, "both DIR and --reports are given", "name the reports folder once");
    }
    if (base().empty()) {
        throw Error(ErrorKind::configuration, "no reports folder is named",
                    "tixdb ingest DIR or --reports DIR (TIXDB_REPORTS) names it");
    }
    if (null_separated_ && !files_from_) {
        throw Error(ErrorKind::usage, "--null is for --files-from", "--help explains the options");
    }
}

ingest::IngestOptions IngestArguments::ingest_options(World& world) const {
    ingest::IngestOptions options;
    options.base = base();
    options.parse = {!no_verify_signature_, young_, future_tolerance_};
    options.after = parse_after(after_).value();
    options.threads = static_cast<int>(threads_);
    if (!files_from_) return options;
    auto list = std::make_shared<PathList>(*files_from_, world.in, null_separated_ ? '\0' : '\n');
    options.listed = [list = std::move(list)] { return list->next(); };
    return options;
}

}  // namespace tixdb::cli
