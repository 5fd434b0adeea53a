// SPDX-License-Identifier: MIT

#include "store/report_page_reader.hpp"

#include <algorithm>

#include "store/latency_store.hpp"
#include "store/shifts_text.hpp"
#include "store/sql/report_page.hpp"
#include "store/statement.hpp"

namespace tixdb::store {
namespace {

std::optional<model::DetectionState> detection_state_at(const Statement& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    return model::kDetectionStates.require(row.text_view(column));
}

void bind_scope(Statement& query, const PageScope& scope) {
    query.bind_all(scope.installation.user_id, scope.installation.installation_id, scope.from_s, scope.to_s);
}

// A change of what is known of the place begins another network.
void note_network(std::vector<PageNetwork>& networks, const Statement& row, std::int64_t last_s) {
    PageNetwork network{last_s, last_s, row.text(2), row.optional_text(3), row.optional_text(4)};
    if (!networks.empty()) {
        PageNetwork& before = networks.back();
        if (before.ip == network.ip && before.as_number == network.as_number &&
            before.as_name == network.as_name) {
            before.to_s = last_s;
            return;
        }
    }
    networks.push_back(std::move(network));
}

void note_made_with(std::vector<PageMadeWith>& made_with, const Statement& row) {
    if (row.is_null(10)) return;
    PageMadeWith made{row.int64(10), row.text(11), row.text(12)};
    if (!made_with.empty() && made_with.back() == made) return;
    if (std::find(made_with.begin(), made_with.end(), made) == made_with.end())
        made_with.push_back(std::move(made));
}

PageWindow page_window_at(const Statement& row) {
    PageWindow window;
    window.last_s = row.int64(0);
    window.up_usage = row.optional_real(5);
    window.down_usage = row.optional_real(6);
    window.up_quality = row.optional_real(7);
    window.down_quality = row.optional_real(8);
    window.reason = row.text(9);
    window.skew_ms_per_s = row.optional_real(13);
    window.up_state = detection_state_at(row, 15);
    window.down_state = detection_state_at(row, 16);
    return window;
}

// Windows overlap, so that a shift may be told twice.
void sort_shifts(std::vector<model::QueueingShift>& shifts) {
    std::stable_sort(shifts.begin(), shifts.end(),
                     [](const auto& left, const auto& right) { return left.at_s < right.at_s; });
    shifts.erase(std::unique(shifts.begin(), shifts.end(),
                             [](const auto& left, const auto& right) { return left.at_s == right.at_s; }),
                 shifts.end());
}

PageHour page_hour_at(const Statement& row) {
    PageHour hour;
    hour.hour_s = row.int64(0);
    hour.received = row.int64(1);
    hour.covered_s = row.int64(2);
    hour.silent_s = row.int64(3);
    if (!row.is_null(4)) {
        hour.rtt = model::RoundTripPercentiles{row.int64(4), row.int64(5), row.int64(6), row.int64(7),
                                               row.int64(8), row.int64(9), row.int64(10)};
    }
    hour.impossible = row.int64(11);
    hour.up_delay_p95_ns = row.optional_int64(12);
    hour.down_delay_p95_ns = row.optional_int64(13);
    return hour;
}

}  // namespace

std::optional<double> PageHour::loss() const {
    return model::loss_of(received, covered_s);
}

std::optional<PageBounds> ReportPageReader::bounds(const model::InstallationKey& key) {
    Statement query(database_, sql::report_page::select_bounds);
    query.bind_all(key.user_id, key.installation_id);
    if (!query.step()) return std::nullopt;
    return PageBounds{query.optional_int64(0), query.optional_int64(1), query.optional_int64(2)};
}

PageWindows ReportPageReader::windows(const PageScope& scope) {
    Statement query(database_, sql::report_page::select_windows);
    bind_scope(query, scope);
    query.bind(5, model::name_of(scope.method));
    PageWindows read;
    std::int64_t session = 0;
    while (query.step()) {
        PageWindow window = page_window_at(query);
        window.begins_session = query.int64(1) != session;
        session = query.int64(1);
        note_network(read.networks, query, window.last_s);
        note_made_with(read.made_with, query);
        if (!query.is_null(14)) {
            for (const model::QueueingShift& shift : shifts_of(query.text_view(14)))
                read.shifts.push_back(shift);
        }
        read.windows.push_back(std::move(window));
    }
    sort_shifts(read.shifts);
    return read;
}

std::vector<PageHour> ReportPageReader::hours(const PageScope& scope) {
    Statement query(database_, sql::report_page::select_hours);
    bind_scope(query, scope);
    std::vector<PageHour> hours;
    while (query.step()) hours.push_back(page_hour_at(query));
    return hours;
}

void ReportPageReader::each_minute(const PageScope& scope,
                                   const std::function<void(const model::LatencyMinute&)>& take) {
    Statement query(database_, sql::report_page::select_minutes);
    bind_scope(query, scope);
    while (query.step()) take(latency_minute_at(query));
}

std::vector<PageGap> ReportPageReader::gaps(const PageScope& scope) {
    Statement query(database_, sql::report_page::select_gaps);
    bind_scope(query, scope);
    query.bind(5, model::name_of(scope.method));
    std::vector<PageGap> gaps;
    while (query.step()) {
        gaps.push_back({query.int64(0), query.int64(1), query.text(2), query.text(3), query.text(4)});
    }
    return gaps;
}

}  // namespace tixdb::store
