// SPDX-License-Identifier: MIT
// The windows of an installation one after the other, each told of the results before it.
#pragma once

#include <algorithm>
#include <deque>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "metrics/adaptive/adaptive.hpp"
#include "metrics/adaptive/history.hpp"
#include "metrics/queueing.hpp"
#include "model/observation.hpp"
#include "model/result.hpp"

namespace tixdb::test {

class QueueingSequence {
  public:
    using Observations = std::span<const model::Observation>;

    explicit QueueingSequence(metrics::QueueingParameters parameters = {}) : parameters_(parameters) {}

    // session: as in metrics::WindowHistory. The window's id is its index.
    const model::WindowMetrics& add(Observations window, Observations session, const std::string& ip = "") {
        const std::int64_t last_s = window.back().day_timestamp_s;
        const metrics::QueueAnalysis analysis =
            metrics::analysed_queues(window, {session, offered(last_s, ip)});
        results_.push_back(metrics::queueing(analysis, parameters_));
        const auto id = static_cast<std::int64_t>(earlier_.size());
        earlier_.push_back(metrics::earlier_result(id, last_s, true, results_.back()));
        add_adaptive(analysis, id, last_s, ip);
        ips_.push_back(ip);
        return results_.back();
    }

    [[nodiscard]] model::QueueingReads offered(std::int64_t last_s, const std::string& ip = "") const {
        std::vector<metrics::EarlierResult> earlier = earlier_;
        for (std::size_t i = 0; i < earlier.size(); ++i) earlier[i].is_same_ip = ips_[i] == ip;
        std::stable_sort(earlier.begin(), earlier.end(),
                         [](const auto& a, const auto& b) { return a.last_probe_s < b.last_probe_s; });
        return metrics::offered_by(earlier, last_s);
    }

    [[nodiscard]] const std::vector<model::WindowMetrics>& results() const { return results_; }
    // Of `adaptive`, for the same windows.
    [[nodiscard]] const std::vector<model::WindowMetrics>& adaptive_results() const { return adaptive_; }

  private:
    void add_adaptive(const metrics::QueueAnalysis& analysis, std::int64_t id, std::int64_t last_s,
                      const std::string& ip) {
        std::vector<const metrics::SketchedWindow*> earlier;
        for (const auto& [at_ip, window] : sketched_) {
            if (at_ip == ip) earlier.push_back(&window);
        }
        adaptive_.push_back(
            metrics::adaptive(analysis, results_.back(), {earlier, id, last_s, {}}, parameters_));
        if (auto window = metrics::sketched_window(id, last_s, adaptive_.back())) {
            sketched_.emplace_back(ip, *window);
        }
    }

    metrics::QueueingParameters parameters_;
    std::vector<model::WindowMetrics> results_;
    std::vector<metrics::EarlierResult> earlier_;
    std::vector<std::string> ips_;
    std::vector<model::WindowMetrics> adaptive_;
    std::deque<std::pair<std::string, metrics::SketchedWindow>> sketched_;
};

}  // namespace tixdb::test
