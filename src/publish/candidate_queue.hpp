// SPDX-License-Identifier: MIT
// Which item may be sent next, beside those in flight.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "publish/publish_settings.hpp"
#include "store/outbox_store.hpp"

namespace tixdb::publish {

// An item that may be sent, and what follows from it for others while it is in flight.
struct Choice {
    store::OutboxCandidate candidate;
    bool is_new_ip = false;  // nothing of its address was sent lately: no other new address beside it
    std::optional<model::HeldFor>
        trial;                  // the hold on this has run out and this one tries: the others wait for it
    bool is_preflight = false;  // set by the publisher: its installation is being asked about
};

// Oldest first, as a preference: what has to wait for something in flight is stepped over.
// Reads ahead a bounded number of items, whatever the length of the outbox.
class CandidateQueue {
  public:
    CandidateQueue(store::Database& database, const PublishSettings& settings)
        : database_(database), outbox_(database), settings_(settings) {}

    // retry_horizon_ms: retry and held items that come due until then are taken too. Items found to be under
    // a hold are put under it, in one transaction; only so many at a time, lest requests in flight wait for
    // it.
    [[nodiscard]] std::optional<Choice> next(std::int64_t now_ms, std::int64_t retry_horizon_ms,
                                             const std::vector<const Choice*>& in_flight);
    // True if the last next() found nothing, but has not looked at everything: ask again.
    [[nodiscard]] bool is_unfinished() const { return is_unfinished_; }
    // The item was chosen and not sent: its turn comes again.
    void put_back(const store::OutboxCandidate& candidate);
    // The item was not sent and is not due any more.
    void forget(const store::OutboxCandidate& candidate);
    // From now on the address is known.
    void note_sent(const std::string& ip, std::int64_t now_ms);
    // Items that were passed over may be free now.
    void note_change() { is_changed_ = true; }
    // Begins again with the oldest item. Returns false if nothing since the last time can have made it
    // worth it.
    bool restart();
    // How many were put under the hold of another item.
    [[nodiscard]] std::int64_t held_along() const { return held_along_; }

  private:
    using Key = std::pair<std::int64_t, std::int64_t>;  // last_s, outbox_id

    void refill(std::int64_t retry_horizon_ms);
    [[nodiscard]] std::optional<Choice> first_free(std::int64_t now_ms,
                                                   const std::vector<const Choice*>& in_flight);
    [[nodiscard]] std::optional<store::OutboxHold> hold_of(const store::OutboxCandidate& candidate,
                                                           std::int64_t now_ms);
    [[nodiscard]] bool is_new(const std::string& ip, std::int64_t now_ms);

    store::Database& database_;
    store::OutboxStore outbox_;
    PublishSettings settings_;
    std::map<Key, store::OutboxCandidate> waiting_;
    std::set<std::int64_t> passed_over_;  // due, but their key is busy: until the restart
    Key cursor_ = kStart;
    std::map<std::string, std::int64_t> last_sent_ms_;  // by address; 0: never
    bool is_changed_ = false;                           // since the last restart
    bool is_unfinished_ = false;
    std::int64_t held_along_ = 0;

    static constexpr Key kStart = {INT64_MIN, INT64_MIN};
};

}  // namespace tixdb::publish
