// SPDX-License-Identifier: MIT

#include "store/observation_reader.hpp"

#include <algorithm>

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
    : first_(database, sql::observation::select_first),
      residuals_(database, sql::observation::select_residuals),
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

std::vector<model::Observation> ObservationReader::short_probes_of(std::int64_t report_id) {
    const Range range = range_of(report_id);
    std::vector<model::Observation> probes;
    if (range.first.type != 'S' && !range.has_exceptions) return probes;
    std::vector<std::int64_t> ids;  // only where some are to be looked up
    residuals_.bind_all(range.first_id, range.count);
    while (residuals_.step()) {
        const std::int64_t id = residuals_.int64(0);
        const ObservationResiduals residuals{residuals_.int64(1), residuals_.int64(2), residuals_.int64(3),
                                             residuals_.int64(4), residuals_.int64(5)};
        probes.push_back(observation_from(residuals, range.first, id - range.first_id));
        if (range.has_exceptions) ids.push_back(id);
    }
    if (range.has_exceptions) read_exceptions(range, probes, ids);
    std::erase_if(probes, [](const model::Observation& probe) { return probe.type != 'S'; });
    return probes;
}

void ObservationReader::read_all(std::int64_t report_id, std::vector<Placed>& observations) {
    observations.clear();
    const Range range = range_of(report_id);
    residuals_.bind_all(range.first_id, range.count);
    while (residuals_.step()) {
        const std::int64_t ordinal = residuals_.int64(0) - range.first_id;
        const ObservationResiduals residuals{residuals_.int64(1), residuals_.int64(2), residuals_.int64(3),
                                             residuals_.int64(4), residuals_.int64(5)};
        observations.push_back({ordinal, observation_from(residuals, range.first, ordinal)});
    }
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

void ObservationReader::read_exceptions(const Range& range, std::vector<model::Observation>& observations,
                                        const std::vector<std::int64_t>& ids) {
    exceptions_.bind_all(range.first_id, range.count);
    while (exceptions_.step()) {
        const auto found = std::ranges::lower_bound(ids, exceptions_.int64(0));
        if (found == ids.end() || *found != exceptions_.int64(0)) continue;
        model::Observation& observation = observations[static_cast<std::size_t>(found - ids.begin())];
        observation.type = probe_type_at(exceptions_, 1);
        observation.packet_size = static_cast<std::int32_t>(exceptions_.int64(2));
    }
}

}  // namespace tixdb::store
