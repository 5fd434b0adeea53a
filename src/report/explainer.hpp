// SPDX-License-Identifier: MIT
// Follows one window's numbers back to what they came from, and computes them again.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "model/installation.hpp"
#include "model/observation.hpp"
#include "model/result.hpp"
#include "report/explanation.hpp"
#include "store/database.hpp"
#include "store/explain_store.hpp"
#include "store/history_reader.hpp"
#include "store/observation_reader.hpp"

namespace tixdb::report {

// Reads only. Thread rule: that of its connection.
class Explainer {
  public:
    explicit Explainer(store::Database& database);

    // Of the current windows that contain time_s the one that ends first; for the time a result is published
    // under, that is its own window. methods: those to explain. Throws Error{failed} that names the nearest
    // windows if there is none.
    [[nodiscard]] Explanation explain(const model::InstallationKey& key, std::int64_t time_s,
                                      std::span<const model::Method> methods);

    // One window by its id, superseded or not, without the other windows of its time. Throws Error{failed} if
    // there is none.
    [[nodiscard]] Explanation explain_window(std::int64_t window_id, std::span<const model::Method> methods);

  private:
    using Probes = std::vector<model::Observation>;

    [[nodiscard]] std::vector<store::WindowAt> windows_at(const model::InstallationKey& key,
                                                          std::int64_t time_s);
    // All that is told of a window; the caller holds a snapshot.
    [[nodiscard]] Explanation explanation_of(const store::WindowRow& window,
                                             std::span<const model::Method> methods);
    // The distinct short probes of the window's reports; fills in the counts.
    [[nodiscard]] Probes load_observations(Explanation& explanation);
    // results: all current ones of the window.
    [[nodiscard]] MethodExplanation explain_method(const Explanation& explanation,
                                                   const store::StoredResult& result,
                                                   const std::vector<store::StoredResult>& results,
                                                   const Probes& probes);
    void recompute(MethodExplanation& method, const store::WindowRow& window, const Probes& probes,
                   std::int64_t recent_copies);
    // queueing: the result that it was computed with. Once observations are pruned, from sketches.
    void recompute_adaptive(MethodExplanation& method, const Explanation& explanation,
                            const store::StoredResult& queueing, const Probes& probes);
    [[nodiscard]] std::vector<store::HistoricResult> day_before(const store::WindowRow& window,
                                                                int queueing_version);
    // Some of the windows of the day before it may be gone.
    [[nodiscard]] bool reads_pruned_windows(const store::WindowRow& window);
    void recompute_classic(MethodExplanation& method, const Probes& probes) const;
    void recompute_queueing(MethodExplanation& method, const store::WindowRow& window, const Probes& probes,
                            std::int64_t recent_copies);
    // The distinct short probes of the window's session that its skew is looked for in.
    struct SessionHour {
        Probes probes;
        bool is_pruned = false;  // some are gone
    };
    [[nodiscard]] SessionHour session_hour(const store::WindowRow& window);
    // What it read of earlier results, where R0 came from, and whether it would read the same today.
    void add_history(MethodExplanation& method, const store::WindowRow& window, bool is_of_this_version);
    [[nodiscard]] model::QueueingReads offered_now(const store::StoredResult& result,
                                                   const store::WindowRow& window);

    store::Database& database_;
    store::ExplainStore store_;
    store::ObservationReader observations_;
};

}  // namespace tixdb::report
