// SPDX-License-Identifier: MIT
// Forms and computes the windows of all installations that have new reports.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "base/progress_hook.hpp"
#include "process/batch.hpp"
#include "process/batch_writer.hpp"
#include "process/parameters.hpp"
#include "store/database.hpp"

namespace tixdb::process {

struct ProcessSummary {
    std::int64_t installations = 0;
    std::int64_t reports = 0;  // looked at
    std::int64_t windows = 0;
    std::int64_t results = 0;
    std::int64_t queued = 0;
    std::int64_t late_reports = 0;
    std::int64_t pruned_windows = 0;
    // What covers the late reports: [late_from_s, late_to_s), and the installation if they are all of one.
    std::int64_t late_from_s = 0;
    std::int64_t late_to_s = 0;
    std::optional<model::InstallationKey> late_installation;

    void add(const InstallationBatch& batch);
    void add_late(const model::InstallationKey& key, const std::vector<LateReport>& late);
};

// Workers, each with a connection of its own, take one installation after the other; one writer, on the
// connection given, stores several installations at a time in one transaction, each whole. Killed at any
// point, what was not stored is done again by the next run. The caller holds the data lock.
// networks: tells the network of each window, on the writer's thread; null: nothing is noted of networks.
class Processor {
  public:
    Processor(store::Database& database, std::int64_t run_id, Parameters parameters, Clock& clock,
              model::AddressLookup* networks = nullptr);

    // threads: workers, at least one. Ends early, with all that was computed stored, if the run is asked to
    // stop. progress: of reports looked at, of those that store::count_unprocessed_reports() said.
    [[nodiscard]] ProcessSummary run(unsigned threads, const ProgressHook& progress = nullptr);

  private:
    class Pass;

    store::Database& database_;
    Parameters parameters_;
    Clock& clock_;
    BatchWriter writer_;
};

// What run() would do: windows, late reports, and no results. Changes nothing.
[[nodiscard]] ProcessSummary count_new_windows(store::Database& database);

}  // namespace tixdb::process
