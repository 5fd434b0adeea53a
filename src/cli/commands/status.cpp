// SPDX-License-Identifier: MIT

#include "cli/commands/status.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <ostream>

#include "base/text.hpp"
#include "base/time_text.hpp"
#include "cli/frame/nullable.hpp"
#include "cli/frame/output.hpp"
#include "cli/frame/session.hpp"
#include "cli/stages/metrics.hpp"
#include "cli/stages/reprocess_hint.hpp"
#include "cli/stages/shard_options.hpp"
#include "store/identity_store.hpp"
#include "store/run_store.hpp"
#include "store/status_store.hpp"

namespace tixdb::cli {
namespace {

using nlohmann::ordered_json;

// colours: of what needs somebody's attention.
std::string joined(const store::NamedCounts& counts, bool colours = false) {
    std::string text;
    for (const auto& [name, count] : counts) {
        const std::string item = fmt::format("{} {}", escaped(name), count);
        const bool is_stressed = colours && (name == "dead" || name == "held");
        text += (text.empty() ? "" : ", ") + (is_stressed ? stressed_text(item) : item);
    }
    return text.empty() ? "none" : text;
}

std::string iso_or_none(const std::optional<std::int64_t>& unix_s) {
    return unix_s ? iso_of_s(*unix_s) : "none";
}

// A command's last run, and how it stands with it.
struct LastRun {
    store::RunRow row;
    bool is_at_work = false;

