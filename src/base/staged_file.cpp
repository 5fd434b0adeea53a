// SPDX-License-Identifier: MIT

#include "base/staged_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <string>

#include "base/error.hpp"
#include "base/file_descriptor.hpp"
#include "base/parse_number.hpp"
#include "base/shortage.hpp"
#include "base/text.hpp"

namespace tixdb {
namespace {

constexpr mode_t kStagedMode = 0640;
constexpr std::string_view kPartial = ".partial-";
// SQLite's companions of a database file.
constexpr std::array kCompanions = {"", "-journal", "-wal", "-shm"};

std::filesystem::path folder_of(const std::filesystem::path& file) {
    const std::filesystem::path folder = file.parent_path();
    return folder.empty() ? "." : folder;
}

Error file_error(std::string_view what, const std::filesystem::path& path) {
    const int error = errno;
    if (is_shortage(error))
        return shortage_error(fmt::format("cannot {} {}", what, escaped(path.string())), error);
    const bool is_full = error == ENOSPC || error == EDQUOT;
    return {ErrorKind::failed,
            fmt::format("cannot {} {}: {}", what, escaped(path.string()), std::strerror(error)),
            is_full           ? "free some space there, or name a file on another disk"
            : error == ENOENT ? "create the folder, or name a file in another one"
                              : "check that you may write to the folder"};
}

// The process that a name of a partial file speaks of, 0 if it is none.
pid_t process_of(std::string_view name, std::string_view target_name) {
    if (!name.starts_with(target_name)) return 0;
    name.remove_prefix(target_name.size());
    if (!name.starts_with(kPartial)) return 0;
    name.remove_prefix(kPartial.size());
    return take_number<pid_t>(name).value_or(0);
}

// What cannot be listed or removed is no reason not to go on.
void remove_leftovers(const std::filesystem::path& target) {
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder_of(target), ignored)) {
        const pid_t process = process_of(entry.path().filename().string(), target.filename().string());
        if (process <= 0) continue;
        const bool has_ended = process == getpid() || (kill(process, 0) != 0 && errno == ESRCH);
        if (has_ended) std::filesystem::remove(entry.path(), ignored);
    }
}

bool rename_unless_there(const std::filesystem::path& from, const std::filesystem::path& to) {
    if (renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return true;
    if (errno != EINVAL && errno != ENOSYS) return false;
    return link(from.c_str(), to.c_str()) == 0 && unlink(from.c_str()) == 0;
}

}  // namespace

StagedFile::StagedFile(const std::filesystem::path& target)
    : target_(target), path_(target.string() + fmt::format("{}{}", kPartial, getpid())) {
    remove_leftovers(target_);
    const FileDescriptor file(open(path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, kStagedMode));
    if (!file.is_open()) throw file_error("create", path_);
    (void)fchmod(file.get(), kStagedMode);
    struct stat status = {};
    if (fstat(file.get(), &status) != 0) throw file_error("look at", path_);
    device_ = status.st_dev;
    inode_ = status.st_ino;
}

StagedFile::~StagedFile() {
    if (!placed_as_.empty()) return;
    std::error_code ignored;
    for (const char* companion : kCompanions) std::filesystem::remove(path_.string() + companion, ignored);
}

bool StagedFile::write(std::string_view content) const {
    std::ofstream file(path_, std::ios::binary | std::ios::trunc);
    file.write(content.data(), static_cast<std::streamsize>(content.size()));
    file.close();
    return !file.fail();
}

void StagedFile::give_to_owner_of(const std::filesystem::path& other) const {
    struct stat status = {};
    if (geteuid() != 0 || stat(other.c_str(), &status) != 0) return;
    if (chown(path_.c_str(), status.st_uid, status.st_gid) != 0) throw file_error("give away", path_);
}

void StagedFile::place_as(const std::filesystem::path& name, Existing existing) {
    for (const char* companion : kCompanions) {
        std::error_code ignored;
        if (*companion != '\0') std::filesystem::remove(path_.string() + companion, ignored);
    }
    sync_file(path_);
    const bool done = existing == Existing::replace ? rename(path_.c_str(), name.c_str()) == 0
                                                    : rename_unless_there(path_, name);
    if (!done) throw file_error("put in place", name);
    placed_as_ = name;
    sync_folder(folder_of(name));
}

bool StagedFile::is_at(const std::filesystem::path& name) const {
    struct stat status = {};
    return !placed_as_.empty() && stat(name.c_str(), &status) == 0 && status.st_dev == device_ &&
           status.st_ino == inode_;
}

void StagedFile::take_back() noexcept {
    if (is_at(placed_as_)) (void)unlink(placed_as_.c_str());
}

void exchange_files(const std::filesystem::path& current, const std::filesystem::path& other) {
    if (renameat2(AT_FDCWD, current.c_str(), AT_FDCWD, other.c_str(), RENAME_EXCHANGE) != 0) {
        if (errno != EINVAL && errno != ENOSYS) throw file_error("put in place", current);
        const std::string old = other.string() + ".old";
        if (link(current.c_str(), old.c_str()) != 0 || rename(other.c_str(), current.c_str()) != 0 ||
            rename(old.c_str(), other.c_str()) != 0) {
            throw file_error("put in place", current);
        }
    }
    sync_folder(folder_of(current));
}

void sync_file(const std::filesystem::path& path) {
    const FileDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.is_open() || fsync(file.get()) != 0) throw file_error("write", path);
}

void sync_folder(const std::filesystem::path& folder) {
    const FileDescriptor opened(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    // Some file systems cannot: then they have nothing to lose.
    if (!opened.is_open() || (fsync(opened.get()) != 0 && errno != EINVAL && errno != EROFS)) {
        throw file_error("write", folder);
    }
}

}  // namespace tixdb
