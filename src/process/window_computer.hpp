// SPDX-License-Identifier: MIT
// Computes the windows of an installation: their bounds, what each method says, and whether it is published.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "process/batch.hpp"
#include "process/parameters.hpp"
#include "process/session.hpp"
#include "process/session_observations.hpp"
#include "store/history_reader.hpp"
#include "store/observation_reader.hpp"
#include "store/report_reader.hpp"

namespace tixdb::process {

// Thread rule: that of the readers' connection. parameters are shared and only read.
class WindowComputer final : public WindowSink {
  public:
    WindowComputer(store::Database& database, store::ReportReader& reports, const Parameters& parameters);

    // Windows added from now on are put into this batch, and those in it are history to the ones that follow.
    void begin_installation(InstallationBatch& batch);
    void begin_session(const Session& session) override;
    // Computed with all methods, and decided whether it is published.
    void add_window(const std::vector<store::ReportHeader>& reports) override;

    // --- for reprocessing: sessions are given from their first window on ---

    // Stored windows that are computed again are no history to others.
    void leave_out(std::set<std::int64_t> window_ids) { history_.leave_out(std::move(window_ids)); }
    // The session's next window of these reports; nothing is put into the batch, nothing decided.
    [[nodiscard]] ComputedWindow compute(const std::vector<store::ReportHeader>& reports,
                                         std::span<const model::Method> methods);
    // A window that keeps its results stands between: what those that follow need to know of it.
    void skip_window(const std::vector<store::ReportHeader>& reports);
    // What the session's next window carries on if it cannot fit a skew of its own.
    void carry_skew(std::optional<double> skew_ms_per_s);
    // The least base delay (ms) among windows of this one's address that end in the 24 h up to its end.
    [[nodiscard]] std::optional<double> least_base(const model::Window& window);

  private:
    using Probes = std::vector<model::Observation>;

    [[nodiscard]] model::Window describe(const std::vector<store::ReportHeader>& reports,
                                         const Probes& probes) const;
    [[nodiscard]] ComputedResult compute_result(model::Method method, const model::Window& window,
                                                const Probes& probes);
    [[nodiscard]] ComputedResult compute_queueing(const model::Window& window, const Probes& probes);

    void decide(const model::Window& window, ComputedResult& result) const;

    struct Baseline {
        double base_ms = 0;
        BaselineWindow window;
    };
    [[nodiscard]] std::optional<Baseline> earlier_baseline(const model::Window& window);

    const Parameters& parameters_;
    store::ReportReader& reports_;
    store::ObservationReader observations_;
    store::HistoryReader history_;
    InstallationBatch* batch_ = nullptr;
    Session session_;
    std::optional<SessionObservations> session_observations_;
    std::optional<double> last_fitted_skew_;
    bool has_looked_for_skew_ = false;
};

}  // namespace tixdb::process
