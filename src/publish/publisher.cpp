// SPDX-License-Identifier: MIT

#include "publish/publisher.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/signals.hpp"

namespace tixdb::publish {
namespace {

using model::OutboxState;
using namespace std::chrono_literals;

constexpr int kMostFailuresInARow = 5;
constexpr std::size_t kRememberedInstallations = 100'000;
constexpr std::chrono::milliseconds kWaitSlice{200};  // how soon a signal or an item that comes due is seen
constexpr std::chrono::seconds kStopGrace{5};

// What a POST says about the API itself, in the words of a GET.
GetVerdict api_verdict_of(PostVerdict verdict) {
    switch (verdict) {
        case PostVerdict::not_tix_api:
            return GetVerdict::not_tix_api;
        case PostVerdict::bad_credentials:
            return GetVerdict::bad_credentials;
        case PostVerdict::unreachable:
            return GetVerdict::unreachable;
        default:
            return GetVerdict::answered;
    }
}

}  // namespace

Publisher::Publisher(store::Database& database, HttpClient& http, const ApiRequests& requests, Clock& clock,
                     Log& log, const PublishSettings& settings, PublishObserver& observer,
                     std::int64_t run_id)
    : database_(database),
      outbox_(database),
      http_(http),
      requests_(requests),
      clock_(clock),
      settings_(settings),
      observer_(observer),
      recorder_(database, clock, log, settings, observer),
      queue_(database, settings),
      run_id_(run_id) {}

PublishReport Publisher::run() {
    started_ms_ = clock_.now_ms();
    recorder_.recover();
    std::chrono::nanoseconds stopped_since{0};
    for (;;) {
        looked_ms_ = clock_.now_ms();
        while (may_start() && start_one()) {
        }
        const bool is_unfinished = may_start() && has_room() && queue_.is_unfinished();
        if (in_flight_.empty()) {
            if (is_unfinished) continue;
            if (ended_by_ || stop_requested() != 0 || !wait_for_due()) return report();
            continue;
        }
        // What is in flight moves on only here.
        if (const auto completion = http_.wait(is_unfinished ? 0ms : kWaitSlice)) finish(*completion);
        if (stop_requested() != 0) abandon_when_late(stopped_since);
    }
}

bool Publisher::may_start() const {
    return !ended_by_ && stop_requested() == 0 &&
           in_flight_.size() < static_cast<std::size_t>(settings_.in_flight);
}

bool Publisher::has_room() const {
    return settings_.limit < 0 || posts_ < settings_.limit;
}

// Without --wait a run tries nothing twice; with it, what comes due until its end.
std::int64_t Publisher::horizon_ms() const {
    return std::min(clock_.now_ms(), started_ms_ + settings_.wait.count());
}

bool Publisher::start_one() {
    return start_resolving() || start_sending();
}

bool Publisher::is_resolving(std::int64_t outbox_id) const {
    return std::any_of(in_flight_.begin(), in_flight_.end(), [outbox_id](const auto& entry) {
        const Job& job = entry.second;
        return (job.kind == JobKind::resolve || job.kind == JobKind::probe) &&
               job.item.outbox_id == outbox_id;
    });
}

bool Publisher::start_resolving() {
    for (const std::int64_t outbox_id : outbox_.due_uncertain(clock_.now_ms(), settings_.in_flight)) {
        if (is_resolving(outbox_id)) continue;
        const auto item = outbox_.find(outbox_id);
        if (!item || item->state != OutboxState::uncertain) continue;
        Job job;
        job.kind = JobKind::resolve;
        job.item = *item;
        const HttpRequest request = requests_.get_reports(item->installation, item->last_s);
        start(std::move(job), request);
        return true;
    }
    return false;
}

bool Publisher::start_sending() {
    std::vector<const Choice*> beside;
    for (const auto& [tag, job] : in_flight_) {
        if (job.kind == JobKind::preflight || job.kind == JobKind::post) beside.push_back(&job.choice);
    }
    while (has_room()) {
        auto choice = queue_.next(clock_.now_ms(), horizon_ms(), beside);
        if (!choice) return false;
        if (preflighted_.contains(choice->candidate.installation)) {
            if (start_post(*choice)) return true;
            continue;
        }
        choice->is_preflight = true;
        const HttpRequest request = requests_.get_installation(choice->candidate.installation);
        Job job;
        job.choice = std::move(*choice);
        start(std::move(job), request);
        return true;
    }
    return false;
}

// False if the item may not be sent after all: it was changed since it was chosen.
bool Publisher::start_post(const Choice& choice) {
    const std::int64_t outbox_id = choice.candidate.outbox_id;
    store::Transaction transaction(database_);
    if (!outbox_.claim(outbox_id, clock_.now_ms(), run_id_)) return false;
    observer_.reached(PublishPoint::claiming, outbox_id);
    const auto item = outbox_.find(outbox_id);
    transaction.commit();
    observer_.reached(PublishPoint::claimed, outbox_id);
    Job job;
    job.kind = JobKind::post;
    job.choice = choice;
    job.item = item.value();
    const HttpRequest request = requests_.post_report(job.item.installation, job.item.body);
    start(std::move(job), request);
    ++posts_;
    observer_.reached(PublishPoint::requested, outbox_id);
    return true;
}

void Publisher::start(Job job, const HttpRequest& request) {
    http_.start(++last_tag_, request);
    in_flight_.emplace(last_tag_, std::move(job));
}

// With nothing in flight and nothing to start: true if there is, or will be within --wait, more to do.
bool Publisher::wait_for_due() {
    if (queue_.restart()) return true;
    const auto due_ms = outbox_.next_due_ms(looked_ms_);
    if (!due_ms || !has_room() || *due_ms > started_ms_ + settings_.wait.count()) return false;
    const std::int64_t now_ms = clock_.now_ms();
    if (now_ms >= started_ms_ + settings_.wait.count()) return false;
    clock_.sleep_for(std::chrono::milliseconds(std::max<std::int64_t>(*due_ms - now_ms, 1)));
    return true;
}

void Publisher::finish(const HttpCompletion& completion) {
    auto node = in_flight_.extract(completion.tag);
    Job& job = node.mapped();
    switch (job.kind) {
        case JobKind::preflight:
            finish_preflight(job, completion.answer);
            break;
        case JobKind::post:
            finish_post(job, completion.answer);
            break;
        case JobKind::resolve:
            finish_resolve(std::move(job), completion.answer);
            break;
        case JobKind::probe:
            finish_probe(job, completion.answer);
            break;
    }
}

void Publisher::finish_preflight(const Job& job, const HttpAnswer& answer) {
    const store::OutboxCandidate& candidate = job.choice.candidate;
    observer_.reached(PublishPoint::preflight_answered, candidate.outbox_id);
    const GetOutcome outcome = outcome_of_get(answer);
    judge(RequestKind::get, outcome.verdict, outcome.error);
    if (outcome.verdict != GetVerdict::answered) {
        // While its pre-flight was on its way it was due and may have been read again.
        queue_.forget(candidate);
        recorder_.preflight_refused(candidate, answer, outcome);
        return;
    }
    if (preflighted_.size() >= kRememberedInstallations) preflighted_.clear();
    preflighted_.insert(candidate.installation);
    queue_.put_back(candidate);
}

void Publisher::finish_post(const Job& job, const HttpAnswer& answer) {
    observer_.reached(PublishPoint::post_answered, job.item.outbox_id);
    const PostOutcome outcome = outcome_of_post(answer, job.item.last_s);
    recorder_.post_ended(job.item, job.choice.trial, answer, outcome);
    if (outcome.verdict == PostVerdict::stored) queue_.note_sent(job.item.ip, clock_.now_ms());
    if (outcome.verdict == PostVerdict::uncertain) {
        // A hang may mean that the ids are wrong, or that the database is down: a pre-flight tells.
        preflighted_.clear();
        return;
    }
    judge(RequestKind::post, api_verdict_of(outcome.verdict), outcome.error);
}

void Publisher::finish_resolve(Job job, const HttpAnswer& answer) {
    observer_.reached(PublishPoint::resolve_answered, job.item.outbox_id);
    GetOutcome outcome = outcome_of_get(answer);
    if (outcome.verdict == GetVerdict::answered && !answer.is_truncated) {
        resolve_from(job, answer.body);
        return;
    }
    if (outcome.verdict == GetVerdict::answered) outcome.error = "the list of reports is too long to read";
    if (outcome.verdict == GetVerdict::not_found) outcome.verdict = GetVerdict::not_tix_api;
    if (outcome.verdict == GetVerdict::unanswered) {
        job.kind = JobKind::probe;
        job.error = outcome.error;
        start(std::move(job), requests_.get_current_user());
        return;
    }
    judge(RequestKind::get, outcome.verdict, outcome.error);
    const bool server_answers =
        outcome.verdict == GetVerdict::answered || outcome.verdict == GetVerdict::user_refused;
    if (server_answers || outcome.verdict == GetVerdict::unreachable) {
        recorder_.unresolved(job.item, outcome.error, server_answers);
    }
}

void Publisher::resolve_from(const Job& job, const std::string& reports_json) {
    const auto figures = payload::figures_of(job.item.body);
    if (!figures) {
        recorder_.unresolved(job.item, "its body is not a report", true);
        return;
    }
    ResolveQuestion question;
    question.installation_id = job.item.installation.installation_id;
    question.last_s = job.item.last_s;
    question.figures = *figures;
    for (std::size_t i = 0; i < kHourShifts_s.size(); ++i) {
        for (const auto& body :
             outbox_.sent_bodies(job.item.installation, job.item.last_s + kHourShifts_s[i])) {
            question.known_stored[i] += payload::figures_of(body) == figures ? 1 : 0;
        }
    }
    const Resolution resolution = resolve(reports_json, question);
    if (resolution.verdict == ResolveVerdict::unreadable) {
        judge(RequestKind::get, GetVerdict::not_tix_api,
              "not an answer of tix-api: 200 without a list of reports");
        return;
    }
    judge(RequestKind::get, GetVerdict::answered, "");
    recorder_.resolved(job.item, resolution);
    queue_.note_change();
}

void Publisher::finish_probe(const Job& job, const HttpAnswer& answer) {
    GetOutcome outcome = outcome_of_get(answer);
    if (outcome.verdict == GetVerdict::not_found) outcome.verdict = GetVerdict::not_tix_api;
    judge(RequestKind::get, outcome.verdict, outcome.error);
    recorder_.unresolved(job.item, job.error, outcome.verdict == GetVerdict::answered);
}

void Publisher::judge(RequestKind kind, GetVerdict verdict, const std::string& error) {
    int& failures = kind == RequestKind::post ? failed_posts_in_a_row_ : failed_gets_in_a_row_;
    switch (verdict) {
        case GetVerdict::unreachable:
        case GetVerdict::unanswered:
            if (++failures < kMostFailuresInARow) return;
            end_run(ErrorKind::try_again,
                    fmt::format("{} {} in a row failed, the last: {}", failures,
                                kind == RequestKind::post ? "reports" : "questions", error),
                    "nothing is lost; run again when tix-api is back");
            return;
        case GetVerdict::not_tix_api:
            end_run(ErrorKind::configuration, error, "check --api-host, --api-port and --api-ssl");
            return;
        case GetVerdict::bad_credentials:
            end_run(ErrorKind::configuration, error, "check --api-user and the password");
            return;
        case GetVerdict::answered:
        case GetVerdict::not_found:
        case GetVerdict::user_refused:
            failures = 0;
            return;
    }
}

// The first reason stands, but for one that no later run would overcome by itself.
void Publisher::end_run(ErrorKind kind, const std::string& error, const std::string& hint) {
    if (ended_by_ && (ended_by_->kind() == ErrorKind::configuration || kind != ErrorKind::configuration))
        return;
    ended_by_.emplace(kind, fmt::format("{}: {}", requests_.base(), error), hint);
}

// The requests that are given up may still be stored: they are uncertain, like those that time out.
void Publisher::abandon_when_late(std::chrono::nanoseconds& stopped_since) {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    if (stopped_since.count() == 0) stopped_since = now;
    if (now - stopped_since < kStopGrace) return;
    for (const auto& [tag, job] : in_flight_) {
        if (job.kind == JobKind::post) recorder_.post_abandoned(job.item);
    }
    in_flight_.clear();
}

PublishReport Publisher::report() {
    PublishReport report;
    report.counts = recorder_.counts();
    report.counts.held += queue_.held_along();
    report.open = outbox_.count_open();
    report.next_uncertain_ms = outbox_.next_uncertain_ms();
    report.ended_by = ended_by_;
    return report;
}

}  // namespace tixdb::publish
