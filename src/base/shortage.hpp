// SPDX-License-Identifier: MIT
// A system call that failed for want of what others hold at the moment: descriptors or memory. Neither the
// file nor the settings are at fault, and the same command works when there is more.
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"

namespace tixdb {

// error: an errno.
[[nodiscard]] bool is_shortage(int error);

// what: "cannot open x".
[[nodiscard]] Error shortage_error(const std::string& what, int error);

// Throws shortage_error() if it is one.
void throw_if_short(const std::string& what, int error);

// For std::bad_alloc: what is told of it, and what to do.
inline constexpr std::string_view kNoMemory = "there is not enough memory";
inline constexpr std::string_view kNoMemoryHint =
    "free some, raise the limit (ulimit -v, MemoryMax), or work with fewer --threads";

// A destructor may need memory (nlohmann's of a JSON value does), and one that finds none ends the process.
// From here on it ends with exit code 1 and these words in place of SIGABRT, and leaves what a kill leaves.
// Called once, by main.
void tell_when_memory_ends_the_process();

// True if this process could not open so many more files now.
[[nodiscard]] bool is_short_of_descriptors(int wanted);

}  // namespace tixdb
