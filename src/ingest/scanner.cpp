// SPDX-License-Identifier: MIT

#include "ingest/scanner.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/signals.hpp"
#include "base/text.hpp"
#include "ingest/batch_cutter.hpp"
#include "ingest/key_judge.hpp"
#include "ingest/listed_path.hpp"

namespace tixdb::ingest {
namespace {

// A folder that changed so shortly before it was listed could change again without its time showing it.
constexpr std::int64_t kSettledNs = 2'000'000'000;
// Paths of a list that are sorted by folder at once.
constexpr std::size_t kSlab = 20'000;

store::SourceFolderRow row_of(const struct stat& status, std::int64_t now_ms) {
    store::SourceFolderRow row;
    row.device = static_cast<std::int64_t>(status.st_dev);
    row.inode = static_cast<std::int64_t>(status.st_ino);
    const std::int64_t mtime_ns = mtime_ns_of(status);
    row.mtime_ns = mtime_ns / 1'000'000 + kSettledNs / 1'000'000 <= now_ms ? mtime_ns : 0;
    return row;
}

bool is_unchanged(const store::SourceFolderRow& before, const struct stat& status) {
    return before.mtime_ns != 0 && before.mtime_ns == mtime_ns_of(status) &&
           before.device == static_cast<std::int64_t>(status.st_dev) &&
           before.inode == static_cast<std::int64_t>(status.st_ino);
}

std::string_view kind_of(mode_t mode) {
    if (S_ISLNK(mode)) return "a symbolic link";
    if (S_ISFIFO(mode)) return "a pipe";
    if (S_ISSOCK(mode)) return "a socket";
    return "a device";
}

// Refused without a look inside.
std::optional<Reject> problem_of(const std::string& name, const struct stat& status) {
    if (!S_ISREG(status.st_mode))
        return Reject{Reason::not_regular_file, std::string(kind_of(status.st_mode))};
    if (!is_utf8(name)) return Reject{Reason::bad_name, "the name is not UTF-8"};
    if (status.st_size > kLargestFileBytes) {
        return Reject{Reason::too_large, fmt::format("{} bytes, over {}", status.st_size, kLargestFileBytes)};
    }
    return std::nullopt;
}

}  // namespace

struct Scanner::Memory {
    explicit Memory(store::Database& database)
        : sources(database), rejected(database), installations(database) {}
    store::SourceStore sources;
    store::RejectedStore rejected;
    store::InstallationStore installations;
};

Scanner::Scanner(const ReportTree& tree, store::Database* memory, const ScanOptions& options,
                 const Clock& clock, Log& log, BatchTaker take)
    : tree_(tree),
      memory_(memory == nullptr ? nullptr : std::make_unique<Memory>(*memory)),
      options_(options),
      clock_(clock),
      log_(log),
      take_(std::move(take)) {}

Scanner::~Scanner() = default;

void Scanner::warn_unlistable(const std::string& folder, int error) {
    log_.warning(fmt::format("cannot list {}: {}", folder, std::strerror(error)));
}

void Scanner::scan_all() {
    for (const std::int64_t user_id : tree_.users()) {
        if (!scan_user(user_id)) return;
    }
}

bool Scanner::scan_user(std::int64_t user_id) {
    const auto installations = tree_.installations(user_id);
    if (!installations) {
        // A file or a link of that name is no folder of ours.
        if (errno != ENOTDIR && errno != ELOOP && errno != ENOENT)
            warn_unlistable(std::to_string(user_id), errno);
        return true;
    }
    return std::ranges::all_of(*installations, [&](std::int64_t id) { return scan_folder({user_id, id}); });
}

bool Scanner::scan_folder(const model::InstallationKey& installation) {
    const std::string shown = installation.text();
    FileDescriptor descriptor = tree_.open_folder(installation);
    if (!descriptor.is_open()) {
        if (errno != ENOTDIR && errno != ELOOP && errno != ENOENT) warn_unlistable(shown, errno);
        return true;
    }
    struct stat status = {};
    if (fstat(descriptor.get(), &status) != 0) {
        warn_unlistable(shown, errno);
        return true;
    }
    const auto before = memory_ ? memory_->sources.folder(installation) : std::nullopt;
    if (before && is_unchanged(*before, status) && before->unfinished == 0 && before->rejected == 0 &&
        !(options_.list_known && before->files > 0)) {
        counts_.known += before->files;
        return stop_requested() == 0;
    }
    const auto folder_row = row_of(status, clock_.now_ms());
    auto names = names_in(descriptor.get());
    if (!names) {
        warn_unlistable(shown, errno);
        return true;
    }
    counts_.ignored += static_cast<std::int64_t>(
        std::erase_if(*names, [](const std::string& name) { return !is_report_name(name); }));
    return scan_names(installation, std::move(descriptor), std::move(*names), folder_row);
}

void Scanner::scan_listed(const PathSource& next_path) {
    std::vector<ListedFile> slab;
    while (const auto path = next_path()) {
        if (path->empty()) continue;
        auto file = listed_file(tree_.base(), *path);
        if (file)
            slab.push_back(std::move(*file));
        else {
            ++counts_.ignored;
            log_.warning(fmt::format("{} is no <user>/<installation>/*.json below the reports folder",
                                     escaped(*path)));
        }
        if (slab.size() >= kSlab && !scan_slab(slab)) return;
    }
    static_cast<void>(scan_slab(slab));
}

bool Scanner::scan_slab(std::vector<ListedFile>& slab) {
    std::ranges::sort(slab);
    slab.erase(std::unique(slab.begin(), slab.end()), slab.end());
    for (auto at = slab.begin(); at != slab.end();) {
        const model::InstallationKey installation = at->first;
        std::vector<std::string> names;
        for (; at != slab.end() && at->first == installation; ++at) names.push_back(std::move(at->second));
        FileDescriptor descriptor = tree_.open_folder(installation);
        if (!descriptor.is_open()) {
            warn_unlistable(installation.text(), errno);
        } else if (!scan_names(installation, std::move(descriptor), std::move(names), std::nullopt)) {
            return false;
        }
    }
    slab.clear();
    return true;
}

bool Scanner::scan_names(const model::InstallationKey& installation, FileDescriptor descriptor,
                         std::vector<std::string> names, std::optional<store::SourceFolderRow> folder_row) {
    std::ranges::sort(names);
    std::vector<ReportFile> files = look_at(descriptor.get(), names, !folder_row, installation);
    recall(installation, files);
    CutOptions cut;
    cut.folder_row = folder_row;
    if (!options_.list_known) {
        cut.known_files = static_cast<std::int64_t>(
            std::erase_if(files, [](const ReportFile& file) { return file.status == FileStatus::known; }));
    }
    // Files of an installation without a pinned key that need several batches are gone through for the key
    // first.
    cut.scout_if_many =
        options_.verify_signatures && !(memory_ && memory_->installations.pinned_key(installation));
    const auto folder = std::make_shared<const Folder>(Folder{installation, std::move(descriptor)});
    return cut_batches(folder, std::move(files), cut, take_);
}

std::vector<ReportFile> Scanner::look_at(int folder, std::vector<std::string>& names, bool must_exist,
                                         const model::InstallationKey& installation) {
    std::vector<ReportFile> files;
    files.reserve(names.size());
    for (std::string& name : names) {
        struct stat status = {};
        if (fstatat(folder, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
            const int error = errno;
            if (must_exist || error != ENOENT) {
                log_.warning(
                    fmt::format("cannot look at {}: {}", path_of(installation, name), std::strerror(error)));
            }
            continue;
        }
        if (S_ISDIR(status.st_mode)) {
            ++counts_.ignored;
            continue;
        }
        ReportFile& file = files.emplace_back();
        file.name = std::move(name);
        file.stamp = stamp_of(status);
        if (auto problem = problem_of(file.name, status)) {
            file.status = FileStatus::refused;
            file.reject = std::move(*problem);
        }
    }
    return files;
}

// Both lists are in the order of the names' bytes.
void Scanner::recall(const model::InstallationKey& installation, std::vector<ReportFile>& files) {
    if (!memory_ || files.empty()) return;
    auto at = files.begin();
    memory_->sources.visit_files(installation, files.front().name, files.back().name,
                                 [&](std::string_view name, const store::SourceFileState& state) {
                                     while (at != files.end() && at->name < name) ++at;
                                     if (at == files.end() || at->name != name) return;
                                     if (at->status == FileStatus::fresh && at->stamp.state == state) {
                                         at->status = FileStatus::known;
                                     }
                                 });
    std::map<std::string, store::RejectedRow> rows;
    memory_->rejected.visit_folder(installation, [&](store::RejectedRow row) {
        std::string path = row.path;
        rows.emplace(std::move(path), std::move(row));
    });
    if (rows.empty()) return;
    const auto pinned = memory_->installations.pinned_key(installation);
    for (ReportFile& file : files) {
        const auto row = rows.find(path_of(installation, file.name));
        if (row == rows.end()) continue;
        // Known and refused: it is as it once was, or its refusal was not lifted. It is read once more.
        if (file.status == FileStatus::known) file.status = FileStatus::fresh;
        if (row->second.state == file.stamp.state && still_stands(row->second, pinned)) {
            file.status = FileStatus::rejected_known;
        }
        file.rejected_before = std::move(row->second);
    }
}

// A refusal is looked at again where more than the file decides: permissions, options, the pinned key.
bool Scanner::still_stands(const store::RejectedRow& row,
                           const std::optional<store::PinnedKey>& pinned) const {
    const auto is = [&](Reason reason) { return row.reason == name_of(reason); };
    if (is(Reason::unreadable) || is(Reason::future_clock)) return false;
    const bool of_key = is(Reason::key_changed);
    if (!options_.verify_signatures && (of_key || is(Reason::bad_key) || is(Reason::bad_signature)))
        return false;
    return !(of_key && pinned && row.detail == key_changed_detail(pinned->digest));
}

}  // namespace tixdb::ingest
