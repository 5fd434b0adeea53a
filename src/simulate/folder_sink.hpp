// SPDX-License-Identifier: MIT
// Writes a simulation's reports as files, in the layout that `tixdb ingest` reads, with the true loads beside
// them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "base/file_descriptor.hpp"
#include "simulate/simulate.hpp"
#include "simulate/sink.hpp"

namespace tixdb::simulate {

// <folder>/reports/<user>/<installation>/<name>, and <folder>/truth.csv. Files are of mode 0640, folders
// 0750. A report file's modification time is the simulated one. Thread rule: as Sink.
class FolderSink final : public Sink {
  public:
    enum class Existing {
        refuse,  // the folder must be new or empty
        keep,    // files of the same name are replaced, all others are left
    };

    // Throws Error{failed} if the folder may not be used or cannot be made.
    FolderSink(const std::filesystem::path& folder, Existing existing);

    std::unique_ptr<InstallationSink> open(const model::InstallationKey& key) override;
    void record(const Truth& truth) override;

  private:
    std::filesystem::path folder_;
    FileDescriptor truth_;
};

// Throws Error{failed} if the folder exists and is not an empty one.
void require_new_or_empty(const std::filesystem::path& folder);

Totals simulate_to_folder(const Scenario& scenario, const std::filesystem::path& folder,
                          FolderSink::Existing existing = FolderSink::Existing::refuse, unsigned threads = 0,
                          const ProgressHook& progress = nullptr);

// truth.csv: one row per installation and minute. minute_s is the unix time of the minute's beginning; the
// shares are 0…1: how much of the minute the link was busy (probes included), and the load that was asked
// for; the bytes are those that the link sent; disturbances is empty or words (disturbances.hpp).
inline constexpr const char* kTruthHeader =
    "user_id,installation_id,minute_s,up_utilisation,down_utilisation,up_set,down_set,up_bytes,down_bytes,"
    "disturbances\n";
[[nodiscard]] std::string truth_rows(const Truth& truth);

}  // namespace tixdb::simulate
