// SPDX-License-Identifier: MIT
// At most one process of a kind at work on a database.
#pragma once

#include <chrono>
#include <filesystem>

#include "base/clock.hpp"
#include "base/file_descriptor.hpp"

namespace tixdb {

// An flock on a file beside the database; the kernel gives it back however the process ends.
// The file stays and names the process that holds it, in its first line. A second line may hold a note, which
// outlives the lock.
class FileLock {
  public:
    // Throws Error{try_again} that names the holder's pid if the lock is not free within `wait`,
    // Error{configuration} if the file system has no locks.
    FileLock(const std::filesystem::path& path, std::chrono::milliseconds wait, Clock& clock);

    // The note of this lock's last holder or of this one, without its line end; empty if there is none.
    [[nodiscard]] std::string note() const;
    // Not synced to the disk. Throws Error{failed} if it cannot be written whole.
    void write_note(const std::string& note);

  private:
    std::filesystem::path path_;
    FileDescriptor descriptor_;
};

}  // namespace tixdb
