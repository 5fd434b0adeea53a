// SPDX-License-Identifier: MIT
// Decides which key an installation's reports have to be signed with.
#pragma once

#include <optional>
#include <string>

#include "ingest/batch.hpp"

namespace tixdb::ingest {

// The detail of Reason::key_changed: "key <SHA-256>".
[[nodiscard]] std::string key_changed_detail(const model::Digest& key_digest);

// For the files of one folder, in order. An installation is pinned to the key of its first verified report:
// of those that a run meets together, the first in time. Reports that are not verified neither have to match
// nor pin.
class KeyPinning {
  public:
    // pinned: what earlier runs, or `tixdb trust`, said.
    explicit KeyPinning(const std::optional<model::Digest>& pinned) : pinned_(pinned), is_stored_(pinned) {}

    // A scout's best report.
    void consider(const KeyCandidate& candidate);
    // Refuses a report that comes with another key.
    void judge(ParsedFile& file);
    // True for the report, judged before, with which the key is to be pinned. Once.
    [[nodiscard]] bool pins(const model::Report& report);

  private:
    std::optional<model::Digest> pinned_;
    bool is_stored_;
    std::optional<KeyCandidate> best_;
};

}  // namespace tixdb::ingest
