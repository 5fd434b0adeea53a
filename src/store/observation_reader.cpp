// SPDX-License-Identifier: MIT

#include "store/observation_reader.hpp"

#include "store/sql/observation.hpp"

namespace tixdb::store {

ObservationReader::ObservationReader(Database& database)
    : short_probes_(database, sql::observation::select_short_probes) {}

std::vector<model::Observation> ObservationReader::short_probes_of(std::int64_t report_id) {
    std::vector<model::Observation> probes;
    short_probes_.bind_all(report_id);
    while (short_probes_.step()) {
        model::Observation& probe = probes.emplace_back();
        probe.day_timestamp_s = short_probes_.int64(0);
        probe.packet_size = static_cast<std::int32_t>(short_probes_.int64(1));
        probe.initial_ns = short_probes_.int64(2);
        probe.reception_ns = probe.initial_ns + short_probes_.int64(3);
        probe.sent_ns = probe.reception_ns + short_probes_.int64(4);
        probe.final_ns = probe.initial_ns + short_probes_.int64(5);
    }
    return probes;
}

}  // namespace tixdb::store
