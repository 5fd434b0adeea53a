// SPDX-License-Identifier: MIT
// What the publisher does with the end of each request: the tables of publish/request_end.hpp, put to work.
#include <fmt/format.h>

#include "base/text.hpp"
#include "base/time_text.hpp"
#include "model/address.hpp"
#include "publish/backoff.hpp"
#include "publish/publisher.hpp"

namespace tixdb::publish {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kRememberedInstallations = 100'000;

bool is_ipv6(const std::string& ip) {
    const auto address = model::Address::parse(ip);
    return address && address->family() == model::AddressFamily::v6;
}

}  // namespace

void Publisher::finish_ended(std::chrono::milliseconds timeout) {
    std::vector<std::pair<Job, HttpAnswer>> posts;
    bool is_all_good = true;
    bool is_any = false;
    for (auto completion = http_.wait(timeout); completion; completion = http_.wait(0ms)) {
        is_any = true;
        is_all_good = is_all_good && completion->is_good;
        Job job = std::move(in_flight_.extract(completion->tag).mapped());
        if (job.kind == JobKind::post) {
            posts.emplace_back(std::move(job), std::move(completion->answer));
            continue;
        }
        finish_posts(std::exchange(posts, {}));
        finish(std::move(job), completion->answer);
    }
    finish_posts(posts);
    if (!is_any) return;
    if (is_all_good) {
        go_further_ahead();
        return;
    }
    ahead_ = settings_.in_flight;
    take_back();
}

void Publisher::note_answer(const HttpAnswer& answer) {
    if (answer.fault != HttpFault::name_unknown && answer.fault != HttpFault::name_not_resolved &&
        answer.fault != HttpFault::malformed_address && answer.fault != HttpFault::ca_file) {
        server_.note_resolved(settings_.resolved_host);
    }
}

void Publisher::finish(Job job, const HttpAnswer& answer) {
    note_answer(answer);
    switch (job.kind) {
        case JobKind::preflight:
            finish_preflight(std::move(job), answer);
            break;
        case JobKind::post:
            break;  // finish_posts()
        case JobKind::lookup:
            finish_lookup(std::move(job), answer);
            break;
        case JobKind::current_user:
            finish_current_user(job, answer);
            break;
    }
}

// What became of all of them is one commit.
void Publisher::finish_posts(const std::vector<std::pair<Job, HttpAnswer>>& ended) {
    if (ended.empty()) return;
    for (const auto& [job, answer] : ended)
        observer_.reached(PublishPoint::post_answered, job.claimed.item.outbox_id);
    store::Transaction transaction(database_);
    for (const auto& [job, answer] : ended) {
        note_answer(answer);
        finish_post(job, answer);
    }
    transaction.commit();
    recorder_.tell_committed();
}

void Publisher::note_end(RequestKind kind, RowEffect row, RunEffect run, const HttpAnswer& answer,
                         const std::string& error, const std::string& hint) {
    switch (run) {
        case RunEffect::goes_on:
            break;
        case RunEffect::configuration:
            end_run(ErrorKind::configuration, error, hint);
            return;
        case RunEffect::unless_known:
            if (health_.odd_answer(located(error), hint)) {
                log_.warning(fmt::format(
                    "publish: {}; it was found to store what it answers so: such reports are looked "
                    "up before they count as sent",
                    located(error)));
            }
            return;
        case RunEffect::by_name: {
            const bool exists =
                answer.fault == HttpFault::name_not_resolved || server_.is_resolved(settings_.resolved_host);
            end_run(exists ? ErrorKind::try_again : ErrorKind::configuration, error, hint);
            return;
        }
        case RunEffect::server_decides:
            if (!answer.retry_after) break;
            server_.note_retry_after(clock_.now_ms(), *answer.retry_after);
            end_run(ErrorKind::try_again,
                    fmt::format("{}; it asks not to be asked before {}", error,
                                iso_of_ms(server_.waits_until(clock_.now_ms()).value_or(clock_.now_ms()))),
                    "nothing is lost; `tixdb outbox retry` asks it before that time");
            return;
    }
    health_.count(kind, row, located(error));
}

