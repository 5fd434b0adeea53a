// SPDX-License-Identifier: MIT

#include "cli/commands/asn/refresh.hpp"

#include <fmt/format.h>

#include "asn/network_lookup.hpp"
#include "base/text.hpp"
#include "cli/frame/session.hpp"

namespace tixdb::cli {
namespace {

void add_network(std::vector<Cell>& row, const asn::NetworkSeen& seen) {
    row.emplace_back(seen.as_number.value_or(seen.looked_up ? "none" : "not looked up"));
    row.push_back(seen.as_name ? Cell(*seen.as_name) : Cell());
    row.push_back(seen.country ? Cell(*seen.country) : Cell());
}

std::string refreshed_text(const asn::RefreshCounts& counts) {
    return fmt::format("{} looked at, {} in another network, {} confirmed by another snapshot",
                       plural(counts.windows, "window"), counts.changed, counts.confirmed);
}

}  // namespace

void AsnRefresh::add_options(OptionSet& options) {
    range_.declare(options, "windows that end");
    options.dry_run(dry_run_, "show what would change, change nothing");
    add_output_options(options, output_);
}

void AsnRefresh::validate(const Context& context) {
    range_.validate(context);
}

void AsnRefresh::show(Context& context, const asn::RefreshCounts& counts) const {
    const auto writer = make_row_writer(
        output_, context.out(), "changes",
        {"was", "was_name", "was_country", "becomes", "becomes_name", "becomes_country", "windows"});
    for (const auto& [change, windows] : counts.changes) {
        std::vector<Cell> row;
        add_network(row, change.was);
        add_network(row, change.is);
        row.emplace_back(windows);
        writer->row(row);
    }
    writer->finish();
}

ExitCode AsnRefresh::run(Context& context) {
    const auto windows = range_.as<store::WindowRange>();
    if (dry_run_) {
        store::Database database = store::Database::open_for_reading(context.common.database);
        asn::NetworkLookup lookup(database);
        const asn::RefreshCounts counts = asn::Refresher(database, lookup).preview(windows);
        show(context, counts);
        context.log.summary(
            fmt::format("asn refresh: {} (dry run: nothing is changed)", refreshed_text(counts)));
        return ExitCode::done;
    }
    WritingSession session(context, "asn refresh", LockKind::data);
    asn::NetworkLookup lookup(session.database());
    asn::Refresher refresher(session.database(), lookup);
    show(context, refresher.preview(windows));
    const asn::RefreshCounts counts = refresher.apply(windows, context.clock().now_ms(), session.run_id());
    context.log.summary(fmt::format("asn refresh: {}", refreshed_text(counts)));
    return session.finish(
        ExitCode::done,
        {{"windows", counts.windows}, {"changed", counts.changed}, {"confirmed", counts.confirmed}});
}

}  // namespace tixdb::cli
