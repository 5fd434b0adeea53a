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
    : database_(database),
      range_(range),
      reports_(database),
      windows_(database),
      chains_(database),
      planner_(database, parameters) {}

std::optional<SpanPlan> Reprocessor::next() {
    const store::Snapshot snapshot(database_);
    const auto place = next_place();
    if (!place) return std::nullopt;
    const Span span = span_around(reports_, windows_, chains_, *key_, *place);
    done_to_ = span.last;
    return planner_.plan(*key_, span);
}

SpanPlan Reprocessor::plan_again() {
    const store::Snapshot snapshot(database_);
    const Span span = span_around(reports_, windows_, chains_, *key_, done_to_);
    done_to_ = span.last;
    return planner_.plan(*key_, span);
}

std::optional<store::ReportPlace> Reprocessor::next_place() {
    while (key_) {
        if (key_->user_id > 0) {
            const auto place = reports_.next_in_range(*key_, done_to_, range_.from_s, range_.to_s);
            if (place) return place;
        }
        key_ = reports_.next_installation(*key_, range_.user_id, range_.installation_id);
        done_to_ = kBeforeAll;
    }
    return std::nullopt;
}

}  // namespace tixdb::process
