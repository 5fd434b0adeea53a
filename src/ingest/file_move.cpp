// SPDX-License-Identifier: MIT

#include "ingest/file_move.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <functional>
#include <string_view>

#include "base/file_descriptor.hpp"
#include "base/parse_number.hpp"
#include "ingest/report_tree.hpp"

namespace tixdb::ingest {
namespace {

constexpr int kMostSuffixes = 10'000;

constexpr std::string_view kCopyPrefix = ".tixdb-";

ssize_t read_some(int file, std::array<char, 65'536>& buffer) {
    for (;;) {
        const ssize_t got = read(file, buffer.data(), buffer.size());
        if (got >= 0 || errno != EINTR) return got;
    }
}

FileDescriptor open_to_read(int folder, const std::string& name) {
    return FileDescriptor(openat(folder, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
}

bool have_same_bytes(int a, int b) {
    std::array<char, 65'536> of_a{};
    std::array<char, 65'536> of_b{};
    for (;;) {
        const ssize_t got = read_some(a, of_a);
        if (got < 0 || got != read_some(b, of_b)) return false;
        if (got == 0) return true;
        if (std::memcmp(of_a.data(), of_b.data(), static_cast<std::size_t>(got)) != 0) return false;
    }
}

bool are_same_file(const struct stat& a, const struct stat& b) {
    return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

// Two names of one file in two folders: what linking leaves if it is cut short before the first name goes.
// One name in one folder that is reached by two ways (a bind mount) is not that.
bool are_two_names(int folder_a, int folder_b, const struct stat& file) {
    struct stat a = {};
    struct stat b = {};
    return file.st_nlink > 1 && fstat(folder_a, &a) == 0 && fstat(folder_b, &b) == 0 && !are_same_file(a, b);
}

// Two regular files with the same bytes, the target's on its disk.
bool is_same_on_disk(int source_folder, const std::string& name, int target_folder,
                     const std::string& target) {
    const FileDescriptor from = open_to_read(source_folder, name);
    const FileDescriptor to = open_to_read(target_folder, target);
    struct stat from_status = {};
    struct stat to_status = {};
    if (!from.is_open() || !to.is_open() || fstat(from.get(), &from_status) != 0 ||
        fstat(to.get(), &to_status) != 0) {
        return false;
    }
    if (are_same_file(from_status, to_status) && !are_two_names(source_folder, target_folder, from_status))
        return false;
    return S_ISREG(from_status.st_mode) && S_ISREG(to_status.st_mode) &&
           from_status.st_size == to_status.st_size && have_same_bytes(from.get(), to.get()) &&
           fsync(to.get()) == 0 && fsync(target_folder) == 0;
}

enum class Placed : std::uint8_t { no, moved, was_there };

// Tries name, name.1, name.2 … until attempt does not fail with EEXIST, or is_there says that the file has
// that name already.
Placed with_free_name(const std::string& name, const std::function<bool(const std::string&)>& attempt,
                      const std::function<bool(const std::string&)>& is_there) {
    for (int i = 0; i < kMostSuffixes; ++i) {
        const std::string candidate = i == 0 ? name : fmt::format("{}.{}", name, i);
        if (attempt(candidate)) return Placed::moved;
        if (errno != EEXIST) return Placed::no;
        if (is_there(candidate)) return Placed::was_there;
    }
    errno = EEXIST;
    return Placed::no;
}

// rename that fails with EEXIST. Where the file system does not know it, a second name and the first one's
// end.
bool rename_to_free(int from_folder, const std::string& from, int to_folder, const std::string& to) {
    if (renameat2(from_folder, from.c_str(), to_folder, to.c_str(), RENAME_NOREPLACE) == 0) return true;
    if (errno != EINVAL && errno != ENOSYS) return false;
    if (linkat(from_folder, from.c_str(), to_folder, to.c_str(), 0) != 0) return false;
    return unlinkat(from_folder, from.c_str(), 0) == 0;
}

bool copy_bytes(int from, int to) {
    std::array<char, 65'536> buffer{};
    for (;;) {
        const ssize_t got = read_some(from, buffer);
        if (got <= 0) return got == 0;
        for (ssize_t done = 0; done < got;) {
            const ssize_t put = write(to, buffer.data() + done, static_cast<std::size_t>(got - done));
            if (put < 0 && errno != EINTR) return false;
            if (put > 0) done += put;
        }
    }
}

// A copy under a name that no report has, on the disk when it returns.
bool copy_durably(int source_folder, const std::string& name, const FileStamp& stamp, int target_folder,
                  const std::string& copy) {
    const FileDescriptor from = open_to_read(source_folder, name);
    struct stat status = {};
    if (!from.is_open() || fstat(from.get(), &status) != 0) return false;
    if (!S_ISREG(status.st_mode) || stamp_of(status) != stamp) {
        errno = ESTALE;
        return false;
    }
    unlinkat(target_folder, copy.c_str(), 0);
    const FileDescriptor to(
        openat(target_folder, copy.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0640));
    if (!to.is_open() || !copy_bytes(from.get(), to.get())) return false;
    const std::array<timespec, 2> times = {status.st_atim, status.st_mtim};
    return fchmod(to.get(), status.st_mode & 0777U) == 0 && futimens(to.get(), times.data()) == 0 &&
           fsync(to.get()) == 0;
}

}  // namespace

bool move_by_copy(int source_folder, int target_folder, const std::string& name, const FileStamp& stamp) {
    const std::string copy = fmt::format("{}{}", kCopyPrefix, getpid());
    Placed placed = Placed::no;
    if (copy_durably(source_folder, name, stamp, target_folder, copy)) {
        placed = with_free_name(
            name,
            [&](const std::string& free) { return rename_to_free(target_folder, copy, target_folder, free); },
            [&](const std::string& taken) {
                return is_same_on_disk(target_folder, copy, target_folder, taken);
            });
    }
    const bool done = placed != Placed::no && fsync(target_folder) == 0;
    if (placed != Placed::moved) {
        const int error = errno;
        unlinkat(target_folder, copy.c_str(), 0);
        errno = error;
    }
    return done && unlinkat(source_folder, name.c_str(), 0) == 0;
}

bool move_file(int source_folder, int target_folder, const std::string& name, const FileStamp& stamp) {
    const Placed placed = with_free_name(
        name,
        [&](const std::string& free) { return rename_to_free(source_folder, name, target_folder, free); },
        [&](const std::string& taken) { return is_same_on_disk(source_folder, name, target_folder, taken); });
    if (placed == Placed::was_there) return unlinkat(source_folder, name.c_str(), 0) == 0;
    if (placed == Placed::moved || errno != EXDEV) return placed == Placed::moved;
    return move_by_copy(source_folder, target_folder, name, stamp);
}

void remove_leftovers(int target_folder) {
    const auto names = names_in(target_folder);
    if (!names) return;
    for (const std::string& name : *names) {
        if (!name.starts_with(kCopyPrefix)) continue;
        const auto pid = parse_number<pid_t>(std::string_view(name).substr(kCopyPrefix.size()));
        if (pid && *pid > 0 && kill(*pid, 0) != 0 && errno == ESRCH) unlinkat(target_folder, name.c_str(), 0);
    }
}

}  // namespace tixdb::ingest
