#include "cli/command_status.hpp"

#include <fmt/format.h>

#include <ostream>

#include "store/database.hpp"

namespace tixdb::cli {

void StatusCommand::add_options(OptionSet& options) {
    options.value("--format", format_, "table or json").choices({"table", "json"});
}

ExitCode StatusCommand::run(Context& context) {
    store::Database database = store::Database::open_for_reading(context.common.database);
    context.out() << fmt::format("schema {}\n", database.schema_version());
    return ExitCode::done;
}

}  // namespace tixdb::cli
