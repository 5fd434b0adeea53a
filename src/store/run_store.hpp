// SPDX-License-Identifier: MIT
// The record of what ran: one row per run of a writing command.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/database.hpp"

namespace tixdb::store {

struct RunRow {
    std::int64_t run_id = 0;
    std::string command;
    std::string version;
    std::int64_t started_ms = 0;
    std::optional<std::int64_t> duration_ms;  // empty while it runs, or if it was killed
    std::optional<int> exit_code;
    std::string counts_json;
    std::optional<std::int64_t> pid;    // of the process that began it
    std::optional<std::string> reason;  // why it did not do all that it should have
};

class RunStore {
  public:
    explicit RunStore(Database& database) : database_(database) {}

    // Commits by itself, so that the row shows that the run has begun. Returns run_id.
    std::int64_t begin(std::string_view command, std::string_view version, std::int64_t started_ms);
    // reason: why it did not do all that it should have; empty if it did.
    void finish(std::int64_t run_id, std::int64_t duration_ms, int exit_code, std::string_view counts_json,
                std::string_view reason = {});
    // For a run that has ended with an error: the error's text.
    void set_reason(std::int64_t run_id, int exit_code, std::string_view reason);
    // The last run of each command, newest first.
    [[nodiscard]] std::vector<RunRow> last_runs();

  private:
    Database& database_;
};

}  // namespace tixdb::store
