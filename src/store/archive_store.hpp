// SPDX-License-Identifier: MIT
// Reports on their way into an archive and back.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/installation.hpp"
#include "model/report.hpp"
#include "store/database.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

// Thread rule: that of its connection.
class ArchiveReader {
  public:
    explicit ArchiveReader(Database& database);

    // All, of one user, or the one that is named.
    [[nodiscard]] std::vector<model::InstallationKey> installations(
        const std::optional<std::int64_t>& user_id, const std::optional<std::int64_t>& installation_id);
    // When the first of its reports begins that begin in [from_s, to_s) and have their observations.
    [[nodiscard]] std::optional<std::int64_t> first_report_s(const model::InstallationKey& key,
                                                             std::int64_t from_s, std::int64_t to_s);
    // Of the messages of those that begin in [from_s, to_s) and have observations and signature, in any
    // order.
    [[nodiscard]] std::vector<model::Digest> digests(const model::InstallationKey& key, std::int64_t from_s,
                                                     std::int64_t to_s);

  private:
    Database& database_;
};

enum class GivenBack {
    given,    // the report was pruned, and has its observations and its signature again
    there,    // it has them anyway
    unknown,  // there is no such report: nothing is stored
};

// Works in the caller's transaction.
class ArchiveIntakeStore {
  public:
    explicit ArchiveIntakeStore(Database& database);

    // report: as it was archived. Queues nothing for process.
    GivenBack give_back(const model::Report& report);

  private:
    void insert_observations(const model::Report& report, std::int64_t first_id);

    Statement select_report_;
    Statement insert_observation_;
    Statement insert_exception_;
    Statement mark_;
    Statement insert_signature_;
    Statement update_from_;
};

}  // namespace tixdb::store
