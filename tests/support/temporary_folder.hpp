// SPDX-License-Identifier: MIT
// A folder that lives as long as the test.
#pragma once

#include <filesystem>

namespace tixdb::test {

class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();  // kept, and its path printed, if TIXDB_KEEP_TEST_FILES is set
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] std::filesystem::path operator/(const std::filesystem::path& name) const {
        return path_ / name;
    }

  private:
    std::filesystem::path path_;
};

}  // namespace tixdb::test
