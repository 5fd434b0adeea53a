// SPDX-License-Identifier: MIT

#include "cli/stages/path_list.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/error.hpp"
#include "base/readable.hpp"
#include "base/shortage.hpp"
#include "base/signals.hpp"
#include "base/text.hpp"

namespace tixdb::cli {
namespace {

constexpr std::size_t kLongestPath = 65'536;

[[noreturn]] void fail(std::string_view what, const std::string& shown, std::string_view why) {
    throw Error(ErrorKind::failed, fmt::format("cannot {} the list {}: {}", what, shown, why),
                "name a file that can be read, or - for the standard input");
}

[[noreturn]] void fail_of_length(const std::string& shown) {
    fail("read", shown, fmt::format("a path in it is longer than {} bytes", kLongestPath));
}

FileDescriptor opened(const std::string& source, const std::string& shown) {
    // Not blocking: a FIFO without a writer would hold up the run, and the request to stop it.
    FileDescriptor file(open(source.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    if (!file.is_open()) throw_if_short("cannot open the list " + shown, errno);
    if (!file.is_open()) fail("open", shown, std::strerror(errno));
    return file;
}

}  // namespace

PathList::PathList(const std::string& source, int standard_input, char separator)
    : shown_(source == "-" ? "on the standard input" : escaped(source)),
      file_(source == "-" ? FileDescriptor() : opened(source, shown_)),
      descriptor_(file_.is_open() ? file_.get() : standard_input),
      separator_(separator) {}

bool PathList::read_more() {
    std::array<char, 16'384> block{};
    while (wait_until_readable(descriptor_)) {
        const ssize_t got = read(descriptor_, block.data(), block.size());
        if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (got < 0) fail("read", shown_, std::strerror(errno));
        buffer_.erase(0, begin_);
        begin_ = 0;
        buffer_.append(block.data(), static_cast<std::size_t>(got));
        is_at_end_ = got == 0;
        return got > 0;
    }
    return false;
}

std::optional<std::string> PathList::next() {
    for (std::size_t looked_at = 0;;) {
        const std::size_t end = buffer_.find(separator_, begin_ + looked_at);
        if (end != std::string::npos) {
            if (end - begin_ > kLongestPath) fail_of_length(shown_);
            std::string path = buffer_.substr(begin_, end - begin_);
            begin_ = end + 1;
            return path;
        }
        looked_at = buffer_.size() - begin_;
        if (looked_at > kLongestPath) fail_of_length(shown_);
        if (is_at_end_ || !read_more()) break;
    }
    if (stop_requested() != 0 || begin_ == buffer_.size()) return std::nullopt;
    std::string last = buffer_.substr(begin_);
    begin_ = buffer_.size();
    return last;
}

}  // namespace tixdb::cli
