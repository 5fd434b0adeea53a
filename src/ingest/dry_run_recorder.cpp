// SPDX-License-Identifier: MIT

#include "ingest/dry_run_recorder.hpp"

#include <fmt/format.h>

#include "store/installation_store.hpp"
#include "store/report_store.hpp"
#include "store/unread_file_store.hpp"

namespace tixdb::ingest {

struct DryRunRecorder::Memory {
    explicit Memory(store::Database& database)
        : installations(database), reports(database), unread(database) {}
    store::InstallationStore installations;
    store::ReportStore reports;
    store::UnreadFileStore unread;
};

DryRunRecorder::DryRunRecorder(store::Database* memory, bool removes, const Clock& clock, Log& log,
                               WarningLimit& warnings)
    : Recorder(log, warnings),
      memory_(memory == nullptr ? nullptr : std::make_unique<Memory>(*memory)),
      removes_(removes),
      clock_(clock) {}

DryRunRecorder::~DryRunRecorder() = default;

std::optional<model::Digest> DryRunRecorder::pinned_key(const model::InstallationKey& installation) {
    if (!memory_) return std::nullopt;
    const auto pinned = memory_->installations.pinned_key(installation);
    if (!pinned) return std::nullopt;
    return pinned->digest;
}

std::optional<std::int64_t> DryRunRecorder::pruned_before_s(const model::InstallationKey& installation) {
    return memory_ ? memory_->installations.pruned_before_s(installation) : std::nullopt;
}

bool DryRunRecorder::is_known(const model::Report& report) {
    return memory_ && memory_->reports.is_known(report);
}

void DryRunRecorder::begin_folder(const model::InstallationKey&) {
    met_.clear();
}

bool DryRunRecorder::record_report(const ParsedFile& file, bool) {
    if (removes_) ++mutable_counts().removed;
    const bool met = !met_.insert(file.report.message_digest).second;
    if (met || (memory_ && memory_->reports.is_known(file.report))) return false;
    log().detail(fmt::format("would store {}", path_of(file.report.installation, file.file.name)));
    return true;
}

bool DryRunRecorder::record_refusal(const model::InstallationKey&, const ParsedFile& file) {
    const auto& before = file.file.rejected_before;
    return !before || before->reason != name_of(file.reject.reason) || before->detail != file.reject.detail ||
           before->digest != file.content_digest;
}

std::int64_t DryRunRecorder::record_unread(const model::InstallationKey& folder, const ParsedFile& file) {
    if (!memory_) return now_ms();
    return memory_->unread.first_failed_ms(folder, file.file.name).value_or(now_ms());
}

void DryRunRecorder::record_known(const model::InstallationKey&, const ParsedFile&) {
    if (removes_) ++mutable_counts().removed;
}

}  // namespace tixdb::ingest
