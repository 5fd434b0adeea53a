// SPDX-License-Identifier: MIT

#include "process/report_probes.hpp"

#include <utility>

namespace tixdb::process {
namespace {

// About five hours of a client, 1 MiB.
constexpr std::size_t kMostKeptProbes = 20'000;

}  // namespace

ReportProbes::Shared ReportProbes::of(std::int64_t report_id) {
    if (const auto found = kept_.find(report_id); found != kept_.end()) return found->second;
    auto probes =
        std::make_shared<const std::vector<model::Observation>>(observations_.short_probes_of(report_id));
    kept_probes_ += probes->size();
    kept_.emplace(report_id, probes);
    order_.push_back(report_id);
    while (kept_probes_ > kMostKeptProbes) {
        const auto oldest = kept_.find(order_.front());
        kept_probes_ -= oldest->second->size();
        kept_.erase(oldest);
        order_.pop_front();
    }
    return probes;
}

}  // namespace tixdb::process
