// SPDX-License-Identifier: MIT
// The password for tix-api: from a file, the environment or a systemd credential, never from the command
// line.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "cli/frame/context.hpp"

namespace tixdb::cli {

// In this order: password_file unless empty, TIXDB_API_PASSWORD, TIX_API_PASSWORD,
// $CREDENTIALS_DIRECTORY/api-password; the last of them too where password_file may not be read. Nothing if
// there is none. One line end at the end of a file is not part of the password. Throws Error{configuration},
// which never shows the password, if a file cannot be read or others may read it, or tix-api could not take
// the password: it contains ':', where tix-api splits, or is not UTF-8.
[[nodiscard]] std::optional<std::string> api_password(const std::filesystem::path& password_file,
                                                      const Environment& environment);

// Throws Error{configuration} if tix-api could not take the name.
void check_api_user(const std::string& user);

}  // namespace tixdb::cli
