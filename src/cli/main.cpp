// SPDX-License-Identifier: MIT

#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/shortage.hpp"
#include "base/signals.hpp"
#include "cli/application.hpp"

namespace {

tixdb::cli::Environment environment_of_process() {
    tixdb::cli::Environment environment;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view text(*entry);
        const auto equals = text.find('=');
        if (equals != std::string_view::npos)
            environment.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return environment;
}

// Workers take and give back the same hundreds of kilobytes for every window. Left to itself, glibc returns
// them to the kernel each time, and page faults took more than half of `process` (docs/performance.md).
void keep_freed_memory() {
    constexpr int kKeptBytes = 32 * 1024 * 1024;
    mallopt(M_MMAP_THRESHOLD, kKeptBytes);
    mallopt(M_TRIM_THRESHOLD, 2 * kKeptBytes);
    mallopt(M_TOP_PAD, 4 * 1024 * 1024);
}

// A stream that the caller closed is a number that the next file to be opened gets: the database, say, to
// which messages would then be written. Opened the wrong way round, reading and writing data still fail.
void open_standard_streams() {
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (fcntl(stream, F_GETFD) < 0)
            (void)open("/dev/null", stream == STDOUT_FILENO ? O_RDONLY : O_WRONLY);
    }
}

// As with `tixdb run … 2>> tixdb.log`. journald dates what comes by a socket, cron what comes by a pipe.
bool is_log_file(int stream) {
    struct stat status = {};
    return fstat(stream, &status) == 0 && S_ISREG(status.st_mode) && (fcntl(stream, F_GETFL) & O_APPEND) != 0;
}

std::size_t columns_of(int stream) {
    winsize size{};
    return ioctl(stream, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

// Of the stream that systemd names "device:inode" where it leads to journald.
bool is_journal(int stream) {
    const char* named = std::getenv("JOURNAL_STREAM");
    struct stat status = {};
    return named != nullptr && fstat(stream, &status) == 0 &&
           named == std::to_string(status.st_dev) + ":" + std::to_string(status.st_ino);
}

// What a shell says of a program that SIGPIPE has ended: `tixdb explain … | head` is no error.
constexpr int kReaderGone = 128 + SIGPIPE;

bool is_reader_gone() {
    pollfd out{STDOUT_FILENO, POLLOUT, 0};
    return poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0;
}

}  // namespace

int main(int argc, char** argv) try {
    keep_freed_memory();
    open_standard_streams();
    tixdb::install_signal_handlers();
    tixdb::tell_when_memory_ends_the_process();
    tixdb::SystemClock clock;
    tixdb::cli::World world{environment_of_process(),
                            STDIN_FILENO,
                            std::cout,
                            std::cerr,
                            clock,
                            isatty(STDOUT_FILENO) == 1,
                            isatty(STDERR_FILENO) == 1,
                            is_log_file(STDERR_FILENO),
                            columns_of(STDOUT_FILENO),
                            is_journal(STDERR_FILENO),
                            true};
    const int code = tixdb::cli::run_application(std::vector<std::string>(argv + 1, argv + argc), world);
    std::cout.flush();
    if (!std::cout) {
        if (is_reader_gone()) return kReaderGone;
        std::cerr << "tixdb: error: cannot write to stdout\n";
        return 1;
    }
    return code;
} catch (const std::exception& exception) {
    // What happens before and after a command is at work: want of memory, above all. So nothing is formatted
    // here.
    for (const char* part : {"tixdb: error: ", exception.what(), "\n"}) std::fputs(part, stderr);
    return 1;
}
