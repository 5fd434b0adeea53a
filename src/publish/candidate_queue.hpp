// SPDX-License-Identifier: MIT
// Finds the item that may be sent next, beside those in flight.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "publish/admission.hpp"
#include "store/outbox_store.hpp"

namespace tixdb::publish {

// An item that may be sent, and what follows from it for others while it is in flight.
struct SendCandidate {
    store::OutboxCandidate candidate;
    bool is_new_ip = false;  // nothing of its address was sent lately: no other new address beside it
    std::optional<model::HeldFor>
        trial;                  // the hold on this has run out and this one tries: the others wait for it
    bool is_preflight = false;  // set by the publisher: its installation is being asked about

    // One whose requests have ended unclear before may be the cause: nothing goes beside it.
    [[nodiscard]] bool goes_alone() const { return candidate.unclear_ends > 0; }
};

// In the order of sending (store::OutboxPlace): what has to wait for something in flight is stepped over.
// Reads ahead a bounded number of items, whatever the length of the outbox, and comes past all of them.
class CandidateQueue {
  public:
    CandidateQueue(store::Database& database, store::OutboxStore& outbox, AdmissionRule& admission)
        : database_(database), outbox_(outbox), admission_(admission) {}

    // horizon_ms: items that come due until then are taken. in_flight: those being sent or asked about;
    // is_anything: or any other request. Items found to be under a hold are put under it, in one transaction;
    // only so many at a time, lest requests in flight wait for it.
    [[nodiscard]] std::optional<SendCandidate> next(std::int64_t now_ms, std::int64_t horizon_ms,
                                                    const std::vector<const SendCandidate*>& in_flight,
                                                    bool is_anything_in_flight);
    // True if the last next() found nothing, but has not looked at everything: ask again.
    [[nodiscard]] bool is_unfinished() const { return is_unfinished_; }
    // The item was chosen and not sent: it will be offered again.
    void put_back(const store::OutboxCandidate& candidate);
    // The item was chosen and cannot be sent: it will not be offered again in this run.
    void leave_out(std::int64_t outbox_id) { left_out_.insert(outbox_id); }
    // Items that were passed over may be free now.
    void note_change() { is_changed_ = true; }
    // Begins again with the first item. Returns false if nothing since the last time can have made it
    // worth it.
    bool restart();
    // How many were put under the hold of another item, and have not been released from it since.
    [[nodiscard]] std::int64_t newly_held();

  private:
    void refill(std::int64_t horizon_ms);
    [[nodiscard]] std::optional<SendCandidate> first_free(std::int64_t now_ms,
                                                          const std::vector<const SendCandidate*>& in_flight,
                                                          bool is_anything_in_flight);

    store::Database& database_;
    store::OutboxStore& outbox_;
    AdmissionRule& admission_;
    std::map<store::OutboxPlace, store::OutboxCandidate> waiting_;
    std::set<std::int64_t> left_out_;
    store::OutboxPlace cursor_;
    bool is_exhausted_ = false;  // nothing lies behind the cursor
    bool is_changed_ = false;    // since the last restart
    bool is_unfinished_ = false;
    std::set<std::int64_t> newly_held_;
};

}  // namespace tixdb::publish
