// SPDX-License-Identifier: MIT

#include "ingest/scanner.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>

#include "base/signals.hpp"
#include "base/text.hpp"
#include "ingest/key_pinning.hpp"
#include "ingest/listed_path.hpp"
#include "store/forget_store.hpp"

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
        : sources(database), rejected(database), installations(database), forgotten(database) {
        const auto paths = rejected.paths_of(name_of(Reason::unreadable_folder));
        refused_folders.insert(paths.begin(), paths.end());
    }
    store::SourceStore sources;
    store::RejectedStore rejected;
    store::InstallationStore installations;
    store::ForgottenInstallations forgotten;
    std::set<std::string> refused_folders;
};

Scanner::Scanner(const ReportTree& tree, store::Database* memory, const ScanOptions& options,
                 const Clock& clock, WarningLimit& warnings, BatchTaker take)
    : tree_(tree),
      memory_(memory == nullptr ? nullptr : std::make_unique<Memory>(*memory)),
      options_(options),
      clock_(clock),
      warnings_(warnings),
      take_(std::move(take)) {}

Scanner::~Scanner() = default;

void Scanner::scan_all() {
    for (const std::int64_t user_id : tree_.users()) {
        if (!scan_user(user_id)) return;
    }
}

bool Scanner::is_of_another_shard(const model::InstallationKey& installation) const {
    return options_.shard && !options_.shard->holds(installation);
}

// Nothing of it is looked at, since nothing of it may be remembered.
bool Scanner::is_forgotten(const model::InstallationKey& installation) const {
    return memory_ && memory_->forgotten.contains(installation);
}

bool Scanner::is_left_alone(const model::InstallationKey& installation) {
    if (is_of_another_shard(installation)) {
        ++counts_.other_shards;
        return true;
    }
    if (!is_forgotten(installation)) return false;
    ++counts_.forgotten;
    return true;
}

bool Scanner::was_refused(const Folder& folder) const {
    return memory_ && memory_->refused_folders.contains(path_of(folder));
}

// error: why it cannot be read. True if the run is to go on.
bool Scanner::refuse_folder(const model::InstallationKey& installation, int error) {
    if (!is_unreadable_folder(error) || is_of_another_shard(installation)) return true;
    Folder folder{installation, FileDescriptor()};
    Batch batch;
    const std::string path = path_of(folder);
    batch.folder_reject =
        Reject{Reason::unreadable_folder, tree_.why_unreadable(path.substr(0, path.size() - 1), error)};
    batch.was_folder_refused = was_refused(folder);
    return BatchCutter(std::make_shared<const Folder>(std::move(folder)), false, take_)
        .finish(std::move(batch));
}

// Of a user's folder that can be read, if it could not be before. True if the run is to go on.
bool Scanner::tell_readable(std::int64_t user_id) {
    Folder folder{{user_id, 0}, FileDescriptor()};
    if (!was_refused(folder)) return true;
    Batch batch;
    batch.was_folder_refused = true;
    return BatchCutter(std::make_shared<const Folder>(std::move(folder)), false, take_)
        .finish(std::move(batch));
}

bool Scanner::scan_user(std::int64_t user_id) {
    if (is_forgotten({user_id, 0})) {
        ++counts_.forgotten;
        return true;
    }
    const auto installations = tree_.installations(user_id);
    if (!installations) return refuse_folder({user_id, 0}, errno);
    return tell_readable(user_id) && std::ranges::all_of(*installations, [&](std::int64_t id) {
               return scan_folder({user_id, id});
           });
}

