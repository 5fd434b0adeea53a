// SPDX-License-Identifier: MIT

#include "process/batch.hpp"

#include <optional>
#include <utility>

namespace tixdb::process {
namespace {

template <typename T>
void give_id(std::optional<model::EarlierValue<T>>& earlier, const std::vector<std::int64_t>& window_ids) {
    if (!earlier || earlier->window_id > 0) return;
    earlier->window_id = window_ids.at(static_cast<std::size_t>(-1 - earlier->window_id));
}

void give_ids(std::vector<std::int64_t>& ids, const std::vector<std::int64_t>& window_ids) {
    for (std::int64_t& id : ids) {
        if (id < 0) id = window_ids.at(static_cast<std::size_t>(-1 - id));
    }
}

}  // namespace

model::WindowMetrics with_window_ids(model::WindowMetrics metrics,
                                     const std::vector<std::int64_t>& window_ids) {
    if (metrics.adaptive) {
        give_ids(metrics.adaptive->up.kernel_windows, window_ids);
        give_ids(metrics.adaptive->down.kernel_windows, window_ids);
    }
    if (!metrics.queueing) return metrics;
    model::QueueingReads& reads = metrics.queueing->reads;
    give_id(reads.skew_ms_per_s, window_ids);
    give_id(reads.floor_sum_ms, window_ids);
    give_id(reads.since_s, window_ids);
    give_id(reads.route_start_s, window_ids);
    return metrics;
}

}  // namespace tixdb::process
