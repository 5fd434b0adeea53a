// SPDX-License-Identifier: MIT
// Says what an ingest would do, and writes nothing.
#pragma once

#include <memory>
#include <optional>
#include <set>

#include "base/clock.hpp"
#include "ingest/recorder.hpp"
#include "store/database.hpp"

namespace tixdb::ingest {

class DryRunRecorder final : public Recorder {
  public:
    // memory: what earlier runs stored, or null: nothing. removes: --after would do something with files.
    DryRunRecorder(store::Database* memory, bool removes, const Clock& clock, Log& log,
                   WarningLimit& warnings);
    ~DryRunRecorder() override;

  protected:
    std::optional<model::Digest> pinned_key(const model::InstallationKey& installation) override;
    std::optional<std::int64_t> pruned_before_s(const model::InstallationKey& installation) override;
    bool is_known(const model::Report& report) override;
    bool record_report(const ParsedFile& file, bool pins) override;
    bool record_refusal(const model::InstallationKey& folder, const ParsedFile& file) override;
    bool record_folder_refusal(const std::string&, const Reject&, bool was_refused) override {
        return !was_refused;
    }
    std::int64_t record_unread(const model::InstallationKey& folder, const ParsedFile& file) override;
    [[nodiscard]] std::int64_t now_ms() const override { return clock_.now_ms(); }
    void record_known(const model::InstallationKey& folder, const ParsedFile& file) override;
    void begin_folder(const model::InstallationKey& folder) override;

  private:
    struct Memory;

    std::unique_ptr<Memory> memory_;
    bool removes_;
    const Clock& clock_;
    std::set<model::Digest> met_;  // messages of the folder at hand
};

}  // namespace tixdb::ingest
