// SPDX-License-Identifier: MIT

#include "cli/commands/experiment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/error.hpp"
#include "base/signals.hpp"
#include "base/text.hpp"
#include "base/threads.hpp"
#include "cli/commands/unpack.hpp"
#include "cli/commands/work_folder.hpp"
#include "cli/frame/session.hpp"
#include "cli/stages/ingest_summary.hpp"
#include "ingest/ingestor.hpp"
#include "process/processor.hpp"
#include "report/recorded_phases.hpp"
#include "report/simulated_truth.hpp"
#include "store/link_rate_store.hpp"
#include "store/processed_report_reader.hpp"

namespace tixdb::cli {
namespace {

constexpr const char* kReports = "reports";
constexpr const char* kArchive = "reports.tar.gz";
constexpr const char* kPhases = "phases.json";
constexpr const char* kTruth = "truth.csv";

bool is_there(const std::filesystem::path& path) {
    std::error_code ignored;
    return std::filesystem::exists(path, ignored);
}

Error no_experiment(const std::filesystem::path& folder, std::string_view why) {
    return {ErrorKind::failed, fmt::format("{} is no experiment: {}", escaped(folder.string()), why),
            "docs/man/tixdb-evaluate.md describes what one holds"};
}

// "a/b/" is called b.
std::string name_of(const std::filesystem::path& folder) {
    const auto path = std::filesystem::absolute(folder).lexically_normal();
    return (path.has_filename() ? path : path.parent_path()).filename().string();
}

std::unique_ptr<report::TrueUsage> true_usage(const std::filesystem::path& folder) {
    const bool is_recorded = is_there(folder / kPhases);
    const bool is_simulated = is_there(folder / kTruth);
    if (is_recorded == is_simulated) {
        throw no_experiment(folder, is_recorded ? "it holds both phases.json and truth.csv"
                                                : "it holds neither phases.json nor truth.csv");
    }
    if (is_recorded) return std::make_unique<report::RecordedPhases>(report::read_phases(folder / kPhases));
    return std::make_unique<report::SimulatedTruth>(report::read_truth(folder / kTruth));
}

void ingest_all(Context& context, WritingSession& session, const std::filesystem::path& reports) {
    ingest::IngestOptions options;
    options.base = reports;
    const auto counts =
        ingest::ingest(session.database(), session.run_id(), options, context.clock(), context.log);
    throw_if_stopped();  // part of an experiment says nothing
    context.log.detail(fmt::format("{}: {}", escaped(reports.string()), text_of(counts)));
    if (counts.stored == 0) {
        throw Error(
            ErrorKind::failed,
            fmt::format("{}: no report could be stored: {}", escaped(reports.string()), text_of(counts)),
            "reports lie in USER/INSTALLATION/ below it");
    }
}

// All of the database's installations have it, from the beginning.
void give_rates(WritingSession& session, const model::LinkRate& link, std::int64_t now_ms) {
    if (!link.up_mbps && !link.down_mbps) return;
    store::Transaction transaction(session.database());
    store::LinkRateStore rates(session.database());
    store::ProcessedReportReader installations(session.database());
    auto key = installations.next_installation({}, std::nullopt, std::nullopt);
    for (; key; key = installations.next_installation(*key, std::nullopt, std::nullopt)) {
        rates.add({*key, {true, 0, link.up_mbps}}, now_ms, session.run_id());
        rates.add({*key, {false, 0, link.down_mbps}}, now_ms, session.run_id());
    }
    transaction.commit();
}

}  // namespace

Experiment open_experiment(const std::filesystem::path& folder) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(folder, ignored)) {
        throw no_experiment(folder, is_there(folder) ? "it is no folder" : "it does not exist");
    }
    auto truth = true_usage(folder);
    if (!is_there(folder / kReports) && !is_there(folder / kArchive)) {
        throw no_experiment(folder, "it holds neither reports/ nor reports.tar.gz");
    }
    return {name_of(folder), folder, std::move(truth)};
}

std::vector<store::WindowUsage> measure(Context& context, const Experiment& experiment,
                                        const process::Parameters& parameters, const model::LinkRate& link) {
    const WorkFolder work;
    std::filesystem::path reports = experiment.folder / kReports;
    if (!is_there(reports)) {
        unpack(experiment.folder / kArchive, work.path());
        reports = work.path() / kReports;
        if (!is_there(reports))
            throw no_experiment(experiment.folder, "its reports.tar.gz holds no reports/");
    }
    // The same program on a database of its own.
    Context inner = context.with_database(work.path() / "tixdb.sqlite");
    WritingSession session(inner, "evaluate", LockKind::data, MissingDatabase::create);
    ingest_all(inner, session, reports);
    give_rates(session, link, context.clock().now_ms());
    process::Processor processor(session.database(), session.run_id(), parameters, context.clock());
    (void)processor.run(threads_or_all_cores(0));
    throw_if_stopped();
    auto windows = store::read_window_usages(session.database());
    (void)session.finish(ExitCode::done);
    return windows;
}

}  // namespace tixdb::cli
