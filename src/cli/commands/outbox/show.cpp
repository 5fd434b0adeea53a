// SPDX-License-Identifier: MIT

#include "cli/commands/outbox/show.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <ostream>

#include "base/error.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"
#include "cli/commands/outbox/item_text.hpp"
#include "cli/frame/nullable.hpp"
#include "cli/frame/output.hpp"
#include "store/outbox_store.hpp"

namespace tixdb::cli {
namespace {

using nlohmann::ordered_json;

std::optional<std::string> shown(const std::optional<std::string>& text) {
    return text ? std::optional(escaped(*text)) : std::nullopt;
}

// Text is escaped here: it comes from outside, and need not be the UTF-8 that JSON wants.
ordered_json document_of(const model::OutboxItem& item, const std::string& note) {
    ordered_json object = {
        {"schema_version", kJsonSchemaVersion}, {"outbox_id", item.outbox_id},
        {"user_id", item.installation.user_id}, {"installation_id", item.installation.installation_id},
        {"window_end", iso_of_s(item.last_s)},  {"ip", escaped(item.ip)}};
    object["method"] = nullable(shown(item.method));
    object["source"] = item.result_id ? "computed" : "imported";
    object["result_id"] = nullable(item.result_id);
    object["state"] = model::name_of(item.state);
    object["held_for"] = item.held_for ? ordered_json(model::name_of(*item.held_for)) : ordered_json();
    object["attempts"] = item.attempts;
    object["unclear_ends"] = item.unclear_ends;
    object["next_attempt"] = nullable(iso_of_ms(item.next_attempt_ms));
    object["last_status"] = nullable(item.last_status);
    object["last_error"] = nullable(shown(item.last_error));
    object["note"] = note.empty() ? ordered_json() : ordered_json(escaped(note));
    object["drop_reason"] = nullable(shown(item.drop_reason));
    object["queued"] = iso_of_ms(item.queued_ms);
    object["claimed"] = nullable(iso_of_ms(item.claimed_ms));
    object["sent"] = nullable(iso_of_ms(item.sent_ms));
    object["body"] = ordered_json::parse(item.body, nullptr, false);
    return object;
}

void print_table(std::ostream& out, const ordered_json& object, const std::string& body) {
    for (const auto& [name, value] : object.items()) {
        if (value.is_null() || name == "schema_version" || name == "body") continue;
        out << fmt::format("{:<16}{}\n", name, value.is_string() ? value.get<std::string>() : value.dump());
    }
    out << fmt::format("{:<16}{}\n", "body", escaped(body));
}

}  // namespace

void OutboxShow::add_options(OptionSet& options) {
    options.positional("ID", id_text_, "the item's number");
    add_object_format(options, format_);
}

void OutboxShow::validate(const Context&) {
    outbox_id_ = outbox_id_of(id_text_);
}

ExitCode OutboxShow::run(Context& context) {
    store::Database database = store::Database::open_for_reading(context.common.database);
    const auto item = store::OutboxStore(database).find(outbox_id_);
    if (!item) {
        throw Error(ErrorKind::failed, fmt::format("there is no outbox item {}", outbox_id_),
                    "`tixdb outbox list --state all` shows them");
    }
    asn::NetworkLookup networks(database);
    const ordered_json object = document_of(*item, note_of(*item, networks, context.clock().now_s()));
    if (format_ == "json")
        context.out() << object.dump(2, ' ', false, ordered_json::error_handler_t::replace) << '\n';
    else
        print_table(context.out(), object, item->body);
    return ExitCode::done;
}

}  // namespace tixdb::cli
