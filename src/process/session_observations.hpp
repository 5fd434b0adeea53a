// SPDX-License-Identifier: MIT
// The observations of a session's latest reports, each read once although windows overlap and skew looks back
// an hour.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include "model/observation.hpp"
#include "process/report_probes.hpp"
#include "process/session.hpp"
#include "store/report_reader.hpp"

namespace tixdb::process {

class SessionObservations {
  public:
    SessionObservations(store::ReportReader& reports, ReportProbes& observations, const Session& session);

    // The distinct short probes of a window's reports, ordered as metrics want them. Windows come in the
    // order of their chain.
    [[nodiscard]] std::vector<model::Observation> of_window(const std::vector<store::ReportHeader>& reports);

    // Short probes of the reports of the last of_window() with time > after_s, every copy counted.
    [[nodiscard]] std::int64_t copies_after(std::int64_t after_s) const;
    // Whether that window has copies at all.
    [[nodiscard]] bool has_duplicates() const { return has_duplicates_; }

    // The distinct short probes with end_s - horizon_s < day_timestamp <= end_s among the session's reports
    // up to the last window asked for. Looks at reports that begin at most ten minutes before that (they last
    // about a minute), and at most at
    // metrics::kMostHourObservations.
    [[nodiscard]] std::vector<model::Observation> of_horizon(std::int64_t end_s, std::int64_t horizon_s);
    // Whether observations were gone that the last of_horizon() would have given.
    [[nodiscard]] bool is_horizon_pruned() const { return is_horizon_pruned_; }

  private:
    struct Loaded {
        store::ReportHeader report;
        ReportProbes::Shared probes;
    };

    void load_earlier(std::int64_t begins_after_s, std::int64_t newest_after_s);
    void forget_before(std::int64_t after_s);

    store::ReportReader& reports_;
    ReportProbes& observations_;
    Session session_;
    std::deque<Loaded> loaded_;  // in order
    std::int64_t loaded_observations_ = 0;
    store::ReportPlace window_start_;
    bool has_duplicates_ = false;
    bool is_horizon_pruned_ = false;
    bool may_have_earlier_;
};

}  // namespace tixdb::process
