// SPDX-License-Identifier: MIT
// Report files as `tixdb simulate` makes them, handed out in any order and number.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "support/temporary_folder.hpp"

namespace tixdb::test {

class SimulatedReports {
  public:
    // options: of `tixdb simulate`, without --output. Throws if it fails.
    explicit SimulatedReports(std::vector<std::string> options);

    // <user>/<installation>/<name>.json, in the order of their modification times: that of arrival.
    [[nodiscard]] const std::vector<std::filesystem::path>& files() const { return files_; }
    // Puts it below base, where it was below the simulation's, with its modification time.
    void copy(const std::filesystem::path& file, const std::filesystem::path& base) const;
    void copy_all(const std::filesystem::path& base) const;

    // They lie below it.
    [[nodiscard]] std::filesystem::path folder() const { return folder_ / "made/reports"; }

  private:
    TemporaryFolder folder_;
    std::vector<std::filesystem::path> files_;
};

}  // namespace tixdb::test
