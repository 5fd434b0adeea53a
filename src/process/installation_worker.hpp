// SPDX-License-Identifier: MIT
// One installation's new reports made into windows and results, on a connection of its own.
#pragma once

#include <optional>

#include "process/batch.hpp"
#include "process/parameters.hpp"
#include "process/window_computer.hpp"
#include "store/database.hpp"
#include "store/report_reader.hpp"

namespace tixdb::process {

// So many new reports at a time, in order, become one batch: that bounds the memory that a long history
// takes.
inline constexpr std::size_t kBatchReports = 20'000;

// Thread rule: made and used in one thread.
class InstallationWorker {
  public:
    InstallationWorker(store::Database& database, const Parameters& parameters);

    [[nodiscard]] InstallationBatch process(const model::InstallationKey& key);

  private:
    store::Database& database_;
    store::ReportReader reports_;
    WindowComputer computer_;
};

// What process would do, without computing results.
struct WindowCount {
    std::int64_t windows = 0;
    std::int64_t reports = 0;
    std::vector<LateReport> late;
};
[[nodiscard]] WindowCount count_new_windows(store::ReportReader& reader, const model::InstallationKey& key);

}  // namespace tixdb::process
