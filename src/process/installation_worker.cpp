// SPDX-License-Identifier: MIT

#include "process/installation_worker.hpp"

#include <algorithm>
#include <limits>
#include <memory>
#include <unordered_set>
#include <utility>

#include "base/signals.hpp"
#include "model/report.hpp"
#include "payload/payload.hpp"
#include "process/live_formation.hpp"
#include "process/publish_rule.hpp"
#include "process/session_computer.hpp"

namespace tixdb::process {
namespace {

bool has_pruned_report(const std::vector<store::ReportHeader>& reports) {
    return std::any_of(reports.begin(), reports.end(),
                       [](const store::ReportHeader& report) { return report.pruned; });
}

void decide(const model::Window& window, store::NewResult& result, const Parameters& parameters) {
    result.decision = decide_live(window, result.metrics, parameters);
    if (result.decision == model::PublishDecision::queued) {
        result.body = payload::body_of(window.last_probe_s, window.ip, result.metrics);
    }
}

// Old hours in which the new reports have observations; where windows end tells the rest.
LatencyHours hours_touched_by(const NewReports& reports, const model::InstallationKey& key,
                              HourReaders& readers) {
    auto accepted = std::make_shared<std::unordered_set<std::int64_t>>();
    for (const store::NewReport& report : reports.accepted) accepted->insert(report.report_id);
    LatencyHours hours(readers, key, HourMinutes::changed,
                       [accepted](const store::HourReport& report, const store::ReportsSetApart& set_apart) {
                           const std::int64_t id = report.report_id;
                           return !set_apart.late.contains(id) &&
                                  (!set_apart.unprocessed.contains(id) || accepted->contains(id));
                       });
    const auto end_s = hours.stored_end();
    if (!end_s) return hours;
    for (const store::NewReport& report : reports.accepted) {
        const std::int64_t from_s =
            std::max(report.earliest_s, report.place.first_observation_s - model::kLongestReportS);
        const std::int64_t until_s =
            std::min(report.latest_s, report.place.first_observation_s + model::kLongestReportS);
        hours.touch(from_s, std::min(until_s, *end_s));
    }
    return hours;
}

}  // namespace

InstallationWorker::InstallationWorker(store::Database& database, const Parameters& parameters)
    : database_(database),
      parameters_(parameters),
      reports_(database),
      windowed_reports_(database),
      observations_(database),
      history_(database, history_versions()),
      link_rates_(database),
      probes_(observations_),
      hours_(database, reports_, probes_) {}

InstallationBatch InstallationWorker::process(const model::InstallationKey& key) {
    const store::Snapshot snapshot(database_);
    const NewReports reports = read_new_reports(reports_, windowed_reports_, key, kBatchReports);
    OfInstallation of{
        {}, History(history_, key), hours_touched_by(reports, key, hours_), link_rates_.changes(key)};
    InstallationBatch& batch = of.batch;
    batch.installation = key;
    batch.late = reports.late;
    batch.has_more = reports.horizon_report_id.has_value();
    for (const store::NewReport& report : reports.accepted)
        batch.processed_reports.push_back(report.report_id);
    for (const LateReport& report : reports.late) batch.processed_reports.push_back(report.report_id);

    LiveFormation(reports_, key, reports).run([&](const Session& session) {
        return compute_into(of, session);
    });
    batch.hours = of.hours.finish();
    batch.delays_again = of.hours.computed_again();
    return std::move(batch);
}

WindowVisitor InstallationWorker::compute_into(OfInstallation& of, const Session& session) {
    const auto computer =
        std::make_shared<SessionComputer>(reports_, probes_, parameters_, of.history, of.rates, session);
    return [this, computer, &of](const std::vector<store::ReportHeader>& reports) {
        throw_if_stopped();
        if (has_pruned_report(reports)) {
            ++of.batch.pruned_windows;
            return;
        }
        const std::int64_t window_id = provisional_id(of.batch.windows.size());
        ComputedWindow computed = computer->compute(window_id, reports, parameters_.methods);
        for (store::NewResult& result : computed.results) decide(computed.window, result, parameters_);
        put_into(of.history, window_id, computed);
        if (computed.latency) {
            of.hours.add(computed.place, computed.window.first_probe_s, computed.latency->delays);
            of.hours.settle(computed.place.last_probe_s);
        }
        of.batch.windows.push_back(std::move(computed));
    };
}

WindowCount count_new_windows(store::ReportReader& reader, store::WindowedReportReader& windowed,
                              const model::InstallationKey& key) {
    const NewReports reports =
        read_new_reports(reader, windowed, key, std::numeric_limits<std::size_t>::max());
    WindowCount count;
    LiveFormation(reader, key, reports).run([&](const Session&) {
        return [&](const std::vector<store::ReportHeader>& window) {
            ++(has_pruned_report(window) ? count.pruned_windows : count.windows);
        };
    });
    count.reports = static_cast<std::int64_t>(reports.accepted.size() + reports.late.size());
    count.late = reports.late;
    return count;
}

}  // namespace tixdb::process
