// SPDX-License-Identifier: MIT
// Records what became of items: of one in a transaction of its own, of several whose requests ended
// together in one that the caller opens.
#pragma once

#include <optional>
#include <random>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "publish/publish_observer.hpp"
#include "publish/publish_settings.hpp"
#include "publish/request_end.hpp"
#include "publish/resolver.hpp"
#include "publish/run_health.hpp"
#include "publish/server_memory.hpp"
#include "store/outbox_store.hpp"

namespace tixdb::publish {

// A claimed item, and what it was before.
struct ClaimedItem {
    model::OutboxItem before;
    model::OutboxItem item;  // as it is in `sending`
    std::optional<model::HeldFor> trial;
};

// What the run has decided of a POST beyond its own end, with the other items that this concerns.
struct PostDecision {
    bool is_refused_for_good = false;        // report_refused: others are taken
    std::vector<std::int64_t> now_dead;      // stored: refused before it, and so for good
    std::vector<FailedAddress> now_held;     // of addresses: none was ever taken
    std::vector<FailedAddress> now_retried;  // of addresses: tix-api's table is wrong
};

class OutcomeRecorder {
  public:
    OutcomeRecorder(store::Database& database, store::OutboxStore& outbox, Clock& clock, Log& log,
                    const PublishSettings& settings, PublishObserver& observer, ServerMemory& server);

    // Items that a killed run left in `sending`, and those that settle by the time since another boot: settle
    // is counted from now, this run's start. And delays that no clock asks for are cut.
    void recover();
    // The item is `sending`. In a transaction of the caller's, who calls tell_committed() after its commit.
    void post_ended(const ClaimedItem& claimed, const HttpAnswer& answer, const PostOutcome& outcome,
                    const PostDecision& decision);
    // Counts and logs what post_ended() wrote.
    void tell_committed();
    // The items are `sending` and their requests were given up by us, asked to stop.
    void posts_abandoned(const std::vector<ClaimedItem>& claimed);
    // The items are `sending` and their requests were not begun: each is what it was before.
    void unclaim(const std::vector<ClaimedItem>& claimed);

    // The pre-flight of the item's installation says that tix-api does not take it; the item is not claimed.
    // Returns the item as it was, or nothing if it has changed since.
    std::optional<model::OutboxItem> hold_after_preflight(const store::OutboxCandidate& candidate,
                                                          model::HeldFor held_for, const HttpAnswer& answer,
                                                          const std::string& error);
    // It is not claimed, and is not to be tried before so long.
    void postpone(const store::OutboxCandidate& candidate, std::chrono::milliseconds delay,
                  const std::string& error);
    // What was held after its pre-flight is again what it was, with all that were held along with it.
    void take_back(const std::vector<model::OutboxItem>& items);

    // The item is `uncertain`, and tix-api's list has been read. Returns what it became; nothing if it was
    // changed since.
    std::optional<model::OutboxState> looked_up(const model::OutboxItem& item, const Resolution& resolution);
    // The item is `uncertain`, and is to be asked about again after so long.
    void ask_again(const model::OutboxItem& item, std::chrono::milliseconds delay, const std::string& error,
                   const std::string& note);

    // The database was restored then: what is looked up from now on need not be again.
    void note_restored(const std::optional<std::int64_t>& restored_ms) { restored_ms_ = restored_ms; }
    // How long to wait after so many failures.
    [[nodiscard]] std::chrono::milliseconds next_backoff(std::int64_t failures);
    [[nodiscard]] const PublishCounts& counts() const { return counts_; }
    [[nodiscard]] store::OutboxMoment now() const { return {clock_.now_ms(), clock_.boot_time()}; }

  private:
    // A change that is told once it is committed.
    struct Change {
        store::OutboxMove move;
        std::string item_text;
        std::int64_t outbox_id = 0;
        bool is_of_post = false;  // else it goes along with one
    };

    void cap_delays();
    void change_others(const PostDecision& decision);
    void change_other(std::int64_t outbox_id, model::OutboxState to);
    [[nodiscard]] store::OutboxMove move_after_post(const ClaimedItem& claimed, const HttpAnswer& answer,
                                                    const PostOutcome& outcome, const PostDecision& decision);
    [[nodiscard]] store::OutboxMove move_after_lookup(const model::OutboxItem& item,
                                                      const Resolution& resolution);
    void settle(store::OutboxMove& move, bool counts_as_unclear);
    void tell(const store::OutboxMove& move, const std::string& item_text);

    store::Database& database_;
    store::OutboxStore& outbox_;
    Clock& clock_;
    Log& log_;
    PublishSettings settings_;
    PublishObserver& observer_;
    ServerMemory& server_;
    std::optional<std::int64_t> restored_ms_;
    std::mt19937_64 random_;
    PublishCounts counts_;
    std::vector<Change> uncommitted_;
};

}  // namespace tixdb::publish
