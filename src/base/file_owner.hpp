// SPDX-License-Identifier: MIT
// Whose a file is, for messages about permissions.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace tixdb {

struct FileOwner {
    std::string user;   // its name, or its number where it has none
    std::string group;  // likewise
    std::string mode;   // "0640"
    bool is_own = false;
};

// Nothing if there is no such file or this user may not look.
[[nodiscard]] std::optional<FileOwner> owner_of(const std::filesystem::path& path);

// The user this program runs as, by name or number.
[[nodiscard]] std::string own_user();

// "it belongs to root (0600) and this is user tixdb", or empty if it is this user's own.
[[nodiscard]] std::string ownership_text(const std::filesystem::path& path);

}  // namespace tixdb
