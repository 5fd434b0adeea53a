// SPDX-License-Identifier: MIT
// Stores the outcomes of an ingest in the database.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "base/clock.hpp"
#include "base/stopwatch.hpp"
#include "ingest/file_disposal.hpp"
#include "ingest/recorder.hpp"
#include "store/database.hpp"

namespace tixdb::ingest {

// Commits every couple of thousand files or seconds; only then is anything done with the files.
class StoringRecorder final : public Recorder {
  public:
    // disposal: null if files are kept.
    StoringRecorder(store::Database& database, std::int64_t run_id, const Clock& clock, Log& log,
                    WarningLimit& warnings, FileDisposal* disposal);
    ~StoringRecorder() override;

    void finish(bool all_seen) override;

  protected:
    std::optional<model::Digest> pinned_key(const model::InstallationKey& installation) override;
    std::optional<std::int64_t> pruned_before_s(const model::InstallationKey& installation) override;
    bool is_known(const model::Report& report) override;
    bool record_report(const ParsedFile& file, bool pins) override;
    bool record_refusal(const model::InstallationKey& folder, const ParsedFile& file) override;
    bool record_folder_refusal(const std::string& path, const Reject& reject, bool was_refused) override;
    void record_folder_readable(const std::string& path) override;
    std::int64_t record_unread(const model::InstallationKey& folder, const ParsedFile& file) override;
    [[nodiscard]] std::int64_t now_ms() const override { return clock_.now_ms(); }
    void record_rejected_known(const model::InstallationKey& folder, const ParsedFile& file) override;
    void record_known(const model::InstallationKey& folder, const ParsedFile& file) override;
    void record_folder(const model::InstallationKey& folder, const store::SourceFolderRow& row) override;
    void begin_folder(const model::InstallationKey& folder) override;
    void end_batch() override;

  private:
    struct Stores;

    void begin_if_needed();
    void commit();
    void forget_failure(const model::InstallationKey& folder, const ReportFile& file);
    void dispose_later(const model::InstallationKey& folder, const ReportFile& file);

    store::Database& database_;
    std::int64_t run_id_;
    const Clock& clock_;
    FileDisposal* disposal_;
    std::unique_ptr<Stores> stores_;
    std::optional<store::Transaction> transaction_;
    Stopwatch since_begin_;  // of the transaction
    std::int64_t uncommitted_files_ = 0;
    bool folder_has_row_ = false;
    bool has_unread_files_ = false;  // any, of any installation
};

}  // namespace tixdb::ingest
