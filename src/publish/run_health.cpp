// SPDX-License-Identifier: MIT

#include "publish/run_health.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace tixdb::publish {

void RunHealth::end(ErrorKind kind, const std::string& error, const std::string& hint) {
    const bool is_final = kind == ErrorKind::configuration || kind == ErrorKind::failed;
    if (ended_by_ && (ended_by_->kind() != ErrorKind::try_again || !is_final)) return;
    ended_by_.emplace(kind, error, hint);
}

void RunHealth::end_when_done(ErrorKind kind, const std::string& error, const std::string& hint) {
    if (!ends_later_) ends_later_.emplace(kind, error, hint);
}

void RunHealth::count(RequestKind kind, RowEffect effect, const std::string& error) {
    int& row = row_of(kind);
    if (effect == RowEffect::ends_row) row = 0;
    if (effect != RowEffect::adds_one || ++row < kMostInARow) return;
    end(ErrorKind::try_again,
        fmt::format("{} {} in a row failed, the last: {}", row,
                    kind == RequestKind::post ? "reports" : "questions", error),
        "nothing is lost; run again when tix-api is back");
}

int RunHealth::row_length(RequestKind kind) const {
    return std::max(rows_[static_cast<std::size_t>(kind)], 1);
}

bool RunHealth::report_refused(std::int64_t outbox_id, const std::string& error) {
    if (has_stored_) return true;
    refused_.push_back(outbox_id);
    if (++refused_in_a_row_ >= kMostRefusedInARow) {
        end(ErrorKind::configuration,
            fmt::format("the server refuses every report, {} in a row, the last: {}", refused_in_a_row_,
                        error),
            "see what has changed there; the results wait");
    }
    return false;
}

std::vector<std::int64_t> RunHealth::report_taken() {
    has_stored_ = true;
    return std::exchange(refused_, {});
}

AddressVerdict RunHealth::address_failed(const FailedAddress& address, const std::string& error) {
    failed_addresses_.push_back(address);
    std::set<std::string> different;
    for (const FailedAddress& each : failed_addresses_) different.insert(each.ip);
    if (std::ssize(different) < kMostInARow) return AddressVerdict::as_it_is;
    judged_addresses_ = std::exchange(failed_addresses_, {});
    if (std::none_of(judged_addresses_.begin(), judged_addresses_.end(),
                     [](const FailedAddress& each) { return each.was_ever_taken; })) {
        return AddressVerdict::hold_them;
    }
    are_new_addresses_paused_ = true;
    end_when_done(
        ErrorKind::try_again,
        fmt::format("{} new addresses in a row were refused, also such as tix-api has taken before: its "
                    "table of networks is at fault, the last: {}",
                    different.size(), error),
        "nothing is lost; they are tried again by the next run");
    return AddressVerdict::table_is_wrong;
}

bool RunHealth::odd_answer(const std::string& error, const std::string& hint) {
    if (stores_odd_answers_) return !std::exchange(has_told_of_odd_answers_, true);
    end(ErrorKind::configuration, error, hint);
    return false;
}

bool RunHealth::odd_answer_looked_up(bool is_stored) {
    return std::exchange(stores_odd_answers_, is_stored) != is_stored;
}

bool RunHealth::installation_unknown() {
    return ++unknown_installations_ == kMostInARow;
}

}  // namespace tixdb::publish
