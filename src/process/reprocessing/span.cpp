// SPDX-License-Identifier: MIT

#include "process/reprocessing/span.hpp"

#include <algorithm>
#include <limits>

#include "metrics/queueing.hpp"
#include "process/window_chain.hpp"

namespace tixdb::process {
namespace {

constexpr std::int64_t kNothingPruned = std::numeric_limits<std::int64_t>::min() / 2;

// Takes the rows of a walk over a span.
class Former {
  public:
    explicit Former(const model::InstallationKey& key) : key_(key) {}

    void add(const store::ProcessedRow& row) {
        if (row.starts_session) begin_session(row);
        ++sessions_.back().reports;
        if (row.report.pruned) pruned_until_s_ = std::max(pruned_until_s_, row.report.newest_s);
        chain_.add(row.report, row.observations_through);
        while (auto reports = chain_.next()) {
            const bool is_pruned = pruned_until_s_ > reports->back().newest_s - metrics::kSkewHorizonS;
            sessions_.back().windows.push_back({std::move(*reports), is_pruned});
        }
    }
    [[nodiscard]] std::vector<FormedSession> take() { return std::move(sessions_); }

  private:
    void begin_session(const store::ProcessedRow& row) {
        sessions_.push_back({{key_, row.ip, row.report.report_id, false}, {}, 0});
        chain_ = {};
        pruned_until_s_ = kNothingPruned;
    }

    model::InstallationKey key_;
    std::vector<FormedSession> sessions_;
    WindowChain chain_;
    std::int64_t pruned_until_s_ = kNothingPruned;
};

}  // namespace

Span span_around(store::ProcessedReportReader& reports, store::StandingWindowReader& windows,
                 store::ReportReader& chains, const model::InstallationKey& key,
                 const store::ReportPlace& place) {
    Span span{place, place};
    for (;;) {
        Span wider{reports.session_start(key, span.first), reports.session_end(key, span.last)};
        for (const store::StandingSession& session : windows.sessions(key, wider.first, wider.last)) {
            wider.first = std::min(wider.first, session.first_report);
            const auto end = chains.end_of_session(session.session_report_id);
            if (end) wider.last = std::max(wider.last, end->last_report);
        }
        if (wider == span) return span;
        span = wider;
    }
}

std::vector<FormedSession> form_sessions(store::ProcessedReportReader& reports,
                                         const model::InstallationKey& key, const Span& span) {
    Former former(key);
    reports.forwards(key, span.first, [&](const store::ProcessedRow& row) {
        if (row.report.place > span.last) return false;
        former.add(row);
        return true;
    });
    return former.take();
}

}  // namespace tixdb::process
