// SPDX-License-Identifier: MIT

#include "cli/commands/unpack.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <system_error>

#include "base/error.hpp"
#include "base/text.hpp"

namespace tixdb::cli {
namespace {

// The program's standard input and output are not tar's.
class WithoutStreams {
  public:
    WithoutStreams() {
        posix_spawn_file_actions_init(&actions_);
        posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
        posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    }
    ~WithoutStreams() { posix_spawn_file_actions_destroy(&actions_); }
    WithoutStreams(const WithoutStreams&) = delete;
    WithoutStreams& operator=(const WithoutStreams&) = delete;

    [[nodiscard]] const posix_spawn_file_actions_t* get() const { return &actions_; }

  private:
    posix_spawn_file_actions_t actions_{};
};

// The exit status, or -1 with errno.
int wait_for(pid_t process) {
    int status = 0;
    while (waitpid(process, &status, 0) < 0) {
        if (errno != EINTR) return -1;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

void unpack(const std::filesystem::path& archive, const std::filesystem::path& folder) {
    // A name with a colon would be taken for another machine's, one that begins with a dash for an option.
    const std::string file = "--file=" + std::filesystem::absolute(archive).string();
    const std::string target = "--directory=" + folder.string();
    std::array<std::string, 6> words = {"tar", "--extract", "--gzip", "--force-local", file, target};
    std::array<char*, words.size() + 1> arguments{};
    for (std::size_t i = 0; i < words.size(); ++i) arguments[i] = words[i].data();

    const std::string failed = fmt::format("cannot unpack {}", escaped(archive.string()));
    const WithoutStreams streams;
    pid_t process = 0;
    const int error = posix_spawnp(&process, "tar", streams.get(), nullptr, arguments.data(), environ);
    if (error != 0) {
        throw Error(ErrorKind::failed,
                    fmt::format("{}: tar cannot be run: {}", failed, std::generic_category().message(error)),
                    "unpack it beside, as reports/");
    }
    if (wait_for(process) != 0) {
        throw Error(ErrorKind::failed, fmt::format("{}: tar refuses it", failed),
                    fmt::format("`tar -tzf {}` tells why", escaped(archive.string())));
    }
}

}  // namespace tixdb::cli
