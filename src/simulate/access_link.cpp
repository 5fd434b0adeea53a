// SPDX-License-Identifier: MIT

#include "simulate/access_link.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "model/observation.hpp"

namespace tixdb::simulate {
namespace {

constexpr std::int64_t kNsPerMinute = 60 * model::kNsPerS;

}  // namespace

AccessLink::AccessLink(const LinkSettings& settings, Load load, std::int64_t from_ns, Random random)
    : queue_(make_queue(settings, random)),
      rate_bps_(settings.rate_bps),
      load_(std::move(load)),
      from_ns_(from_ns),
      now_ns_(from_ns),
      minute_began_ns_(from_ns) {
    take_due_steps();
}

std::optional<double> AccessLink::send(std::int64_t time_ns, double bytes) {
    advance_to(time_ns);
    return queue_->send(bytes);
}

const std::vector<MinuteLoad>& AccessLink::finish(std::int64_t to_ns) {
    advance_to(to_ns);
    if (now_ns_ > minute_began_ns_) close_minute(now_ns_);
    // The last answers may have come after the end.
    while (!minutes_.empty() && minutes_.back().minute_s * model::kNsPerS >= to_ns) minutes_.pop_back();
    return minutes_;
}

void AccessLink::advance_to(std::int64_t time_ns) {
    while (now_ns_ < time_ns) {
        const std::int64_t minute_ends_ns = (now_ns_ / kNsPerMinute + 1) * kNsPerMinute;
        std::int64_t until_ns = std::min(time_ns, minute_ends_ns);
        if (next_step_ < load_.size()) {
            until_ns = std::min(until_ns, from_ns_ + load_[next_step_].after_s * model::kNsPerS);
        }
        const auto duration_ns = static_cast<double>(until_ns - now_ns_);
        queue_->advance(duration_ns);
        set_ns_ += set_utilisation_ * duration_ns;
        now_ns_ = until_ns;
        if (now_ns_ == minute_ends_ns) close_minute(now_ns_);
        take_due_steps();
    }
}

void AccessLink::take_due_steps() {
    while (next_step_ < load_.size() && from_ns_ + load_[next_step_].after_s * model::kNsPerS <= now_ns_) {
        set_utilisation_ = load_[next_step_++].utilisation;
        queue_->set_utilisation(set_utilisation_);
    }
}

void AccessLink::close_minute(std::int64_t end_ns) {
    const auto duration_ns = static_cast<double>(end_ns - minute_began_ns_);
    const double busy_ns = queue_->busy_ns() - busy_before_minute_ns_;
    minutes_.push_back({.minute_s = minute_began_ns_ / kNsPerMinute * 60,
                        .busy_share = std::clamp(busy_ns / duration_ns, 0.0, 1.0),
                        .set_share = set_ns_ / duration_ns,
                        .carried_bytes = std::llround(busy_ns * rate_bps_ / 8e9)});
    busy_before_minute_ns_ = queue_->busy_ns();
    set_ns_ = 0;
    minute_began_ns_ = end_ns;
}

}  // namespace tixdb::simulate
