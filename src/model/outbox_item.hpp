// SPDX-License-Identifier: MIT
// What is sent to tix-api: a result, frozen as the text of the request's body, and the state it is in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/enum_names.hpp"
#include "model/installation.hpp"

namespace tixdb::model {

// docs/man/tixdb-publish.md tells how an item gets from one state to the next.
enum class OutboxState {
    pending,     // waits for its first attempt, at next_attempt_ms if there is one
    sending,     // claimed by a run; if a later run finds it so, the first one was killed
    retry,       // certainly not stored: tried again at next_attempt_ms
    held,        // its address, user or installation is refused: one of those is tried at next_attempt_ms
    uncertain,   // may be stored: looked up when it has settled; without next_attempt_ms the operator decides
    sent,        // stored
    dead,        // refused for good, while others were taken
    superseded,  // replaced before it was sent
    dropped,     // given up by the operator
};

inline constexpr EnumNames<OutboxState, 9> kOutboxStates("outbox state",
                                                         {{{OutboxState::pending, "pending"},
                                                           {OutboxState::sending, "sending"},
                                                           {OutboxState::retry, "retry"},
                                                           {OutboxState::held, "held"},
                                                           {OutboxState::uncertain, "uncertain"},
                                                           {OutboxState::sent, "sent"},
                                                           {OutboxState::dead, "dead"},
                                                           {OutboxState::superseded, "superseded"},
                                                           {OutboxState::dropped, "dropped"}}});

[[nodiscard]] constexpr std::string_view name_of(OutboxState state) {
    return kOutboxStates.name_of(state);
}
[[nodiscard]] constexpr std::optional<OutboxState> outbox_state_named(std::string_view name) {
    return kOutboxStates.find(name);
}

// What a held item is held for. All items of the same address, user or installation wait with it; one that is
// held for the report itself waits alone.
enum class HeldFor { address, user, installation, report };

inline constexpr EnumNames<HeldFor, 4> kHeldFor("reason of a held item",
                                                {{{HeldFor::address, "address"},
                                                  {HeldFor::user, "user"},
                                                  {HeldFor::installation, "installation"},
                                                  {HeldFor::report, "report"}}});

[[nodiscard]] constexpr std::string_view name_of(HeldFor held_for) {
    return kHeldFor.name_of(held_for);
}

struct NewOutboxItem {
    InstallationKey installation;
    std::int64_t last_s = 0;  // the result's timestamp at tix-api, unix seconds
    std::string ip;
    std::string method;                     // empty if not known (imported)
    std::string body;                       // JSON, sent as it is (payload/payload.hpp)
    std::optional<std::int64_t> result_id;  // none: imported
    std::int64_t queued_ms = 0;
    std::optional<std::int64_t> run_id;
};

// Until when tix-api may still store or drop a request that has ended for us. Counted from a boot
// (base/clock.hpp), because the time of day can be set.
struct Settling {
    std::string boot_id;
    std::int64_t until_boot_ms = 0;

    friend bool operator==(const Settling&, const Settling&) = default;
};

struct OutboxItem {
    std::int64_t outbox_id = 0;
    InstallationKey installation;
    std::int64_t last_s = 0;
    std::string ip;
    std::optional<std::string> method;
    std::string body;
    std::optional<std::int64_t> result_id;  // none: imported
    OutboxState state = OutboxState::pending;
    std::int64_t attempts = 0;      // requests begun
    std::int64_t unclear_ends = 0;  // of these, how many may have stored it; answers 503 are not counted
    std::optional<std::int64_t> first_unclear_ms;  // when the first of them ended
    std::optional<std::int64_t> next_attempt_ms;
    // Of an uncertain item that was not looked up yet: when that may happen, in place of next_attempt_ms.
    std::optional<Settling> settling;
    std::optional<std::int64_t> looked_up_ms;  // when tix-api last said whether it is stored
    std::optional<HeldFor> held_for;
    std::optional<std::int64_t> last_status;  // HTTP
    std::optional<std::string> last_error;
    std::optional<std::string> drop_reason;
    std::optional<std::string> note;
    std::int64_t queued_ms = 0;
    std::optional<std::int64_t> claimed_ms;
    std::optional<std::int64_t> sent_ms;
};

}  // namespace tixdb::model
