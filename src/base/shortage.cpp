// SPDX-License-Identifier: MIT

#include "base/shortage.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <vector>

#include "base/file_descriptor.hpp"

namespace tixdb {

bool is_shortage(int error) {
    return error == EMFILE || error == ENFILE || error == ENOMEM || error == ENOBUFS;
}

Error shortage_error(const std::string& what, int error) {
    return {ErrorKind::try_again, fmt::format("{}: {}", what, std::strerror(error)),
            error == EMFILE || error == ENFILE
                ? "run again when the machine has more of them, or raise the limit (ulimit -n)"
                : "run again when the machine has more of it"};
}

void throw_if_short(const std::string& what, int error) {
    if (is_shortage(error)) throw shortage_error(what, error);
}

bool is_short_of_descriptors(int wanted) {
    std::vector<FileDescriptor> files;
    for (int i = 0; i < wanted; ++i) {
        files.emplace_back(open("/dev/null", O_RDONLY | O_CLOEXEC));
        if (!files.back().is_open()) return errno == EMFILE || errno == ENFILE;
    }
    return false;
}

}  // namespace tixdb
