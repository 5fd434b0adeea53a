// SPDX-License-Identifier: MIT

#include "cli/commands/explain/explain.hpp"

#include <vector>

#include "base/parse_number.hpp"
#include "cli/commands/explain/essentials_text.hpp"
#include "cli/commands/explain/json.hpp"
#include "cli/commands/explain/text.hpp"
#include "cli/commands/outbox/item_text.hpp"
#include "cli/frame/arguments.hpp"
#include "report/explainer.hpp"
#include "store/database.hpp"

namespace tixdb::cli {

void ExplainCommand::add_options(OptionSet& options) {
    options.positional("USER", user_, "user id");
    options.positional("INSTALLATION", installation_, "installation id");
    options.positional("TIME", time_, "a time in the window: ISO 8601, 2h, yesterday, or unix seconds");
    options.value("--method", method_, "explain only this method's result: " + model::method_choices_text())
        .choices(model::method_choices())
        .command_line_only();
    options.flag("--all", all_, "each report, figure and step in place of the essential lines")
        .command_line_only();
    options.value("--format", format_, "text, or json with all of it")
        .choices({"text", "json"})
        .command_line_only();
}

void ExplainCommand::validate(const Context& context) {
    key_ = {id_argument("USER", user_), id_argument("INSTALLATION", installation_)};
    // A whole number is one of unix seconds, as it stands in last_s.
    const auto unix_s = parse_number<std::int64_t>(time_);
    time_s_ = unix_s ? *unix_s : time_argument("TIME", time_, context);
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
    } else if (!all_) {
        print_essentials(context.out(), explanation);
    } else {
        print_explanation(context.out(), explanation);
    }
    return ExitCode::done;
}

}  // namespace tixdb::cli
