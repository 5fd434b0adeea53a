// SPDX-License-Identifier: MIT

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/digest.hpp"
#include "base/error.hpp"
#include "base/file_descriptor.hpp"
#include "base/staged_file.hpp"
#include "base/text.hpp"
#include "exports/pseudonyms.hpp"

namespace tixdb::exports {
namespace {

constexpr mode_t kKeyMode = 0600;
constexpr std::size_t kKeyDigits = 64;

Error key_file_error(std::string_view what, const std::filesystem::path& path) {
    return {ErrorKind::failed,
            fmt::format("cannot {} the key file {}: {}", what, escaped(path.string()), std::strerror(errno)),
            "check its folder and its permissions"};
}

// False if there is such a file already.
bool make_key_file(const std::filesystem::path& path) {
    const FileDescriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kKeyMode));
    if (!file.is_open() && errno == EEXIST) return false;
    if (!file.is_open()) throw key_file_error("make", path);
    const std::string text = hex(new_pseudonym_key()) + "\n";
    const bool is_written =
        write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
        fsync(file.get()) == 0;
    if (!is_written) {
        const Error error = key_file_error("write", path);
        unlink(path.c_str());
        throw error;
    }
    sync_folder(path.has_parent_path() ? path.parent_path() : ".");
    return true;
}

void require_private(const FileDescriptor& file, const std::filesystem::path& path) {
    struct stat status = {};
    if (fstat(file.get(), &status) != 0) throw key_file_error("read", path);
    const std::string name = escaped(path.string());
    if (!S_ISREG(status.st_mode))
        throw Error(ErrorKind::failed, fmt::format("the key file {} is not a regular file", name),
                    "name another one");
    if ((status.st_mode & 077U) == 0) return;
    throw Error(ErrorKind::configuration,
                fmt::format("others than its owner may read the key file {} (mode {:04o})", name,
                            status.st_mode & 07777U),
                fmt::format("chmod 600 {}; who has read it can tell whose data they are", name));
}

}  // namespace

PseudonymKey new_pseudonym_key() {
    PseudonymKey key{};
    if (getentropy(key.data(), key.size()) != 0)
        throw Error(ErrorKind::failed, fmt::format("no random numbers: {}", std::strerror(errno)));
    return key;
}

PseudonymKey read_or_make_key(const std::filesystem::path& path) {
    (void)make_key_file(path);
    // O_NONBLOCK: a pipe that nobody writes to would be waited for.
    const FileDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file.is_open()) throw key_file_error("read", path);
    require_private(file, path);
    std::array<char, kKeyDigits + 2> text{};
    const ssize_t count = read(file.get(), text.data(), text.size());
    if (count < 0) throw key_file_error("read", path);
    std::string_view digits(text.data(), static_cast<std::size_t>(count));
    if (digits.ends_with('\n')) digits.remove_suffix(1);
    if (const auto key = parse_sha256(digits)) return *key;
    throw Error(ErrorKind::configuration,
                fmt::format("the key file {} does not hold a key of {} hexadecimal digits",
                            escaped(path.string()), kKeyDigits),
                "name a file that is not there yet: it is made");
}

}  // namespace tixdb::exports
