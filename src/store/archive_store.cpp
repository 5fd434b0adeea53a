// SPDX-License-Identifier: MIT

#include "store/archive_store.hpp"

#include <string_view>

#include "store/columns.hpp"
#include "store/observation_residuals.hpp"
#include "store/observation_store.hpp"
#include "store/sql/archive.hpp"
#include "store/sql/observation.hpp"

namespace tixdb::store {

ArchiveReader::ArchiveReader(Database& database) : database_(database) {}

std::vector<model::InstallationKey> ArchiveReader::installations(
    const std::optional<std::int64_t>& user_id, const std::optional<std::int64_t>& installation_id) {
    std::vector<model::InstallationKey> keys;
    Statement query(database_, sql::archive::select_installations);
    query.bind_all(user_id, installation_id);
    while (query.step()) keys.push_back({query.int64(0), query.int64(1)});
    return keys;
}

std::optional<std::int64_t> ArchiveReader::first_report_s(const model::InstallationKey& key,
                                                          std::int64_t from_s, std::int64_t to_s) {
    Statement query(database_, sql::archive::select_first_report);
    query.bind_all(key.user_id, key.installation_id, from_s, to_s);
    if (!query.step()) return std::nullopt;
    return query.optional_int64(0);
}

std::vector<model::Digest> ArchiveReader::digests(const model::InstallationKey& key, std::int64_t from_s,
                                                  std::int64_t to_s) {
    std::vector<model::Digest> digests;
    Statement query(database_, sql::archive::select_digests);
    query.bind_all(key.user_id, key.installation_id, from_s, to_s);
    while (query.step()) digests.push_back(digest_at(query, 0));
    return digests;
}

ArchiveIntakeStore::ArchiveIntakeStore(Database& database)
    : select_report_(database, sql::archive::select_report),
      insert_observation_(database, sql::archive::insert_observation),
      insert_exception_(database, sql::observation::insert_exception),
      mark_(database, sql::archive::mark_given_back),
      insert_signature_(database, sql::archive::insert_signature),
      update_from_(database, sql::archive::update_observations_from) {}

GivenBack ArchiveIntakeStore::give_back(const model::Report& report) {
    const ResetAtEnd reset(select_report_);
    const std::int64_t first_s = report.observations.front().day_timestamp_s;
    const model::InstallationKey& key = report.installation;
    select_report_.bind_all(key.user_id, key.installation_id, first_s, std::span(report.message_digest));
    if (!select_report_.step()) return GivenBack::unknown;
    if (select_report_.int64(1) == 0) return GivenBack::there;
    const std::int64_t report_id = select_report_.int64(0);
    insert_observations(report, select_report_.int64(2));
    mark_.bind_all(report_id);
    mark_.execute();
    insert_signature_.bind_all(report_id, std::span(report.signature));
    insert_signature_.execute();
    update_from_.bind_all(key.user_id, key.installation_id, first_s);
    update_from_.execute();
    return GivenBack::given;
}

// Under the ids that they had, which nobody else has got since.
void ArchiveIntakeStore::insert_observations(const model::Report& report, std::int64_t first_id) {
    const model::Observation& first = report.observations.front();
    std::int64_t ordinal = 0;
    for (const model::Observation& observation : report.observations) {
        const std::int64_t id = first_id + ordinal;
        const ObservationResiduals residuals = residuals_of(observation, first, ordinal++);
        insert_observation_.bind_all(id, residuals.elapsed_s, residuals.initial_ns, residuals.upstream_ns,
                                     residuals.server_ns, residuals.downstream_ns);
        insert_observation_.execute();
        if (!is_exception(observation, first)) continue;
        insert_exception_.bind_all(id, std::string_view(&observation.type, 1), observation.packet_size);
        insert_exception_.execute();
    }
}

}  // namespace tixdb::store
