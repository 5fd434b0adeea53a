// SPDX-License-Identifier: MIT

#include "process/reprocessing/reprocessor.hpp"

namespace tixdb::process {
namespace {

// Before every report.
constexpr store::ReportPlace kBeforeAll{std::numeric_limits<std::int64_t>::min(), {}};

}  // namespace

std::int64_t count_reports(store::Database& database, const ReprocessRange& range) {
    store::ProcessedReportReader reports(database);
    std::int64_t count = 0;
    auto key = reports.next_installation({}, range.user_id, range.installation_id);
    for (; key; key = reports.next_installation(*key, range.user_id, range.installation_id)) {
        count += reports.count_in_range(*key, range.from_s, range.to_s);
    }
    return count;
}

Reprocessor::Reprocessor(store::Database& database, const ReprocessRange& range,
                         const ReprocessParameters& parameters)
    : database_(database), range_(range), parameters_(parameters), readers_(database) {}

std::optional<RangePlan> Reprocessor::next() {
    const store::Snapshot snapshot(database_);
    const auto place = next_place();
    if (!place) return std::nullopt;
    return plan_around(*place);
}

RangePlan Reprocessor::plan_again() {
    const store::Snapshot snapshot(database_);
    return plan_around(done_to_);
}

RangePlan Reprocessor::plan_around(const store::ReportPlace& place) {
    const SessionRange range =
        range_around(readers_.reports, readers_.windows, readers_.chains, *key_, place);
    done_to_ = range.last;
    RangePlan plan = plan_range(readers_, parameters_, assumed_, *key_, range);
    if (is_dry_run_) assumed_.add(plan);
    return plan;
}

std::optional<store::ReportPlace> Reprocessor::next_place() {
    while (key_) {
        if (key_->user_id > 0) {
            const auto place = readers_.reports.next_in_range(*key_, done_to_, range_.from_s, range_.to_s);
            if (place) return place;
        }
        key_ = readers_.reports.next_installation(*key_, range_.user_id, range_.installation_id);
        done_to_ = kBeforeAll;
    }
    return std::nullopt;
}

}  // namespace tixdb::process
