// SPDX-License-Identifier: MIT
// What the threads of an ingest pass to each other: some files of one folder, before and after parsing.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/file_descriptor.hpp"
#include "ingest/reject.hpp"
#include "ingest/report_file.hpp"
#include "model/report.hpp"

namespace tixdb::ingest {

struct Folder {
    model::InstallationKey installation;  // installation_id 0: the user's folder, which is only ever refused
    FileDescriptor descriptor;            // not open if the folder is refused
};

// "3/5/", "3/": what the table rejected calls a folder.
[[nodiscard]] std::string path_of(const Folder& folder);

struct Batch {
    std::uint64_t sequence = 0;  // batches take effect in this order, whichever thread is quicker
    std::shared_ptr<const Folder> folder;
    std::vector<ReportFile> files;
    // A scout only finds the key to pin; the same files come again later.
    bool is_scout = false;
    bool is_last = false;  // of its folder
    // With the last one: known files that were not listed, and, if the whole folder was listed, the row to
    // keep of it (its counts are filled in later).
    std::int64_t known_files = 0;
    std::optional<store::SourceFolderRow> folder_row;
    // Of a folder that cannot be read; such a batch is the folder's only one.
    std::optional<Reject> folder_reject;
    bool was_folder_refused = false;  // by an earlier run
    std::int64_t budget_bytes = 0;    // what it takes of the memory budget
};

enum class Outcome : std::uint8_t {
    report,
    refused,
    unfinished,      // left for the next run
    unread,          // could not be read now; reject.detail says why
    gone,            // was removed meanwhile
    known,           // as FileStatus
    rejected_known,  // as FileStatus
};

struct ParsedFile {
    ReportFile file;
    Outcome outcome = Outcome::gone;
    model::Report report;                         // report only
    Reject reject;                                // refused and unread only
    bool may_pass = true;                         // unread only: false where the medium is what fails
    std::optional<model::Digest> content_digest;  // refused: of the bytes, if they were read
};

// A report whose key its installation may be pinned to. The first in time is preferred, then the one with the
// smaller message digest.
struct KeyCandidate {
    std::int64_t first_s = 0;
    model::Digest message_digest{};
    model::Digest key_digest{};

    friend auto operator<=>(const KeyCandidate&, const KeyCandidate&) = default;
};

[[nodiscard]] KeyCandidate candidate_of(const model::Report& report);

struct ParsedBatch {
    Batch batch;                            // its files are in `files`
    std::vector<ParsedFile> files;          // reports by (first_s, digest), the others before them by name
    std::optional<KeyCandidate> candidate;  // of a scout: the best verified report
};

}  // namespace tixdb::ingest
