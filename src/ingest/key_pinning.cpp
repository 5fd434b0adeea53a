// SPDX-License-Identifier: MIT

#include "ingest/key_pinning.hpp"

#include "base/digest.hpp"

namespace tixdb::ingest {

std::string key_changed_detail(const model::Digest& key_digest) {
    return "key " + hex(key_digest);
}

void KeyPinning::consider(const KeyCandidate& candidate) {
    if (is_stored_ || (best_ && *best_ < candidate)) return;
    best_ = candidate;
    pinned_ = candidate.key_digest;
}

void KeyPinning::judge(ParsedFile& file) {
    if (file.outcome != Outcome::report || !file.report.verified) return;
    // Without scouts all files came in one batch, in time order: this is the first.
    if (!pinned_) pinned_ = file.report.key_digest;
    if (file.report.key_digest == *pinned_) return;
    file.outcome = Outcome::refused;
    file.reject = {Reason::key_changed, key_changed_detail(file.report.key_digest)};
}

bool KeyPinning::pins(const model::Report& report) {
    if (is_stored_ || !report.verified) return false;
    is_stored_ = true;
    return true;
}

}  // namespace tixdb::ingest