bool Scanner::scan_folder(const model::InstallationKey& installation) {
    if (is_left_alone(installation)) return stop_requested() == 0;
    FileDescriptor descriptor = tree_.open_folder(installation);
    struct stat status = {};
    if (!descriptor.is_open() || fstat(descriptor.get(), &status) != 0)
        return refuse_folder(installation, errno);
    const int folder = descriptor.get();
    Listing listing;
    listing.folder = std::make_shared<const Folder>(Folder{installation, std::move(descriptor)});
    listing.was_refused = was_refused(*listing.folder);
    const auto before = memory_ ? memory_->sources.folder(installation) : std::nullopt;
    if (before && is_unchanged(*before, status) && before->unfinished == 0 && before->rejected == 0 &&
        !listing.was_refused && !(options_.list_known && before->files > 0)) {
        counts_.known += before->files;
        return stop_requested() == 0;
    }
    listing.row = row_of(status, clock_.now_ms());
    auto names = names_in(folder);
    if (!names) return refuse_folder(installation, errno);
    counts_.ignored += static_cast<std::int64_t>(
        std::erase_if(*names, [](const std::string& name) { return !is_report_name(name); }));
    listing.names = std::move(*names);
    return scan_listing(std::move(listing));
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
            warnings_.warn("not a report below the reports folder",
                           fmt::format("{} is no <user>/<installation>/*.json below the reports folder",
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
        if (is_left_alone(installation)) continue;
        FileDescriptor descriptor = tree_.open_folder(installation);
        if (!descriptor.is_open()) {
            const int error = errno;
            if (!is_unreadable_folder(error)) {
                warnings_.warn("cannot list a folder",
                               fmt::format("cannot list {}: {}", installation.text(), std::strerror(error)));
            } else if (!refuse_folder(installation, error)) {
                return false;
            }
            continue;
        }
        if (!tell_readable(installation.user_id)) return false;
        Listing listing;
        listing.folder = std::make_shared<const Folder>(Folder{installation, std::move(descriptor)});
        listing.was_refused = was_refused(*listing.folder);
        listing.names = std::move(names);
        if (!scan_listing(std::move(listing))) return false;
    }
    slab.clear();
    return true;
}

// Some hundred files at a time, whatever there are in the folder: only their names are all held in memory.
bool Scanner::scan_listing(Listing listing) {
    const model::InstallationKey& installation = listing.folder->installation;
    std::ranges::sort(listing.names);
    listing.has_refused_files = memory_ && memory_->rejected.has_any(installation);
    // Files of an installation without a pinned key that need several batches are gone through for the key
    // first.
    if (options_.verify_signatures && !(memory_ && memory_->installations.pinned_key(installation)) &&
        !send_scouts(listing)) {
        return false;
    }
    Batch last;
    last.folder_row = listing.row;
    last.was_folder_refused = listing.was_refused;
    BatchCutter cutter(listing.folder, false, take_);
    for (std::size_t at = 0; at < listing.names.size();) {
        for (ReportFile& file : look_at(listing, at, true)) {
            if (file.status == FileStatus::known && !options_.list_known)
                ++last.known_files;
            else if (!cutter.add(std::move(file)))
                return false;
        }
    }
    return cutter.finish(std::move(last));
}

bool Scanner::send_scouts(const Listing& listing) {
    std::size_t at = 0;
    std::vector<ReportFile> files = look_at(listing, at, false);
    if (at == listing.names.size() && fit_into_one_batch(files)) return true;
    BatchCutter cutter(listing.folder, true, take_);
    while (!files.empty() || at < listing.names.size()) {
        for (ReportFile& file : files) {
            if (file.status == FileStatus::fresh && !cutter.add(std::move(file))) return false;
        }
        files = at < listing.names.size() ? look_at(listing, at, false) : std::vector<ReportFile>();
    }
    return cutter.finish();
}

std::vector<ReportFile> Scanner::look_at(const Listing& listing, std::size_t& at, bool counts) {
    const Folder& folder = *listing.folder;
    std::vector<ReportFile> files;
    const std::size_t end = std::min(listing.names.size(), at + kBatchFiles);
    files.reserve(end - at);
    for (; at < end; ++at) {
        const std::string& name = listing.names[at];
        struct stat status = {};
        if (fstatat(folder.descriptor.get(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
            const int error = errno;
            if (counts && (!listing.row || error != ENOENT)) {
                warnings_.warn("cannot look at a file",
                               fmt::format("cannot look at {}: {}", path_of(folder.installation, name),
                                           std::strerror(error)));
            }
            continue;
        }
        if (S_ISDIR(status.st_mode)) {
            if (counts) ++counts_.ignored;
            continue;
        }
        ReportFile& file = files.emplace_back();
        file.name = name;
        file.stamp = stamp_of(status);
        if (auto problem = problem_of(file.name, status)) {
            file.status = FileStatus::refused;
            file.reject = std::move(*problem);
        }
    }
    recall(listing, files);
    return files;
}

// Both lists are in the order of the names' bytes.
void Scanner::recall(const Listing& listing, std::vector<ReportFile>& files) {
    if (!memory_ || files.empty()) return;
    const model::InstallationKey& installation = listing.folder->installation;
    auto at = files.begin();
    memory_->sources.visit_files(installation, files.front().name, files.back().name,
                                 [&](std::string_view name, const store::SourceFileState& state) {
                                     while (at != files.end() && at->name < name) ++at;
                                     if (at == files.end() || at->name != name) return;
                                     if (at->status == FileStatus::fresh && at->stamp.state == state) {
                                         at->status = FileStatus::known;
                                     }
                                 });
    if (!listing.has_refused_files) return;
    const auto pinned = memory_->installations.pinned_key(installation);
    for (ReportFile& file : files) {
        auto row = memory_->rejected.find(path_of(installation, file.name));
        if (!row) continue;
        // Known and refused: it is as it once was, or its refusal was not lifted. It is read once more.
        if (file.status == FileStatus::known) file.status = FileStatus::fresh;
        if (row->state == file.stamp.state && still_stands(*row, pinned)) {
            file.status = FileStatus::rejected_known;
        }
        file.rejected_before = std::move(row);
    }
}

// A refusal is looked at again where more than the file decides: permissions, options, the pinned key.
bool Scanner::still_stands(const store::RejectedRow& row,
                           const std::optional<store::PinnedKey>& pinned) const {
    const auto is = [&](Reason reason) { return row.reason == name_of(reason); };
    if (is(Reason::unreadable) || is(Reason::cannot_read) || is(Reason::future_clock)) return false;
    const bool of_key = is(Reason::key_changed);
    if (!options_.verify_signatures && (of_key || is(Reason::bad_key) || is(Reason::bad_signature)))
        return false;
    return !(of_key && pinned && row.detail == key_changed_detail(pinned->digest));
}

}  // namespace tixdb::ingest
