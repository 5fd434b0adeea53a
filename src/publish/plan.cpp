// SPDX-License-Identifier: MIT

#include "publish/plan.hpp"

#include <set>

#include "publish/admission.hpp"
#include "publish/lookup_desk.hpp"
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

    std::int64_t run() {
        store::LookupGroup last = {{INT64_MIN, INT64_MIN}, -1};
        for (auto page = outbox_.due_lookups_after(last, now_, kPlanPage); !page.empty();
             page = outbox_.due_lookups_after(last, now_, kPlanPage)) {
            for (const auto& group : page)
                show_(requests_.get_reports(group.installation, LookupDesk::time_s_of(group)));
            last = page.back();
        }
        for (auto page = outbox_.sendable_after({}, now_.now_ms, kPlanPage); !page.empty() && has_room();
             page = outbox_.sendable_after(place_of(page.back()), now_.now_ms, kPlanPage)) {
            for (const auto& candidate : page) plan(candidate);
        }
        return reports_;
    }

  private:
    [[nodiscard]] bool has_room() const { return limit_ < 0 || reports_ < limit_; }

    void plan(const store::OutboxCandidate& candidate) {
        if (!has_room() || admission_.ask(candidate, now_.now_ms).admission != Admission::goes) return;
        if (asked_.insert(candidate.installation).second)
            show_(requests_.get_installation(candidate.installation));
        if (const auto item = outbox_.find(candidate.outbox_id)) {
            show_(requests_.post_report(item->installation, item->body));
            ++reports_;
        }
    }

    store::OutboxStore outbox_;
    AdmissionRule admission_;
    const ApiRequests& requests_;
    store::OutboxMoment now_;
    std::int64_t limit_;
    const std::function<void(const HttpRequest&)>& show_;
    std::set<model::InstallationKey> asked_;
    std::int64_t reports_ = 0;
};

}  // namespace

std::int64_t plan_requests(store::Database& database, const ApiRequests& requests,
                           const store::OutboxMoment& now, const PublishSettings& settings,
                           const std::function<void(const HttpRequest&)>& show) {
    return RequestPlanner(database, requests, now, settings, show).run();
}

}  // namespace tixdb::publish
