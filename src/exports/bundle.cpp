// SPDX-License-Identifier: MIT

#include "exports/bundle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include "base/digest.hpp"
#include "base/error.hpp"
#include "base/signals.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"
#include "exports/bundle_page.hpp"
#include "exports/dataset_rows.hpp"
#include "exports/pem.hpp"
#include "exports/tar_writer.hpp"
#include "exports/verify_script.hpp"
#include "model/report_file.hpp"
#include "store/signed_report_reader.hpp"

namespace tixdb::exports {
namespace {

RowFormatter::Heading observation_heading() {
    return {"observations",
            {"message", "ordinal", "day_timestamp", "type", "packet_size", "initial_ns", "reception_ns",
             "sent_ns", "final_ns"}};
}

RowFormatter::Heading message_heading() {
    return {"messages", {"message", "file", "first_time", "observations", "message_sha256", "key_sha256"}};
}

std::int64_t pruned_in(store::Database& database, const store::ExportRange& range) {
    store::ExportedReports reports(database, range);
    std::int64_t pruned = 0;
    for (store::ExportedReport report; reports.next(report);) pruned += report.is_pruned ? 1 : 0;
    return pruned;
}

class BundleWriter {
  public:
    BundleWriter(store::Database& database, const BundleRequest& request, FileSink& file)
        : database_(database),
          request_(request),
          range_{request.from_s, request.to_s, request.installation.user_id,
                 request.installation.installation_id},
          tar_(file,
               fmt::format("tixdb-evidence-{}-{}", request.installation.user_id,
                           request.installation.installation_id),
               request.made_s) {}

    BundleSummary write(const ProgressHook& hook) {
        summary_.pruned = pruned_in(database_, range_);
        add_messages(hook);
        tar_.add("observations.csv", [this](ByteSink& sink) { write_observations(sink); });
        for (const char* name : {"results", "hours", "minutes", "gaps"}) add_dataset(name);
        tar_.add("dictionary.csv", [](ByteSink& sink) { write_dictionary(sink); });
        tar_.add("verify.sh", verify_script(), true);
        tar_.add("READ-ME-FIRST.html", bundle_page(database_, request_, range_, summary_, keys_));
        tar_.add("SHA256SUMS", tar_.digests());
        tar_.finish();
        return summary_;
    }

  private:
    // Each message in a report file of its own, their list, and the keys.
    void add_messages(const ProgressHook& hook) {
        tar_.add("messages.tsv", [&](ByteSink& sink) {
            RowFormatter list(Format::tsv, sink, message_heading());
            each_report([&](const model::Report& report) { list_message(report, list); });
            list.finish();
        });
        if (summary_.messages == 0) throw_nothing();
        std::int64_t number = 0;
        each_report([&](const model::Report& report) {
            tar_.add(file_of(++number),
                     model::report_file(report, model::message_of(report.observations)) + "\n");
            if (hook) hook(number);
        });
        for (const auto& [digest, pem] : pems_) tar_.add("keys/" + digest + ".pem", pem);
    }

    void each_report(const std::function<void(const model::Report&)>& visit) {
        store::SignedReportReader reports(database_, range_);
        for (model::Report report; reports.next(report);) {
            throw_if_stopped();
            reports.read_observations(report);
            if (!report.observations.empty() && !report.signature.empty()) visit(report);
        }
    }

    void list_message(const model::Report& report, RowFormatter& list) {
        require_as_signed(report);
        ++summary_.messages;
        summary_.observations += std::ssize(report.observations);
        const std::string key = hex(report.key_digest);
        if (std::ranges::find(keys_, key) == keys_.end()) {
            keys_.push_back(key);
            pems_.emplace_back(key, pem_of(report.public_key));
        }
        list.integer(summary_.messages);
        list.text(file_of(summary_.messages));
        list.iso_of_s(report.observations.front().day_timestamp_s);
        list.integer(std::ssize(report.observations));
        list.text(hex(report.message_digest));
        list.text(key);
        list.end_row();
    }

    static void require_as_signed(const model::Report& report) {
        if (sha256(model::message_of(report.observations)) == report.message_digest) return;
        throw Error(ErrorKind::failed,
                    fmt::format("the report of {} does not come out as it was signed",
                                iso_of_s(report.observations.front().day_timestamp_s)),
                    "the database is damaged: see `tixdb verify`");
    }

    [[noreturn]] void throw_nothing() const {
        throw Error(
            ErrorKind::failed,
            fmt::format("there is no signed message of {} in that time", request_.installation.text()),
            "`tixdb query 'SELECT * FROM v_installation'` tells what there is; pruned observations are gone");
    }

    [[nodiscard]] std::string file_of(std::int64_t number) const {
        return fmt::format("reports/{}/{:06}.json", request_.installation.text(), number);
    }

    void write_observations(ByteSink& sink) {
        RowFormatter rows(Format::csv, sink, observation_heading());
        std::int64_t number = 0;
        each_report([&](const model::Report& report) {
            ++number;
            std::int64_t ordinal = 0;
            for (const model::Observation& observation : report.observations) {
                for (const std::int64_t value : {number, ordinal++, observation.day_timestamp_s})
                    rows.integer(value);
                rows.text(std::string_view(&observation.type, 1));
                for (const std::int64_t value :
                     {std::int64_t{observation.packet_size}, observation.initial_ns, observation.reception_ns,
                      observation.sent_ns, observation.final_ns})
                    rows.integer(value);
                rows.end_row();
            }
        });
        rows.finish();
    }

    void add_dataset(const std::string& name) {
        tar_.add(name + ".csv", [&](ByteSink& sink) {
            const Dataset& dataset = *find_dataset(name);
            RowFormatter rows(Format::csv, sink, heading_of(dataset, true));
            (void)write_rows_within(database_, dataset, range_, nullptr, rows);
            rows.finish();
        });
    }

    static void write_dictionary(ByteSink& sink) {
        RowFormatter rows(Format::csv, sink, {"columns", {"file", "column", "type", "unit", "meaning"}});
        for (const char* name : {"results", "hours", "minutes", "gaps"}) {
            for (const Column& column : find_dataset(name)->columns) {
                rows.text(std::string(name) + ".csv");
                for (const auto text : {column.name, column.type, column.unit, column.meaning})
                    rows.text(text);
                rows.end_row();
            }
        }
        rows.finish();
    }

    store::Database& database_;
    const BundleRequest& request_;
    store::ExportRange range_;
    TarWriter tar_;
    BundleSummary summary_;
    std::vector<std::string> keys_;
    std::vector<std::pair<std::string, std::string>> pems_;
};

}  // namespace

BundleSummary write_bundle(store::Database& database, const BundleRequest& request, FileSink& file,
                           const ProgressHook& hook) {
    const store::Snapshot snapshot(database);
    return BundleWriter(database, request, file).write(hook);
}

}  // namespace tixdb::exports
