// SPDX-License-Identifier: MIT

#include <array>

#include "cli/commands/asn/asn.hpp"
#include "cli/commands/config.hpp"
#include "cli/commands/evaluate.hpp"
#include "cli/commands/explain/explain.hpp"
#include "cli/commands/ingest.hpp"
#include "cli/commands/outbox/outbox.hpp"
#include "cli/commands/process.hpp"
#include "cli/commands/publish.hpp"
#include "cli/commands/reprocess.hpp"
#include "cli/commands/run.hpp"
#include "cli/commands/simulate.hpp"
#include "cli/commands/status.hpp"
#include "cli/commands/trust.hpp"
#include "cli/frame/command.hpp"

namespace tixdb::cli {
namespace {

template <typename C>
std::unique_ptr<Command> make() {
    return std::make_unique<C>();
}

constexpr std::array kCommands = {
    CommandEntry{"ingest", "load new report files into the database", make<IngestCommand>},
    CommandEntry{"process", "form windows from new reports, compute their results and queue them",
                 make<ProcessCommand>},
    CommandEntry{"publish", "send what waits in the outbox to tix-api", make<PublishCommand>},
    CommandEntry{"run", "ingest, process and publish, once or every so often", make<RunCommand>},
    CommandEntry{"reprocess", "compute history again: late reports, other parameters, other versions",
                 make<ReprocessCommand>},
    CommandEntry{"status", "what is stored, waiting, held, late and rejected, and the last runs",
                 make<StatusCommand>},
    CommandEntry{"explain", "one window's number back to what it came from", make<ExplainCommand>},
    CommandEntry{"outbox", "look at what is to be sent; retry or drop it", make<OutboxCommand>},
    CommandEntry{"trust", "pin an installation to another key", make<TrustCommand>},
    CommandEntry{"asn", "tables of networks: import, look up, refresh", make<AsnCommand>},
    CommandEntry{"evaluate", "compare results with known loads", make<EvaluateCommand>},
    CommandEntry{"simulate", "write signed reports of simulated clients, and their true loads",
                 make<SimulateCommand>},
    CommandEntry{"config", "show what is in force and where it comes from; change settings",
                 make<ConfigCommand>},
};

}  // namespace

std::span<const CommandEntry> commands() {
    return kCommands;
}

}  // namespace tixdb::cli
