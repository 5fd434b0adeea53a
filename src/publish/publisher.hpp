// SPDX-License-Identifier: MIT
// Sends what waits in the outbox: claim, commit, request, record, commit; several at a time, each commit for
// all that it can be for. No write transaction is open while a request is waited for.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/file_lock.hpp"
#include "base/log.hpp"
#include "publish/admission.hpp"
#include "publish/api_requests.hpp"
#include "publish/candidate_queue.hpp"
#include "publish/http_client.hpp"
#include "publish/lookup_desk.hpp"
#include "publish/outcome_recorder.hpp"
#include "publish/publish_observer.hpp"
#include "publish/publish_settings.hpp"
#include "publish/request_end.hpp"
#include "publish/restored_database.hpp"
#include "publish/run_health.hpp"
#include "publish/server_memory.hpp"
#include "store/outbox_store.hpp"

namespace tixdb::publish {

// One run, in one thread; the caller holds the publish lock, so that whatever is `sending` at the start is a
// killed run's. Guarantee: nothing is lost; nothing is stored twice if the server applies or drops a request
// within settle_delay of its end, else at least once.
class Publisher {
  public:
    Publisher(store::Database& database, FileLock& lock, HttpClient& http, const ApiRequests& requests,
              Clock& clock, Log& log, const PublishSettings& settings, PublishObserver& observer,
              std::int64_t run_id);

    // Until nothing is due. Asked to stop (base/signals.hpp), it gives the requests in flight a few seconds,
    // leaves the rest uncertain and returns. Throws only for failures of the database, of the lock's file or
    // of curl itself.
    [[nodiscard]] PublishReport run();

  private:
    enum class JobKind { preflight, post, lookup, current_user };
    // Why tix-api is asked who we are.
    enum class Doubt { preflight, lookup, unknown_installations, refused_user };

    // A request in flight, or one that waits for its turn with its item claimed.
    struct Job {
        JobKind kind = JobKind::preflight;
        SendCandidate choice;       // preflight, post, and the doubts of a preflight
        ClaimedItem claimed;        // post
        store::LookupGroup group;   // lookup, and the doubt of one
        store::OutboxMoment asked;  // lookup: when its list was asked for
        Doubt doubt = Doubt::preflight;
        std::string error;  // current_user: what raised the doubt
        std::string hint;
    };

    bool begin();
    bool start_lookup();
    void start(Job job, const HttpRequest& request);
    // The request, which lets others follow it by themselves if it is answered.
    [[nodiscard]] static HttpRequest asking(HttpRequest request, GetQuestion question);

    // publisher_claims.cpp
    void start_some();
    [[nodiscard]] std::optional<SendCandidate> choose(const std::vector<SendCandidate>& chosen);
    void start_preflight(SendCandidate choice);
    void start_posts(const std::vector<SendCandidate>& chosen);
    [[nodiscard]] std::optional<Job> claim(const SendCandidate& choice);
    // What the client has not begun is what it was before.
    void take_back();
    [[nodiscard]] bool may_start_beside(std::size_t chosen) const;
    [[nodiscard]] bool wants_more() const;
    void go_further_ahead();

    // publisher_answers.cpp
    // What has ended; waits for the first of it.
    void finish_ended(std::chrono::milliseconds timeout);
    void ask_current_user(Job job, Doubt doubt, const std::string& error, const std::string& hint);
    bool wait_for_due();
    void abandon_when_late(std::chrono::nanoseconds& stopped_since);

    void note_answer(const HttpAnswer& answer);
    void finish(Job job, const HttpAnswer& answer);
    void finish_posts(const std::vector<std::pair<Job, HttpAnswer>>& ended);
    void finish_preflight(Job job, const HttpAnswer& answer);
    void finish_post(const Job& job, const HttpAnswer& answer);
    void finish_lookup(Job job, const HttpAnswer& answer);
    void finish_current_user(const Job& job, const HttpAnswer& answer);

    void settle_doubt(const Job& job, bool is_tix_api, const std::string& role);
    void user_refused(const Job& job, const std::string& error);
    // Which others the end of a POST decides.
    [[nodiscard]] PostDecision decide(const Job& job, const PostOutcome& outcome);
    void decide_address(const Job& job, const PostOutcome& outcome, PostDecision& decision);
    void pause_address(std::int64_t outbox_id);
    // Counts the end for its row, and ends the run where the rule says so.
    void note_end(RequestKind kind, RowEffect row, RunEffect run, const HttpAnswer& answer,
                  const std::string& error, const std::string& hint);
    void end_run(ErrorKind kind, const std::string& error, const std::string& hint);

    [[nodiscard]] bool may_start() const;
    [[nodiscard]] bool has_room(std::size_t chosen = 0) const;  // below --limit
    [[nodiscard]] bool is_one_alone_in_flight() const;
    [[nodiscard]] std::int64_t horizon_ms() const;
    [[nodiscard]] std::string located(const std::string& error) const;
    [[nodiscard]] PublishReport report();

    store::Database& database_;
    store::OutboxStore outbox_;
    HttpClient& http_;
    const ApiRequests& requests_;
    Clock& clock_;
    Log& log_;
    PublishSettings settings_;
    PublishObserver& observer_;
    ServerMemory server_;
    RunHealth health_;
    OutcomeRecorder recorder_;
    RestoredDatabase restored_;
    AdmissionRule admission_;
    CandidateQueue queue_;
    LookupDesk lookups_;
    std::int64_t run_id_;
    std::int64_t started_ms_ = 0;
    store::OutboxMoment looked_;  // what was due then has been considered
    std::int64_t posts_ = 0;
    std::uint64_t last_tag_ = 0;
    std::map<std::uint64_t, Job>
        in_flight_;  // and what the client has not begun, in the order of their start
    int ahead_;      // how many there may be: more while all goes well
    std::set<model::InstallationKey> preflighted_;         // known to tix-api, as far as this run has asked
    std::vector<model::OutboxItem> held_after_preflight_;  // of unknown installations in a row, as they were
    std::optional<bool> is_tix_api_;                       // what GET /user/current has told
    bool has_asked_for_role_ = false;
};

}  // namespace tixdb::publish
