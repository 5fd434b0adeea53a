// SPDX-License-Identifier: MIT

#include "base/lock_holder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string_view>

#include "base/file_descriptor.hpp"

namespace tixdb {

std::string holder_of_lock(const std::filesystem::path& path) {
    const FileDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!file.is_open() || flock(file.get(), LOCK_SH | LOCK_NB) == 0 || errno != EWOULDBLOCK) return {};
    std::array<char, 32> text{};
    const ssize_t length = pread(file.get(), text.data(), text.size(), 0);
    if (length <= 0) return {};
    const std::string_view content(text.data(), static_cast<std::size_t>(length));
    return std::string(content.substr(0, content.find_first_not_of("0123456789")));
}

}  // namespace tixdb
