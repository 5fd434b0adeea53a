// SPDX-License-Identifier: MIT

#include "publish/lookup_desk.hpp"

#include <algorithm>

namespace tixdb::publish {
namespace {

using model::OutboxItem;
using model::OutboxState;

constexpr std::int64_t kSecondsOfDay = 86'400;
constexpr std::int64_t kGroupsAtOnce = 4'096;

bool is_settled(const OutboxItem& item, const store::OutboxMoment& now) {
    if (!item.settling) return item.next_attempt_ms && *item.next_attempt_ms <= now.now_ms;
    return item.settling->boot_id == now.boot.boot_id && item.settling->until_boot_ms <= now.boot.ms;
}

std::chrono::milliseconds due_in(const OutboxItem& item, const store::OutboxMoment& now) {
    const std::int64_t due_ms = item.settling && item.settling->boot_id == now.boot.boot_id
                                    ? item.settling->until_boot_ms - now.boot.ms
                                    : item.next_attempt_ms.value_or(now.now_ms) - now.now_ms;
    return std::chrono::milliseconds(std::max<std::int64_t>(due_ms, 1));
}

}  // namespace

std::optional<store::LookupGroup> LookupDesk::next() {
    if (groups_.empty() && !is_exhausted_) {
        const auto page = outbox_.due_lookups_after(cursor_, recorder_.now(), kGroupsAtOnce);
        groups_.assign(page.begin(), page.end());
        if (!page.empty()) cursor_ = page.back();
        is_exhausted_ = std::ssize(page) < kGroupsAtOnce;
    }
    if (groups_.empty()) return std::nullopt;
    const store::LookupGroup group = groups_.front();
    groups_.pop_front();
    return group;
}

void LookupDesk::restart() {
    groups_.clear();
    cursor_ = kStart;
    is_exhausted_ = false;
}

store::LookupGroup LookupDesk::group_of(const model::InstallationKey& installation, std::int64_t last_s) {
    return {installation, last_s / kSecondsOfDay};
}

std::int64_t LookupDesk::time_s_of(const store::LookupGroup& group) {
    return group.day * kSecondsOfDay;
}

bool LookupDesk::resolve_by(const store::LookupGroup& group, const store::OutboxMoment& asked,
                            const std::string& reports_json) {
    const auto reports = listed_reports(reports_json);
    if (!reports) return false;
    for (const std::int64_t outbox_id : outbox_.due_of_lookup(group, asked)) {
        const auto item = outbox_.find(outbox_id);
        if (item && item->state == OutboxState::uncertain) resolve_item(*item, asked, *reports);
    }
    return true;
}

// What an item of ours one hour off may have stored is its own, and says nothing of this one: it is resolved
// along with it, or before it if it has still to settle.
void LookupDesk::resolve_item(const OutboxItem& item, const store::OutboxMoment& asked,
                              const std::vector<ListedReport>& reports) {
    const auto figures = payload::figures_of(item.body);
    if (!figures) {
        recorder_.ask_again(item, std::chrono::hours(24), "its body is not a report", "");
        return;
    }
    ResolveQuestion question;
    question.installation_id = item.installation.installation_id;
    question.last_s = item.last_s;
    question.figures = *figures;
    for (std::size_t i = 0; i < kHourShifts_s.size(); ++i) {
        const std::int64_t time_s = item.last_s + kHourShifts_s[i];
        for (const auto& body : outbox_.sent_bodies(item.installation, time_s)) {
            question.known_stored[i] += payload::figures_of(body) == figures ? 1 : 0;
        }
        if (kHourShifts_s[i] == 0) continue;
        const auto other = neighbour(item, *figures, time_s);
        if (!other) continue;
        if (!is_settled(*other, asked)) {
            recorder_.ask_again(item, due_in(*other, recorder_.now()), "",
                                "waits for the item of an hour off to be looked up");
            return;
        }
        question.is_asked_about[i] = true;
    }
    (void)recorder_.looked_up(item, resolve(reports, question));
}

std::optional<OutboxItem> LookupDesk::neighbour(const OutboxItem& item, const payload::Figures& figures,
                                                std::int64_t time_s) {
    std::optional<OutboxItem> latest;
    for (const std::int64_t outbox_id : outbox_.uncertain_at(item.installation, time_s)) {
        auto other = outbox_.find(outbox_id);
        // One that is left to the operator is not asked about: what is listed there counts.
        if (!other || !other->next_attempt_ms || payload::figures_of(other->body) != figures) continue;
        if (!latest || due_in(*other, recorder_.now()) > due_in(*latest, recorder_.now()))
            latest = std::move(other);
    }
    return latest;
}

void LookupDesk::ask_again(const store::LookupGroup& group, std::chrono::milliseconds delay,
                           const std::string& error, const std::string& note) {
    for (const std::int64_t outbox_id : outbox_.due_of_lookup(group, recorder_.now())) {
        const auto item = outbox_.find(outbox_id);
        if (item && item->state == OutboxState::uncertain) recorder_.ask_again(*item, delay, error, note);
    }
}

}  // namespace tixdb::publish
