// SPDX-License-Identifier: MIT

#include "cli/commands/outbox/outbox.hpp"

#include "base/error.hpp"
#include "cli/commands/outbox/change.hpp"
#include "cli/commands/outbox/list.hpp"
#include "cli/commands/outbox/show.hpp"

namespace tixdb::cli {

OutboxCommand::OutboxCommand() {
    const auto add = [&](const char* name, const char* summary, std::unique_ptr<Command> command) {
        actions_.push_back({name, summary, std::move(command)});
    };
    add("list", "items by state, without those that are done", std::make_unique<OutboxList>());
    add("show", "all about one item, its body included", std::make_unique<OutboxShow>());
    add("retry", "send items again that are held, dead or left to you", std::make_unique<OutboxRetry>());
    add("drop", "give items up, for a reason", std::make_unique<OutboxDrop>());
}

void OutboxCommand::add_options(OptionSet& options) {
    for (const Action& action : actions_) {
        OptionSet own = options.subcommand(action.name, action.summary, chosen_);
        action.command->add_options(own);
    }
}

Command& OutboxCommand::chosen() {
    for (const Action& action : actions_) {
        if (action.name == chosen_) return *action.command;
    }
    throw Error(ErrorKind::usage, "outbox: no subcommand given", "tixdb outbox --help lists them");
}

void OutboxCommand::validate(const Context& context) {
    chosen().validate(context);
}

ExitCode OutboxCommand::run(Context& context) {
    return chosen().run(context);
}

}  // namespace tixdb::cli
