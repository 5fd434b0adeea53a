#include "cli/asn/refresh.hpp"

#include <fmt/format.h>

#include "asn/network_lookup.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"
#include "cli/session.hpp"

namespace tixdb::cli {
namespace {

std::int64_t time_of(const std::optional<std::string>& text, std::string_view option, std::int64_t otherwise,
                     const Context& context) {
    if (!text) return otherwise;
    const auto time_s = parse_time_s(*text, context.clock().now_s());
    if (!time_s) {
        throw Error(ErrorKind::usage, fmt::format("{}: \"{}\" is not a time", option, escaped(*text)),
                    "write it like 2017-09-10");
    }
    return *time_s;
}

void add_network(std::vector<Cell>& row, const asn::NetworkSeen& seen) {
    row.emplace_back(seen.as_number.value_or(seen.looked_up ? "none" : "not looked up"));
    row.push_back(seen.as_name ? Cell(*seen.as_name) : Cell());
    row.push_back(seen.country ? Cell(*seen.country) : Cell());
}

std::string text_of(const asn::RefreshCounts& counts) {
    return fmt::format("{} windows looked at, {} in another network, {} confirmed by another snapshot",
                       counts.windows, counts.changed, counts.confirmed);
}

}  // namespace

void AsnRefresh::add_options(OptionSet& options) {
    options.value("--from", from_, "windows that end at this time or later").command_line_only();
    options.value("--to", to_, "windows that end before this time").command_line_only();
    options.value("--user", user_, "of this user only").command_line_only();
    options.value("--installation", installation_, "of this installation only").command_line_only();
    options.flag("-n,--dry-run", dry_run_, "show what would change, change nothing");
    add_output_options(options, output_);
}

void AsnRefresh::validate(const Context& context) {
    range_.from_s = time_of(from_, "--from", range_.from_s, context);
    range_.to_s = time_of(to_, "--to", range_.to_s, context);
    if (range_.from_s >= range_.to_s) {
        throw Error(ErrorKind::usage, "--to is not later than --from", "the range is [from, to)");
    }
    if (user_ < 0 || installation_ < 0) {
        throw Error(ErrorKind::usage, "--user and --installation are greater than 0",
                    "`tixdb status` counts them");
    }
    if (user_ > 0) range_.user_id = user_;
    if (installation_ > 0) range_.installation_id = installation_;
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
    if (dry_run_) {
        store::Database database = store::Database::open_for_reading(context.common.database);
        asn::NetworkLookup lookup(database);
        const asn::RefreshCounts counts = asn::Refresher(database, lookup).preview(range_);
        show(context, counts);
        context.log.summary(fmt::format("asn refresh: {} (dry run: nothing is changed)", text_of(counts)));
        return ExitCode::done;
    }
    WritingSession session(context, "asn refresh", LockKind::data);
    asn::NetworkLookup lookup(session.database());
    asn::Refresher refresher(session.database(), lookup);
    show(context, refresher.preview(range_));
    const asn::RefreshCounts counts = refresher.apply(range_, context.clock().now_ms(), session.run_id());
    context.log.summary(fmt::format("asn refresh: {}", text_of(counts)));
    return session.finish(ExitCode::done, fmt::format(R"({{"windows":{},"changed":{},"confirmed":{}}})",
                                                      counts.windows, counts.changed, counts.confirmed));
}

}  // namespace tixdb::cli
