// SPDX-License-Identifier: MIT
// At most one process of a kind at work on a database.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <utility>

#include "base/clock.hpp"

namespace tixdb {

// An flock on a file beside the database; the kernel gives it back however the process ends.
// The file stays and names the process that holds it.
class FileLock {
  public:
    // Throws Error{try_again} that names the holder's pid if the lock is not free within `wait`.
    FileLock(const std::filesystem::path& path, std::chrono::milliseconds wait, Clock& clock);
    ~FileLock();
    FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;
    FileLock& operator=(FileLock&&) = delete;

  private:
    int descriptor_ = -1;
};

}  // namespace tixdb
