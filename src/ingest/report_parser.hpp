// SPDX-License-Identifier: MIT
// Reads, decodes and verifies report files: the part of an ingest that several threads do at once.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "ingest/batch.hpp"
#include "ingest/report_codec.hpp"
#include "ingest/signature.hpp"

namespace tixdb::ingest {

struct ParseOptions {
    bool verify_signatures = true;
    // A file modified less than this ago that is not whole JSON is left for the next run …
    std::chrono::milliseconds young{60'000};
    // … also if its time is ahead of our clock by no more than this. Observations may be later than the
    // file's modification time by as much.
    std::chrono::milliseconds future_tolerance{3'600'000};
    FileReader read_file = &read_report_file;
};

// Thread rule: one parser per thread.
class ReportParser {
  public:
    ReportParser(const ParseOptions& options, const Clock& clock);

    [[nodiscard]] ParsedBatch parse(Batch batch);

  private:
    [[nodiscard]] ParsedFile parse_file(const Folder& folder, ReportFile file);
    void read_report(const Folder& folder, ParsedFile& parsed);
    [[nodiscard]] std::optional<Reject> decode(const Folder& folder, const ReportFile& file,
                                               model::Report& report);
    [[nodiscard]] std::optional<KeyCandidate> find_candidate(const Batch& batch);
    [[nodiscard]] bool is_young(const ReportFile& file) const;
    [[nodiscard]] std::int64_t newest_s(const ReportFile& file) const;
    void explain_by_date(const ReportFile& file, Reject& problem) const;

    ParseOptions options_;
    const Clock& clock_;
    EnvelopeDecoder decoder_;
    std::optional<SignatureVerifier> verifier_;
    std::string bytes_;
};

}  // namespace tixdb::ingest
