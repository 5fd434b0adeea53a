// SPDX-License-Identifier: MIT
// Decides whether an item may be sent now: one rule for publish and for publish --dry-run.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "publish/publish_settings.hpp"
#include "store/outbox_store.hpp"

namespace tixdb::publish {

enum class Admission {
    goes,
    held,            // its address, user or installation is
    key_busy,        // something of its installation and time is on its way or may be stored
    address_paused,  // its address is new, and no new one is tried in this run, or not this one for now
};

struct AdmissionAnswer {
    Admission admission = Admission::goes;
    std::optional<store::OutboxHold> hold;  // in force; with held
    std::optional<model::HeldFor> trial;    // the hold on this has run out, and this item tries
    bool is_new_ip = false;                 // nothing of its address was sent lately
};

class AdmissionRule {
  public:
    AdmissionRule(store::OutboxStore& outbox, const PublishSettings& settings)
        : outbox_(outbox), settings_(settings) {}

    [[nodiscard]] AdmissionAnswer ask(const store::OutboxCandidate& candidate, std::int64_t now_ms);
    // True if nothing of the address was sent lately: tix-api has to look it up.
    [[nodiscard]] bool is_new(const std::string& ip, std::int64_t now_ms);
    // True if anything of the address was ever sent.
    [[nodiscard]] bool was_ever_sent(const std::string& ip);
    // From now on the address is known.
    void note_sent(const std::string& ip, std::int64_t now_ms);
    void pause_new_addresses() { are_new_addresses_paused_ = true; }
    // This one, as long as it is new, is not tried before.
    void pause_address(const std::string& ip, std::int64_t until_ms) { paused_until_ms_[ip] = until_ms; }

  private:
    [[nodiscard]] std::int64_t last_sent_ms(const std::string& ip);
    [[nodiscard]] bool is_paused(const std::string& ip, std::int64_t now_ms) const;
    [[nodiscard]] std::optional<store::OutboxHold> hold_of(const store::OutboxCandidate& candidate,
                                                           std::int64_t now_ms);

    store::OutboxStore& outbox_;
    PublishSettings settings_;
    std::map<std::string, std::int64_t> last_sent_ms_;  // by address; 0: never
    std::map<std::string, std::int64_t> paused_until_ms_;
    bool are_new_addresses_paused_ = false;
};

}  // namespace tixdb::publish
