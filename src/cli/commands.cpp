// SPDX-License-Identifier: MIT

#include <array>

#include "cli/commands/archive.hpp"
#include "cli/commands/asn/import.hpp"
#include "cli/commands/asn/lookup.hpp"
#include "cli/commands/asn/prune.hpp"
#include "cli/commands/asn/refresh.hpp"
#include "cli/commands/asn/status.hpp"
#include "cli/commands/backup.hpp"
#include "cli/commands/bundle.hpp"
#include "cli/commands/check.hpp"
#include "cli/commands/completion/completion.hpp"
#include "cli/commands/config/check.hpp"
#include "cli/commands/config/example.hpp"
#include "cli/commands/config/set.hpp"
#include "cli/commands/config/show.hpp"
#include "cli/commands/evaluate.hpp"
#include "cli/commands/explain/explain.hpp"
#include "cli/commands/export.hpp"
#include "cli/commands/forget.hpp"
#include "cli/commands/ingest.hpp"
#include "cli/commands/link/change.hpp"
#include "cli/commands/link/list.hpp"
#include "cli/commands/merge.hpp"
#include "cli/commands/outbox/change.hpp"
#include "cli/commands/outbox/import.hpp"
#include "cli/commands/outbox/list.hpp"
#include "cli/commands/outbox/show.hpp"
#include "cli/commands/process.hpp"
#include "cli/commands/prune.hpp"
#include "cli/commands/publish.hpp"
#include "cli/commands/query.hpp"
#include "cli/commands/report/report.hpp"
#include "cli/commands/reprocess.hpp"
#include "cli/commands/restore.hpp"
#include "cli/commands/run.hpp"
#include "cli/commands/simulate.hpp"
#include "cli/commands/split.hpp"
#include "cli/commands/status.hpp"
#include "cli/commands/trust.hpp"
#include "cli/commands/verify.hpp"
#include "cli/frame/command.hpp"
#include "cli/frame/command_group.hpp"

namespace tixdb::cli {
namespace {

template <typename C>
std::unique_ptr<Command> make() {
    return std::make_unique<C>();
}

constexpr std::array kAsn = {
    CommandEntry{"import", "import tables of networks and names as snapshots", make<AsnImport>},
    CommandEntry{"lookup", "the network of an address at a time", make<AsnLookup>},
    CommandEntry{"status", "snapshots, their ages, and the share of windows without AS", make<AsnStatus>},
    CommandEntry{"refresh", "look the networks of windows up again", make<AsnRefresh>},
    CommandEntry{"prune", "delete the content of old snapshots", make<AsnPrune>},
};

constexpr std::array kOutbox = {
    CommandEntry{"list", "items by state, without those that are done", make<OutboxList>},
    CommandEntry{"show", "all about one item, its body included", make<OutboxShow>},
    CommandEntry{"retry", "send items again that are held, dead or left to you", make<OutboxRetry>},
    CommandEntry{"drop", "give items up, for a reason", make<OutboxDrop>},
    CommandEntry{"import", "take over what tix-time-processor could not send", make<OutboxImport>},
};

constexpr std::array kLink = {
    CommandEntry{"set", "give an installation's rates, from a time on", make<LinkSet>},
    CommandEntry{"unset", "its rates are not known from a time on", make<LinkUnset>},
    CommandEntry{"list", "all rates that were given, with their times", make<LinkList>},
    CommandEntry{"import", "take rates from a CSV file", make<LinkImport>},
};

constexpr std::array kConfig = {
    CommandEntry{"show", "every option and setting, its value and where it comes from", make<ConfigShow>},
    CommandEntry{"set", "change a setting that is kept in the database", make<ConfigSet>},
    CommandEntry{"check", "whether file and environment can be worked with, before a run finds out",
                 make<ConfigCheck>},
    CommandEntry{"example", "a configuration file with every option and its default, commented out",
                 make<ConfigExample>},
};

std::unique_ptr<Command> make_asn() {
    return std::make_unique<CommandGroup>("asn", kAsn);
}
std::unique_ptr<Command> make_outbox() {
    return std::make_unique<CommandGroup>("outbox", kOutbox);
}
std::unique_ptr<Command> make_link() {
    return std::make_unique<CommandGroup>("link", kLink);
}
std::unique_ptr<Command> make_config() {
    return std::make_unique<CommandGroup>("config", kConfig);
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
    CommandEntry{"check", "whether all is well, in one line and an exit code, for monitors",
                 make<CheckCommand>},
    CommandEntry{"report", "pages to look at: an installation, a network, all installations",
                 make<ReportCommand>},
    CommandEntry{"explain", "one window's number back to what it came from", make<ExplainCommand>},
    CommandEntry{"outbox", "look at what is to be sent; retry, drop or import", make_outbox},
    CommandEntry{"trust", "pin an installation to another key", make<TrustCommand>},
    CommandEntry{"link", "tell the rates of installations' links", make_link},
    CommandEntry{"asn", "tables of networks: import, look up, refresh", make_asn},
    CommandEntry{"export", "observations, results, latency and more as CSV, TSV or JSON",
                 make<ExportCommand>},
    CommandEntry{"query", "ask the database in SQL: reading only, with limits of time and rows",
                 make<QueryCommand>},
    CommandEntry{"bundle", "signed measurements of an installation, as evidence to hand on",
                 make<BundleCommand>},
    CommandEntry{"evaluate", "compare results with known loads", make<EvaluateCommand>},
    CommandEntry{"simulate", "write signed reports of simulated clients, and their true loads",
                 make<SimulateCommand>},
    CommandEntry{"backup", "a checked copy of the database in one file, while others work",
                 make<BackupCommand>},
    CommandEntry{"restore", "put a backup in the place of the database", make<RestoreCommand>},
    CommandEntry{"archive", "write signed reports to compressed files, before they are pruned",
                 make<ArchiveCommand>},
    CommandEntry{"prune", "take what is older than you keep: observations first of all", make<PruneCommand>},
    CommandEntry{"forget", "delete all that is known of a user or an installation", make<ForgetCommand>},
    CommandEntry{"merge", "one database of several that have different installations", make<MergeCommand>},
    CommandEntry{"split", "shards of a database, each a database of its own", make<SplitCommand>},
    CommandEntry{"verify", "whether the database is whole, and whether its results come out again",
                 make<VerifyCommand>},
    CommandEntry{"config", "show what is in force and where it comes from; change settings", make_config},
    CommandEntry{"completion", "a script by which a shell completes command lines", make<CompletionCommand>},
};

}  // namespace

std::span<const CommandEntry> commands() {
    return kCommands;
}

}  // namespace tixdb::cli
