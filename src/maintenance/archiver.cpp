// SPDX-License-Identifier: MIT

#include "maintenance/archiver.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "base/base64.hpp"
#include "base/digest.hpp"
#include "base/error.hpp"
#include "base/folders.hpp"
#include "base/signals.hpp"
#include "base/staged_file.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"
#include "base/zstd_file.hpp"
#include "maintenance/archive_line.hpp"
#include "model/observation.hpp"
#include "store/archive_store.hpp"
#include "store/signed_report_reader.hpp"

namespace tixdb::maintenance {
namespace {

using Digests = std::map<std::string, std::string>;  // of files, by their names below the folder

constexpr const char* kSums = "SHA256SUMS";
constexpr std::int64_t kLongestMonthS = 31 * 86'400;

std::string month_of(std::int64_t time_s) {
    return iso_of_s(time_s).substr(0, 7);
}

// The first second of the month after.
std::int64_t month_end_s(const std::string& month) {
    const std::int64_t begin_s = parse_time_s(month + "-01", 0).value();
    return parse_time_s(month_of(begin_s + kLongestMonthS) + "-01", 0).value();
}

std::string digest_of_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::vector<char> bytes(1 << 16);
    Sha256 sha;
    while (file.read(bytes.data(), static_cast<std::streamsize>(bytes.size())) || file.gcount() > 0) {
        sha.update(
            {reinterpret_cast<const std::uint8_t*>(bytes.data()), static_cast<std::size_t>(file.gcount())});
    }
    return hex(sha.finish());
}

// "<digest>  <name>", as sha256sum -c reads it.
Digests read_sums(const std::filesystem::path& folder) {
    constexpr std::size_t kDigits = 64;
    Digests digests;
    std::ifstream file(folder / kSums);
    for (std::string line; std::getline(file, line);) {
        if (line.size() > kDigits + 2) digests[line.substr(kDigits + 2)] = line.substr(0, kDigits);
    }
    return digests;
}

void write_sums(const std::filesystem::path& folder, const Digests& digests) {
    std::string text;
    for (const auto& [name, digest] : digests) text += fmt::format("{}  {}\n", digest, name);
    StagedFile staged(folder / kSums);
    if (!staged.write(text))
        throw Error(ErrorKind::failed, fmt::format("cannot write {}", escaped((folder / kSums).string())));
    staged.place(StagedFile::Existing::replace);
}

std::int64_t observations_of_line(std::string_view line) {
    const std::string_view message = message_of_line(line);
    return static_cast<std::int64_t>(message.size() / 4 * 3 / model::kObservationBytes);
}

// By the time of its first observation, then its digest: the order of an installation's reports.
std::pair<std::int64_t, std::string> place_of_line(std::string_view line) {
    const auto message = base64_decoded(message_of_line(line));
    if (!message || message->size() < model::kObservationBytes) return {};
    std::uint64_t first_s = 0;
    for (std::size_t i = 0; i < 8; ++i) first_s = first_s << 8U | (*message)[i];
    return {static_cast<std::int64_t>(first_s), hex(sha256(*message))};
}

// The reports of one installation and month, those of an earlier file and those of the database.
class MonthFile {
  public:
    MonthFile(const std::filesystem::path& path, const model::InstallationKey& key, std::string month)
        : path_(path), key_(key), month_(std::move(month)) {
        if (!std::filesystem::exists(path)) return;
        ZstdLines lines(path);
        for (std::string line; lines.next(line);) {
            if (!message_of_line(line).empty()) digests_.insert(place_of_line(line).second);
        }
    }
    [[nodiscard]] bool has(const model::Digest& digest) const { return digests_.contains(hex(digest)); }

    // The bytes of the file, which is written anew with those of `all`, which it lacks.
    [[nodiscard]] std::int64_t write(
        const std::function<void(const std::function<void(const model::Report&)>&)>& all,
        ArchiveSummary& summary, const std::function<void(const std::string& digest)>& before_it_is_there) {
        StagedFile staged(path_);
        ZstdWriter writer(staged.path());
        writer.write_line(archive_head(key_, month_));
        earlier_.emplace(path_, digests_.empty());
        all([&](const model::Report& report) {
            const std::string line = archive_line(report);
            copy_up_to(writer, {report.observations.front().day_timestamp_s, hex(report.message_digest)});
            put(writer, line);
            ++summary.reports;
            summary.observations += std::ssize(report.observations);
        });
        copy_up_to(writer, {std::numeric_limits<std::int64_t>::max(), {}});
        writer.write_line(archive_tail(reports_, observations_));
        writer.finish();
        sync_file(staged.path());
        const auto bytes = static_cast<std::int64_t>(std::filesystem::file_size(staged.path()));
        before_it_is_there(digest_of_file(staged.path()));
        staged.place(StagedFile::Existing::replace);
        return bytes;
    }

