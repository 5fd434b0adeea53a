// SPDX-License-Identifier: MIT
// A layer of SQLite's (a VFS) that knows what a disk is sure to hold: what was written and then synced. The
// rest may be there after a loss of power or not, in any part and order.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

namespace tixdb::test {

// While it lives, every database that is opened in this process goes through it. Files work as usual; what is
// not sure to last is kept in mind as well. Databases opened through it must be closed before it ends. Thread
// rule: one at a time; its methods may be called from any thread.
class PowerLossVfs {
  public:
    // What a disk keeps of the writes that were not synced. Of `some`, single writes are lost, kept, or kept
    // in part: whole sectors of 512 bytes.
    enum class Keeps { nothing, some };

    explicit PowerLossVfs(unsigned seed);
    ~PowerLossVfs();
    PowerLossVfs(const PowerLossVfs&) = delete;
    PowerLossVfs& operator=(const PowerLossVfs&) = delete;

    // How many writes, truncations, syncs and deletions there were.
    [[nodiscard]] std::int64_t moments() const;
    // Called before each of them, with its number from 0, on the thread that does it.
    void before_each(std::function<void(std::int64_t)> listener);
    // Writes what a disk may hold if power is lost now into target, which is made: the database at `path`,
    // its write-ahead log and its rollback journal, under their own names.
    void write_image(const std::filesystem::path& path, const std::filesystem::path& target, Keeps keeps);

    class Disk;

  private:
    std::unique_ptr<Disk> disk_;
};

}  // namespace tixdb::test
