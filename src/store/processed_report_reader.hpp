// SPDX-License-Identifier: MIT
// Reads all reports that process has looked at, late ones included, in the order in which windows are formed.
// Reprocessing forms sessions of them.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/installation.hpp"
#include "store/database.hpp"
#include "store/report_place.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

struct ProcessedRow {
    ReportHeader report;
    std::string ip;
    bool starts_session = false;            // the first row, or another address, or too long a gap
    std::int64_t observations_through = 0;  // sum of observation_count from the first row of the walk on
};

// Thread rule: that of its connection. Walks are streamed: a visitor that returns false ends them.
class ProcessedReportReader {
  public:
    explicit ProcessedReportReader(Database& database);

    // The installation after this one, of the user and with the id if given.
    [[nodiscard]] std::optional<model::InstallationKey> next_installation(
        const model::InstallationKey& after, std::optional<std::int64_t> user_id,
        std::optional<std::int64_t> installation_id);
    // Reports that begin in [from_s, to_s).
    [[nodiscard]] std::int64_t count_in_range(const model::InstallationKey& key, std::int64_t from_s,
                                              std::int64_t to_s);
    // The first report after this place that has a moment in [from_s, to_s).
    [[nodiscard]] std::optional<ReportPlace> next_in_range(const model::InstallationKey& key,
                                                           const ReportPlace& after, std::int64_t from_s,
                                                           std::int64_t to_s);
    // The places of the first and the last report of the session that a report is in.
    [[nodiscard]] ReportPlace session_start(const model::InstallationKey& key, const ReportPlace& from);
    [[nodiscard]] ReportPlace session_end(const model::InstallationKey& key, const ReportPlace& from);
    // From a report (the first row) on.
    void forwards(const model::InstallationKey& key, const ReportPlace& from,
                  const std::function<bool(const ProcessedRow&)>& visit);
    // report_ids of the late ones among those from first to last.
    [[nodiscard]] std::vector<std::int64_t> late_in_span(const model::InstallationKey& key,
                                                         const ReportPlace& first, const ReportPlace& last);

  private:
    Statement next_installation_;
    Statement count_in_range_;
    Statement next_in_range_;
    Statement backwards_;
    Statement forwards_;
    Statement late_in_span_;
};

}  // namespace tixdb::store
