// SPDX-License-Identifier: MIT

#include "ingest/archive_intake.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/error.hpp"
#include "base/parse_number.hpp"
#include "base/signals.hpp"
#include "base/stopwatch.hpp"
#include "base/text.hpp"
#include "base/warning_limit.hpp"
#include "base/zstd_file.hpp"
#include "ingest/message_codec.hpp"
#include "ingest/report_codec.hpp"
#include "store/archive_store.hpp"

namespace tixdb::ingest {
namespace {

constexpr std::string_view kArchiveFileEnd = ".ndjson.zst";
constexpr std::chrono::milliseconds kLongestIntake{500};

bool is_archive_file(const std::filesystem::path& path) {
    return path.filename().string().ends_with(kArchiveFileEnd);
}

std::vector<std::filesystem::path> archive_files(const std::filesystem::path& path) {
    if (is_archive_file(path)) return {path};
    std::error_code error;
    std::vector<std::filesystem::path> files;
    for (auto at = std::filesystem::recursive_directory_iterator(path, error);
         !error && at != std::filesystem::recursive_directory_iterator(); at.increment(error)) {
        if (is_archive_file(at->path())) files.push_back(at->path());
    }
    if (error) {
        throw Error(ErrorKind::failed,
                    fmt::format("cannot read {}: {}", escaped(path.string()), error.message()),
                    "name a folder that `tixdb archive` has written");
    }
    std::ranges::sort(files);
    return files;
}

// The folders that it lies in, which its reports must name too.
std::optional<model::InstallationKey> installation_of(const std::filesystem::path& file) {
    const auto folder = std::filesystem::absolute(file).parent_path();
    const auto installation = parse_number<std::int64_t>(folder.filename().string());
    const auto user = parse_number<std::int64_t>(folder.parent_path().filename().string());
    if (!installation || !user) return std::nullopt;
    return model::InstallationKey{*user, *installation};
}

// A line that is no report, and is meant to be none: the first and the last.
bool is_about_the_file(std::string_view line) {
    return line.starts_with(R"({"archive":)") || line.starts_with(R"({"reports":)");
}

class Intake {
  public:
    Intake(store::Database& database, const Clock& clock, Log& log, const ProgressHook& hook)
        : database_(database), hook_(hook), store_(database), since_begin_(clock), warnings_(log) {}

    void take_file(const std::filesystem::path& file) {
        const auto key = installation_of(file);
        if (!key) {
            throw Error(ErrorKind::failed,
                        fmt::format("{} does not lie in folders of a user and an installation",
                                    escaped(file.string())),
                        "leave an archive's files where `tixdb archive` has put them");
        }
        ++counts_.files;
        ZstdLines lines(file);
        for (std::string line; lines.next(line);) {
            throw_if_stopped();
            if (!is_about_the_file(line)) take_line(file, *key, line);
        }
    }
    IntakeCounts finish() {
        commit();
        warnings_.flush();
        return counts_;
    }

  private:
    void take_line(const std::filesystem::path& file, const model::InstallationKey& key,
                   const std::string& line) {
        auto decoded = decoder_.decode(line, key);
        if (const auto* reject = std::get_if<Reject>(&decoded)) return refuse(file, *reject);
        auto& envelope = std::get<Envelope>(decoded);
        auto observations = decode_message(envelope.message, std::numeric_limits<std::int64_t>::max());
        if (const auto* reject = std::get_if<Reject>(&observations)) return refuse(file, *reject);
        envelope.report.observations = std::move(std::get<std::vector<model::Observation>>(observations));
        give_back(envelope.report);
    }
    void give_back(const model::Report& report) {
        if (!transaction_) {
            transaction_.emplace(database_);
            since_begin_.restart();
        }
        switch (store_.give_back(report)) {
            case store::GivenBack::given:
                ++counts_.given_back;
                counts_.observations += std::ssize(report.observations);
                break;
            case store::GivenBack::there:
                ++counts_.there;
                break;
            case store::GivenBack::unknown:
                ++counts_.unknown;
                break;
        }
        if (since_begin_.elapsed() > kLongestIntake) commit();
        if (hook_) hook_(counts_.given_back + counts_.there + counts_.unknown);
    }
    void commit() {
        if (transaction_) transaction_->commit();
        transaction_.reset();
    }
    void refuse(const std::filesystem::path& file, const Reject& reject) {
        ++counts_.refused;
        warnings_.warn("a line is no report",
                       fmt::format("{}: a line is no report: {}: {}", escaped(file.string()),
                                   name_of(reject.reason), reject.detail));
    }

    store::Database& database_;
    const ProgressHook& hook_;
    store::ArchiveIntakeStore store_;
    EnvelopeDecoder decoder_;
    std::optional<store::Transaction> transaction_;
    Stopwatch since_begin_;
    WarningLimit warnings_;
    IntakeCounts counts_;
};

}  // namespace

IntakeCounts take_archive_in(store::Database& database, const std::filesystem::path& path, const Clock& clock,
                             Log& log, const ProgressHook& hook) {
    Intake intake(database, clock, log, hook);
    for (const auto& file : archive_files(path)) intake.take_file(file);
    return intake.finish();
}

}  // namespace tixdb::ingest
