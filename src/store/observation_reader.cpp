// SPDX-License-Identifier: MIT

#include "store/observation_reader.hpp"

#include <algorithm>
#include <utility>

#include "store/observation_residuals.hpp"
#include "store/packed_residuals.hpp"
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
    : first_(database, sql::observation::select_first),
      residuals_(database, sql::observation::select_residuals),
      ids_(database, sql::observation::select_ids),
      exceptions_(database, sql::observation::select_exceptions) {}

ObservationReader::Range ObservationReader::range_of(std::int64_t report_id) {
    const ResetAtEnd reset(first_);
    Range range;
    first_.bind_all(report_id);
    if (!first_.step()) return range;
    range.first.day_timestamp_s = first_.int64(0);
    range.first.type = probe_type_at(first_, 1);
    range.first.packet_size = static_cast<std::int32_t>(first_.int64(2));
    range.first.initial_ns = first_.int64(3);
    range.first.reception_ns = first_.int64(4);
    range.first.sent_ns = first_.int64(5);
    range.first.final_ns = first_.int64(6);
    range.first_id = first_.int64(7);
    range.count = first_.int64(8);
    range.has_exceptions = first_.int64(9) != 0;
    return range;
}

template <typename Prepare, typename Take>
void ObservationReader::read_rows(const Range& range, const Prepare& prepare, const Take& take) {
    const ResetAtEnd reset(residuals_);
    residuals_.bind_all(range.first_id, range.count);
    residuals_.step();
    const ResidualRows rows(residuals_.blob(0));
    const bool is_whole = std::cmp_equal(rows.size(), range.count);
    const std::vector<std::int64_t> ids = is_whole ? std::vector<std::int64_t>() : ids_of(range);
    prepare(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::int64_t ordinal = is_whole ? static_cast<std::int64_t>(i) : ids[i] - range.first_id;
        take(ordinal, observation_from(rows[i], range.first, ordinal));
    }
}

// Of a report that some are missing of, as in a damaged database: each says by its id where it stood.
std::vector<std::int64_t> ObservationReader::ids_of(const Range& range) {
    std::vector<std::int64_t> ids;
    ids_.bind_all(range.first_id, range.count);
    while (ids_.step()) ids.push_back(ids_.int64(0));
    return ids;
}

std::vector<model::Observation> ObservationReader::short_probes_of(std::int64_t report_id) {
    const Range range = range_of(report_id);
    std::vector<model::Observation> probes;
    if (range.has_exceptions) {
        std::vector<Placed> observations;
        read_all(range, observations);
        for (const Placed& placed : observations) {
            if (placed.observation.type == 'S') probes.push_back(placed.observation);
        }
    } else if (range.first.type == 'S') {
        read_rows(
            range, [&](std::size_t count) { probes.reserve(count); },
            [&](std::int64_t, const model::Observation& probe) { probes.push_back(probe); });
    }
    return probes;
}

void ObservationReader::read_all(std::int64_t report_id, std::vector<Placed>& observations) {
    read_all(range_of(report_id), observations);
}

void ObservationReader::read_all(const Range& range, std::vector<Placed>& observations) {
    observations.clear();
    read_rows(
        range, [&](std::size_t count) { observations.reserve(count); },
        [&](std::int64_t ordinal, const model::Observation& observation) {
            observations.push_back({ordinal, observation});
        });
    if (!range.has_exceptions) return;
    exceptions_.bind_all(range.first_id, range.count);
    while (exceptions_.step()) {
        const std::int64_t ordinal = exceptions_.int64(0) - range.first_id;
        const auto found = std::ranges::lower_bound(observations, ordinal, {}, &Placed::ordinal);
        if (found == observations.end() || found->ordinal != ordinal) continue;
        found->observation.type = probe_type_at(exceptions_, 1);
        found->observation.packet_size = static_cast<std::int32_t>(exceptions_.int64(2));
    }
}

}  // namespace tixdb::store
