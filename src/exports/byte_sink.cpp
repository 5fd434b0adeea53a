// SPDX-License-Identifier: MIT

#include "exports/byte_sink.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <ostream>

#include "base/error.hpp"
#include "base/signals.hpp"

namespace tixdb::exports {

void StreamSink::write(std::string_view bytes) {
    throw_if_stopped();
    out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!out_) throw StreamEnded();
}

void StreamSink::finish() {
    out_.flush();
    if (!out_) throw StreamEnded();
}

FileSink::FileSink(const std::filesystem::path& path, std::string shown)
    : shown_(std::move(shown)), file_(open(path.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC | O_NOFOLLOW)) {
    if (!file_.is_open()) fail();
}

void FileSink::fail() const {
    const int error = errno;
    const bool is_full = error == ENOSPC || error == EDQUOT || error == EFBIG;
    throw Error(ErrorKind::failed, fmt::format("cannot write {}: {}", shown_, std::strerror(error)),
                is_full ? "nothing was left there; free some space, or name a file on another disk"
                        : "check that you may write to its folder");
}

void FileSink::write(std::string_view bytes) {
    throw_if_stopped();
    while (!bytes.empty()) {
        const ssize_t count = ::write(file_.get(), bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail();
        written_ += count;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

void FileSink::write_at(std::int64_t offset, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = pwrite(file_.get(), bytes.data(), bytes.size(), offset);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail();
        offset += count;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

}  // namespace tixdb::exports
