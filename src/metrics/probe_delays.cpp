// SPDX-License-Identifier: MIT

#include "metrics/probe_delays.hpp"

#include <algorithm>

#include "metrics/delays.hpp"
#include "metrics/impossible.hpp"
#include "metrics/observations.hpp"

namespace tixdb::metrics {
namespace {

using ObservationSpan = std::span<const model::Observation>;

std::int64_t reference_of(ObservationSpan recent) {
    const auto first = std::find_if_not(recent.begin(), recent.end(), is_impossible);
    return upstream_difference_ns(first == recent.end() ? recent.front() : *first);
}

}  // namespace

ProbeView ProbeView::between(std::int64_t after_s, std::int64_t until_s) const {
    const auto begin = std::upper_bound(time_s.begin(), time_s.end(), after_s);
    const auto end = std::upper_bound(begin, time_s.end(), until_s);
    return part(static_cast<std::size_t>(begin - time_s.begin()), static_cast<std::size_t>(end - begin));
}

ProbeDelays::ProbeDelays(ObservationSpan recent, ObservationSpan session, std::int64_t last_s) {
    const std::int64_t reference_ns = reference_of(recent);
    time_s_.resize(session.size());
    up_ns_.resize(session.size());
    down_ns_.resize(session.size());
    std::size_t size = 0;
    for (const model::Observation& o : session) {
        if (is_impossible(o)) continue;
        time_s_[size] = o.day_timestamp_s - last_s;
        up_ns_[size] = nearest_to_zero_ns(upstream_difference_ns(o) - reference_ns);
        down_ns_[size] = nearest_to_zero_ns(o.final_ns - o.sent_ns + reference_ns);
        ++size;
    }
    time_s_.resize(size);
    up_ns_.resize(size);
    down_ns_.resize(size);
    mark_recent(recent, session);
}

void ProbeDelays::mark_recent(ObservationSpan recent, ObservationSpan session) {
    is_recent_.assign(time_s_.size(), 0);
    recent_ = recent.size() - static_cast<std::size_t>(impossible_among(recent));
    const std::size_t in_ten_minutes = view().between(-kRecentS, 0).size();
    if (in_ten_minutes == recent_) {
        std::fill(is_recent_.end() - static_cast<std::ptrdiff_t>(recent_), is_recent_.end(), std::uint8_t{1});
        return;
    }
    auto next = recent.begin();
    recent_ = 0;
    std::size_t at = 0;
    for (const model::Observation& o : session) {
        if (is_impossible(o)) continue;
        while (next != recent.end() && is_impossible(*next)) ++next;
        if (next != recent.end() && *next == o) {
            is_recent_[at] = 1;
            ++recent_;
            ++next;
        }
        ++at;
    }
}

std::int64_t ProbeDelays::leave_out(const std::vector<std::uint8_t>& marks) {
    std::int64_t recent_out = 0;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < marks.size(); ++i) {
        if (marks[i] != 0) {
            recent_out += is_recent_[i];
            continue;
        }
        time_s_[kept] = time_s_[i];
        up_ns_[kept] = up_ns_[i];
        down_ns_[kept] = down_ns_[i];
        is_recent_[kept] = is_recent_[i];
        ++kept;
    }
    time_s_.resize(kept);
    up_ns_.resize(kept);
    down_ns_.resize(kept);
    is_recent_.resize(kept);
    recent_ -= static_cast<std::size_t>(recent_out);
    return recent_out;
}

}  // namespace tixdb::metrics
