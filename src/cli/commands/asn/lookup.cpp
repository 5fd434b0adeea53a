// SPDX-License-Identifier: MIT

#include "cli/commands/asn/lookup.hpp"

#include <fmt/format.h>

#include "asn/network_lookup.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"
#include "cli/frame/arguments.hpp"

namespace tixdb::cli {

void AsnLookup::add_options(OptionSet& options) {
    options.positional("IP", texts_, "IPv4 or IPv6 addresses");
    options.value("--at", at_, "as of this time (default: now)").command_line_only();
    add_output_options(options, output_);
}

void AsnLookup::validate(const Context& context) {
    for (const std::string& text : texts_) {
        const auto address = model::Address::parse(text);
        if (!address) {
            throw Error(ErrorKind::usage, fmt::format("\"{}\" is not an IP address", escaped(text)),
                        "write it like 192.0.2.1 or 2001:db8::1");
        }
        addresses_.push_back(*address);
    }
    at_s_ = at_ ? time_argument("--at", *at_, context) : context.clock().now_s();
}

ExitCode AsnLookup::run(Context& context) {
    store::Database database = store::Database::open_for_reading(context.common.database);
    const store::Snapshot consistent(database);
    asn::NetworkLookup lookup(database);
    const auto writer = make_row_writer(
        output_, context.out(), "addresses",
        {"ip", "kind", "as_number", "as_name", "prefix", "country", "snapshot", "valid_from", "source"});
    for (const model::Address& address : addresses_) {
        const model::Network network = lookup.network_of(address, at_s_);
        std::vector<Cell> row = {address.text(),
                                 std::string(name_of(network.kind)),
                                 cell_of(network.as_number),
                                 cell_of(network.as_name),
                                 cell_of(network.prefix),
                                 cell_of(network.country)};
        const auto* snapshot = network.as_snapshot_id ? lookup.snapshot(*network.as_snapshot_id) : nullptr;
        if (snapshot == nullptr)
            row.resize(9);
        else
            row.insert(row.end(),
                       {snapshot->as_snapshot_id, iso_of_s(snapshot->valid_from_s), snapshot->source});
        writer->row(row);
    }
    writer->finish();
    return ExitCode::done;
}

}  // namespace tixdb::cli
