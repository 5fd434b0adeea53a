// SPDX-License-Identifier: MIT

#include "process/history.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "metrics/adaptive/history.hpp"
#include "metrics/methods.hpp"

namespace tixdb::process {

using metrics::kHistoryS;

store::HistoryVersions history_versions() {
    return {metrics::version_of(model::Method::queueing), metrics::version_of(model::Method::adaptive)};
}

History::History(store::HistoryReader& reader, const model::InstallationKey& key,
                 std::set<std::int64_t> left_out)
    : reader_(reader), key_(key), left_out_(std::move(left_out)) {}

model::QueueingReads History::offered_to(const std::string& ip, std::int64_t last_probe_s) {
    make_ready(last_probe_s - kHistoryS, last_probe_s);
    std::vector<metrics::EarlierResult> earlier;
    for (const Entry& entry : entries_) {
        if (entry.place.last_probe_s <= last_probe_s - kHistoryS) continue;
        if (entry.place.last_probe_s >= last_probe_s) break;
        earlier.push_back(entry.result);
        earlier.back().is_same_ip = entry.ip == ip;
    }
    return metrics::offered_by(earlier, last_probe_s);
}

std::vector<const metrics::SketchedWindow*> History::sketches_before(const std::string& ip,
                                                                     std::int64_t last_probe_s) {
    make_ready(last_probe_s - kHistoryS, last_probe_s);
    std::vector<const metrics::SketchedWindow*> windows;
    for (const Entry& entry : entries_) {
        if (entry.place.last_probe_s >= last_probe_s) break;
        const bool counts =
            entry.place.last_probe_s > last_probe_s - kHistoryS && entry.sketched && entry.ip == ip;
        if (counts) windows.push_back(&*entry.sketched);
    }
    return windows;
}

void History::put(std::int64_t window_id, const store::WindowPlace& place, const std::string& ip,
                  const model::WindowMetrics& queueing, const model::WindowMetrics* adaptive) {
    const auto is_it = [&](const Entry& entry) { return entry.result.window_id == window_id; };
    if (window_id > 0) {
        left_out_.insert(window_id);
        entries_.erase(std::remove_if(entries_.begin(), entries_.end(), is_it), entries_.end());
    }
    std::optional<metrics::SketchedWindow> sketched;
    if (adaptive != nullptr) sketched = metrics::sketched_window(window_id, place.last_probe_s, *adaptive);
    insert({place, ip, metrics::earlier_result(window_id, place.last_probe_s, false, queueing), sketched});
}

// Results are mostly asked for in order: a day more is read at once, so that it is one query where all is
// new.
void History::make_ready(std::int64_t after_s, std::int64_t until_s) {
    if (!is_loaded_ || after_s > loaded_until_s_) {
        // What was read of before would be read again, should anybody go back.
        const auto is_behind = [&](const Entry& entry) {
            return entry.place.last_probe_s <= after_s && entry.result.window_id > 0 &&
                   !left_out_.contains(entry.result.window_id);
        };
        entries_.erase(std::remove_if(entries_.begin(), entries_.end(), is_behind), entries_.end());
        loaded_after_s_ = after_s;
        loaded_until_s_ = after_s;
        is_loaded_ = true;
    }
    if (after_s < loaded_after_s_) {
        load(after_s, std::exchange(loaded_after_s_, after_s));
    }
    if (until_s > loaded_until_s_) {
        const std::int64_t next_s = until_s + kHistoryS;
        load(std::exchange(loaded_until_s_, next_s), next_s);
    }
    // A day behind what was asked for, nothing is asked for any more.
    while (!entries_.empty() && entries_.front().place.last_probe_s <= after_s - kHistoryS)
        entries_.pop_front();
    loaded_after_s_ = std::max(loaded_after_s_, after_s - kHistoryS);
}

void History::load(std::int64_t after_s, std::int64_t until_s) {
    for (store::HistoricResult& stored : reader_.results(key_, after_s, until_s)) {
        if (left_out_.contains(stored.window_id)) continue;
        insert({stored.place, std::move(stored.ip),
                metrics::earlier_result(stored.window_id, stored.place.last_probe_s, false, stored.metrics),
                metrics::sketched_window(stored.window_id, stored.place.last_probe_s, stored.metrics)});
    }
}

void History::insert(Entry entry) {
    const auto is_before = [](const store::WindowPlace& place, const Entry& other) {
        return place < other.place;
    };
    const auto at = std::upper_bound(entries_.begin(), entries_.end(), entry.place, is_before);
    entries_.insert(at, std::move(entry));
}

}  // namespace tixdb::process
