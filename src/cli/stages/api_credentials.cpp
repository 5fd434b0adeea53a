// SPDX-License-Identifier: MIT

#include "cli/stages/api_credentials.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <string_view>

#include "base/core_dump.hpp"
#include "base/error.hpp"
#include "base/file_descriptor.hpp"
#include "base/file_owner.hpp"
#include "base/shortage.hpp"
#include "base/text.hpp"

namespace tixdb::cli {
namespace {

constexpr std::size_t kLongestBytes = 4096;

[[noreturn]] void refuse_file(const std::filesystem::path& file, std::string_view why,
                              const std::string& hint) {
    throw Error(ErrorKind::configuration, fmt::format("the password file {} {}", escaped(file.string()), why),
                hint);
}

std::string read_secret(const std::filesystem::path& file) {
    // Not to wait for a writer should it be a pipe.
    const FileDescriptor descriptor(open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    struct stat status = {};
    if (!descriptor.is_open() || fstat(descriptor.get(), &status) != 0) {
        throw_if_short("cannot read the password file " + escaped(file.string()), errno);
        const std::string why = std::strerror(errno);
        const std::string whose = ownership_text(file);
        if (!whose.empty()) {
            refuse_file(file, fmt::format("cannot be read: {}: {}", why, whose),
                        fmt::format("chown {} {}", own_user(), escaped(file.string())));
        }
        refuse_file(file, fmt::format("cannot be read: {}", why), "check its path and permissions");
    }
    if (!S_ISREG(status.st_mode))
        refuse_file(file, "is not a file", "name a file that holds the password alone");
    if ((status.st_mode & S_IRWXO) != 0) {
        refuse_file(file, "can be read by others", fmt::format("chmod o= {}", escaped(file.string())));
    }
    std::array<char, kLongestBytes + 1> buffer{};
    std::size_t length = 0;
    for (ssize_t got = 1; got > 0 && length < buffer.size(); length += static_cast<std::size_t>(got)) {
        got = read(descriptor.get(), buffer.data() + length, buffer.size() - length);
        if (got < 0)
            refuse_file(file, fmt::format("cannot be read: {}", std::strerror(errno)), "check the disk");
    }
    if (length > kLongestBytes) refuse_file(file, "is too long", "name a file that holds the password alone");
    std::string secret(buffer.data(), length);
    if (secret.ends_with('\n')) secret.pop_back();
    if (secret.ends_with('\r')) secret.pop_back();
    if (secret.empty()) refuse_file(file, "is empty", "put the password alone into it");
    return secret;
}

const std::string* variable(const Environment& environment, std::string_view name) {
    const auto found = environment.find(name);
    return found == environment.end() || found->second.empty() ? nullptr : &found->second;
}

// True of one that can be read and holds nothing but a line end.
bool is_blank(const std::filesystem::path& file) {
    std::ifstream content(file);
    std::string line;
    return content.is_open() && (!std::getline(content, line) || line.empty()) && content.peek() == EOF;
}

// Where systemd puts LoadCredential=api-password:…, if it is there. A blank one is what SetCredential= gives
// where the file is missing.
std::optional<std::filesystem::path> credential_file(const Environment& environment) {
    const std::string* directory = variable(environment, "CREDENTIALS_DIRECTORY");
    if (directory == nullptr) return std::nullopt;
    auto file = std::filesystem::path(*directory) / "api-password";
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) return std::nullopt;
    return is_blank(file) ? std::nullopt : std::optional(std::move(file));
}

std::optional<std::string> find_password(const std::filesystem::path& password_file,
                                         const Environment& environment) {
    const auto credential = credential_file(environment);
    // systemd hands the file on to a user who may not read it: it is in the configuration of the same
    // machine.
    const bool is_handed_on = credential && access(password_file.c_str(), R_OK) != 0 && errno == EACCES;
    if (!password_file.empty() && !is_handed_on) return read_secret(password_file);
    for (const char* name : {"TIXDB_API_PASSWORD", "TIX_API_PASSWORD"}) {
        if (const std::string* value = variable(environment, name)) return *value;
    }
    if (credential) return read_secret(*credential);
    return std::nullopt;
}

void check(std::string_view text, std::string_view what) {
    const auto fail = [what](std::string_view why) {
        throw Error(ErrorKind::configuration, fmt::format("the API {} {}", what, why),
                    fmt::format("tix-api can never accept such a {}: use another one", what));
    };
    if (text.find(':') != std::string_view::npos) fail("contains a colon");
    if (!is_utf8(text)) fail("is not UTF-8");
    if (text.find_first_of(std::string_view("\0\r\n", 3)) != std::string_view::npos)
        fail("contains a line end");
}

}  // namespace

std::optional<std::string> api_password(const std::filesystem::path& password_file,
                                        const Environment& environment) {
    forbid_core_dumps();
    auto password = find_password(password_file, environment);
    if (!password || password->empty()) return std::nullopt;
    check(*password, "password");
    return password;
}

void check_api_user(const std::string& user) {
    check(user, "user");
}

}  // namespace tixdb::cli
