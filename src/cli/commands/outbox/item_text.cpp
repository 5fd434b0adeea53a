// SPDX-License-Identifier: MIT

#include "cli/commands/outbox/item_text.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/parse_number.hpp"
#include "base/text.hpp"
#include "publish/address_support.hpp"

namespace tixdb::cli {
namespace {

// tix-api looks an address up as of the day it is asked, whatever the time of the measurement.
std::string why_refused(const std::string& ip, asn::NetworkLookup& networks, std::int64_t now_s) {
    if (const auto why = publish::why_unroutable(ip)) return *why;
    const auto network = networks.network_of(model::Address::parse(ip).value(), now_s);
    if (!network.as_snapshot_id) return "an address that its own table does not cover";
    if (!network.as_number) {
        return fmt::format("an address that no table covers: snapshot {} does not", *network.as_snapshot_id);
    }
    return fmt::format("an address that its own table does not cover; snapshot {} has it in AS{}",
                       *network.as_snapshot_id, *network.as_number);
}

}  // namespace

std::string note_of(const model::OutboxItem& item, asn::NetworkLookup& networks, std::int64_t now_s) {
    std::string note = item.note.value_or("");
    if (item.held_for != model::HeldFor::address) return note;  // the address is not why
    return fmt::format("{}{}tix-api takes no report of {}", note, note.empty() ? "" : "; ",
                       why_refused(item.ip, networks, now_s));
}

std::int64_t outbox_id_of(const std::string& text) {
    const auto id = parse_number<std::int64_t>(text);
    if (!id || *id <= 0) {
        throw Error(ErrorKind::usage, fmt::format("\"{}\" is not the number of an item", escaped(text)),
                    "`tixdb outbox list` shows them");
    }
    return *id;
}

}  // namespace tixdb::cli
