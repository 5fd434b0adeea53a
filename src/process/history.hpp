// SPDX-License-Identifier: MIT
// The results of an installation that later ones read, as far back as they read them.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "metrics/adaptive/kernel.hpp"
#include "metrics/queueing_history.hpp"
#include "model/installation.hpp"
#include "model/result.hpp"
#include "store/history_reader.hpp"

namespace tixdb::process {

// Those that this program computes.
[[nodiscard]] store::HistoryVersions history_versions();

// Of the results of `queueing` and `adaptive` of this program's versions: those that are stored, read once
// each while windows are computed in about the order of their ends, and those that are put in and stored
// later. Thread rule: that of the reader's connection.
class History {
  public:
    // left_out: windows whose stored results are not to be read, since they are computed again or superseded.
    History(store::HistoryReader& reader, const model::InstallationKey& key,
            std::set<std::int64_t> left_out = {});

    // What it offers a window of an address that ends at last_probe_s.
    [[nodiscard]] model::QueueingReads offered_to(const std::string& ip, std::int64_t last_probe_s);

    // The windows of that address whose sketches `adaptive` reads: those that end in (last_probe_s - 24 h,
    // last_probe_s), in order. Valid until the next call of anything else.
    [[nodiscard]] std::vector<const metrics::SketchedWindow*> sketches_before(const std::string& ip,
                                                                              std::int64_t last_probe_s);

    // Results that were computed, in place of the one that the window had. A window that has no row yet goes
    // by a number below 0, which comes back in what is offered. adaptive: null if it has no such result.
    void put(std::int64_t window_id, const store::WindowPlace& place, const std::string& ip,
             const model::WindowMetrics& queueing, const model::WindowMetrics* adaptive);

  private:
    struct Entry {
        store::WindowPlace place;
        std::string ip;
        metrics::EarlierResult result;
        std::optional<metrics::SketchedWindow> sketched;
    };

    void load(std::int64_t after_s, std::int64_t until_s);
    void make_ready(std::int64_t after_s, std::int64_t until_s);
    void insert(Entry entry);

    store::HistoryReader& reader_;
    model::InstallationKey key_;
    std::set<std::int64_t> left_out_;
    std::deque<Entry> entries_;  // by place
    bool is_loaded_ = false;
    std::int64_t loaded_after_s_ = 0;  // what is stored of (loaded_after_s_, loaded_until_s_] is in entries_
    std::int64_t loaded_until_s_ = 0;
};

}  // namespace tixdb::process
