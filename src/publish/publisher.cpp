// SPDX-License-Identifier: MIT

#include "publish/publisher.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/signals.hpp"
#include "base/time_text.hpp"

namespace tixdb::publish {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kWaitSlice{200};  // how soon a signal or an item that comes due is seen
constexpr std::chrono::seconds kStopGrace{5};

}  // namespace

Publisher::Publisher(store::Database& database, FileLock& lock, HttpClient& http, const ApiRequests& requests,
                     Clock& clock, Log& log, const PublishSettings& settings, PublishObserver& observer,
                     std::int64_t run_id)
    : database_(database),
      outbox_(database),
      http_(http),
      requests_(requests),
      clock_(clock),
      log_(log),
      settings_(settings),
      observer_(observer),
      server_(database, requests.server_key()),
      health_(server_.stores_odd_answers()),
      recorder_(database, outbox_, clock, log, settings, observer, server_),
      restored_(database, lock),
      admission_(outbox_, settings),
      queue_(database, outbox_, admission_),
      lookups_(outbox_, recorder_),
      run_id_(run_id),
      ahead_(settings.in_flight) {}

PublishReport Publisher::run() {
    started_ms_ = clock_.now_ms();
    if (!begin()) return report();
    std::chrono::nanoseconds stopped_since{0};
    for (;;) {
        looked_ = recorder_.now();
        start_some();
        const bool is_unfinished = wants_more() && has_room() && queue_.is_unfinished();
        if (in_flight_.empty()) {
            if (is_unfinished) continue;
            if (health_.is_ended() || stop_requested() != 0 || !wait_for_due()) return report();
            continue;
        }
        finish_ended(is_unfinished ? 0ms : kWaitSlice);
        if (health_.is_ended() || stop_requested() != 0) take_back();
        if (stop_requested() != 0) abandon_when_late(stopped_since);
    }
}

// Before the first request. False if the server wants to be left alone.
bool Publisher::begin() {
    recorder_.recover();
    restored_.ask_about_forgotten(recorder_.now(), settings_.settle_delay, log_);
    recorder_.note_restored(restored_.restored_ms());
    observer_.reached(PublishPoint::restore_noticed, 0);
    const auto until_ms = server_.waits_until(clock_.now_ms());
    if (!until_ms || !outbox_.waiting(recorder_.now()).oldest_queued_ms) return true;
    end_run(ErrorKind::try_again, fmt::format("it asked not to be asked before {}", iso_of_ms(*until_ms)),
            "nothing is lost; `tixdb outbox retry` asks it before that time");
    return false;
}

bool Publisher::may_start() const {
    return !health_.is_ended() && stop_requested() == 0 && std::ssize(in_flight_) < ahead_ &&
           !is_one_alone_in_flight();
}

bool Publisher::has_room(std::size_t chosen) const {
    return settings_.limit < 0 || posts_ + static_cast<std::int64_t>(chosen) < settings_.limit;
}

bool Publisher::is_one_alone_in_flight() const {
    return std::any_of(in_flight_.begin(), in_flight_.end(), [](const auto& entry) {
        const Job& job = entry.second;
        return (job.kind == JobKind::preflight || job.kind == JobKind::post) && job.choice.goes_alone();
    });
}

// Without --wait a run tries nothing twice; with it, what comes due until its end.
std::int64_t Publisher::horizon_ms() const {
    return std::min(clock_.now_ms(), started_ms_ + settings_.wait.count());
}

bool Publisher::start_lookup() {
    const auto group = lookups_.next();
    if (!group) return false;
    Job job;
    job.kind = JobKind::lookup;
    job.group = *group;
    job.asked = recorder_.now();
    start(std::move(job), asking(requests_.get_reports(group->installation, LookupDesk::time_s_of(*group)),
                                 GetQuestion::reports));
    return true;
}

HttpRequest Publisher::asking(HttpRequest request, GetQuestion question) {
    request.is_good = [question](const HttpAnswer& answer) {
        return outcome_of_get(answer, question).end == GetEnd::answered;
    };
    return request;
}

void Publisher::start(Job job, const HttpRequest& request) {
    http_.start(++last_tag_, request);
    in_flight_.emplace(last_tag_, std::move(job));
}

// With nothing in flight and nothing to start: true if there is, or will be within --wait, more to do.
bool Publisher::wait_for_due() {
    lookups_.restart();
    if (queue_.restart()) return true;
    const auto due_ms = outbox_.next_due_ms(looked_, recorder_.now());
    if (!due_ms || !has_room() || *due_ms > started_ms_ + settings_.wait.count()) return false;
    const std::int64_t now_ms = clock_.now_ms();
    if (now_ms >= started_ms_ + settings_.wait.count()) return false;
    clock_.sleep_for(std::chrono::milliseconds(std::max<std::int64_t>(*due_ms - now_ms, 1)));
    return true;
}

// The requests that are given up may still be stored: they are uncertain, like those that time out.
void Publisher::abandon_when_late(std::chrono::nanoseconds& stopped_since) {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    if (stopped_since.count() == 0) stopped_since = now;
    if (now - stopped_since < kStopGrace) return;
    std::vector<ClaimedItem> claimed;
    for (const auto& [tag, job] : in_flight_) {
        if (job.kind == JobKind::post) claimed.push_back(job.claimed);
    }
    recorder_.posts_abandoned(claimed);
    in_flight_.clear();
}

std::string Publisher::located(const std::string& error) const {
    return fmt::format("{}: {}", requests_.base(), error);
}

void Publisher::end_run(ErrorKind kind, const std::string& error, const std::string& hint) {
    health_.end(kind, located(error), hint);
}

PublishReport Publisher::report() {
    PublishReport report;
    report.counts = recorder_.counts();
    report.counts.held += queue_.newly_held();
    report.open = outbox_.count_open();
    const store::OutboxWaiting waiting = outbox_.waiting(recorder_.now());
    report.oldest_waiting_ms = waiting.oldest_queued_ms;
    report.next_held_ms = waiting.next_held_ms;
    report.next_uncertain_ms = waiting.next_uncertain_ms;
    report.left_to_operator = waiting.left_to_operator;
    report.last_accepted_ms = store::ApiServerStore(database_).last_accepted_ms();
    report.ended_by = health_.reason();
    return report;
}

}  // namespace tixdb::publish
