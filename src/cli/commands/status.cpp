// SPDX-License-Identifier: MIT

#include "cli/commands/status.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <ostream>

#include "base/text.hpp"
#include "base/time_text.hpp"
#include "cli/frame/nullable.hpp"
#include "cli/frame/output.hpp"
#include "cli/stages/reprocess_hint.hpp"
#include "store/run_store.hpp"
#include "store/status_store.hpp"

namespace tixdb::cli {
namespace {

using nlohmann::ordered_json;

std::string joined(const store::NamedCounts& counts) {
    std::string text;
    for (const auto& [name, count] : counts) {
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", escaped(name), count);
    }
    return text.empty() ? "none" : text;
}

std::string iso_or_none(const std::optional<std::int64_t>& unix_s) {
    return unix_s ? iso_of_s(*unix_s) : "none";
}

std::string end_of(const store::RunRow& run) {
    if (!run.exit_code) return "not ended";
    const auto duration_s = static_cast<double>(run.duration_ms.value_or(0)) / 1000;
    return fmt::format("exit {} after {:.1f} s", *run.exit_code, duration_s);
}

std::optional<std::string> command_over(const std::optional<store::LateRange>& range) {
    if (!range) return std::nullopt;
    return reprocess_command(range->installation, range->from_s, range->to_s);
}

std::string late_text(const store::Status& status) {
    const auto command = command_over(status.late_range);
    if (!command) return std::to_string(status.late_reports);
    return fmt::format("{} (`{}` takes {} in)", status.late_reports, *command,
                       status.late_reports == 1 ? "it" : "them");
}

std::string history_text(const store::Status& status) {
    const auto command = command_over(status.history_changed_range);
    if (!command) return std::to_string(status.history_changed);
    return fmt::format("{} (`{}` computes {} again)", plural(status.history_changed, "result"), *command,
                       status.history_changed == 1 ? "it" : "them");
}

void print_table(std::ostream& out, const store::Status& status, const std::vector<store::RunRow>& runs) {
    const auto line = [&](std::string_view name, const std::string& value) {
        out << fmt::format("{:<22}{}\n", name, value);
    };
    line("installations", std::to_string(status.installations));
    line("reports", fmt::format("{}, {} observations, newest {}", status.reports, status.observations,
                                iso_or_none(status.newest_s)));
    line("not yet processed", std::to_string(status.unprocessed_reports));
    line("late reports", late_text(status));
    line("history changed", history_text(status));
    line("unfinished files", std::to_string(status.unfinished_files));
    line("windows", std::to_string(status.windows));
    line("results", joined(status.results));
    line("outbox", joined(status.outbox));
    line("oldest waiting", iso_or_none(status.oldest_waiting_s));
    line("rejected files", joined(status.rejected));
    line("database", fmt::format("{:.1f} MiB", static_cast<double>(status.size_bytes) / (1024 * 1024)));
    for (const store::RunRow& run : runs) {
        line("last " + escaped(run.command),
             fmt::format("{}, {}", iso_of_s(run.started_ms / 1000), end_of(run)));
    }
}

ordered_json object_of(const store::NamedCounts& counts) {
    ordered_json object = ordered_json::object();
    for (const auto& [name, count] : counts) object[name] = count;
    return object;
}

ordered_json json_of(const store::RunRow& run) {
    ordered_json object = {
        {"command", run.command}, {"version", run.version}, {"started_ms", run.started_ms}};
    object["duration_ms"] = run.duration_ms ? ordered_json(*run.duration_ms) : ordered_json();
    object["exit_code"] = run.exit_code ? ordered_json(*run.exit_code) : ordered_json();
    object["counts"] = ordered_json::parse(run.counts_json, nullptr, false);
    return object;
}

void print_json(std::ostream& out, const store::Status& status, const std::vector<store::RunRow>& runs) {
    ordered_json document = {
        {"schema_version", kJsonSchemaVersion},
        {"installations", status.installations},
        {"reports", status.reports},
        {"observations", status.observations},
        {"newest_s", nullable(status.newest_s)},
        {"newest_ingested_ms", nullable(status.newest_ingested_ms)},
        {"unprocessed_reports", status.unprocessed_reports},
        {"late_reports", status.late_reports},
        {"late_reports_command", nullable(command_over(status.late_range))},
        {"history_changed", status.history_changed},
        {"history_changed_command", nullable(command_over(status.history_changed_range))},
        {"unfinished_files", status.unfinished_files},
        {"windows", status.windows},
        {"results", object_of(status.results)},
        {"outbox", object_of(status.outbox)},
        {"oldest_waiting_s", nullable(status.oldest_waiting_s)},
        {"rejected", object_of(status.rejected)},
        {"size_bytes", status.size_bytes},
    };
    document["last_runs"] = ordered_json::array();
    for (const store::RunRow& run : runs) document["last_runs"].push_back(json_of(run));
    out << document.dump(2) << '\n';
}

}  // namespace

void StatusCommand::add_options(OptionSet& options) {
    add_object_format(options, format_);
}

ExitCode StatusCommand::run(Context& context) {
    store::Database database = store::Database::open_for_reading(context.common.database);
    const store::Status status = store::StatusStore(database).status();
    const auto runs = store::RunStore(database).last_runs();
    if (format_ == "json")
        print_json(context.out(), status, runs);
    else
        print_table(context.out(), status, runs);
    return ExitCode::done;
}

}  // namespace tixdb::cli
