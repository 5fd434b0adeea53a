// SPDX-License-Identifier: MIT
// Finds out which uncertain items are stored: one list of tix-api's decides all those of an installation and
// day.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "publish/outcome_recorder.hpp"
#include "publish/resolver.hpp"
#include "store/outbox_store.hpp"

namespace tixdb::publish {

// Thread rule: that of its database.
class LookupDesk {
  public:
    LookupDesk(store::OutboxStore& outbox, OutcomeRecorder& recorder)
        : outbox_(outbox), recorder_(recorder) {}

    // The next group with an item that is due. Each group comes once until restart().
    [[nodiscard]] std::optional<store::LookupGroup> next();
    void put_back(const store::LookupGroup& group) { groups_.push_front(group); }
    void restart();

    // The group that decides what is of this time.
    [[nodiscard]] static store::LookupGroup group_of(const model::InstallationKey& installation,
                                                     std::int64_t last_s);
    // A time of the group's day, as the request for its list wants it.
    [[nodiscard]] static std::int64_t time_s_of(const store::LookupGroup& group);
    // Decides by tix-api's list each item of the group that was due at the moment at which the list was asked
    // for: of what has settled only since then the list may know nothing yet. False if it cannot be read:
    // nothing is decided.
    bool resolve_by(const store::LookupGroup& group, const store::OutboxMoment& asked,
                    const std::string& reports_json);
    // There is no list for the group: it is to be asked for again after so long.
    void ask_again(const store::LookupGroup& group, std::chrono::milliseconds delay, const std::string& error,
                   const std::string& note);

  private:
    void resolve_item(const model::OutboxItem& item, const store::OutboxMoment& asked,
                      const std::vector<ListedReport>& reports);
    // Another uncertain item of the installation and that time with the same figures; the one that comes due
    // last.
    [[nodiscard]] std::optional<model::OutboxItem> neighbour(const model::OutboxItem& item,
                                                             const payload::Figures& figures,
                                                             std::int64_t time_s);

    store::OutboxStore& outbox_;
    OutcomeRecorder& recorder_;
    std::deque<store::LookupGroup> groups_;
    store::LookupGroup cursor_ = kStart;
    bool is_exhausted_ = false;

    static constexpr store::LookupGroup kStart = {{INT64_MIN, INT64_MIN}, -1};
};

}  // namespace tixdb::publish
