// SPDX-License-Identifier: MIT

#include "cli/commands/asn/asn.hpp"

#include "base/error.hpp"
#include "cli/commands/asn/import.hpp"
#include "cli/commands/asn/lookup.hpp"
#include "cli/commands/asn/prune.hpp"
#include "cli/commands/asn/refresh.hpp"
#include "cli/commands/asn/status.hpp"

namespace tixdb::cli {

AsnCommand::AsnCommand() {
    const auto add = [&](const char* name, const char* summary, std::unique_ptr<Command> command) {
        actions_.push_back({name, summary, std::move(command)});
    };
    add("import", "take tables of networks and names in as snapshots", std::make_unique<AsnImport>());
    add("lookup", "the network of an address at a time", std::make_unique<AsnLookup>());
    add("status", "snapshots, their ages, and the share of windows without AS",
        std::make_unique<AsnStatus>());
    add("refresh", "look the networks of windows up again", std::make_unique<AsnRefresh>());
    add("prune", "take the content of old snapshots", std::make_unique<AsnPrune>());
}

void AsnCommand::add_options(OptionSet& options) {
    for (const Action& action : actions_) {
        OptionSet own = options.subcommand(action.name, action.summary, chosen_);
        action.command->add_options(own);
    }
}

Command& AsnCommand::chosen() {
    for (const Action& action : actions_) {
        if (action.name == chosen_) return *action.command;
    }
    throw Error(ErrorKind::usage, "asn: no subcommand given", "tixdb asn --help lists them");
}

void AsnCommand::validate(const Context& context) {
    chosen().validate(context);
}

ExitCode AsnCommand::run(Context& context) {
    return chosen().run(context);
}

}  // namespace tixdb::cli
