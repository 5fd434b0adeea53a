// SPDX-License-Identifier: MIT
// The short probes of reports, each read once although windows overlap and hours are made of the same ones.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <unordered_map>
#include <vector>

#include "model/observation.hpp"
#include "store/observation_reader.hpp"

namespace tixdb::process {

// Keeps those of the reports that were read last. Thread rule: that of the reader's connection.
class ReportProbes {
  public:
    using Shared = std::shared_ptr<const std::vector<model::Observation>>;

    // observations must outlive it.
    explicit ReportProbes(store::ObservationReader& observations) : observations_(observations) {}

    // In message order, duplicates included. Stays as it is while somebody holds it.
    [[nodiscard]] Shared of(std::int64_t report_id);

  private:
    store::ObservationReader& observations_;
    std::unordered_map<std::int64_t, Shared> kept_;
    std::deque<std::int64_t> order_;  // report_ids as they were read
    std::size_t kept_probes_ = 0;
};

}  // namespace tixdb::process
