// SPDX-License-Identifier: MIT

#include "ingest/storing_recorder.hpp"

#include "store/client_key_store.hpp"
#include "store/installation_store.hpp"
#include "store/rejected_store.hpp"
#include "store/report_store.hpp"
#include "store/source_store.hpp"
#include "store/unread_file_store.hpp"

namespace tixdb::ingest {
namespace {

// A commit waits for the disk: often enough that little is repeated after a crash, seldom enough to cost
// nothing.
constexpr std::int64_t kFilesPerCommit = 2000;
constexpr std::chrono::seconds kLongestTransaction{3};

}  // namespace

struct StoringRecorder::Stores {
    explicit Stores(store::Database& database)
        : installations(database),
          keys(database),
          reports(database),
          sources(database),
          rejected(database),
          unread(database) {}
    store::InstallationStore installations;
    store::ClientKeyStore keys;
    store::ReportStore reports;
    store::SourceStore sources;
    store::RejectedStore rejected;
    store::UnreadFileStore unread;
};

StoringRecorder::StoringRecorder(store::Database& database, std::int64_t run_id, const Clock& clock, Log& log,
                                 WarningLimit& warnings, FileDisposal* disposal)
    : Recorder(log, warnings),
      database_(database),
      run_id_(run_id),
      clock_(clock),
      disposal_(disposal),
      stores_(std::make_unique<Stores>(database)),
      since_begin_(clock) {
    has_unread_files_ = stores_->unread.has_any();
}

StoringRecorder::~StoringRecorder() = default;

void StoringRecorder::begin_if_needed() {
    if (transaction_) return;
    transaction_.emplace(database_);
    since_begin_.restart();
}

void StoringRecorder::commit() {
    if (transaction_) {
        transaction_->commit();
        transaction_.reset();
    }
    uncommitted_files_ = 0;
    if (disposal_ == nullptr) return;
    const DisposalCounts done = disposal_->carry_out(database_);
    mutable_counts().removed += done.removed;
    mutable_counts().not_removed += done.not_removed;
}

void StoringRecorder::finish(bool all_seen) {
    if (all_seen && has_unread_files_) {
        begin_if_needed();
        stores_->unread.forget_all_but_those_of(run_id_);
    }
    commit();
}

void StoringRecorder::end_batch() {
    const bool is_long = transaction_ && since_begin_.elapsed() > kLongestTransaction;
    if (uncommitted_files_ >= kFilesPerCommit || is_long) commit();
}

std::optional<model::Digest> StoringRecorder::pinned_key(const model::InstallationKey& installation) {
    const auto pinned = stores_->installations.pinned_key(installation);
    if (!pinned) return std::nullopt;
    return pinned->digest;
}

std::optional<std::int64_t> StoringRecorder::pruned_before_s(const model::InstallationKey& installation) {
    return stores_->installations.pruned_before_s(installation);
}

bool StoringRecorder::is_known(const model::Report& report) {
    return stores_->reports.is_known(report);
}

void StoringRecorder::begin_folder(const model::InstallationKey&) {
    folder_has_row_ = false;
}

bool StoringRecorder::record_report(const ParsedFile& file, bool pins) {
    begin_if_needed();
    ++uncommitted_files_;
    const model::Report& report = file.report;
    const std::int64_t now_ms = clock_.now_ms();
    if (!folder_has_row_) stores_->installations.add(report.installation, now_ms);
    folder_has_row_ = true;
    if (pins) {
        stores_->installations.pin(report.installation,
                                   stores_->keys.id_of(report.key_digest, report.public_key), now_ms);
    }
    const store::AddedReport added = stores_->reports.add(report, run_id_);
    stores_->sources.remember_file(report.installation, file.file.name, file.file.stamp.state,
                                   added.report_id, !added.is_new);
    if (file.file.rejected_before) stores_->rejected.forget(file.file.rejected_before->path);
    forget_failure(report.installation, file.file);
    dispose_later(report.installation, file.file);
    return added.is_new;
}

bool StoringRecorder::record_refusal(const model::InstallationKey& folder, const ParsedFile& file) {
    begin_if_needed();
    ++uncommitted_files_;
    if (file.reject.reason == Reason::key_changed) {
        // Kept, so that `tixdb trust` can pin it.
        static_cast<void>(stores_->keys.id_of(file.report.key_digest, file.report.public_key));
    }
    forget_failure(folder, file.file);
    return stores_->rejected.note({path_of(folder, file.file.name), std::string(name_of(file.reject.reason)),
                                   file.reject.detail, file.content_digest, file.file.stamp.state},
                                  clock_.now_ms(), run_id_);
}

void StoringRecorder::record_rejected_known(const model::InstallationKey& folder, const ParsedFile& file) {
    begin_if_needed();
    ++uncommitted_files_;
    stores_->rejected.count_again(path_of(folder, file.file.name), file.file.stamp.state, clock_.now_ms());
}

bool StoringRecorder::record_folder_refusal(const std::string& path, const Reject& reject, bool) {
    begin_if_needed();
    return stores_->rejected.note(
        {path, std::string(name_of(reject.reason)), reject.detail, std::nullopt, {}}, clock_.now_ms(),
        run_id_);
}

void StoringRecorder::record_folder_readable(const std::string& path) {
    begin_if_needed();
    stores_->rejected.forget(path);
}

std::int64_t StoringRecorder::record_unread(const model::InstallationKey& folder, const ParsedFile& file) {
    begin_if_needed();
    has_unread_files_ = true;
    return stores_->unread.note(folder, file.file.name, file.reject.detail, clock_.now_ms(), run_id_);
}

void StoringRecorder::forget_failure(const model::InstallationKey& folder, const ReportFile& file) {
    if (has_unread_files_) stores_->unread.forget(folder, file.name);
}

void StoringRecorder::record_known(const model::InstallationKey& folder, const ParsedFile& file) {
    ++uncommitted_files_;
    dispose_later(folder, file.file);
}

void StoringRecorder::record_folder(const model::InstallationKey& folder, const store::SourceFolderRow& row) {
    begin_if_needed();
    stores_->sources.remember_folder(folder, row);
}

void StoringRecorder::dispose_later(const model::InstallationKey& folder, const ReportFile& file) {
    if (disposal_ != nullptr) disposal_->add(folder, file);
}

}  // namespace tixdb::ingest
