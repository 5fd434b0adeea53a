// SPDX-License-Identifier: MIT
// A database, a stand-in for tix-api and a publisher between them, over real sockets and with a clock of its
// own.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "base/log.hpp"
#include "publish/curl_http_client.hpp"
#include "publish/publish_observer.hpp"
#include "publish/publish_settings.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_tix_api.hpp"
#include "support/outbox_builder.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::test {

// Thrown where a run is to be killed.
struct Killed {};

// Ends the run the n-th time that it reaches the point.
class KillAt final : public publish::PublishObserver {
  public:
    explicit KillAt(publish::PublishPoint point, int times = 1) : point_(point), left_(times) {}
    void reached(publish::PublishPoint point, std::int64_t) override {
        if (point == point_ && --left_ == 0) throw Killed{};
    }
    [[nodiscard]] bool has_killed() const { return left_ <= 0; }

  private:
    publish::PublishPoint point_;
    int left_;
};

class PublishTest : public testing::Test {
  protected:
    // A run of its own connection to the same file, as a new process would have.
    publish::PublishReport publish(publish::PublishObserver& observer);
    publish::PublishReport publish();
    // Then the settle delay and one more run.
    publish::PublishReport publish_after(std::chrono::milliseconds duration);

    std::int64_t add(const TestItem& item = {}) { return outbox_.add(item); }
    [[nodiscard]] model::OutboxItem item(std::int64_t outbox_id) { return outbox_.item(outbox_id); }
    [[nodiscard]] model::OutboxState state(std::int64_t outbox_id) { return outbox_.state(outbox_id); }
    // Sorted.
    [[nodiscard]] std::vector<StoredReport> stored() const;

    TemporaryDatabase database_;
    FakeClock clock_{(kReportTime_s + 600) * 1000};
    FakeTixApi api_;
    OutboxBuilder outbox_{database_.database()};
    publish::PublishSettings settings_;
    publish::HttpSettings http_settings_ = default_http_settings();
    std::string host_ = "127.0.0.1";
    std::optional<int> port_;  // in place of the stand-in's
    bool use_tls_ = false;
    std::string logged_;  // by the last run

    // Long enough for a busy machine, short enough to wait for.
    static constexpr std::chrono::milliseconds kShortTimeout{1'000};

  private:
    static publish::HttpSettings default_http_settings();
};

}  // namespace tixdb::test
