// SPDX-License-Identifier: MIT

#include "support/report_inserter.hpp"

#include "base/digest.hpp"
#include "store/installation_store.hpp"
#include "store/report_store.hpp"
#include "store/run_store.hpp"
#include "support/report_builder.hpp"

namespace tixdb::test {
namespace {

using model::kNsPerS;

model::Report report_of(const MadeReport& made) {
    model::Report report;
    report.installation = made.installation;
    report.ip = made.ip;
    report.from = made.ip + ":4500";
    report.to = "server:8080";
    report.public_key = {1};
    report.key_digest = sha256(report.public_key);
    report.message_digest = sha256(message_of(made.observations));
    report.observations = made.observations;
    return report;
}

}  // namespace

ReportInserter::ReportInserter(store::Database& database)
    : database_(database),
      run_id_(store::RunStore(database).begin("ingest", "test", 0)),
      installations_(database),
      reports_(database) {}

std::int64_t ReportInserter::insert(const MadeReport& report) {
    return insert(std::vector{report}).front();
}

std::vector<std::int64_t> ReportInserter::insert(const std::vector<MadeReport>& reports) {
    store::Transaction transaction(database_);
    std::vector<std::int64_t> ids;
    for (const MadeReport& report : reports) ids.push_back(add(report));
    transaction.commit();
    return ids;
}

std::int64_t ReportInserter::add(const MadeReport& report) {
    installations_.add(report.installation, 0);
    const std::int64_t report_id = reports_.add(report_of(report), run_id_).report_id;
    if (report.claimed_count) {
        store::Statement claim(database_, "UPDATE report SET observation_count = ?2 WHERE report_id = ?1");
        claim.bind_all(report_id, *report.claimed_count);
        claim.execute();
    }
    return report_id;
}

namespace {

void delete_observations_where(store::Database& database, const std::string& condition) {
    database.execute(
        "DELETE FROM observation WHERE observation_id IN (SELECT o.observation_id FROM report AS r"
        " CROSS JOIN observation AS o ON o.observation_id BETWEEN r.first_observation_id"
        "      AND r.first_observation_id + r.observation_count - 1"
        " WHERE " +
        condition + ")");
}

}  // namespace

void delete_observations(store::Database& database, std::int64_t first_report_id,
                         std::int64_t last_report_id) {
    delete_observations_where(database, "report_id BETWEEN " + std::to_string(first_report_id) + " AND " +
                                            std::to_string(last_report_id));
}

void prune_reports(store::Database& database, const std::string& condition) {
    delete_observations_where(database, condition);
    database.execute("UPDATE report SET observations_pruned_ms = 1 WHERE " + condition);
}

MadeReport quiet_report(std::int64_t first_s, int count, const std::string& ip,
                        model::InstallationKey installation) {
    MadeReport report;
    report.installation = installation;
    report.ip = ip;
    for (int i = 0; i < count; ++i) {
        model::Observation o;
        o.day_timestamp_s = first_s + i;
        o.packet_size = 64;
        o.initial_ns = o.day_timestamp_s % 86'400 * kNsPerS;
        // A spread without a pattern, below every threshold.
        const std::int64_t jitter_ns = o.day_timestamp_s * 7919 % 997 * 1000;
        o.reception_ns = o.initial_ns + 10'000'000 + jitter_ns;
        o.sent_ns = o.reception_ns + 50'000;
        o.final_ns = o.sent_ns + 12'000'000 + o.day_timestamp_s * 6131 % 991 * 1000;
        report.observations.push_back(o);
    }
    return report;
}

}  // namespace tixdb::test
