// SPDX-License-Identifier: MIT

#include "cli/commands/link/list.hpp"

#include "base/time_text.hpp"
#include "cli/frame/arguments.hpp"
#include "store/link_rate_store.hpp"

namespace tixdb::cli {

void LinkList::add_options(OptionSet& options) {
    options.value("--user", user_, "only of this user").command_line_only();
    options.value("--installation", installation_, "only of this installation").command_line_only();
    add_output_options(options, output_);
}

void LinkList::validate(const Context&) {
    if (user_) check_id("--user", *user_);
    if (installation_) check_id("--installation", *installation_);
}

ExitCode LinkList::run(Context& context) {
    store::Database database = store::Database::open_for_reading(context.common.database);
    const auto writer = make_row_writer(output_, context.out(), "links",
                                        {"user_id", "installation_id", "direction", "from", "mbps", "set"});
    for (const store::LinkRateRow& row : store::LinkRateStore(database).all()) {
        const bool is_asked_for = (!user_ || *user_ == row.installation.user_id) &&
                                  (!installation_ || *installation_ == row.installation.installation_id);
        if (!is_asked_for) continue;
        writer->row({row.installation.user_id, row.installation.installation_id,
                     std::string(row.change.is_up ? "up" : "down"), iso_of_s(row.change.from_s),
                     cell_of(row.change.mbps), iso_of_ms(row.set_ms)});
    }
    writer->finish();
    return ExitCode::done;
}

}  // namespace tixdb::cli