void Publisher::finish_preflight(Job job, const HttpAnswer& answer) {
    const store::OutboxCandidate& candidate = job.choice.candidate;
    observer_.reached(PublishPoint::preflight_answered, candidate.outbox_id);
    const GetOutcome outcome = outcome_of_get(answer, GetQuestion::installation);
    const GetRule rule = rule_of(outcome.end);
    note_end(RequestKind::get, rule.row, rule.run, answer, outcome.error, outcome.hint);
    switch (rule.preflight) {
        case PreflightFate::goes_on:
            if (preflighted_.size() >= kRememberedInstallations) preflighted_.clear();
            preflighted_.insert(candidate.installation);
            health_.installation_known();
            held_after_preflight_.clear();
            queue_.put_back(candidate);
            break;
        case PreflightFate::held_for_installation: {
            const auto item = recorder_.hold_after_preflight(candidate, model::HeldFor::installation, answer,
                                                             outcome.error);
            if (item && !is_tix_api_) held_after_preflight_.push_back(*item);
            if (health_.installation_unknown())
                ask_current_user(std::move(job), Doubt::unknown_installations, outcome.error,
                                 "check --api-host, --api-port and --api-path");
            break;
        }
        case PreflightFate::held_for_user:
            recorder_.hold_after_preflight(candidate, model::HeldFor::user, answer, outcome.error);
            user_refused(job, outcome.error);
            break;
        case PreflightFate::unchanged:
            break;
        case PreflightFate::backoff:
            recorder_.postpone(candidate, recorder_.next_backoff(health_.row_length(RequestKind::get)),
                               outcome.error);
            break;
        case PreflightFate::ask_current_user:
            ask_current_user(std::move(job), Doubt::preflight, outcome.error, outcome.hint);
            break;
    }
}

void Publisher::finish_post(const Job& job, const HttpAnswer& answer) {
    const model::OutboxItem& item = job.claimed.item;
    const PostOutcome outcome = outcome_of_post(answer, item.last_s);
    const PostRule rule = rule_of(outcome.end);
    recorder_.post_ended(job.claimed, answer, outcome, decide(job, outcome));
    if (outcome.end == PostEnd::stored) admission_.note_sent(item.ip, clock_.now_ms());
    if (outcome.end == PostEnd::lookup_failed) pause_address(item.outbox_id);
    // A hang may mean that the ids are wrong, or that the database is down: a pre-flight tells.
    if (outcome.end == PostEnd::unclear) preflighted_.clear();
    if (outcome.end == PostEnd::user_refused) user_refused(job, outcome.error);
    note_end(RequestKind::post, rule.row, rule.run, answer, outcome.error, outcome.hint);
}

PostDecision Publisher::decide(const Job& job, const PostOutcome& outcome) {
    PostDecision decision;
    switch (outcome.end) {
        case PostEnd::stored:
            decision.now_dead = health_.report_taken();
            if (job.choice.is_new_ip) health_.new_address_taken();
            break;
        case PostEnd::report_refused:
            decision.is_refused_for_good =
                health_.report_refused(job.claimed.item.outbox_id, located(outcome.error));
            break;
        case PostEnd::address_refused:
        case PostEnd::lookup_failed:
            health_.report_answered();
            decide_address(job, outcome, decision);
            break;
        case PostEnd::user_refused:
            health_.report_answered();
            break;
        default:
            break;
    }
    return decision;
}

// The item itself is one of those that the verdict is about.
void Publisher::decide_address(const Job& job, const PostOutcome& outcome, PostDecision& decision) {
    const model::OutboxItem& item = job.claimed.item;
    if (is_ipv6(item.ip)) {
        // tix-api takes none: whatever it says of it this time, it is not worth asking often.
        decision.now_held = {{item.ip, item.outbox_id, false}};
        return;
    }
    if (!job.choice.is_new_ip) return;
    const AddressVerdict verdict = health_.address_failed(
        {item.ip, item.outbox_id, admission_.was_ever_sent(item.ip)}, located(outcome.error));
    if (verdict == AddressVerdict::as_it_is) return;
    const bool is_table = verdict == AddressVerdict::table_is_wrong;
    (is_table ? decision.now_retried : decision.now_held) = health_.judged_addresses();
    if (is_table) admission_.pause_new_addresses();
}

// What failed for one result of a new address fails for its others: they wait as long as this one does.
void Publisher::pause_address(std::int64_t outbox_id) {
    const auto item = outbox_.find(outbox_id);
    if (item && item->next_attempt_ms) admission_.pause_address(item->ip, *item->next_attempt_ms);
}

// Once per run it is worth asking whether the user that we are may post for others at all.
void Publisher::user_refused(const Job& job, const std::string& error) {
    if (has_asked_for_role_) return;
    has_asked_for_role_ = true;
    Job question;
    question.choice = job.choice;
    ask_current_user(std::move(question), Doubt::refused_user, error, "");
}

