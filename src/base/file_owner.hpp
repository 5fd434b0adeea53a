// SPDX-License-Identifier: MIT
// Who owns a file, for messages about permissions.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace tixdb {

struct FileOwner {
    std::string user;     // its name, or its number where it has none
    std::string group;    // likewise
    std::string mode;     // "0640"
    bool is_own = false;  // of the user that this program runs as
};

// Nothing if there is no such file or this user may not look.
[[nodiscard]] std::optional<FileOwner> owner_of(const std::filesystem::path& path);

// The user this program runs as, by name or number.
[[nodiscard]] std::string own_user();

// "it belongs to root (0600) and this is user tixdb", or empty if it is this user's own.
[[nodiscard]] std::string ownership_text(const std::filesystem::path& path);

// Why a file cannot be opened for writing, and what to do about it. what: "the lock file". error: the errno.
[[nodiscard]] Error cannot_write(std::string_view what, const std::filesystem::path& path, int error);

}  // namespace tixdb