  private:
    // The lines of the file that was there.
    struct Earlier {
        Earlier(const std::filesystem::path& path, bool is_none) {
            if (is_none) return;
            lines.emplace(path);
            advance();
        }
        void advance() {
            do {
                has_line = lines && lines->next(line);
            } while (has_line && message_of_line(line).empty());
            if (has_line) place = place_of_line(line);
        }
        std::optional<ZstdLines> lines;
        std::string line;
        std::pair<std::int64_t, std::string> place;  // of the line
        bool has_line = false;
    };

    void copy_up_to(ZstdWriter& writer, const std::pair<std::int64_t, std::string>& place) {
        while (earlier_->has_line && earlier_->place < place) {
            put(writer, earlier_->line);
            earlier_->advance();
        }
    }
    void put(ZstdWriter& writer, const std::string& line) {
        writer.write_line(line);
        ++reports_;
        observations_ += observations_of_line(line);
    }

    std::filesystem::path path_;
    model::InstallationKey key_;
    std::string month_;
    std::set<std::string> digests_;
    std::optional<Earlier> earlier_;
    std::int64_t reports_ = 0;
    std::int64_t observations_ = 0;
};

class Archiver {
  public:
    Archiver(store::Database& database, const ArchiveRequest& request, const ProgressHook& hook)
        : database_(database),
          request_(request),
          hook_(hook),
          reader_(database),
          digests_(read_sums(request.folder)) {}

    ArchiveSummary run() {
        for (const auto& key : reader_.installations(request_.user_id, request_.installation_id)) {
            std::int64_t from_s = request_.from_s;
            while (const auto first_s = reader_.first_report_s(key, from_s, request_.to_s)) {
                throw_if_stopped();
                const std::string month = month_of(*first_s);
                const std::int64_t to_s = std::min(request_.to_s, month_end_s(month));
                archive_month(key, month, from_s, to_s);
                from_s = to_s;
            }
        }
        return summary_;
    }

  private:
    void archive_month(const model::InstallationKey& key, const std::string& month, std::int64_t from_s,
                       std::int64_t to_s) {
        const store::Snapshot snapshot(database_);
        const std::string name = fmt::format("{}/{}.ndjson.zst", key.text(), month);
        const std::filesystem::path path = request_.folder / name;
        if (!make_folders(path.parent_path())) {
            throw Error(ErrorKind::failed,
                        fmt::format("cannot make the folder {}: {}", escaped(path.parent_path().string()),
                                    std::strerror(errno)));
        }
        MonthFile file(path, key, month);
        const auto digests = reader_.digests(key, from_s, to_s);
        const auto known = std::ranges::count_if(digests, [&](const auto& each) { return file.has(each); });
        summary_.known += known;
        if (known == std::ssize(digests)) return;
        summary_.bytes += file.write(
            [&](const std::function<void(const model::Report&)>& visit) {
                store::SignedReportReader reports(database_, key, from_s, to_s);
                for (model::Report report; reports.next(report);) {
                    throw_if_stopped();
                    if (!file.has(report.message_digest)) {
                        reports.read_observations(report);
                        visit(report);
                    }
                    if (hook_) hook_(summary_.reports);
                }
            },
            summary_,
            // Killed between the two, the next call writes both once more.
            [&](const std::string& digest) {
                digests_[name] = digest;
                write_sums(request_.folder, digests_);
            });
        ++summary_.files;
    }

    store::Database& database_;
    const ArchiveRequest& request_;
    const ProgressHook& hook_;
    store::ArchiveReader reader_;
    Digests digests_;
    ArchiveSummary summary_;
};

}  // namespace

ArchiveSummary archive(store::Database& database, const ArchiveRequest& request, const ProgressHook& hook) {
    return Archiver(database, request, hook).run();
}

}  // namespace tixdb::maintenance
