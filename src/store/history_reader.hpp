// SPDX-License-Identifier: MIT
// Reads what a new result needs of earlier ones.
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
    // Of `queueing`: usage of upstream, or why it is missing, skew, source, skipped direction, base, floor
    // sum, baseline and since. Of `adaptive`, where it has them: sketches and quartiles. The rest is not
    // filled in.
    model::WindowMetrics metrics;
};

// Versions of the methods whose results are looked at.
struct HistoryVersions {
    int queueing = 0;
    int adaptive = 0;
};

// Looks at current results of `queueing`, each with that of `adaptive` for the same window. Thread rule: that
// of its connection.
class HistoryReader {
  public:
    HistoryReader(Database& database, const HistoryVersions& versions);

    // Of an installation's windows that end in (after_s, until_s], in no order.
    [[nodiscard]] std::vector<HistoricResult> results(const model::InstallationKey& key, std::int64_t after_s,
                                                      std::int64_t until_s);

  private:
    HistoryVersions versions_;
    Statement results_;
};

}  // namespace tixdb::store