    [[nodiscard]] const char* state() const {
        if (row.exit_code) return "ended";
        return is_at_work ? "at_work" : "killed";
    }
};

std::string end_of(const LastRun& run, std::int64_t now_ms) {
    if (run.is_at_work) {
        const std::chrono::seconds since((now_ms - run.row.started_ms) / 1000);
        return fmt::format("at work since {} (process {})", duration_text(since), run.row.pid.value_or(0));
    }
    if (!run.row.exit_code) return "was killed";
    const auto duration_s = static_cast<double>(run.row.duration_ms.value_or(0)) / 1000;
    return fmt::format("exit {} after {:.1f} s{}{}", *run.row.exit_code, duration_s,
                       run.row.reason ? ": " : "", escaped(run.row.reason.value_or("")));
}

std::optional<std::string> command_over(const std::optional<store::LateRange>& range) {
    if (!range) return std::nullopt;
    return reprocess_command(range->installation, range->from_s, range->to_s);
}

std::string late_text(const store::Status& status) {
    const auto command = command_over(status.late_range);
    if (!command) return std::to_string(status.late_reports);
    return fmt::format("{} (`{}` takes {} in)", status.late_reports, *command,
                       by_count(status.late_reports, "it", "them"));
}

std::string history_text(const store::Status& status) {
    const auto command = command_over(status.history_changed_range);
    if (!command) return std::to_string(status.history_changed);
    return fmt::format("{} (`{}` computes {} again)", plural(status.history_changed, "result"), *command,
                       by_count(status.history_changed, "it", "them"));
}

// "none 81 %, weak 3 %, clear 16 %, not learned 0 %, of 1440 windows of the last day"
std::string states_text(const store::DirectionStates& states, std::int64_t windows) {
    const auto percent = [&](std::int64_t count) {
        return std::llround(100.0 * static_cast<double>(count) / static_cast<double>(windows));
    };
    return fmt::format("none {} %, weak {} %, clear {} %, not learned {} %, of {} of the last day",
                       percent(states.none), percent(states.weak), percent(states.clear),
                       percent(windows - states.none - states.weak - states.clear),
                       plural(windows, "window"));
}

ordered_json json_of(const store::DirectionStates& states, std::int64_t windows) {
    return {{"none", states.none},
            {"weak", states.weak},
            {"clear", states.clear},
            {"not_learned", windows - states.none - states.weak - states.clear}};
}

using OptionalShard = std::optional<model::Shard>;

void print_table(std::ostream& out, const store::Status& status, const OptionalShard& shard,
                 const std::vector<LastRun>& runs, std::int64_t now_ms, bool colours) {
    const auto line = [&](std::string_view name, const std::string& value) {
        out << fmt::format("{:<22}{}\n", name, value);
    };
    line("installations", std::to_string(status.installations) + shard_text(shard));
    line("reports", fmt::format("{}, {} observations, newest {}", status.reports, status.observations,
                                iso_or_none(status.latest_s)));
    if (status.pruned_before_s) {
        line("pruned",
             fmt::format("observations of {} of {} reports are pruned; refused is what begins before {}",
                         status.pruned_reports, status.reports, iso_of_s(*status.pruned_before_s)));
    }
    line("not yet processed", std::to_string(status.unprocessed_reports));
    line("late reports", late_text(status));
    line("history changed", history_text(status));
    line("unfinished files", std::to_string(status.unfinished_files));
    line("windows", std::to_string(status.windows));
    line("results", joined(status.results));
    if (status.detection.windows > 0) {
        line("load seen, down", states_text(status.detection.down, status.detection.windows));
        line("load seen, up", states_text(status.detection.up, status.detection.windows));
        if (2 * status.detection.links_of_state_none > status.detection.links) {
            line("",
                 fmt::format("{} of {} show mostly none: below detection, not idle (v_detection)",
                             status.detection.links_of_state_none, plural(status.detection.links, "link")));
        }
    }
    line("outbox", joined(status.outbox, colours));
    line("oldest waiting", iso_or_none(status.oldest_waiting_s));
    line("rejected files", joined(status.rejected));
    constexpr double kMiB = 1024.0 * 1024;
    const std::string free = status.free_bytes == 0
                                 ? ""
                                 : fmt::format(", {:.1f} of them free to be used again",
                                               static_cast<double>(status.free_bytes) / kMiB);
    line("database", fmt::format("{:.1f} MiB{}", static_cast<double>(status.size_bytes) / kMiB, free));
    for (const LastRun& run : runs) {
        line("last " + escaped(run.row.command),
             fmt::format("{}, {}", iso_of_ms(run.row.started_ms), end_of(run, now_ms)));
    }
}

ordered_json object_of(const store::NamedCounts& counts) {
    ordered_json object = ordered_json::object();
    for (const auto& [name, count] : counts) object[name] = count;
    return object;
}

ordered_json json_of(const LastRun& run) {
    const store::RunRow& row = run.row;
    return {{"command", row.command},
            {"version", row.version},
            {"started_ms", row.started_ms},
            {"pid", nullable(row.pid)},
            {"state", run.state()},
            {"duration_ms", nullable(row.duration_ms)},
            {"exit_code", nullable(row.exit_code)},
            {"reason", row.reason ? ordered_json(escaped(*row.reason)) : ordered_json()},
            {"counts", ordered_json::parse(row.counts_json, nullptr, false)}};
}

void print_json(std::ostream& out, const store::Status& status, const OptionalShard& shard,
                const std::vector<LastRun>& runs) {
    ordered_json document = {
        {"schema_version", kJsonSchemaVersion},
        {"installations", status.installations},
        {"shard", shard ? ordered_json(shard->text()) : ordered_json()},
        {"reports", status.reports},
        {"observations", status.observations},
        {"pruned_reports", status.pruned_reports},
        {"pruned_before_s", nullable(status.pruned_before_s)},
        {"newest_s", nullable(status.latest_s)},
        {"newest_ingested_ms", nullable(status.newest_ingested_ms)},
        {"unprocessed_reports", status.unprocessed_reports},
        {"late_reports", status.late_reports},
        {"late_reports_command", nullable(command_over(status.late_range))},
        {"history_changed", status.history_changed},
        {"history_changed_command", nullable(command_over(status.history_changed_range))},
        {"unfinished_files", status.unfinished_files},
        {"windows", status.windows},
        {"results", object_of(status.results)},
        {"detection",
         {{"windows", status.detection.windows},
          {"down", json_of(status.detection.down, status.detection.windows)},
          {"up", json_of(status.detection.up, status.detection.windows)},
          {"links", status.detection.links},
          {"links_of_state_none", status.detection.links_of_state_none}}},
        {"outbox", object_of(status.outbox)},
        {"oldest_waiting_s", nullable(status.oldest_waiting_s)},
        {"rejected", object_of(status.rejected)},
        {"size_bytes", status.size_bytes},
        {"free_bytes", status.free_bytes},
    };
    document["last_runs"] = ordered_json::array();
    for (const LastRun& run : runs) document["last_runs"].push_back(json_of(run));
    out << document.dump(2) << '\n';
}

}  // namespace

void StatusCommand::add_options(OptionSet& options) {
    options.value("--format", format_, "table, json, or prometheus for its metrics")
        .choices({"table", "json", "prometheus"})
        .choices_elsewhere({"csv", "tsv", "ndjson"});
}

ExitCode StatusCommand::run(Context& context) {
    if (format_ == "prometheus") {
        write_metrics(context.out(), context);
        return ExitCode::done;
    }
    store::Database database = store::Database::open_for_reading(context.common.database);
    const store::Status status = store::StatusStore(database).status();
    std::vector<LastRun> runs;
    for (store::RunRow& row : store::RunStore(database).last_runs()) {
        const bool at_work = is_at_work(context, row);
        runs.push_back({std::move(row), at_work});
    }
    const OptionalShard shard = store::IdentityStore(database).identity().shard;
    if (format_ == "json")
        print_json(context.out(), status, shard, runs);
    else
        print_table(context.out(), status, shard, runs, context.clock().now_ms(), context.decorate_out());
    return ExitCode::done;
}

}  // namespace tixdb::cli
