// SPDX-License-Identifier: MIT
// A file that appears under its name only when it is whole and on the disk.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string_view>

namespace tixdb {

// Made empty beside the target, as `<target>.partial-<pid>`, with mode 0640 whatever the umask. Files that
// killed processes have left under such names are removed. A process that is killed before place() leaves the
// target as it was.
class StagedFile {
  public:
    // Throws Error{failed} if it cannot be created.
    explicit StagedFile(const std::filesystem::path& target);
    ~StagedFile();  // removes it, and what SQLite laid beside it, unless it was placed
    StagedFile(const StagedFile&) = delete;
    StagedFile& operator=(const StagedFile&) = delete;

    // Write to it here. Nobody may have it open when it is placed.
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

    // All that is to be in it. False if not all of it could be written: free some space.
    [[nodiscard]] bool write(std::string_view content) const;

    // Gives it to the owner and group of another file or folder, so that what root writes belongs to the user
    // who works with it. Does nothing unless this is root.
    void give_to_owner_of(const std::filesystem::path& other) const;

    enum class Existing { keep, replace };
    // When it returns the target is on the disk. keep: throws Error{failed} if there is such a file already.
    void place(Existing existing) { place_as(target_, existing); }
    // Likewise, under another name in the same folder.
    void place_as(const std::filesystem::path& name, Existing existing);

    // Whether the file that is found under this name is the one that was placed.
    [[nodiscard]] bool is_at(const std::filesystem::path& name) const;
    // Takes away what was placed, if it is still found under its name: for a caller whose next step fails,
    // and who has replaced nothing.
    void take_back() noexcept;

  private:
    std::filesystem::path target_;
    std::filesystem::path path_;
    std::filesystem::path placed_as_;  // empty until then
    dev_t device_ = 0;
    ino_t inode_ = 0;
};

// Two files change names in one step, and the step is on the disk when it returns. Where the file system
// cannot do that, `current` is replaced in one step and `other` is the old file a moment later.
void exchange_files(const std::filesystem::path& current, const std::filesystem::path& other);

// Makes what is in a file durable, where place() comes too late for that. Throws Error{failed}.
void sync_file(const std::filesystem::path& path);

// Makes the names in a folder durable.
void sync_folder(const std::filesystem::path& folder);

}  // namespace tixdb