void Publisher::finish_lookup(Job job, const HttpAnswer& answer) {
    observer_.reached(PublishPoint::resolve_answered, 0);
    GetOutcome outcome = outcome_of_get(answer, GetQuestion::reports);
    if (outcome.end == GetEnd::answered) {
        if (lookups_.resolve_by(job.group, job.asked, answer.body)) {
            health_.odd_answer_looked_up(server_.stores_odd_answers());
            queue_.note_change();
        } else {
            outcome = {GetEnd::unreadable, "the list of reports has times that cannot be read", ""};
        }
    }
    const GetRule rule = rule_of(outcome.end);
    note_end(RequestKind::get, rule.row, rule.run, answer, outcome.error, outcome.hint);
    switch (rule.lookup) {
        case LookupFate::resolve:
        case LookupFate::unchanged:
            break;
        case LookupFate::backoff:
            lookups_.ask_again(job.group, recorder_.next_backoff(health_.row_length(RequestKind::get)),
                               outcome.error, "");
            break;
        case LookupFate::tomorrow:
            lookups_.ask_again(job.group, settings_.hold_delay, outcome.error, "");
            break;
        case LookupFate::tomorrow_noted:
            lookups_.ask_again(job.group, settings_.hold_delay, outcome.error, outcome.error);
            break;
        case LookupFate::ask_current_user:
            ask_current_user(
                std::move(job), Doubt::lookup, outcome.error,
                outcome.hint.empty() ? "check --api-host, --api-port and --api-path" : outcome.hint);
            break;
    }
}

// Asked once per run whether this is tix-api; what it then was holds for every later doubt.
void Publisher::ask_current_user(Job job, Doubt doubt, const std::string& error, const std::string& hint) {
    job.kind = JobKind::current_user;
    job.doubt = doubt;
    job.error = error;
    job.hint = hint;
    if (is_tix_api_ && doubt != Doubt::refused_user) {
        settle_doubt(job, *is_tix_api_, "");
        return;
    }
    start(std::move(job), asking(requests_.get_current_user(), GetQuestion::current_user));
}

void Publisher::finish_current_user(const Job& job, const HttpAnswer& answer) {
    const GetOutcome outcome = outcome_of_get(answer, GetQuestion::current_user);
    const GetRule rule = rule_of(outcome.end);
    note_end(RequestKind::get, rule.row, rule.run, answer, outcome.error, outcome.hint);
    switch (outcome.end) {
        case GetEnd::answered:
        case GetEnd::user_refused:
            is_tix_api_ = true;
            settle_doubt(job, true, role_in(answer));
            return;
        case GetEnd::asked_to_wait:
        case GetEnd::unanswered: {
            // It remains open: what raised the doubt is asked again later.
            const auto delay = recorder_.next_backoff(health_.row_length(RequestKind::get));
            if (job.doubt == Doubt::preflight) recorder_.postpone(job.choice.candidate, delay, job.error);
            if (job.doubt == Doubt::lookup) lookups_.ask_again(job.group, delay, job.error, "");
            return;
        }
        case GetEnd::credentials_refused:
        case GetEnd::misconfigured:
        case GetEnd::name_not_resolved:
            return;  // the run has ended, and nothing is touched
        case GetEnd::not_found:
        case GetEnd::unreadable:
        case GetEnd::odd:
            is_tix_api_ = false;
            settle_doubt(job, false, "");
            return;
    }
}

void Publisher::settle_doubt(const Job& job, bool is_tix_api, const std::string& role) {
    if (!is_tix_api) {
        if (job.doubt == Doubt::unknown_installations) recorder_.take_back(held_after_preflight_);
        end_run(ErrorKind::configuration, job.error, job.hint);
        return;
    }
    switch (job.doubt) {
        case Doubt::preflight:
            recorder_.postpone(job.choice.candidate, settings_.hold_delay, job.error);
            break;
        case Doubt::lookup:
            lookups_.ask_again(job.group, settings_.hold_delay, job.error, "");
            break;
        case Doubt::unknown_installations:
            held_after_preflight_.clear();
            break;
        case Doubt::refused_user:
            log_.warning(
                fmt::format("publish: tix-api does not let us publish for user {}{}: is --api-user an admin?",
                            job.choice.candidate.installation.user_id,
                            role.empty() ? "" : fmt::format(" (we are of role {})", role)));
            break;
    }
}

}  // namespace tixdb::publish
