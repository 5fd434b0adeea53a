// SPDX-License-Identifier: MIT
// The ingest stage: reads a folder of report files into the database.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/progress_hook.hpp"
#include "ingest/file_disposal.hpp"
#include "ingest/recorder.hpp"
#include "ingest/report_parser.hpp"
#include "ingest/scanner.hpp"
#include "model/shard.hpp"
#include "store/database.hpp"

namespace tixdb::ingest {

struct IngestOptions {
    std::filesystem::path base;  // <base>/<user>/<installation>/*.json
    ParseOptions parse;
    AfterIngest after;
    int threads = 0;                                   // that parse; 0: as many as the machine has
    PathSource listed;                                 // if set, only these files (scanner.hpp)
    std::optional<model::Shard> shard = std::nullopt;  // only files of its installations; nothing: of all
};

// Throws what an ingest with these options would throw before it begins: Error{configuration} if base cannot
// be listed or holds no folders of reports that can be read, Error{usage} if files would be moved into base.
// An empty base is told in a warning.
void check(const IngestOptions& options, Log& log);

// One scanning thread, parsing threads and this one, which writes. Batches take effect in the order of the
// scan, so that nothing depends on which thread was quicker; what is held in memory is bounded, whatever the
// files. Throws Error{configuration} if base cannot be listed, Error{usage} if files would be moved into
// base, and whatever the database throws. A run that is asked to stop ends early: what it counts is stored.
// progress counts files; how many there are is known only once all folders are listed.
[[nodiscard]] IngestCounts ingest(store::Database& database, std::int64_t run_id,
                                  const IngestOptions& options, const Clock& clock, Log& log,
                                  const ProgressHook& progress = nullptr);

// What it would do. database: the file, which need not exist; nothing is written.
[[nodiscard]] IngestCounts dry_run(const std::filesystem::path& database, const IngestOptions& options,
                                   const Clock& clock, Log& log);

}  // namespace tixdb::ingest
