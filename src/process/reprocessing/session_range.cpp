// SPDX-License-Identifier: MIT

#include "process/reprocessing/session_range.hpp"

#include <algorithm>
#include <limits>

#include "metrics/queueing_history.hpp"
#include "process/window_chain.hpp"

namespace tixdb::process {
namespace {

constexpr std::int64_t kNothingPruned = std::numeric_limits<std::int64_t>::min() / 2;

// Takes the rows of a walk over a range.
class SessionBuilder {
  public:
    explicit SessionBuilder(const model::InstallationKey& key) : key_(key) {}

    void add(const store::ProcessedRow& row) {
        if (row.starts_session) begin_session(row);
        ++sessions_.back().reports;
        if (row.report.pruned) pruned_until_s_ = std::max(pruned_until_s_, row.report.latest_s);
        chain_.add(row.report, row.observations_through);
        while (auto reports = chain_.next()) {
            const bool is_pruned = pruned_until_s_ > reports->back().latest_s - metrics::kSkewHorizonS;
            sessions_.back().windows.push_back({std::move(*reports), is_pruned});
        }
    }
    [[nodiscard]] std::vector<FormedSession> take() { return std::move(sessions_); }

  private:
    void begin_session(const store::ProcessedRow& row) {
        sessions_.push_back({{key_, row.ip, row.report.report_id, row.report.place, false}, {}, 0});
        chain_ = {};
        pruned_until_s_ = kNothingPruned;
    }

    model::InstallationKey key_;
    std::vector<FormedSession> sessions_;
    WindowChain chain_;
    std::int64_t pruned_until_s_ = kNothingPruned;
};

}  // namespace

SessionRange range_around(store::ProcessedReportReader& reports, store::CurrentWindowReader& windows,
                          store::ReportReader& chains, const model::InstallationKey& key,
                          const store::ReportPlace& place) {
    SessionRange range{place, place};
    for (;;) {
        SessionRange wider{reports.session_start(key, range.first), reports.session_end(key, range.last)};
        for (const store::CurrentSession& session : windows.sessions(key, wider.first, wider.last)) {
            wider.first = std::min(wider.first, session.first_report);
            const auto end = chains.end_of_session(session.session_report_id);
            if (end) wider.last = std::max(wider.last, end->last_report);
        }
        if (wider == range) return range;
        range = wider;
    }
}

std::vector<FormedSession> form_sessions(store::ProcessedReportReader& reports,
                                         const model::InstallationKey& key, const SessionRange& range) {
    SessionBuilder builder(key);
    reports.forwards(key, range.first, [&](const store::ProcessedRow& row) {
        if (row.report.place > range.last) return false;
        builder.add(row);
        return true;
    });
    return builder.take();
}

}  // namespace tixdb::process
