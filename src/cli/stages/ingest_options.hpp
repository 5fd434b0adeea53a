// SPDX-License-Identifier: MIT
// The options of the ingest stage: of `ingest` itself, and of `run`.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "cli/frame/context.hpp"
#include "cli/frame/options.hpp"
#include "ingest/ingestor.hpp"
#include "model/shard.hpp"

namespace tixdb::cli {

struct IngestOptions {
    std::string folder;  // DIR, or empty
    std::string reports;
    bool no_verify_signature = false;
    std::string after = "keep";
    std::chrono::milliseconds young{60'000};
    std::chrono::milliseconds future_tolerance{3'600'000};
    std::int64_t threads = 0;  // 0: as many as the machine has
    bool strict = false;

    // Declared by declare_list():
    std::optional<std::string> files_from;
    bool null_separated = false;

    // Not declared here, because `run` shares them with other stages:
    bool dry_run = false;
    std::optional<model::Shard> shard;  // that was asked for

    void declare(OptionSet& options);
    // --files-from and --null: only where a list makes sense.
    void declare_list(OptionSet& options);
    // Throws Error{usage} or Error{configuration}. Opens nothing.
    void validate(const Context& context) const;

    // The options in the form that the stage takes. Opens the list of files, if there is one.
    [[nodiscard]] ingest::IngestOptions for_stage(World& world) const;

    // The reports folder, or empty.
    [[nodiscard]] std::filesystem::path base() const;

  private:
    const Option* reports_option_ = nullptr;
};

}  // namespace tixdb::cli
