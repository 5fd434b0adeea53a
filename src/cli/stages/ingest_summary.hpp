// SPDX-License-Identifier: MIT
// What the ingest stage tells people.
#pragma once

#include <string>

#include "cli/frame/run_counts.hpp"
#include "ingest/file_disposal.hpp"
#include "ingest/recorder.hpp"

namespace tixdb::cli {

// "57 reports stored, 3 known, 0 unfinished, 1 rejected (bad_signature 1), 0 rejected_known"
[[nodiscard]] std::string text_of(const ingest::IngestCounts& counts);
// ", 57 deleted, 1 not deleted", or nothing where files are kept.
[[nodiscard]] std::string after_text(const ingest::AfterIngest& after, const ingest::IngestCounts& counts);
[[nodiscard]] RunCounts run_counts_of(const ingest::IngestCounts& counts);

}  // namespace tixdb::cli
