// SPDX-License-Identifier: MIT
// What earlier results say that a new one needs to know.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "model/installation.hpp"
#include "model/result.hpp"
#include "store/database.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

struct BaseDelay {
    double base_ms = 0;
    std::int64_t window_id = 0;
};

// Looks at current results of one method and version only. Thread rule: that of its connection.
class HistoryReader {
  public:
    HistoryReader(Database& database, model::Method method, int method_version);

    // Windows that least_base() is not to look at from now on: they are being computed again.
    void leave_out(std::set<std::int64_t> window_ids) { left_out_ = std::move(window_ids); }

    // The clock skew (ms per s) that was last fitted in a session.
    [[nodiscard]] std::optional<double> last_fitted_skew(std::int64_t session_report_id);
    // The least base delay of an installation's windows at an address that end in (after_s, until_s].
    [[nodiscard]] std::optional<BaseDelay> least_base(const model::InstallationKey& key,
                                                      const std::string& ip, std::int64_t after_s,
                                                      std::int64_t until_s);

  private:
    std::string method_;
    int method_version_;
    std::set<std::int64_t> left_out_;
    Statement last_skew_;
    Statement least_base_;
};

}  // namespace tixdb::store
