// SPDX-License-Identifier: MIT

#include "ingest/file_move.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <functional>

#include "base/file_descriptor.hpp"

namespace tixdb::ingest {
namespace {

constexpr int kMostSuffixes = 10'000;

// Tries name, name.1, name.2 … until attempt does not fail with EEXIST.
bool with_free_name(const std::string& name, const std::function<bool(const std::string&)>& attempt) {
    for (int i = 0; i < kMostSuffixes; ++i) {
        const std::string candidate = i == 0 ? name : fmt::format("{}.{}", name, i);
        if (attempt(candidate)) return true;
        if (errno != EEXIST) return false;
    }
    errno = EEXIST;
    return false;
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
        const ssize_t got = read(from, buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) continue;
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
    const FileDescriptor from(
        openat(source_folder, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
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
    const std::string copy = fmt::format(".tixdb-{}", getpid());
    const bool placed = copy_durably(source_folder, name, stamp, target_folder, copy) &&
                        with_free_name(name,
                                       [&](const std::string& free) {
                                           return rename_to_free(target_folder, copy, target_folder, free);
                                       }) &&
                        fsync(target_folder) == 0;
    if (!placed) {
        const int error = errno;
        unlinkat(target_folder, copy.c_str(), 0);
        errno = error;
        return false;
    }
    return unlinkat(source_folder, name.c_str(), 0) == 0;
}

bool move_file(int source_folder, int target_folder, const std::string& name, const FileStamp& stamp) {
    const bool renamed = with_free_name(name, [&](const std::string& free) {
        return rename_to_free(source_folder, name, target_folder, free);
    });
    if (renamed || errno != EXDEV) return renamed;
    return move_by_copy(source_folder, target_folder, name, stamp);
}

}  // namespace tixdb::ingest
