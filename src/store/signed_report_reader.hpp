// SPDX-License-Identifier: MIT
// Reports with all that their files said, in the order of an installation's reports.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "model/installation.hpp"
#include "model/report.hpp"
#include "store/export_reader.hpp"
#include "store/observation_reader.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

// By first observation and digest. Thread rule: that of its connection.
class SignedReportReader {
  public:
    // Those that hold observations of the range, of one installation. A pruned one has no observations, and
    // may have no signature.
    SignedReportReader(Database& database, const ExportRange& range);
    // Those of an installation that begin in [from_s, to_s) and have their observations and signature.
    SignedReportReader(Database& database, const model::InstallationKey& key, std::int64_t from_s,
                       std::int64_t to_s);

    // False at the end. Without the observations; `verified` is left out too.
    [[nodiscard]] bool next(model::Report& report);
    // Those of the report that next() gave last.
    void read_observations(model::Report& report);

  private:
    SignedReportReader(Database& database, std::string_view sql);

    Statement reports_;
    ObservationReader observations_;
    std::vector<ObservationReader::Placed> placed_;
};

}  // namespace tixdb::store
