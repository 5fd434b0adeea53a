// SPDX-License-Identifier: MIT

#include "cli/commands/config/set.hpp"

#include <fmt/format.h>

#include <vector>

#include "base/text.hpp"
#include "cli/frame/session.hpp"
#include "process/settings.hpp"
#include "store/setting_store.hpp"

namespace tixdb::cli {

void ConfigSet::add_options(OptionSet& options) {
    std::vector<std::string> names;
    for (const process::KnownSetting& each : process::known_settings()) names.emplace_back(each.name);
    options.positional("NAME", name_, alternatives(names));
    options.positional("VALUE", value_, "its new value");
    options.dry_run(dry_run_, "say what would change, change nothing");
}

void ConfigSet::validate(const Context& context) {
    (void)process::normalised_setting(name_, value_, context.clock().now_s());
}

ExitCode ConfigSet::run(Context& context) {
    const std::string value = process::normalised_setting(name_, value_, context.clock().now_s());
    if (dry_run_) {
        (void)store::Database::open_for_reading(context.common.database);
        context.log.summary(fmt::format("config: would set {} to {}", name_, value.empty() ? "none" : value));
        return ExitCode::done;
    }
    WritingSession session(context, "config", LockKind::data);
    store::SettingStore settings(session.database());
    const std::string before = settings.get(name_).value_or("");
    settings.set(name_, value, context.clock().now_ms());
    context.log.summary(fmt::format("config: {} was {}, is {}", name_, before.empty() ? "unset" : before,
                                    value.empty() ? "none" : value));
    return session.finish(ExitCode::done);
}

}  // namespace tixdb::cli
