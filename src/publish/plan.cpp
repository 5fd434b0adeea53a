// SPDX-License-Identifier: MIT

#include "publish/plan.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <vector>

#include "publish/admission.hpp"
#include "publish/backoff.hpp"
#include "publish/lookup_desk.hpp"
#include "publish/restored_database.hpp"
#include "store/api_server_store.hpp"
#include "store/outbox_store.hpp"

namespace tixdb::publish {
namespace {

constexpr std::int64_t kPlanPage = 256;

class RequestPlanner {
  public:
    RequestPlanner(store::Database& database, const ApiRequests& requests, const store::OutboxMoment& now,
                   const PublishSettings& settings, const std::function<void(const HttpRequest&)>& show)
        : outbox_(database),
          admission_(outbox_, settings),
          requests_(requests),
          now_(now),
          limit_(settings.limit),
          show_(show) {}

    PlannedRequests run(const std::optional<Forgotten>& forgotten) {
        plan_lookups(forgotten);
        for (auto page = outbox_.sendable_after({}, now_.now_ms, kPlanPage); !page.empty() && has_room();
             page = outbox_.sendable_after(place_of(page.back()), now_.now_ms, kPlanPage)) {
            for (const auto& candidate : page) plan(candidate);
        }
        return planned_;
    }

  private:
    [[nodiscard]] bool has_room() const { return limit_ < 0 || planned_.reports < limit_; }

    [[nodiscard]] std::set<store::LookupGroup> due_lookups() {
        std::set<store::LookupGroup> groups;
        store::LookupGroup last = {{INT64_MIN, INT64_MIN}, -1};
        for (auto page = outbox_.due_lookups_after(last, now_, kPlanPage); !page.empty();
             page = outbox_.due_lookups_after(last, now_, kPlanPage)) {
            groups.insert(page.begin(), page.end());
            last = page.back();
        }
        return groups;
    }

    void plan_lookups(const std::optional<Forgotten>& forgotten) {
        // Where the database is found to be restored, all that is uncertain settles first.
        const bool settles = forgotten && forgotten->is_noticed_now && forgotten->due_in.count() > 0;
        std::set<store::LookupGroup> groups;
        if (!settles) groups = due_lookups();
        if (forgotten) planned_.later_in = forgotten->due_in;
        asked_first_ = outbox_.asked_first(forgotten ? std::optional(forgotten->restored_ms) : std::nullopt);
        for (const auto& each : asked_first_) {
            const bool is_due = (each.is_pruned && !settles) || planned_.later_in.count() == 0;
            (is_due ? planned_.asked_now : planned_.asked_later) += 1;
            if (is_due) groups.insert(LookupDesk::group_of(each.installation, each.last_s));
        }
        for (const auto& group : groups)
            show_(requests_.get_reports(group.installation, LookupDesk::time_s_of(group)));
    }

    [[nodiscard]] bool is_asked_first(const store::OutboxCandidate& candidate) const {
        const auto place = [](const auto& each) { return std::tuple(each.installation, each.last_s); };
        const auto found = std::lower_bound(
            asked_first_.begin(), asked_first_.end(), place(candidate),
            [&place](const store::AskedFirst& each, const auto& wanted) { return place(each) < wanted; });
        return found != asked_first_.end() && place(*found) == place(candidate);
    }

    void plan(const store::OutboxCandidate& candidate) {
        if (!has_room() || is_asked_first(candidate)) return;
        if (admission_.ask(candidate, now_.now_ms).admission != Admission::goes) return;
        if (preflighted_.insert(candidate.installation).second)
            show_(requests_.get_installation(candidate.installation));
        if (const auto item = outbox_.find(candidate.outbox_id)) {
            show_(requests_.post_report(item->installation, item->body));
            ++planned_.reports;
        }
    }

    store::OutboxStore outbox_;
    AdmissionRule admission_;
    const ApiRequests& requests_;
    store::OutboxMoment now_;
    std::int64_t limit_;
    const std::function<void(const HttpRequest&)>& show_;
    std::vector<store::AskedFirst> asked_first_;  // by installation and time
    std::set<model::InstallationKey> preflighted_;
    PlannedRequests planned_;
};

}  // namespace

PlannedRequests plan_requests(store::Database& database, const ApiRequests& requests,
                              const store::OutboxMoment& now, const std::string& lock_note,
                              const PublishSettings& settings,
                              const std::function<void(const HttpRequest&)>& show) {
    const auto waits_until_ms = store::ApiServerStore(database).find(requests.server_key()).wait_until_ms;
    if (waits_until_ms > now.now_ms && store::OutboxStore(database).waiting(now).oldest_queued_ms) {
        PlannedRequests none;
        none.waits_until_ms = std::min(*waits_until_ms, now.now_ms + kLongestRetryAfter.count());
        return none;
    }
    return RequestPlanner(database, requests, now, settings, show)
        .run(forgotten_by(database, lock_note, now, settings.settle_delay));
}

}  // namespace tixdb::publish
