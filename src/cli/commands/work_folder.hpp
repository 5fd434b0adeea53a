// SPDX-License-Identifier: MIT
// A folder for what a command makes only to look at it.
#pragma once

#include <filesystem>

namespace tixdb::cli {

// Below TMPDIR or /tmp, mode 0700; removed with all it holds at the end.
class WorkFolder {
  public:
    // Throws Error{failed}.
    WorkFolder();
    ~WorkFolder();
    WorkFolder(const WorkFolder&) = delete;
    WorkFolder& operator=(const WorkFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

}  // namespace tixdb::cli
