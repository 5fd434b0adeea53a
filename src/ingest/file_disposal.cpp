// SPDX-License-Identifier: MIT

#include "ingest/file_disposal.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "base/error.hpp"
#include "base/folders.hpp"
#include "base/text.hpp"
#include "ingest/file_move.hpp"

namespace tixdb::ingest {
namespace {

namespace fs = std::filesystem;

bool is_same_folder(const struct stat& a, const struct stat& b) {
    return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

// Compared by what the folders are, not by their names, so that links do not deceive. A bind mount of a
// folder inside of base to a place outside does: what it is made of cannot be seen from there.
bool lies_inside(const fs::path& path, const fs::path& base) {
    struct stat base_status = {};
    if (stat(base.c_str(), &base_status) != 0) return false;
    std::error_code ignored;
    for (fs::path at = fs::weakly_canonical(fs::absolute(path), ignored);; at = at.parent_path()) {
        struct stat status = {};
        if (stat(at.c_str(), &status) == 0 && is_same_folder(status, base_status)) return true;
        if (at == at.parent_path()) return false;
    }
}

// Opens a folder below another, made if it is missing.
FileDescriptor open_made(int parent, const std::string& name) {
    if (!make_folder_in(parent, name.c_str())) return {};
    return FileDescriptor(openat(parent, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

}  // namespace

FileDisposal::FileDisposal(const ReportTree& tree, AfterIngest after, WarningLimit& warnings)
    : tree_(tree), after_(std::move(after)), warnings_(warnings) {
    if (after_.action != AfterIngest::Action::move) return;
    if (lies_inside(after_.target, tree_.base())) {
        throw Error(ErrorKind::usage,
                    fmt::format("--after: {} lies in the reports folder {}", escaped(after_.target.string()),
                                escaped(tree_.base().string())),
                    "name a folder outside of it");
    }
}

void FileDisposal::add(const model::InstallationKey& folder, const ReportFile& file) {
    items_.push_back({folder, file.name, file.stamp});
}

FileDescriptor FileDisposal::open_target(const model::InstallationKey& folder) {
    if (!make_folders(after_.target)) return {};
    const FileDescriptor target(open(after_.target.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!target.is_open()) return {};
    const FileDescriptor user = open_made(target.get(), std::to_string(folder.user_id));
    if (!user.is_open()) return {};
    FileDescriptor opened = open_made(user.get(), std::to_string(folder.installation_id));
    if (opened.is_open() && tidied_.insert(folder).second) remove_leftovers(opened.get());
    return opened;
}

void FileDisposal::fail(const std::string& what, int error) {
    const std::string_view verb = after_.action == AfterIngest::Action::move ? "move" : "delete";
    has_ended_ = error == ENOSPC || error == EROFS || error == EDQUOT;
    warnings_.warn(fmt::format("cannot {} files", verb),
                   fmt::format("cannot {} {}: {}{}", verb, what, std::strerror(error),
                               has_ended_ ? "; no more files are tried" : ""));
}

DisposalCounts FileDisposal::carry_out(store::Database& database) {
    DisposalCounts counts;
    const bool moves = after_.action == AfterIngest::Action::move;
    for (auto at = items_.begin(); at != items_.end();) {
        const model::InstallationKey folder = at->folder;
        const FileDescriptor source = has_ended_ ? FileDescriptor() : tree_.open_folder(folder);
        const FileDescriptor target = moves && source.is_open() ? open_target(folder) : FileDescriptor();
        const bool ready = source.is_open() && (!moves || target.is_open());
        if (!ready && !has_ended_) {
            const int error = errno;
            const std::string where = moves ? fmt::format(" to {}", escaped(after_.target.string())) : "";
            fail(fmt::format("the files of {}{}", folder.text(), where), error);
        }
        for (; at != items_.end() && at->folder == folder; ++at) {
            if (!ready || has_ended_) {
                ++counts.not_removed;
                continue;
            }
            database.require_in_place();
            carry_out(*at, source.get(), target.get(), counts);
        }
    }
    items_.clear();
    return counts;
}

void FileDisposal::carry_out(const Item& item, int source_folder, int target_folder, DisposalCounts& counts) {
    struct stat status = {};
    const bool is_there = fstatat(source_folder, item.name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0;
    if (!is_there && errno == ENOENT) return;
    // What goes must be what was read.
    if (is_there && (!S_ISREG(status.st_mode) || stamp_of(status) != item.stamp)) return;
    const bool moves = after_.action == AfterIngest::Action::move;
    const bool done = is_there && (moves ? move_file(source_folder, target_folder, item.name, item.stamp)
                                         : unlinkat(source_folder, item.name.c_str(), 0) == 0);
    if (done) {
        ++counts.removed;
        return;
    }
    const int error = errno;
    ++counts.not_removed;
    fail(path_of(item.folder, item.name), error);
}

}  // namespace tixdb::ingest
