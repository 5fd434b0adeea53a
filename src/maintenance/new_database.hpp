// SPDX-License-Identifier: MIT
// A database that is made of others, beside its name, checked, and put there in one step.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/progress_hook.hpp"
#include "base/staged_file.hpp"
#include "maintenance/copied_source.hpp"
#include "model/shard.hpp"
#include "store/content_copy.hpp"
#include "store/database.hpp"

namespace tixdb::maintenance {

// What is written down of how it was made.
struct Making {
    std::string command;  // "merge"
    std::string program_version;
    std::int64_t now_ms = 0;
};

class NewDatabase {
  public:
    // Throws Error{failed} if the file cannot be made.
    NewDatabase(const std::filesystem::path& target, const Making& making);

    // Copies these installations of the source.
    void add(const CopiedSource& source, const std::vector<model::InstallationKey>& installations,
             const ProgressHook& hook);
    // The part of a source, which was added alone.
    void make_part_of(const CopiedSource& source) { copy_->make_part_of(source.path); }

    // Records how it was made, and checks it: SQLite's own checks, what rows name, and that each report came.
    // Throws Error{failed} if it is not whole. Nothing may be added any more.
    void finish(const std::optional<model::Shard>& shard);
    // Puts it in place. When it returns it is on the disk.
    void place(StagedFile::Existing existing) { staged_.place(existing); }
    // As StagedFile's.
    void take_back() noexcept { staged_.take_back(); }

    [[nodiscard]] std::int64_t rows() const { return rows_; }

  private:
    void check_rows();

    std::filesystem::path target_;
    Making making_;
    StagedFile staged_;
    std::optional<store::Database> database_;
    std::optional<store::ContentCopy> copy_;
    std::int64_t expected_reports_ = 0;
    std::int64_t rows_ = 0;
};

}  // namespace tixdb::maintenance
