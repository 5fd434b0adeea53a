// SPDX-License-Identifier: MIT
// A few simulated clients of different loads and clocks, and what the whole program makes of their reports.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "support/temporary_folder.hpp"

namespace tixdb::test {

// Four clients, an hour each: loads drawn, clocks that drift, jitter, losses, a local midnight of the
// clients. Always the same reports.
class SimulatedFleet {
  public:
    SimulatedFleet();

    // In order of their paths.
    [[nodiscard]] const std::vector<std::filesystem::path>& files() const { return files_; }

    // Ingests the files in this order and processes them, in a new database. Both methods' results, every
    // figure to its last bit, in an order that depends on the reports alone.
    [[nodiscard]] std::string results(const std::vector<std::filesystem::path>& files, int threads) const;

  private:
    TemporaryFolder folder_;
    std::vector<std::filesystem::path> files_;
};

}  // namespace tixdb::test
