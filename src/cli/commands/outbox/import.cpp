// SPDX-License-Identifier: MIT

#include "cli/commands/outbox/import.hpp"

#include <fmt/format.h>

#include <variant>

#include "base/text.hpp"
#include "base/warning_limit.hpp"
#include "cli/commands/outbox/failed_results.hpp"
#include "cli/frame/session.hpp"
#include "publish/failed_report.hpp"
#include "store/forget_store.hpp"
#include "store/outbox_import_store.hpp"

namespace tixdb::cli {
namespace {

std::string counts_text(const OutboxImport::Counts& counts, const char* imported) {
    return fmt::format("outbox import: {} {}, {} known, {} refused", plural(counts.imported, "result"),
                       imported, counts.known, counts.refused);
}

// Of two results of one time tix-api would show both.
std::string in_the_way_text(const store::OutboxImportStore::ItemInTheWay& other) {
    return fmt::format("item {} of this installation and time is {}", other.outbox_id,
                       other.state == "sent" ? "sent" : "open (" + other.state + ")");
}

}  // namespace

void OutboxImport::add_options(OptionSet& options) {
    options.positional("DIR", folder_, "the reports folder of tix-time-processor");
    options.dry_run(dry_run_, "say what would change, change nothing");
}

OutboxImport::Counts OutboxImport::import_all(Context& context, store::Database& database,
                                              std::optional<std::int64_t> run_id) const {
    Counts counts;
    const std::int64_t now_ms = context.clock().now_ms();
    store::OutboxImportStore outbox(database);
    const store::ForgottenInstallations forgotten(database);
    WarningLimit warnings(context.log);
    const auto refuse = [&](const FailedResultFile& file, const std::string& why) {
        ++counts.refused;
        warnings.warn("cannot import a file", fmt::format("cannot import {}: {}", escaped(file.path), why));
    };
    for_each_failed_result(folder_, context.log, [&](const FailedResultFile& file) {
        if (!file.problem.empty()) return refuse(file, file.problem);
        if (forgotten.contains(file.installation)) return refuse(file, "its installation was forgotten");
        const auto read = publish::read_failed_report(file.content);
        if (const auto* why = std::get_if<std::string>(&read)) return refuse(file, *why);
        const auto& report = std::get<publish::FailedReport>(read);
        const model::NewOutboxItem item{file.installation, report.last_s, report.ip, "",
                                        report.body,       std::nullopt,  now_ms,    run_id};
        if (const auto other = outbox.item_in_the_way(item)) {
            if (!other->is_same) return refuse(file, in_the_way_text(*other));
            ++counts.known;
            return;
        }
        outbox.insert(item);
        ++counts.imported;
    });
    warnings.flush();
    return counts;
}

ExitCode OutboxImport::run(Context& context) {
    if (dry_run_) {
        // In a transaction that is never committed: every check is the real one.
        (void)store::Database::open_for_reading(context.common.database);
        const FileLock lock = take_lock(context, LockKind::publish);
        store::Database database = store::Database::open_for_writing(context.common.database);
        const store::Transaction transaction(database);
        context.log.summary(counts_text(import_all(context, database, std::nullopt), "would be imported"));
        return ExitCode::done;
    }
    WritingSession session(context, "outbox import", LockKind::publish);
    store::Transaction transaction(session.database());
    const Counts counts = import_all(context, session.database(), session.run_id());
    transaction.commit();
    context.log.summary(counts_text(counts, "imported"));
    return session.finish(
        ExitCode::done,
        {{"imported", counts.imported}, {"known", counts.known}, {"refused", counts.refused}});
}

}  // namespace tixdb::cli
