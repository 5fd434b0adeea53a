// SPDX-License-Identifier: MIT
// What earlier results say that a new one needs to know.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "model/installation.hpp"
#include "model/result.hpp"
#include "store/database.hpp"
#include "store/report_place.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

// Where a window stands among those of its installation: the order that results are computed in.
struct WindowPlace {
    std::int64_t last_probe_s = 0;  // its end
    ReportPlace session;            // the first report of its session
    ReportPlace first;              // its own first report

    friend auto operator<=>(const WindowPlace&, const WindowPlace&) = default;
};

struct HistoricResult {
    std::int64_t window_id = 0;
    WindowPlace place;
    std::string ip;
    // Usage of upstream, or why it is missing, and of queueing: skew, source, skipped direction, base, floor
    // sum, baseline and since. The rest is not filled in.
    model::WindowMetrics metrics;
};

// Looks at current results of one method and version only. Thread rule: that of its connection.
class HistoryReader {
  public:
    HistoryReader(Database& database, model::Method method, int method_version);

    // Of an installation's windows that end in (after_s, until_s], in no order.
    [[nodiscard]] std::vector<HistoricResult> results(const model::InstallationKey& key, std::int64_t after_s,
                                                      std::int64_t until_s);

  private:
    model::Method method_;
    int method_version_;
    Statement results_;
};

}  // namespace tixdb::store
