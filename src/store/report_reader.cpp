// SPDX-License-Identifier: MIT

#include "store/report_reader.hpp"

#include <algorithm>

#include "store/session_walk.hpp"
#include "store/sql/report.hpp"
#include "store/sql/unprocessed_report.hpp"
#include "store/sql/window.hpp"

namespace tixdb::store {

std::int64_t count_unprocessed_reports(Database& database) {
    Statement query(database, sql::unprocessed_report::count_all);
    query.step();
    return query.int64(0);
}

ReportReader::ReportReader(Database& database)
    : next_unprocessed_(database, sql::unprocessed_report::select_next_installation),
      new_reports_(database, sql::unprocessed_report::select_new_reports),
      backwards_(database, sql::report::select_session_backwards),
      earlier_(database, sql::report::select_earlier),
      reports_of_session_(database, sql::window::select_reports_of_session),
      forwards_(database, sql::report::select_session_forwards),
      last_of_session_(database, sql::window::select_last_of_session),
      nth_report_(database, sql::window::select_nth_report) {}

std::optional<model::InstallationKey> ReportReader::next_unprocessed(const model::InstallationKey& after) {
    const ResetAtEnd reset(next_unprocessed_);
    next_unprocessed_.bind_all(after.user_id, after.installation_id);
    if (!next_unprocessed_.step()) return std::nullopt;
    return model::InstallationKey{next_unprocessed_.int64(0), next_unprocessed_.int64(1)};
}

void ReportReader::new_reports(const model::InstallationKey& key,
                               const std::function<bool(const NewReport&)>& visit) {
    const ResetAtEnd reset(new_reports_);
    new_reports_.bind_all(key.user_id, key.installation_id);
    while (new_reports_.step()) {
        if (!visit({new_reports_.int64(0), place_at(new_reports_, 1), new_reports_.text(3),
                    new_reports_.int64(4), new_reports_.int64(5)}))
            return;
    }
}

void ReportReader::backwards(const model::InstallationKey& key, const ReportPlace& from,
                             const LeftOut& left_out, const std::function<bool(const BackwardRow&)>& visit) {
    const ResetAtEnd reset(backwards_);
    backwards_.bind_all(key.user_id, key.installation_id, from.first_observation_s, bytes_of(from), left_out);
    SessionWalk walk;
    while (backwards_.step()) {
        BackwardRow row{header_of(backwards_), false, backwards_.optional_int64(7)};
        row.ends_session =
            walk.is_other_session(row.report.place.first_observation_s, backwards_.text_view(6));
        if (!visit(row)) return;
    }
}

// Asked for at once: to ask of each report which windows it is in takes three times as long.
std::vector<std::int64_t> ReportReader::reports_of_session(std::int64_t session_report_id,
                                                           std::int64_t until_s, std::int64_t after_s) {
    reports_of_session_.bind_all(session_report_id, until_s, after_s);
    std::vector<std::int64_t> ids;
    while (reports_of_session_.step()) ids.push_back(reports_of_session_.int64(0));
    std::sort(ids.begin(), ids.end());
    return ids;
}

void ReportReader::backwards_in_session(const model::InstallationKey& key, std::int64_t session_report_id,
                                        const ReportPlace& before, std::int64_t after_s,
                                        const std::function<bool(const ReportHeader&)>& visit) {
    const std::vector<std::int64_t> ids =
        reports_of_session(session_report_id, before.first_observation_s, after_s);
    const ResetAtEnd reset(earlier_);
    earlier_.bind_all(key.user_id, key.installation_id, before.first_observation_s, bytes_of(before));
    while (earlier_.step()) {
        if (earlier_.int64(1) <= after_s) return;
        if (!std::binary_search(ids.begin(), ids.end(), earlier_.int64(0))) continue;
        if (!visit(header_of(earlier_))) return;
    }
}

void ReportReader::forwards(const model::InstallationKey& key, const ReportPlace& from,
                            const std::optional<SessionEnd>& after, const LeftOut& left_out,
                            const std::function<bool(const ForwardRow&)>& visit) {
    const ResetAtEnd reset(forwards_);
    // Without windows so far nothing is special: every report is past "the last one".
    const ReportPlace past = after ? after->last_report : ReportPlace{from.first_observation_s - 1, {}};
    std::optional<std::int64_t> window_id;
    if (after) window_id = after->window_id;
    forwards_.bind_all(key.user_id, key.installation_id, from.first_observation_s, bytes_of(from), left_out,
                       window_id, past.first_observation_s, bytes_of(past));
    SessionWalk walk;
    std::int64_t observations = 0;
    while (forwards_.step()) {
        ForwardRow row{header_of(forwards_), forwards_.text(6), false, forwards_.int64(7) != 0, 0};
        row.starts_session = walk.is_other_session(row.report.place.first_observation_s, row.ip);
        row.observations_through = observations += row.report.observation_count;
        if (!visit(row)) return;
    }
}

std::optional<SessionEnd> ReportReader::end_of_session(std::int64_t session_report_id) {
    const ResetAtEnd reset_last(last_of_session_);
    last_of_session_.bind_all(session_report_id);
    if (!last_of_session_.step()) return std::nullopt;
    SessionEnd end;
    end.window_id = last_of_session_.int64(0);
    const std::int64_t step = std::max<std::int64_t>(1, last_of_session_.int64(1) / 2);
    end.last_report = place_at(last_of_session_, 2);
    end.session_report = place_at(last_of_session_, 4);

    const ResetAtEnd reset_nth(nth_report_);
    nth_report_.bind_all(end.window_id, step - 1);
    if (!nth_report_.step()) return std::nullopt;
    end.before_next_start = place_at(nth_report_, 0);
    return end;
}

}  // namespace tixdb::store
