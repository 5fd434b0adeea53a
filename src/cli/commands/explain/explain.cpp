// SPDX-License-Identifier: MIT

#include "cli/commands/explain/explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "base/error.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"
#include "cli/commands/explain/output.hpp"
#include "cli/commands/outbox/item_text.hpp"
#include "report/explainer.hpp"
#include "store/database.hpp"

namespace tixdb::cli {
namespace {

std::optional<std::int64_t> whole_number(const std::string& text) {
    std::int64_t value = 0;
    const char* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, value);
    if (parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
    return value;
}

std::int64_t id_of(const char* name, const std::string& text) {
    const auto id = whole_number(text);
    if (id && *id > 0) return *id;
    throw Error(ErrorKind::usage, fmt::format("{}: \"{}\" is no id", name, escaped(text)),
                "ids are whole numbers from 1 on");
}

}  // namespace

void ExplainCommand::add_options(OptionSet& options) {
    options.positional("USER", user_, "user id");
    options.positional("INSTALLATION", installation_, "installation id");
    options.positional("TIME", time_, "a time in the window: ISO 8601, 2h, yesterday, or unix seconds");
    options.value("--method", method_, "explain only this method's result: " + model::method_choices_text())
        .choices(model::method_choices())
        .command_line_only();
    options.value("--format", format_, "text or json").choices({"text", "json"}).command_line_only();
}

void ExplainCommand::validate(const Context& context) {
    key_ = {id_of("USER", user_), id_of("INSTALLATION", installation_)};
    // As it stands in last_s.
    auto time_s = whole_number(time_);
    if (!time_s) time_s = parse_time_s(time_, context.clock().now_s());
    if (!time_s) {
        throw Error(ErrorKind::usage, fmt::format("TIME: \"{}\" is not a time", escaped(time_)),
                    "write it as 2026-11-24T10:00:00Z, as unix seconds, or as a duration before now");
    }
    time_s_ = *time_s;
}

ExitCode ExplainCommand::run(Context& context) {
    const std::vector<model::Method> methods = model::methods_chosen(method_);
    store::Database database = store::Database::open_for_reading(context.common.database);
    auto explanation = report::Explainer(database).explain(key_, time_s_, methods);
    asn::NetworkLookup networks(database);
    for (model::OutboxItem& item : explanation.outbox) {
        const std::string note = note_of(item, networks, context.clock().now_s());
        if (!note.empty()) item.note = note;
    }
    if (format_ == "json") {
        print_explanation_json(context.out(), explanation);
    } else {
        print_explanation(context.out(), explanation);
    }
    return ExitCode::done;
}

}  // namespace tixdb::cli
