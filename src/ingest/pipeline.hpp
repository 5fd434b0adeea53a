// SPDX-License-Identifier: MIT
// The threads of an ingest and the queues between them.
#pragma once

#include <functional>

#include "base/clock.hpp"
#include "ingest/batch.hpp"
#include "ingest/report_parser.hpp"
#include "ingest/scanner.hpp"

namespace tixdb::ingest {

// scan runs in a thread of its own and hands out batches until it returns or is told to stop; `threads`
// threads parse; take gets the batches in sequence, in the calling thread. An exception in any of
// them ends all of them and is thrown to the caller. Returns early when the run is asked to stop
// (base/signals.hpp); what take got by then is a prefix of the sequence.
void run_pipeline(const std::function<void(const BatchTaker&)>& scan, const ParseOptions& parse, int threads,
                  const Clock& clock, const std::function<void(ParsedBatch)>& take);

}  // namespace tixdb::ingest
