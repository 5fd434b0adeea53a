// SPDX-License-Identifier: MIT

#include "exports/observation_rows.hpp"

#include <string_view>
#include <vector>

#include "base/signals.hpp"
#include "store/observation_reader.hpp"

namespace tixdb::exports {
namespace {

using store::ObservationReader;

// Into (-12 h, +12 h], as v_observation has it.
std::int64_t modulo_day(std::int64_t ns) {
    constexpr std::int64_t kDay = model::kNsPerDay;
    return (ns % kDay + kDay + kDay / 2 - 1) % kDay - kDay / 2 + 1;
}

class ObservationRows {
  public:
    ObservationRows(Pseudonyms* pseudonyms, RowFormatter& out) : pseudonyms_(pseudonyms), out_(out) {}

    void begin(const store::ExportedReport& report) {
        report_ = &report;
        ip_ = pseudonyms_ == nullptr ? report.ip : Pseudonyms::network(report.ip);
    }
    void write(const ObservationReader::Placed& placed) {
        const model::Observation& observation = placed.observation;
        write_installation();
        out_.text(ip_);
        out_.iso_of_s(observation.day_timestamp_s);
        out_.integer(observation.day_timestamp_s);
        out_.text(std::string_view(&observation.type, 1));
        out_.integer(observation.packet_size);
        out_.integer(observation.initial_ns);
        out_.integer(observation.reception_ns);
        out_.integer(observation.sent_ns);
        out_.integer(observation.final_ns);
        out_.ms_of_ns(modulo_day(observation.final_ns - observation.initial_ns));
        out_.integer(placed.ordinal);
        out_.end_row();
    }

  private:
    void write_installation() {
        if (pseudonyms_ == nullptr) {
            out_.integer(report_->installation.user_id);
            out_.integer(report_->installation.installation_id);
        } else {
            out_.text(pseudonyms_->user(report_->installation.user_id));
            out_.text(pseudonyms_->installation(report_->installation));
        }
    }

    Pseudonyms* pseudonyms_;
    RowFormatter& out_;
    const store::ExportedReport* report_ = nullptr;
    std::string ip_;
};

}  // namespace

WrittenRows write_observations(store::Database& database, const store::ExportRange& range,
                               Pseudonyms* pseudonyms, RowFormatter& out, const ProgressHook& hook) {
    store::ExportedReports reports(database, range);
    ObservationReader reader(database);
    ObservationRows rows(pseudonyms, out);
    WrittenRows written;
    std::vector<ObservationReader::Placed> observations;
    for (store::ExportedReport report; reports.next(report);) {
        throw_if_stopped();
        if (!range.is_of_shard(report.installation)) continue;
        if (report.is_pruned) {
            ++written.pruned_reports;
            continue;
        }
        reader.read_all(report.report_id, observations);
        rows.begin(report);
        for (const auto& placed : observations) {
            const std::int64_t time_s = placed.observation.day_timestamp_s;
            if (time_s < range.from_s || time_s >= range.to_s) continue;
            rows.write(placed);
            ++written.rows;
        }
        if (hook) hook(written.rows);
    }
    return written;
}

}  // namespace tixdb::exports
