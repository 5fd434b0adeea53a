// SPDX-License-Identifier: MIT
// A file that may hold a report, as the scan saw it, and how it is read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "ingest/reject.hpp"
#include "model/installation.hpp"
#include "store/rejected_store.hpp"
#include "store/source_store.hpp"

struct stat;

namespace tixdb::ingest {

inline constexpr std::int64_t kLargestFileBytes = 16LL * 1024 * 1024;

// By what a file is recognised as unchanged.
struct FileStamp {
    std::int64_t device = 0;
    store::SourceFileState state;

    friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

[[nodiscard]] FileStamp stamp_of(const struct stat& status);
// Nanoseconds since 1970, held inside of int64 (1677…2262) whatever the file system says.
[[nodiscard]] std::int64_t mtime_ns_of(const struct stat& status);

// What the scan knows about a file.
enum class FileStatus : std::uint8_t {
    fresh,           // to be read
    known,           // its report is stored; listed only where --after has something to do
    refused,         // for what it is, without being read
    rejected_known,  // refused by an earlier run, and nothing has changed since
};

struct ReportFile {
    std::string name;
    FileStamp stamp;
    FileStatus status = FileStatus::fresh;
    Reject reject;                                      // refused only
    std::optional<store::RejectedRow> rejected_before;  // the row that stands
};

// "3/5/tix-report-1500000000.json", escaped: what messages and the table rejected call the file.
[[nodiscard]] std::string path_of(const model::InstallationKey& folder, const std::string& name);

enum class ReadOutcome : std::uint8_t {
    read,     // all bytes, as the scan saw the file
    changed,  // it is not what the scan saw: somebody is writing it
    gone,
    refused,       // problem says why
    failed,        // problem.detail says why; the medium fails
    failed_short,  // likewise; descriptors or memory ran out, which passes
};

// Opens the file below folder, without following links or waiting for a writer, makes sure that it is the
// regular file that the scan saw, and reads it into bytes. Thread-safe.
[[nodiscard]] ReadOutcome read_report_file(int folder, const ReportFile& file, std::string& bytes,
                                           Reject& problem);

// What a test may put in the place of read_report_file.
using FileReader = ReadOutcome (*)(int folder, const ReportFile& file, std::string& bytes, Reject& problem);

}  // namespace tixdb::ingest
