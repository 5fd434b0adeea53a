// SPDX-License-Identifier: MIT
// At most one process of a kind at work on a database.
#pragma once

#include <chrono>
#include <filesystem>

#include "base/clock.hpp"
#include "base/file_descriptor.hpp"

namespace tixdb {

// An flock on a file beside the database; the kernel gives it back however the process ends.
// The file stays and names the process that holds it.
class FileLock {
  public:
    // Throws Error{try_again} that names the holder's pid if the lock is not free within `wait`,
    // Error{configuration} if the file system has no locks.
    FileLock(const std::filesystem::path& path, std::chrono::milliseconds wait, Clock& clock);

  private:
    FileDescriptor descriptor_;
};

}  // namespace tixdb
