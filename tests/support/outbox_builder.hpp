// SPDX-License-Identifier: MIT
// Puts items into an outbox, and finds out what became of them.
#pragma once

#include <cstdint>
#include <string>

#include "model/outbox_item.hpp"
#include "model/result.hpp"
#include "store/database.hpp"
#include "support/fake_tix_api.hpp"

namespace tixdb::test {

// A report's time in tests: 2017-09-10T22:44:35Z.
inline constexpr std::int64_t kReportTime_s = 1'505'083'475;

struct TestItem {
    model::InstallationKey installation{1, 11};
    std::int64_t last_s = kReportTime_s;
    std::string ip = "200.0.2.1";
    double up_usage = 0.25;
    double down_usage = 0.12345678901234568;
    double up_quality = 1;
    double down_quality = 0.9;
};

// Complete, with Hurst exponents.
[[nodiscard]] model::WindowMetrics metrics_of(const TestItem& item);
// As tix-api keeps it once it is sent.
[[nodiscard]] StoredReport stored_form_of(const TestItem& item);

class OutboxBuilder {
  public:
    explicit OutboxBuilder(store::Database& database) : database_(database) {}

    // As if imported: without a result. Returns outbox_id.
    std::int64_t add(const TestItem& item);
    // With key, report, window and result, as process makes them. Returns outbox_id.
    std::int64_t add_computed(const TestItem& item);
    // Likewise, but not the outbox item. Returns result_id.
    std::int64_t add_result(const TestItem& item);

    [[nodiscard]] model::OutboxItem item(std::int64_t outbox_id);
    [[nodiscard]] model::OutboxState state(std::int64_t outbox_id) { return item(outbox_id).state; }

  private:
    void add_installation(const model::InstallationKey& installation);
    [[nodiscard]] model::NewOutboxItem new_item(const TestItem& item) const;

    store::Database& database_;
};

}  // namespace tixdb::test
