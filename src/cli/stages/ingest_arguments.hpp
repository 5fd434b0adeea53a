// SPDX-License-Identifier: MIT
// The options of an ingest, for every command that runs one.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "cli/frame/context.hpp"
#include "cli/frame/options.hpp"
#include "ingest/ingestor.hpp"

namespace tixdb::cli {

class IngestArguments {
  public:
    void add_options(OptionSet& options);
    // --files-from and --null: only where a list makes sense.
    void add_list_options(OptionSet& options);
    void add_folder_argument(OptionSet& options);

    // Throws Error{usage} or Error{configuration}. Opens nothing.
    void validate() const;
    // Opens the list of files, if there is one.
    [[nodiscard]] ingest::IngestOptions ingest_options(World& world) const;

    [[nodiscard]] bool is_strict() const { return strict_; }
    [[nodiscard]] std::int64_t threads() const { return threads_; }  // 0: as many as the machine has

  private:
    [[nodiscard]] std::filesystem::path base() const;

    std::string folder_;
    std::string reports_;
    const Option* reports_option_ = nullptr;
    std::optional<std::string> files_from_;
    bool null_separated_ = false;
    bool no_verify_signature_ = false;
    std::string after_ = "keep";
    std::chrono::milliseconds young_{60'000};
    std::chrono::milliseconds future_tolerance_{3'600'000};
    std::int64_t threads_ = 0;
    bool strict_ = false;
};

}  // namespace tixdb::cli
