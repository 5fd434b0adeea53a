// SPDX-License-Identifier: MIT

#include "ingest/report_tree.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

#include "base/error.hpp"
#include "base/file_owner.hpp"
#include "base/parse_number.hpp"
#include "base/shortage.hpp"
#include "base/text.hpp"

namespace tixdb::ingest {
namespace {

constexpr int kFolderFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

std::vector<std::int64_t> ids_of(const std::vector<std::string>& names) {
    std::vector<std::int64_t> ids;
    for (const std::string& name : names) {
        if (const auto id = canonical_id(name)) ids.push_back(*id);
    }
    std::ranges::sort(ids);
    return ids;
}

// "; owned by root:root, mode 0700", where that is why.
std::string owner_text(int error, const std::filesystem::path& path) {
    if (error != EACCES && error != EPERM) return {};
    const auto owner = owner_of(path);
    if (!owner) return {};
    return fmt::format("; owned by {}:{}, mode {}", owner->user, owner->group, owner->mode);
}

[[noreturn]] void throw_unusable(const std::filesystem::path& base, int error) {
    const std::string shown = escaped(base.string());
    throw_if_short("cannot list the reports folder " + shown, error);
    throw Error(ErrorKind::configuration,
                fmt::format("cannot list the reports folder {}: {}{}", shown, std::strerror(error),
                            owner_text(error, base)),
                error == EACCES ? fmt::format("let {}, who runs tixdb, read it", own_user())
                                : "name the folder that holds <user>/<installation>/*.json with --reports");
}

}  // namespace

std::optional<std::int64_t> canonical_id(std::string_view name) {
    if (name.empty() || name.front() < '1' || name.front() > '9') return std::nullopt;
    return parse_number<std::int64_t>(name);
}

bool is_report_name(std::string_view name) {
    return name.ends_with(".json") && !name.starts_with('.');
}

std::optional<std::vector<std::string>> names_in(int folder) {
    // Opened anew, so that the place in the listing is not shared with the descriptor we were given.
    FileDescriptor descriptor(openat(folder, ".", kFolderFlags));
    if (!descriptor.is_open()) return std::nullopt;
    const std::unique_ptr<DIR, int (*)(DIR*)> stream(fdopendir(descriptor.get()), &closedir);
    if (!stream) return std::nullopt;
    static_cast<void>(descriptor.release());
    std::vector<std::string> names;
    errno = 0;
    while (const dirent* entry = readdir(stream.get())) {
        const std::string_view name = entry->d_name;
        if (name != "." && name != "..") names.emplace_back(name);
        errno = 0;
    }
    if (errno != 0) return std::nullopt;
    return names;
}

ReportTree::ReportTree(std::filesystem::path base)
    : base_(std::move(base)), descriptor_(open(base_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    if (!descriptor_.is_open()) throw_unusable(base_, errno);
}

std::vector<std::int64_t> ReportTree::users() const {
    const auto names = names_in(descriptor_.get());
    if (!names) throw_unusable(base_, errno);
    return ids_of(*names);
}

bool ReportTree::is_empty() const {
    const auto names = names_in(descriptor_.get());
    return names &&
           std::ranges::all_of(*names, [](const std::string& name) { return name.starts_with('.'); });
}

FileDescriptor ReportTree::open_user(std::int64_t user_id) const {
    return FileDescriptor(openat(descriptor_.get(), std::to_string(user_id).c_str(), kFolderFlags));
}

std::optional<std::vector<std::int64_t>> ReportTree::installations(std::int64_t user_id) const {
    const FileDescriptor user = open_user(user_id);
    if (!user.is_open()) return std::nullopt;
    const auto names = names_in(user.get());
    if (!names) return std::nullopt;
    return ids_of(*names);
}

FileDescriptor ReportTree::open_folder(const model::InstallationKey& installation) const {
    const FileDescriptor user = open_user(installation.user_id);
    if (!user.is_open()) return {};
    return FileDescriptor(
        openat(user.get(), std::to_string(installation.installation_id).c_str(), kFolderFlags));
}

std::string ReportTree::why_unreadable(const std::string& path, int error) const {
    return std::strerror(error) + owner_text(error, base_ / path);
}

bool is_unreadable_folder(int error) {
    throw_if_short("cannot list a folder of reports", error);
    return error != ENOTDIR && error != ELOOP && error != ENOENT;
}

void require_report_folders(const ReportTree& tree, Log& log) {
    std::string unreadable;
    for (const std::int64_t user_id : tree.users()) {
        const auto installations = tree.installations(user_id);
        if (installations && !installations->empty()) return;
        if (!installations && is_unreadable_folder(errno) && unreadable.empty()) {
            const std::string path = std::to_string(user_id);
            unreadable = fmt::format("{}: {}", path, tree.why_unreadable(path, errno));
        }
    }
    const std::string base = escaped(tree.base().string());
    if (!unreadable.empty()) {
        throw Error(ErrorKind::configuration,
                    fmt::format("no folder of a user in {} can be read ({})", base, unreadable),
                    fmt::format("let {}, who runs tixdb, read them", own_user()));
    }
    if (tree.is_empty()) {
        log.warning(fmt::format("the reports folder {} is empty", base));
        return;
    }
    throw Error(ErrorKind::configuration, fmt::format("{} holds no <user>/<installation> folder", base),
                "name the folder above those of the users with --reports");
}

}  // namespace tixdb::ingest
