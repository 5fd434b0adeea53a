// SPDX-License-Identifier: MIT

#include "cli/commands/outbox/list.hpp"

#include <fmt/format.h>

#include "base/time_text.hpp"
#include "cli/commands/outbox/item_text.hpp"

namespace tixdb::cli {
namespace {

using model::OutboxState;

std::set<OutboxState> states_of(const std::string& name) {
    if (const auto state = model::outbox_state_named(name)) return {*state};
    std::set<OutboxState> states = {OutboxState::pending, OutboxState::sending,   OutboxState::retry,
                                    OutboxState::held,    OutboxState::uncertain, OutboxState::dead};
    if (name != "open") states.insert({OutboxState::sent, OutboxState::superseded, OutboxState::dropped});
    return states;
}

std::vector<std::string> state_choices() {
    std::vector<std::string> choices = model::kOutboxStates.names();
    choices.insert(choices.begin(), {"open", "all"});
    return choices;
}

std::vector<Cell> row_of(const model::OutboxItem& item, const std::string& note) {
    std::optional<std::string> held_for;
    if (item.held_for) held_for = std::string(model::name_of(*item.held_for));
    return {item.outbox_id,
            item.installation.user_id,
            item.installation.installation_id,
            iso_of_s(item.last_s),
            cell_of(item.method),
            item.ip,
            std::string(model::name_of(item.state)),
            cell_of(held_for),
            item.attempts,
            cell_of(iso_of_ms(item.next_attempt_ms)),
            cell_of(item.last_status),
            cell_of(item.last_error),
            note.empty() ? Cell() : Cell(note)};
}

}  // namespace

void OutboxList::add_options(OptionSet& options) {
    options.value("--state", state_, "one state, or `open`: those not done with, or `all`")
        .choices(state_choices())
        .command_line_only();
    range_.declare(options, "only results whose time is");
    options.value("--limit", limit_, "at most so many").not_negative().command_line_only();
    add_output_options(options, output_);
}

void OutboxList::validate(const Context& context) {
    range_.validate(context);
    filter_ = range_.as<store::OutboxFilter>();
    filter_.states = states_of(state_);
    filter_.limit = limit_;
}

ExitCode OutboxList::run(Context& context) {
    store::Database database = store::Database::open_for_reading(context.common.database);
    const store::Snapshot snapshot(database);
    store::OutboxStore outbox(database);
    asn::NetworkLookup networks(database);
    const std::int64_t now_s = context.clock().now_s();
    OutputOptions output = fitted(output_, context);
    if (context.decorate_out()) output.stressed = {"dead", "held", "uncertain"};
    const auto writer =
        make_row_writer(output, context.out(), "items",
                        {"outbox_id", "user_id", "installation_id", "window_end", "method", "ip", "state",
                         "held_for", "attempts", "next_attempt", "last_status", "last_error", "note"});
    const auto outbox_ids = outbox.ids(filter_);
    for (const std::int64_t outbox_id : outbox_ids) {
        if (const auto item = outbox.find(outbox_id)) {
            writer->row(row_of(*item, note_of(*item, networks, now_s)));
        }
    }
    writer->finish();
    if (outbox_ids.empty()) {
        context.log.summary(fmt::format("no {}items", state_ == "all" ? "" : state_ + " "));
    }
    return ExitCode::done;
}

}  // namespace tixdb::cli
