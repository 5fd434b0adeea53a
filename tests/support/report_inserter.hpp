// SPDX-License-Identifier: MIT
// Puts reports into a database as ingest does, without files and signatures.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/installation.hpp"
#include "model/observation.hpp"
#include "store/database.hpp"
#include "store/installation_store.hpp"
#include "store/report_store.hpp"

namespace tixdb::test {

struct MadeReport {
    model::InstallationKey installation{1, 1};
    std::string ip = "192.0.2.1";
    std::vector<model::Observation> observations;  // in message order
    // What observation_count says in place of observations.size(): windows of few rows, where only bounds
    // matter.
    std::optional<std::int64_t> claimed_count = std::nullopt;
};

// Thread rule: that of its connection.
class ReportInserter {
  public:
    explicit ReportInserter(store::Database& database);

    // New and unprocessed. Returns report_id.
    std::int64_t insert(const MadeReport& report);
    // All in one transaction.
    std::vector<std::int64_t> insert(const std::vector<MadeReport>& reports);

  private:
    std::int64_t add(const MadeReport& report);

    store::Database& database_;
    std::int64_t run_id_;
    store::InstallationStore installations_;
    store::ReportStore reports_;
};

// Those of the reports from first_report_id to last_report_id, which are not marked as pruned.
void delete_observations(store::Database& database, std::int64_t first_report_id,
                         std::int64_t last_report_id);

// `count` probes, one per second from first_s on, on a link without queues: delays differ by a few
// microseconds, so that no two reports are equal.
[[nodiscard]] MadeReport quiet_report(std::int64_t first_s, int count, const std::string& ip = "192.0.2.1",
                                      model::InstallationKey installation = {1, 1});

// As `prune` leaves them: the observations of the reports of which the condition holds are gone.
void prune_reports(store::Database& database, const std::string& condition);

}  // namespace tixdb::test
