// SPDX-License-Identifier: MIT
// Writes down what became of an item, each time in one transaction.
#pragma once

#include <optional>
#include <random>
#include <string>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "publish/candidate_queue.hpp"
#include "publish/publish_observer.hpp"
#include "publish/publish_settings.hpp"
#include "publish/resolver.hpp"
#include "publish/retry_policy.hpp"
#include "store/outbox_store.hpp"

namespace tixdb::publish {

class OutcomeRecorder {
  public:
    OutcomeRecorder(store::Database& database, Clock& clock, Log& log, const PublishSettings& settings,
                    PublishObserver& observer);

    // Items that a killed run left in `sending`: settle is counted from now, this run's start.
    void recover();
    // The item is `sending`.
    void post_ended(const model::OutboxItem& item, const std::optional<model::HeldFor>& trial,
                    const HttpAnswer& answer, const PostOutcome& outcome);
    // The item is `sending` and its request was given up by us, asked to stop.
    void post_abandoned(const model::OutboxItem& item);
    // The pre-flight of the item's installation did not let it through; the item is not claimed.
    void preflight_refused(const store::OutboxCandidate& candidate, const HttpAnswer& answer,
                           const GetOutcome& outcome);
    // The item is `uncertain`, and tix-api's list has been read.
    void resolved(const model::OutboxItem& item, const Resolution& resolution);
    // The item is `uncertain`, and there was no list to read; server_answers: but other questions are
    // answered.
    void unresolved(const model::OutboxItem& item, const std::string& error, bool server_answers);

    [[nodiscard]] const PublishCounts& counts() const { return counts_; }

  private:
    void cap_delays();
    [[nodiscard]] store::OutboxMove move_after_post(const model::OutboxItem& item, const HttpAnswer& answer,
                                                    const PostOutcome& outcome);
    [[nodiscard]] store::OutboxMove move_after_resolution(const model::OutboxItem& item,
                                                          const Resolution& resolution);
    [[nodiscard]] std::chrono::milliseconds next_backoff(std::int64_t attempts);
    void tell(const store::OutboxMove& move, const std::string& item_text);

    store::Database& database_;
    store::OutboxStore outbox_;
    Clock& clock_;
    Log& log_;
    PublishSettings settings_;
    PublishObserver& observer_;
    std::mt19937_64 random_;
    PublishCounts counts_;
};

}  // namespace tixdb::publish
