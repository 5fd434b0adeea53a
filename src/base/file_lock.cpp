// SPDX-License-Identifier: MIT

#include "base/file_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "base/error.hpp"
#include "base/file_owner.hpp"
#include "base/signals.hpp"
#include "base/text.hpp"

namespace tixdb {
namespace {

constexpr std::size_t kLongestContent = 256;

std::string content_of(int descriptor) {
    std::array<char, kLongestContent> text{};
    const ssize_t length = pread(descriptor, text.data(), text.size(), 0);
    return length <= 0 ? std::string() : std::string(text.data(), static_cast<std::size_t>(length));
}

std::string note_in(const std::string& content) {
    const auto begin = content.find('\n');
    if (begin == std::string::npos) return "";
    return content.substr(begin + 1, content.find('\n', begin + 1) - begin - 1);
}

// The new bytes before the new length: no moment at which a reader finds no pid.
bool write_content(int descriptor, const std::string& note) {
    const std::string content =
        note.empty() ? fmt::format("{}\n", getpid()) : fmt::format("{}\n{}\n", getpid(), note);
    const auto size = static_cast<ssize_t>(content.size());
    return pwrite(descriptor, content.data(), content.size(), 0) == size && ftruncate(descriptor, size) == 0;
}

std::string holder_of(int descriptor) {
    std::string pid = content_of(descriptor);
    pid.erase(std::find(pid.begin(), pid.end(), '\n'), pid.end());
    pid.erase(std::find_if(pid.begin(), pid.end(), [](char c) { return c < '0' || c > '9'; }), pid.end());
    return pid.empty() ? "another process" : "process " + pid;
}

// False if another process holds the lock. A file system without locks is no reason to try again.
bool try_to_lock(int descriptor, const std::filesystem::path& path) {
    while (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK) return false;
        if (errno == EINTR) continue;
        throw Error(ErrorKind::configuration,
                    fmt::format("cannot lock {}: {}", escaped(path.string()), std::strerror(errno)),
                    "keep the database on a file system that knows flock(2), a local one at best");
    }
    return true;
}

}  // namespace

FileLock::FileLock(const std::filesystem::path& path, std::chrono::milliseconds wait, Clock& clock)
    : path_(path) {
    constexpr int kFlags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW;
    constexpr mode_t kMode = 0640;
    descriptor_ = FileDescriptor(open(path.c_str(), kFlags | O_EXCL, kMode));
    if (descriptor_.is_open())
        (void)fchmod(descriptor_.get(), kMode);  // whatever the umask; later it is the operator's to change
    else if (errno == EEXIST)
        descriptor_ = FileDescriptor(open(path.c_str(), kFlags, kMode));
    if (!descriptor_.is_open()) {
        throw cannot_write("the lock file", path, errno);
    }
    const auto deadline = clock.monotonic() + wait;
    while (!try_to_lock(descriptor_.get(), path)) {
        const auto left = deadline - clock.monotonic();
        if (left.count() <= 0 || stop_requested() != 0) {
            throw_if_stopped();
            throw Error(ErrorKind::try_again,
                        fmt::format("{} is locked by {}", escaped(path.filename().string()),
                                    holder_of(descriptor_.get())),
                        "try again when it has ended, or use --wait 30s");
        }
        const auto slice = std::chrono::duration_cast<std::chrono::milliseconds>(left);
        clock.sleep_for(std::clamp(slice, std::chrono::milliseconds(1), std::chrono::milliseconds(50)));
    }
    // The pid only serves the message of a second process: the lock itself is held.
    (void)write_content(descriptor_.get(), note());
}

std::string FileLock::note() const {
    return note_in(content_of(descriptor_.get()));
}

std::string FileLock::note_at(const std::filesystem::path& path) {
    const FileDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    return file.is_open() ? note_in(content_of(file.get())) : std::string();
}

void FileLock::write_note(const std::string& note) {
    if (write_content(descriptor_.get(), note)) return;
    throw Error(
        ErrorKind::failed,
        fmt::format("cannot write the lock file {}: {}", escaped(path_.string()), std::strerror(errno)),
        "check the disk, and who may write the file");
}

}  // namespace tixdb
