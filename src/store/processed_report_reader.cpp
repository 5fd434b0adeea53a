// SPDX-License-Identifier: MIT

#include "store/processed_report_reader.hpp"

#include "model/window.hpp"
#include "store/session_walk.hpp"
#include "store/sql/installation.hpp"
#include "store/sql/late_report.hpp"
#include "store/sql/report.hpp"

namespace tixdb::store {

ProcessedReportReader::ProcessedReportReader(Database& database)
    : next_installation_(database, sql::installation::select_next),
      count_in_range_(database, sql::report::count_processed_in_range),
      next_in_range_(database, sql::report::select_processed_in_range),
      backwards_(database, sql::report::select_processed_backwards),
      forwards_(database, sql::report::select_processed_forwards),
      late_in_span_(database, sql::late_report::select_late_in_span) {}

std::optional<model::InstallationKey> ProcessedReportReader::next_installation(
    const model::InstallationKey& after, std::optional<std::int64_t> user_id,
    std::optional<std::int64_t> installation_id) {
    const ResetAtEnd reset(next_installation_);
    next_installation_.bind_all(after.user_id, after.installation_id, user_id, installation_id);
    if (!next_installation_.step()) return std::nullopt;
    return model::InstallationKey{next_installation_.int64(0), next_installation_.int64(1)};
}

std::int64_t ProcessedReportReader::count_in_range(const model::InstallationKey& key, std::int64_t from_s,
                                                   std::int64_t to_s) {
    const ResetAtEnd reset(count_in_range_);
    count_in_range_.bind_all(key.user_id, key.installation_id, from_s, to_s);
    count_in_range_.step();
    return count_in_range_.int64(0);
}

std::optional<ReportPlace> ProcessedReportReader::next_in_range(const model::InstallationKey& key,
                                                                const ReportPlace& after, std::int64_t from_s,
                                                                std::int64_t to_s) {
    const ResetAtEnd reset(next_in_range_);
    next_in_range_.bind_all(key.user_id, key.installation_id, after.first_observation_s, bytes_of(after),
                            from_s, to_s, model::kLongestReportS);
    if (!next_in_range_.step()) return std::nullopt;
    return place_at(next_in_range_, 0);
}

ReportPlace ProcessedReportReader::session_start(const model::InstallationKey& key, const ReportPlace& from) {
    const ResetAtEnd reset(backwards_);
    backwards_.bind_all(key.user_id, key.installation_id, from.first_observation_s, bytes_of(from));
    ReportPlace start = from;
    SessionWalk walk;
    while (backwards_.step()) {
        const ReportPlace place = place_at(backwards_, 0);
        if (walk.is_other_session(place.first_observation_s, backwards_.text_view(2))) break;
        start = place;
    }
    return start;
}

ReportPlace ProcessedReportReader::session_end(const model::InstallationKey& key, const ReportPlace& from) {
    ReportPlace end = from;
    bool is_first = true;
    forwards(key, from, [&](const ProcessedRow& row) {
        if (row.starts_session && !is_first) return false;
        is_first = false;
        end = row.report.place;
        return true;
    });
    return end;
}

void ProcessedReportReader::forwards(const model::InstallationKey& key, const ReportPlace& from,
                                     const std::function<bool(const ProcessedRow&)>& visit) {
    const ResetAtEnd reset(forwards_);
    forwards_.bind_all(key.user_id, key.installation_id, from.first_observation_s, bytes_of(from));
    SessionWalk walk;
    std::int64_t observations = 0;
    while (forwards_.step()) {
        ProcessedRow row{header_of(forwards_), forwards_.text(6), false, 0};
        const bool is_first = observations == 0;
        row.starts_session = walk.is_other_session(row.report.place.first_observation_s, row.ip) || is_first;
        row.observations_through = observations += row.report.observation_count;
        if (!visit(row)) return;
    }
}

std::vector<std::int64_t> ProcessedReportReader::late_in_span(const model::InstallationKey& key,
                                                              const ReportPlace& first,
                                                              const ReportPlace& last) {
    late_in_span_.bind_all(key.user_id, key.installation_id, first.first_observation_s, bytes_of(first),
                           last.first_observation_s, bytes_of(last));
    std::vector<std::int64_t> ids;
    while (late_in_span_.step()) ids.push_back(late_in_span_.int64(0));
    return ids;
}

}  // namespace tixdb::store
