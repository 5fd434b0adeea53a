// SPDX-License-Identifier: MIT
// Keeps a second process of the same kind away from a database.
#pragma once

#include <chrono>
#include <filesystem>

#include "base/clock.hpp"
#include "base/file_descriptor.hpp"

namespace tixdb {

// An flock(2) on a file beside the database; the kernel releases it however the process ends. The file stays.
// Its first line names the process that holds the lock, or held it last; a second line may hold a note, which
// outlives the lock. Belongs to one thread.
class FileLock {
  public:
    // Throws Error{try_again} that names the holder's pid if the lock is not free within `wait`,
    // Error{configuration} if the file system has no locks.
    FileLock(const std::filesystem::path& path, std::chrono::milliseconds wait, Clock& clock);

    // The note of this lock's last holder or of this one, without its line end; empty if there is none.
    [[nodiscard]] std::string note() const;
    // Likewise of the lock at this path, which others may hold; empty too if it cannot be read.
    [[nodiscard]] static std::string note_at(const std::filesystem::path& path);
    // Not synced to the disk. Throws Error{failed} if it cannot be written whole.
    void write_note(const std::string& note);

  private:
    std::filesystem::path path_;
    FileDescriptor descriptor_;
};

}  // namespace tixdb
