// SPDX-License-Identifier: MIT

#include "publish/plan.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "publish/address_support.hpp"
#include "store/outbox_store.hpp"

namespace tixdb::publish {
namespace {

constexpr std::int64_t kPlanPage = 256;
constexpr std::int64_t kAll = -1;

class Planner {
  public:
    Planner(store::Database& database, const ApiRequests& requests, std::int64_t now_ms,
            const PublishSettings& settings, const std::function<void(const HttpRequest&)>& show)
        : outbox_(database), requests_(requests), now_ms_(now_ms), settings_(settings), show_(show) {}

    std::int64_t run() {
        for (const std::int64_t outbox_id : outbox_.due_uncertain(now_ms_, kAll)) {
            if (const auto item = outbox_.find(outbox_id)) {
                show_(requests_.get_reports(item->installation, item->last_s));
            }
        }
        auto due = outbox_.due(now_ms_, kAll);
        std::ranges::sort(due, {}, place_of);
        auto next_due = due.begin();
        for (auto page = outbox_.pending_after(INT64_MIN, INT64_MIN, kPlanPage); !page.empty() && has_room();
             page = outbox_.pending_after(page.back().last_s, page.back().outbox_id, kPlanPage)) {
            for (const auto& candidate : page) {
                while (next_due != due.end() && place_of(*next_due) < place_of(candidate)) plan(*next_due++);
                plan(candidate);
            }
        }
        while (next_due != due.end()) plan(*next_due++);
        return reports_;
    }

  private:
    // Oldest first, as they are sent.
    static std::pair<std::int64_t, std::int64_t> place_of(const store::OutboxCandidate& candidate) {
        return {candidate.last_s, candidate.outbox_id};
    }
    [[nodiscard]] bool has_room() const { return settings_.limit < 0 || reports_ < settings_.limit; }

    void plan(const store::OutboxCandidate& candidate) {
        const auto hold = outbox_.hold_of(candidate);
        const bool is_held =
            (hold && hold->until_ms > now_ms_) || is_held_unasked(candidate.ip, settings_, now_ms_);
        if (!has_room() || is_held || outbox_.is_key_busy(candidate.installation, candidate.last_s)) return;
        if (asked_.insert(candidate.installation).second)
            show_(requests_.get_installation(candidate.installation));
        if (const auto item = outbox_.find(candidate.outbox_id)) {
            show_(requests_.post_report(item->installation, item->body));
            ++reports_;
        }
    }

    store::OutboxStore outbox_;
    const ApiRequests& requests_;
    std::int64_t now_ms_;
    PublishSettings settings_;
    const std::function<void(const HttpRequest&)>& show_;
    std::set<model::InstallationKey> asked_;
    std::int64_t reports_ = 0;
};

}  // namespace

std::int64_t plan_requests(store::Database& database, const ApiRequests& requests, std::int64_t now_ms,
                           const PublishSettings& settings,
                           const std::function<void(const HttpRequest&)>& show) {
    return Planner(database, requests, now_ms, settings, show).run();
}

}  // namespace tixdb::publish
