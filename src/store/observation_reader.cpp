// SPDX-License-Identifier: MIT

#include "store/observation_reader.hpp"

#include <algorithm>
#include <utility>

#include "store/observation_residuals.hpp"
#include "store/sql/observation.hpp"

namespace tixdb::store {
namespace {

// No type where a damaged file has none.
char probe_type_at(const Statement& row, int column) {
    const std::string_view text = row.text_view(column);
    return text.empty() ? '\0' : text.front();
}

}  // namespace

ObservationReader::ObservationReader(Database& database)
    : report_(database, sql::observation::select_report),
      ids_(database, sql::observation::select_ids),
      exceptions_(database, sql::observation::select_exceptions) {}

ObservationReader::Stored ObservationReader::stored_of(std::int64_t report_id) {
    Stored stored;
    report_.bind_all(report_id);
    if (!report_.step()) return stored;
    stored.first.day_timestamp_s = report_.int64(0);
    stored.first.type = probe_type_at(report_, 1);
    stored.first.packet_size = static_cast<std::int32_t>(report_.int64(2));
    stored.first.initial_ns = report_.int64(3);
    stored.first.reception_ns = report_.int64(4);
    stored.first.sent_ns = report_.int64(5);
    stored.first.final_ns = report_.int64(6);
    stored.first_id = report_.int64(7);
    stored.count = report_.int64(8);
    stored.has_exceptions = report_.int64(9) != 0;
    stored.rows = ResidualRows(report_.blob(10));
    return stored;
}

template <typename Prepare, typename Take>
void ObservationReader::take_rows(const Stored& stored, const Prepare& prepare, const Take& take) {
    const ResidualRows& rows = stored.rows;
    const bool is_whole = std::cmp_equal(rows.size(), stored.count);
    const std::vector<std::int64_t> ids = is_whole ? std::vector<std::int64_t>() : ids_of(stored);
    prepare(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::int64_t ordinal = is_whole ? static_cast<std::int64_t>(i) : ids[i] - stored.first_id;
        take(ordinal, observation_from(rows[i], stored.first, ordinal));
    }
}

// Of a report that some are missing of, as in a damaged database: each says by its id where it stood.
std::vector<std::int64_t> ObservationReader::ids_of(const Stored& stored) {
    std::vector<std::int64_t> ids;
    ids_.bind_all(stored.first_id, stored.count);
    while (ids_.step()) ids.push_back(ids_.int64(0));
    return ids;
}

std::vector<model::Observation> ObservationReader::short_probes_of(std::int64_t report_id) {
    const ResetAtEnd reset(report_);
    const Stored stored = stored_of(report_id);
    std::vector<model::Observation> probes;
    if (stored.has_exceptions) {
        std::vector<Placed> observations;
        place_all(stored, observations);
        for (const Placed& placed : observations) {
            if (placed.observation.type == 'S') probes.push_back(placed.observation);
        }
    } else if (stored.first.type == 'S') {
        take_rows(
            stored, [&](std::size_t count) { probes.reserve(count); },
            [&](std::int64_t, const model::Observation& probe) { probes.push_back(probe); });
    }
    return probes;
}

void ObservationReader::read_all(std::int64_t report_id, std::vector<Placed>& observations) {
    const ResetAtEnd reset(report_);
    place_all(stored_of(report_id), observations);
}

void ObservationReader::place_all(const Stored& stored, std::vector<Placed>& observations) {
    observations.clear();
    take_rows(
        stored, [&](std::size_t count) { observations.reserve(count); },
        [&](std::int64_t ordinal, const model::Observation& observation) {
            observations.push_back({ordinal, observation});
        });
    if (!stored.has_exceptions) return;
    exceptions_.bind_all(stored.first_id, stored.count);
    while (exceptions_.step()) {
        const std::int64_t ordinal = exceptions_.int64(0) - stored.first_id;
        const auto found = std::ranges::lower_bound(observations, ordinal, {}, &Placed::ordinal);
        if (found == observations.end() || found->ordinal != ordinal) continue;
        found->observation.type = probe_type_at(exceptions_, 1);
        found->observation.packet_size = static_cast<std::int32_t>(exceptions_.int64(2));
    }
}

}  // namespace tixdb::store
