// SPDX-License-Identifier: MIT
// tixdb check: docs/man/tixdb-check.md
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "cli/frame/command.hpp"

namespace tixdb::cli {

// What may be, and no more. Shares are of 100.
struct CheckLimits {
    std::chrono::milliseconds max_age = std::chrono::minutes(30);
    std::chrono::milliseconds max_waiting = std::chrono::hours(2);
    std::int64_t max_dead = 0;
    std::optional<std::int64_t> max_rejected;
    double min_free_percent = 5;
    double silent_installations_percent = 50;
    std::chrono::milliseconds silent_after = std::chrono::hours(1);
};

class CheckCommand final : public Command {
  public:
    void add_options(OptionSet& options) override;
    ExitCode run(Context& context) override;

  private:
    [[nodiscard]] ExitCode run_for_nagios(Context& context);

    CheckLimits limits_;
    std::string min_free_ = "5%";
    std::string silent_installations_ = "50%";
    bool nagios_ = false;
};

}  // namespace tixdb::cli
