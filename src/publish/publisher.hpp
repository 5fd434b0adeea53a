// SPDX-License-Identifier: MIT
// Sends what waits in the outbox: claim, commit, request, record, commit. No write transaction is open during
// a request.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "publish/api_requests.hpp"
#include "publish/candidate_queue.hpp"
#include "publish/http_client.hpp"
#include "publish/outcome_recorder.hpp"
#include "publish/publish_observer.hpp"
#include "publish/publish_settings.hpp"
#include "publish/retry_policy.hpp"
#include "store/outbox_store.hpp"

namespace tixdb::publish {

// One run, in one thread; the caller holds the publish lock, so that whatever is `sending` at the start is a
// killed run's. Guarantee: nothing is lost; nothing is stored twice if the server applies or drops a request
// within settle_delay of its end, else at least once.
class Publisher {
  public:
    Publisher(store::Database& database, HttpClient& http, const ApiRequests& requests, Clock& clock,
              Log& log, const PublishSettings& settings, PublishObserver& observer, std::int64_t run_id);

    // Until nothing is due. Asked to stop (base/signals.hpp), it gives the requests in flight a few seconds,
    // leaves the rest uncertain and returns. Throws only for failures of the database or of curl itself.
    [[nodiscard]] PublishReport run();

  private:
    enum class JobKind { preflight, post, resolve, probe };
    enum class RequestKind { get, post };

    // A request in flight.
    struct Job {
        JobKind kind = JobKind::preflight;
        Choice choice;           // preflight, post
        model::OutboxItem item;  // post, resolve, probe
        std::string error;       // probe: why there was no list to resolve by
    };

    bool start_one();
    bool start_resolving();
    bool start_sending();
    bool start_post(const Choice& choice);
    void start(Job job, const HttpRequest& request);
    bool wait_for_due();
    void finish(const HttpCompletion& completion);
    void finish_preflight(const Job& job, const HttpAnswer& answer);
    void finish_post(const Job& job, const HttpAnswer& answer);
    void finish_resolve(Job job, const HttpAnswer& answer);
    void finish_probe(const Job& job, const HttpAnswer& answer);
    void resolve_from(const Job& job, const std::string& reports_json);
    void abandon_when_late(std::chrono::nanoseconds& stopped_since);
    // Counts what shows whether tix-api is there; ends the run where the answer says so. Posts and gets are
    // counted apart: a server that is asked for less refuses the ones and answers the others.
    void judge(RequestKind kind, GetVerdict verdict, const std::string& error);
    void end_run(ErrorKind kind, const std::string& error, const std::string& hint);
    [[nodiscard]] bool may_start() const;
    [[nodiscard]] bool has_room() const;  // below --limit
    [[nodiscard]] bool is_resolving(std::int64_t outbox_id) const;
    [[nodiscard]] std::int64_t horizon_ms() const;
    [[nodiscard]] PublishReport report();

    store::Database& database_;
    store::OutboxStore outbox_;
    HttpClient& http_;
    const ApiRequests& requests_;
    Clock& clock_;
    PublishSettings settings_;
    PublishObserver& observer_;
    OutcomeRecorder recorder_;
    CandidateQueue queue_;
    std::int64_t run_id_;
    std::int64_t started_ms_ = 0;
    std::int64_t looked_ms_ = 0;  // what was due then has been considered
    std::int64_t posts_ = 0;
    int failed_posts_in_a_row_ = 0;
    int failed_gets_in_a_row_ = 0;
    std::uint64_t last_tag_ = 0;
    std::map<std::uint64_t, Job> in_flight_;
    std::set<model::InstallationKey> preflighted_;  // known to tix-api, as far as this run has asked
    std::optional<Error> ended_by_;
};

}  // namespace tixdb::publish
