// SPDX-License-Identifier: MIT

#include "cli/commands/outbox/change.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "base/text.hpp"
#include "cli/commands/outbox/item_text.hpp"
#include "cli/frame/session.hpp"
#include "store/api_server_store.hpp"

namespace tixdb::cli {
void OutboxChange::add_options(OptionSet& options) {
    options.positional("ID", id_texts_, "the items' numbers", false);
    options.dry_run(dry_run_, "say what would change, change nothing");
}

void OutboxChange::validate(const Context&) {
    for (const std::string& text : id_texts_) outbox_ids_.push_back(outbox_id_of(text));
}

std::int64_t OutboxChange::change_all(store::Database& database) {
    store::OutboxStore outbox(database);
    std::vector<std::int64_t> outbox_ids = outbox_ids_;
    const auto by_state = chosen_by_state(outbox);
    outbox_ids.insert(outbox_ids.end(), by_state.begin(), by_state.end());
    std::sort(outbox_ids.begin(), outbox_ids.end());
    outbox_ids.erase(std::unique(outbox_ids.begin(), outbox_ids.end()), outbox_ids.end());
    for (const std::int64_t outbox_id : outbox_ids) {
        const auto before = outbox.find(outbox_id);
        if (!before) {
            throw Error(ErrorKind::failed,
                        fmt::format("there is no outbox item {}; nothing was changed", outbox_id),
                        "`tixdb outbox list` shows them");
        }
        if (change(outbox, outbox_id) || is_done(*before)) continue;
        throw Error(ErrorKind::failed,
                    fmt::format("outbox item {} is {}: {} is not possible; nothing was changed", outbox_id,
                                model::name_of(before->state), name_),
                    before->state == model::OutboxState::uncertain
                        ? "`tixdb publish` finds out whether it is stored"
                        : fmt::format("`tixdb outbox show {}` tells more", outbox_id));
    }
    finish_change(database);
    return std::ssize(outbox_ids);
}

ExitCode OutboxChange::run(Context& context) {
    if (dry_run_) {
        // In a transaction that is never committed: every check is the real one.
        (void)store::Database::open_for_reading(context.common.database);
        const FileLock lock = take_lock(context, LockKind::publish);
        store::Database database = store::Database::open_for_writing(context.common.database);
        const store::Transaction transaction(database);
        context.log.summary(fmt::format("outbox {}: {} would be {} (dry run)", name_,
                                        plural(change_all(database), "item"), done_));
        return ExitCode::done;
    }
    WritingSession session(context, "outbox " + name_, LockKind::publish);
    store::Transaction transaction(session.database());
    const std::int64_t count = change_all(session.database());
    transaction.commit();
    context.log.summary(fmt::format("outbox {}: {} {}", name_, plural(count, "item"), done_));
    return session.finish(ExitCode::done, {{"items", count}});
}

void OutboxRetry::add_options(OptionSet& options) {
    OutboxChange::add_options(options);
    options.value("--state", state_, "all items in this state: held, dead or retry")
        .choices({"held", "dead", "retry"})
        .command_line_only();
}

void OutboxRetry::validate(const Context& context) {
    OutboxChange::validate(context);
    if (id_texts_.empty() == state_.empty()) {
        throw Error(ErrorKind::usage, "outbox retry: name either items or a --state",
                    "`tixdb outbox list` shows them");
    }
}

// What is to be sent now is not to wait for a server that asked to be left alone.
void OutboxRetry::finish_change(store::Database& database) {
    store::ApiServerStore(database).clear_waits();
}

std::vector<std::int64_t> OutboxRetry::chosen_by_state(store::OutboxStore& outbox) {
    const auto state = model::outbox_state_named(state_);
    if (!state) return {};
    store::OutboxFilter filter;
    filter.states = {*state};
    return outbox.ids(filter);
}

void OutboxDrop::add_options(OptionSet& options) {
    OutboxChange::add_options(options);
    options.value("--reason", reason_, "why; kept with the item").command_line_only();
}

void OutboxDrop::validate(const Context& context) {
    OutboxChange::validate(context);
    if (id_texts_.empty()) {
        throw Error(ErrorKind::usage, "outbox drop: no item named", "`tixdb outbox list` shows them");
    }
    if (reason_.empty()) {
        throw Error(ErrorKind::usage, "outbox drop: --reason is missing",
                    "say why, for those who wonder later");
    }
}

}  // namespace tixdb::cli
