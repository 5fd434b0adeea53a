// SPDX-License-Identifier: MIT
// A system call that failed for want of what others hold at the moment: descriptors or memory. Neither the
// file nor the settings are at fault, and the same command works when there is more.
#pragma once

#include <string>

#include "base/error.hpp"

namespace tixdb {

// error: an errno.
[[nodiscard]] bool is_shortage(int error);

// what: "cannot open x".
[[nodiscard]] Error shortage_error(const std::string& what, int error);

// Throws shortage_error() if it is one.
void throw_if_short(const std::string& what, int error);

// True if this process could not open so many more files now.
[[nodiscard]] bool is_short_of_descriptors(int wanted);

}  // namespace tixdb
