// SPDX-License-Identifier: MIT
// Reports and their observations, as they come in.
#pragma once

#include <cstdint>
#include <optional>

#include "model/report.hpp"
#include "store/client_key_store.hpp"
#include "store/database.hpp"
#include "store/observation_store.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

struct AddedReport {
    std::int64_t report_id = 0;
    bool is_new = false;  // its observations were stored; else its message was known
};

// Works in the caller's transaction. Rows are appended only.
class ReportStore {
  public:
    explicit ReportStore(Database& database);

    // A report is identified by its installation and message. A new one is stored with its observations and
    // queued for process. Which of two copies of a message is kept does not depend on their order: a verified
    // one is preferred, then one from a public address, then the one with the smaller text and numbers. Once
    // a window has used the report, or its observations were pruned, it stays as it is. The installation must
    // exist.
    AddedReport add(const model::Report& report, std::int64_t run_id);

    [[nodiscard]] bool is_known(const model::Report& report);

  private:
    void insert_report(const model::Report& report, std::int64_t first_observation_id,
                       std::int64_t client_key_id, std::int64_t run_id);
    void replace_copy(const model::Report& report, std::int64_t report_id, bool other_ip);

    Database& database_;
    ClientKeyStore keys_;
    ObservationStore observations_;
    Statement select_stored_;
    Statement insert_report_;
    Statement insert_signature_;
    Statement insert_unprocessed_;
    Statement insert_again_;
    Statement update_copy_;
    Statement update_signature_;
};

}  // namespace tixdb::store
