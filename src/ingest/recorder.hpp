// SPDX-License-Identifier: MIT
// Takes the outcomes of an ingest: stores them, or, in a dry run, only counts them.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "base/log.hpp"
#include "base/warning_limit.hpp"
#include "ingest/batch.hpp"
#include "ingest/key_pinning.hpp"

namespace tixdb::ingest {

struct IngestCounts {
    std::int64_t stored = 0;          // reports
    std::int64_t observations = 0;    // of these
    std::int64_t known = 0;           // files whose report was stored before, read or not
    std::int64_t unfinished = 0;      // files left for the next run
    std::int64_t unread = 0;          // of these: could not be read, so that process waits for them
    std::int64_t rejected = 0;        // files refused for the first time
    std::int64_t rejected_known = 0;  // files refused before
    std::int64_t removed = 0;         // files deleted or moved (--after)
    std::int64_t not_removed = 0;     // files that --after was to remove and could not
    std::int64_t ignored = 0;         // entries that are no reports
    std::int64_t forgotten = 0;       // folders that were left alone
    std::int64_t other_shards = 0;    // folders of installations that are other shards'
    std::map<std::string, std::int64_t> reasons;  // of rejected
};

// Thread rule: belongs to one thread. Batches come in sequence.
class Recorder {
  public:
    Recorder(Log& log, WarningLimit& warnings) : log_(log), warnings_(warnings) {}
    Recorder(const Recorder&) = delete;
    Recorder& operator=(const Recorder&) = delete;
    virtual ~Recorder() = default;

    void record(ParsedBatch parsed);
    // Makes everything recorded so far durable. all_seen: every file below the base was looked at.
    virtual void finish(bool all_seen) { static_cast<void>(all_seen); }

    [[nodiscard]] const IngestCounts& counts() const { return counts_; }

  protected:
    [[nodiscard]] virtual std::optional<model::Digest> pinned_key(
        const model::InstallationKey& installation) = 0;
    // Of an installation: reports that begin before it are refused unless they are known.
    [[nodiscard]] virtual std::optional<std::int64_t> pruned_before_s(
        const model::InstallationKey& installation) = 0;
    [[nodiscard]] virtual bool is_known(const model::Report& report) = 0;
    // True if the report is new.
    virtual bool record_report(const ParsedFile& file, bool pins) = 0;
    // True if it had not been refused like this before.
    virtual bool record_refusal(const model::InstallationKey& folder, const ParsedFile& file) = 0;
    // Likewise of a whole folder. was_refused: by an earlier run.
    virtual bool record_folder_refusal(const std::string& path, const Reject& reject, bool was_refused) = 0;
    // A folder that was refused before can be read again.
    virtual void record_folder_readable(const std::string&) {}
    // Notes that the file could not be read. Returns when that failed first (unix ms).
    virtual std::int64_t record_unread(const model::InstallationKey& folder, const ParsedFile& file) = 0;
    [[nodiscard]] virtual std::int64_t now_ms() const = 0;
    virtual void record_rejected_known(const model::InstallationKey&, const ParsedFile&) {}
    virtual void record_known(const model::InstallationKey&, const ParsedFile&) {}
    virtual void record_folder(const model::InstallationKey&, const store::SourceFolderRow&) {}
    virtual void begin_folder(const model::InstallationKey&) {}
    virtual void end_batch() {}

    [[nodiscard]] Log& log() { return log_; }
    [[nodiscard]] IngestCounts& mutable_counts() { return counts_; }

  private:
    void record_file(ParsedFile file);
    void judge_age(ParsedFile& file);
    void count_report(const ParsedFile& file);
    void count_refusal(const ParsedFile& file);
    void count_unread(ParsedFile& file);
    void explain_unfinished(const ReportFile& file);
    void count_folder(const Batch& batch);

    Log& log_;
    WarningLimit& warnings_;
    IngestCounts counts_;
    std::shared_ptr<const Folder> folder_;  // whose batches come
    std::optional<KeyPinning> pinning_;
    std::optional<std::int64_t> pruned_before_s_;
    store::SourceFolderRow row_;  // counts of the folder so far
};

}  // namespace tixdb::ingest
