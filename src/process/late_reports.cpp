// SPDX-License-Identifier: MIT

#include "process/late_reports.hpp"

#include "model/window.hpp"

namespace tixdb::process {

bool LateReports::is_late(const store::NewReport& report) {
    forget_up_to(report.place);
    read_up_to(report);
    return addresses_.contains(report.ip);
}

void LateReports::forget_up_to(const store::ReportPlace& place) {
    while (!ahead_.empty() && ahead_.front().place <= place) {
        const auto address = addresses_.find(ahead_.front().ip);
        if (--address->second == 0) addresses_.erase(address);
        ahead_.pop_front();
    }
}

void LateReports::read_up_to(const store::NewReport& report) {
    const std::int64_t until_s = report.place.first_observation_s + model::kSessionGapS;
    // Over a long stretch without new reports the index is quicker than reading on.
    const bool is_far =
        next_ && next_->place.first_observation_s + model::kSessionGapS < report.place.first_observation_s;
    if (!has_begun_ || is_far) {
        reader_.seek(key_, report.place);
        next_ = reader_.next();
        has_begun_ = true;
    }
    for (; next_ && next_->place.first_observation_s <= until_s; next_ = reader_.next()) {
        if (next_->place <= report.place) continue;
        ++addresses_[next_->ip];
        ahead_.push_back(*next_);
    }
}

}  // namespace tixdb::process
