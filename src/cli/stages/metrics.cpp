// SPDX-License-Identifier: MIT

#include "cli/stages/metrics.hpp"

#include <fmt/format.h>

#include <sstream>

#include "base/disk_space.hpp"
#include "base/error.hpp"
#include "base/staged_file.hpp"
#include "base/text.hpp"
#include "cli/stages/health_question.hpp"
#include "cli/stages/prometheus_text.hpp"
#include "store/run_store.hpp"
#include "store/status_store.hpp"

namespace tixdb::cli {
namespace {

constexpr double kMillisecondsPerSecond = 1000;

double seconds_of_ms(std::int64_t ms) {
    return static_cast<double>(ms) / kMillisecondsPerSecond;
}

double number(std::int64_t count) {
    return static_cast<double>(count);
}

void write_runs(PrometheusWriter& writer, const std::vector<store::RunRow>& runs,
                const store::Health& health) {
    writer.gauge("tixdb_run_last_success_timestamp_seconds", "When the command last ended as it should.");
    for (const auto& [command, ms] : health.success_ms)
        writer.sample(seconds_of_ms(ms), {{"command", command}});
    writer.gauge("tixdb_run_last_start_timestamp_seconds", "When the command last began.");
    for (const store::RunRow& run : runs)
        writer.sample(seconds_of_ms(run.started_ms), {{"command", run.command}});
    writer.gauge("tixdb_run_last_duration_seconds", "How long its last run took, if it has ended.");
    for (const store::RunRow& run : runs) {
        if (run.duration_ms) writer.sample(seconds_of_ms(*run.duration_ms), {{"command", run.command}});
    }
    writer.gauge("tixdb_run_last_exit_code", "The exit code of its last run, if it has ended.");
    for (const store::RunRow& run : runs) {
        if (run.exit_code) writer.sample(*run.exit_code, {{"command", run.command}});
    }
}

void write_counts(PrometheusWriter& writer, const store::NamedCounts& counts, std::string_view label) {
    for (const auto& [name, count] : counts) writer.sample(number(count), {{label, name}});
}

void write_outbox(PrometheusWriter& writer, const store::Status& status, const store::Health& health) {
    writer.gauge("tixdb_outbox_items", "Results queued for tix-api, by state.");
    write_counts(writer, status.outbox, "state");
    writer.gauge("tixdb_outbox_oldest_queued_timestamp_seconds",
                 "When the oldest result of that state was queued; states without any are left out.");
    for (const store::OpenItems& items : health.open)
        writer.sample(seconds_of_ms(items.oldest_queued_ms), {{"state", items.state}});
}

void write_collection(PrometheusWriter& writer, const store::Status& status, const store::Health& health) {
    writer.gauge("tixdb_installations", "Installations known.", number(health.installations));
    writer.gauge("tixdb_installations_active", "Installations that have measured within the last 7 days.",
                 number(health.active_installations));
    writer.gauge("tixdb_installations_silent", "Active installations that have not measured for an hour.",
                 number(health.silent_installations));
    writer.gauge("tixdb_reports", "Reports stored.", number(status.reports));
    writer.gauge("tixdb_observations", "Observations stored.", number(status.observations));
    if (status.latest_s) {
        writer.gauge("tixdb_newest_observation_timestamp_seconds", "The newest observation stored.",
                     number(*status.latest_s));
    }
    writer.gauge("tixdb_rejected_files", "Files that were refused, by reason.");
    write_counts(writer, status.rejected, "reason");
    writer.gauge("tixdb_unfinished_files", "Files left for the next run, since they were being written.",
                 number(status.unfinished_files));
    writer.gauge("tixdb_unprocessed_reports", "Reports not yet processed.",
                 number(status.unprocessed_reports));
    writer.gauge("tixdb_late_reports", "Reports that came after their windows had been formed.",
                 number(status.late_reports));
    writer.gauge("tixdb_windows", "Current windows.", number(status.windows));
    writer.gauge("tixdb_results", "Current results, by method.");
    write_counts(writer, status.results, "method");
}

void write_sizes(PrometheusWriter& writer, const store::Status& status,
                 const std::filesystem::path& database) {
    writer.gauge("tixdb_database_bytes", "Size of the database file.", number(status.size_bytes));
    auto wal = database;
    wal += "-wal";
    std::error_code missing;
    const auto wal_bytes = std::filesystem::file_size(wal, missing);
    writer.gauge("tixdb_wal_bytes", "Size of SQLite's -wal file.",
                 missing ? 0 : static_cast<double>(wal_bytes));
    const auto space = disk_space_of(database);
    if (!space) return;
    writer.gauge("tixdb_disk_size_bytes", "Size of the file system that the database is on.",
                 static_cast<double>(space->size_bytes));
    writer.gauge("tixdb_disk_free_bytes", "What is free there for tixdb's user.",
                 static_cast<double>(space->free_bytes));
}

}  // namespace

void write_metrics(std::ostream& out, const Context& context) {
    store::Database database = store::Database::open_for_reading(context.common.database);
    const store::Status status = store::StatusStore(database).status();
    const store::Health health = store::HealthStore(database).health(health_question(context.clock()));
    PrometheusWriter writer(out);
    writer.gauge("tixdb_info", "The version of tixdb.");
    writer.sample(1, {{"version", context.program_version}});
    write_runs(writer, store::RunStore(database).last_runs(), health);
    write_outbox(writer, status, health);
    write_collection(writer, status, health);
    write_sizes(writer, status, context.common.database);
}

void write_metrics_file(const std::filesystem::path& path, const Context& context) {
    std::ostringstream text;
    write_metrics(text, context);
    StagedFile staged(path);
    const bool is_written = staged.write(text.str());
    // The collector is another user.
    constexpr auto kForAll = std::filesystem::perms::owner_read | std::filesystem::perms::owner_write |
                             std::filesystem::perms::group_read | std::filesystem::perms::others_read;
    std::error_code refused;
    std::filesystem::permissions(staged.path(), kForAll, refused);
    if (!is_written || refused) {
        throw Error(ErrorKind::failed, fmt::format("cannot write the metrics to {}", escaped(path.string())),
                    "check the disk and its folder");
    }
    staged.place(StagedFile::Existing::replace);
}

}  // namespace tixdb::cli
