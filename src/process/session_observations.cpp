// SPDX-License-Identifier: MIT

#include "process/session_observations.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "metrics/observations.hpp"
#include "metrics/queueing_history.hpp"
#include "model/report.hpp"

namespace tixdb::process {

SessionObservations::SessionObservations(store::ReportReader& reports, ReportProbes& observations,
                                         const Session& session)
    : reports_(reports),
      observations_(observations),
      session_(session),
      may_have_earlier_(session.is_continued) {}

std::vector<model::Observation> SessionObservations::of_window(
    const std::vector<store::ReportHeader>& reports) {
    window_start_ = reports.front().place;
    for (const store::ReportHeader& report : reports) {
        if (!loaded_.empty() && report.place <= loaded_.back().report.place) continue;
        loaded_.push_back({report, observations_.of(report.report_id)});
        loaded_observations_ += report.observation_count;
    }
    std::vector<model::Observation> probes;
    std::size_t count = 0;
    for (const Loaded& loaded : loaded_) {
        if (loaded.report.place >= window_start_) count += loaded.probes->size();
    }
    probes.reserve(count);
    for (const Loaded& loaded : loaded_) {
        if (loaded.report.place < window_start_) continue;
        probes.insert(probes.end(), loaded.probes->begin(), loaded.probes->end());
    }
    const std::size_t copies = probes.size();
    probes = metrics::distinct_short_probes(std::move(probes));
    has_duplicates_ = probes.size() < copies;
    return probes;
}

std::int64_t SessionObservations::copies_after(std::int64_t after_s) const {
    std::int64_t copies = 0;
    for (const Loaded& loaded : loaded_) {
        if (loaded.report.place < window_start_) continue;
        copies += std::count_if(loaded.probes->begin(), loaded.probes->end(),
                                [&](const model::Observation& o) { return o.day_timestamp_s > after_s; });
    }
    return copies;
}

std::vector<model::Observation> SessionObservations::of_horizon(std::int64_t end_s, std::int64_t horizon_s) {
    const std::int64_t after_s = end_s - horizon_s;
    const std::int64_t begins_after_s = after_s - model::kLongestReportS;
    if (std::exchange(may_have_earlier_, false)) load_earlier(begins_after_s, after_s);
    forget_before(begins_after_s);
    std::vector<model::Observation> probes;
    std::size_t most = 0;
    for (const Loaded& loaded : loaded_) most += loaded.probes->size();
    probes.reserve(most);
    is_horizon_pruned_ = false;
    for (const Loaded& loaded : loaded_) {
        if (loaded.report.place.first_observation_s <= begins_after_s || loaded.report.latest_s <= after_s)
            continue;
        is_horizon_pruned_ = is_horizon_pruned_ || loaded.report.pruned;
        for (const model::Observation& probe : *loaded.probes) {
            if (probe.day_timestamp_s > after_s && probe.day_timestamp_s <= end_s) probes.push_back(probe);
        }
    }
    return metrics::distinct_short_probes(std::move(probes));
}

void SessionObservations::load_earlier(std::int64_t begins_after_s, std::int64_t newest_after_s) {
    static const auto kNoProbes = std::make_shared<const std::vector<model::Observation>>();
    const store::ReportPlace from = loaded_.front().report.place;
    const auto visit = [&](const store::ReportHeader& report) {
        if (loaded_observations_ + report.observation_count > metrics::kMostHourObservations) return false;
        ReportProbes::Shared probes = kNoProbes;
        if (report.latest_s > newest_after_s) probes = observations_.of(report.report_id);
        loaded_.push_front({report, std::move(probes)});
        loaded_observations_ += report.observation_count;
        return report.report_id != session_.session_report_id;
    };
    reports_.backwards_in_session(session_.installation, session_.session_report_id, from, begins_after_s,
                                  visit);
}

void SessionObservations::forget_before(std::int64_t after_s) {
    while (!loaded_.empty()) {
        const store::ReportHeader& oldest = loaded_.front().report;
        const bool is_needed =
            oldest.place >= window_start_ || (oldest.place.first_observation_s > after_s &&
                                              loaded_observations_ <= metrics::kMostHourObservations);
        if (is_needed) return;
        loaded_observations_ -= oldest.observation_count;
        loaded_.pop_front();
    }
}

}  // namespace tixdb::process
