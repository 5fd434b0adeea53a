// SPDX-License-Identifier: MIT

#include "base/shortage.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <new>
#include <vector>

#include "base/exit_code.hpp"
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

namespace {

[[noreturn]] void end_process() {
    try {
        if (const auto failure = std::current_exception()) std::rethrow_exception(failure);
    } catch (const std::bad_alloc&) {
        for (const std::string_view part : {std::string_view("tixdb: error: "), kNoMemory,
                                            std::string_view("; "), kNoMemoryHint, std::string_view("\n")}) {
            [[maybe_unused]] const auto written = write(STDERR_FILENO, part.data(), part.size());
        }
        _exit(static_cast<int>(ExitCode::failed));
    } catch (...) {
        __gnu_cxx::__verbose_terminate_handler();
    }
    std::abort();
}

}  // namespace

void tell_when_memory_ends_the_process() {
    std::set_terminate(&end_process);
}

}  // namespace tixdb
