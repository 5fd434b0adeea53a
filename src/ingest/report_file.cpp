// SPDX-License-Identifier: MIT

#include "ingest/report_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/file_descriptor.hpp"
#include "base/shortage.hpp"
#include "base/text.hpp"

namespace tixdb::ingest {
namespace {

ReadOutcome outcome_of(int error, Reject& problem) {
    problem = {Reason::unreadable, std::strerror(error)};
    if (error == EIO) return ReadOutcome::failed;
    return is_shortage(error) ? ReadOutcome::failed_short : ReadOutcome::refused;
}

bool read_all(int descriptor, std::string& bytes, std::size_t size, int& error) {
    bytes.resize(size);
    std::size_t done = 0;
    while (done < size) {
        const ssize_t got = read(descriptor, bytes.data() + done, size - done);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) {
            error = errno;
            return false;
        }
        if (got == 0) break;
        done += static_cast<std::size_t>(got);
    }
    bytes.resize(done);
    return true;
}

}  // namespace

std::int64_t mtime_ns_of(const struct stat& status) {
    constexpr std::int64_t kLimitS = 9'000'000'000;
    const std::int64_t seconds = std::clamp<std::int64_t>(status.st_mtim.tv_sec, -kLimitS, kLimitS);
    return seconds * 1'000'000'000 + status.st_mtim.tv_nsec;
}

FileStamp stamp_of(const struct stat& status) {
    return {static_cast<std::int64_t>(status.st_dev),
            {static_cast<std::int64_t>(status.st_size), mtime_ns_of(status),
             static_cast<std::int64_t>(status.st_ino)}};
}

std::string path_of(const model::InstallationKey& folder, const std::string& name) {
    return folder.text() + "/" + escaped(name);
}

ReadOutcome read_report_file(int folder, const ReportFile& file, std::string& bytes, Reject& problem) {
    const FileDescriptor descriptor(
        openat(folder, file.name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    if (!descriptor.is_open()) {
        if (errno == ENOENT) return ReadOutcome::gone;
        // Became a link or a socket since it was listed.
        if (errno == ELOOP || errno == ENXIO) return ReadOutcome::changed;
        return outcome_of(errno, problem);
    }
    struct stat status = {};
    if (fstat(descriptor.get(), &status) != 0) return outcome_of(errno, problem);
    if (!S_ISREG(status.st_mode) || stamp_of(status) != file.stamp) return ReadOutcome::changed;
    int error = 0;
    if (!read_all(descriptor.get(), bytes, static_cast<std::size_t>(status.st_size), error)) {
        return outcome_of(error, problem);
    }
    const bool same = fstat(descriptor.get(), &status) == 0 && stamp_of(status) == file.stamp &&
                      bytes.size() == static_cast<std::size_t>(status.st_size);
    return same ? ReadOutcome::read : ReadOutcome::changed;
}

}  // namespace tixdb::ingest
