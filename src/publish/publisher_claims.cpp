// SPDX-License-Identifier: MIT
// What the publisher starts: the items of several requests are claimed in one commit, some of them ahead of
// their turn, so that no request has to wait for the disk.
#include <algorithm>
#include <iterator>

#include "base/signals.hpp"
#include "publish/publisher.hpp"

namespace tixdb::publish {
namespace {

// Claims beyond the requests in flight are what a kill leaves to be looked up: one question an installation
// and day. So many last while a slow disk takes the commits of what they follow.
constexpr int kMostAheadPerRequest = 16;

}  // namespace

// While all goes well the client begins by itself what waits, and has always more of it; the first answer
// that is not good makes it begin nothing else until what waits has been chosen anew.
void Publisher::go_further_ahead() {
    ahead_ = std::min(2 * ahead_, kMostAheadPerRequest * settings_.in_flight);
}

bool Publisher::may_start_beside(std::size_t chosen) const {
    return may_start() && std::ssize(in_flight_) + static_cast<std::ptrdiff_t>(chosen) < ahead_;
}

// Not whenever one has ended, but when a quarter has: fewer commits.
bool Publisher::wants_more() const {
    return may_start() && 4 * std::ssize(in_flight_) <= 3 * static_cast<std::ptrdiff_t>(ahead_);
}

void Publisher::start_some() {
    if (!wants_more()) return;
    std::vector<SendCandidate> chosen;
    while (may_start_beside(chosen.size())) {
        if (start_lookup()) continue;
        auto choice = choose(chosen);
        if (!choice) break;
        const bool goes_alone = choice->goes_alone();
        if (preflighted_.contains(choice->candidate.installation)) {
            chosen.push_back(std::move(*choice));
        } else {
            start_preflight(std::move(*choice));
        }
        if (goes_alone) break;
    }
    if (!chosen.empty()) start_posts(chosen);
}

std::optional<SendCandidate> Publisher::choose(const std::vector<SendCandidate>& chosen) {
    if (!has_room(chosen.size())) return std::nullopt;
    std::vector<const SendCandidate*> beside;
    for (const auto& [tag, job] : in_flight_) {
        if (job.kind == JobKind::preflight || job.kind == JobKind::post) beside.push_back(&job.choice);
    }
    for (const SendCandidate& each : chosen) beside.push_back(&each);
    return queue_.next(clock_.now_ms(), horizon_ms(), beside, !in_flight_.empty() || !chosen.empty());
}

void Publisher::start_preflight(SendCandidate choice) {
    choice.is_preflight = true;
    const HttpRequest request = requests_.get_installation(choice.candidate.installation);
    Job job;
    job.choice = std::move(choice);
    start(std::move(job), asking(request, GetQuestion::installation));
}

// Nothing if the item may not be sent after all: it was changed since it was chosen.
std::optional<Publisher::Job> Publisher::claim(const SendCandidate& choice) {
    const std::int64_t outbox_id = choice.candidate.outbox_id;
    const auto before = outbox_.find(outbox_id);
    if (!before || !outbox_.claim(outbox_id, clock_.now_ms(), run_id_)) {
        queue_.leave_out(outbox_id);
        return std::nullopt;
    }
    Job job;
    job.kind = JobKind::post;
    job.choice = choice;
    job.claimed = {*before, outbox_.find(outbox_id).value(), choice.trial};
    return job;
}

// All claims are committed, and the last one is noted, before the first request begins.
void Publisher::start_posts(const std::vector<SendCandidate>& chosen) {
    std::vector<Job> jobs;
    std::vector<ClaimedItem> claimed;
    ClaimNote note;
    store::Transaction transaction(database_);
    for (const SendCandidate& choice : chosen) {
        auto job = claim(choice);
        if (!job) continue;
        note = restored_.count_claim();
        observer_.reached(PublishPoint::claiming, choice.candidate.outbox_id);
        claimed.push_back(job->claimed);
        jobs.push_back(std::move(*job));
    }
    if (jobs.empty()) return;
    transaction.commit();
    for (const ClaimedItem& each : claimed) observer_.reached(PublishPoint::claimed, each.item.outbox_id);
    try {
        restored_.write(note);
    } catch (const Error& error) {
        recorder_.unclaim(claimed);
        health_.end(error.kind(), error.what(), error.hint());
        return;
    }
    for (const ClaimedItem& each : claimed) observer_.reached(PublishPoint::noted, each.item.outbox_id);
    for (Job& job : jobs) {
        const model::OutboxItem& item = job.claimed.item;
        HttpRequest request = requests_.post_report(item.installation, item.body);
        request.is_good = [last_s = item.last_s](const HttpAnswer& answer) {
            return outcome_of_post(answer, last_s).end == PostEnd::stored;
        };
        const std::int64_t outbox_id = item.outbox_id;
        start(std::move(job), request);
        ++posts_;
        observer_.reached(PublishPoint::requested, outbox_id);
    }
}

void Publisher::take_back() {
    std::vector<ClaimedItem> claimed;
    const auto tags = http_.take_back();
    for (auto tag = tags.rbegin(); tag != tags.rend(); ++tag) {
        auto node = in_flight_.extract(*tag);
        const Job& job = node.mapped();
        if (job.kind == JobKind::lookup) lookups_.put_back(job.group);
        if (job.kind == JobKind::preflight || job.kind == JobKind::post)
            queue_.put_back(job.choice.candidate);
        // Whether this is tix-api is asked whatever happens, unless the run is to stop.
        if (job.kind == JobKind::current_user && stop_requested() == 0)
            start(job, asking(requests_.get_current_user(), GetQuestion::current_user));
        if (job.kind != JobKind::post) continue;
        claimed.push_back(job.claimed);
        --posts_;
    }
    if (!claimed.empty()) recorder_.unclaim(claimed);
}

}  // namespace tixdb::publish
