// SPDX-License-Identifier: MIT
// What `tixdb check` finds: reasons why somebody should look, and the figures that they rest on.
#pragma once

#include <string>
#include <vector>

#include "cli/commands/check.hpp"

namespace tixdb::cli {

enum class Severity { warning, critical };

struct Finding {
    Severity severity;
    std::string text;
};

struct CheckReport {
    std::vector<Finding> findings;
    std::string summary;  // "ingest 3min ago, 0 waiting, 84 % of the disk free"
    std::string figures;  // Nagios' performance data: "age=180s;;1800 waiting=0s;;7200 …"

    [[nodiscard]] bool has(Severity severity) const;
    // All of them in one line.
    [[nodiscard]] std::string text() const;
};

// Throws as readers of the database do.
[[nodiscard]] CheckReport find_faults(const Context& context, const CheckLimits& limits);

}  // namespace tixdb::cli
