// SPDX-License-Identifier: MIT
// A temporary folder of a command.
#pragma once

#include <filesystem>

namespace tixdb::cli {

// Below TMPDIR or /tmp, mode 0700; removed with its content by the destructor.
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
