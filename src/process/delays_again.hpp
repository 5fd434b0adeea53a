// SPDX-License-Identifier: MIT
// The delays of a stored window, computed again from its observations and what its result had read of others.
#pragma once

#include <cstdint>
#include <optional>

#include "metrics/latency.hpp"
#include "model/installation.hpp"
#include "process/report_probes.hpp"
#include "store/current_window_reader.hpp"
#include "store/report_reader.hpp"

namespace tixdb::process {

// Thread rule: that of the readers' connection.
class DelaysAgain {
  public:
    // All of them must outlive it.
    DelaysAgain(store::CurrentWindowReader& windows, store::ReportReader& reports, ReportProbes& probes)
        : windows_(windows), reports_(reports), probes_(probes) {}

    // Of a current window that ends at last_probe_s. None for a window without a result of `queueing`;
    // nothing where observations are gone.
    [[nodiscard]] std::optional<metrics::QueueProbes> of(const model::InstallationKey& key,
                                                         std::int64_t window_id, std::int64_t last_probe_s);

  private:
    [[nodiscard]] std::optional<metrics::QueueProbes> compute(const model::InstallationKey& key,
                                                              const store::CurrentWindow& window,
                                                              const store::CurrentResult& result);

    store::CurrentWindowReader& windows_;
    store::ReportReader& reports_;
    ReportProbes& probes_;
};

}  // namespace tixdb::process
