// SPDX-License-Identifier: MIT
// The files that tix-time-processor left: <base>/<user>/<installation>/failed-results/failed-report-*.json.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "base/log.hpp"
#include "model/installation.hpp"

namespace tixdb::cli {

struct FailedResultFile {
    model::InstallationKey installation;
    std::string path;     // below base
    std::string content;  // up to 64 KiB
    std::string problem;  // why it could not be read, or empty
};

// Calls take for each, by installation and name. Links are not followed. Throws as ReportTree does, and
// whatever take throws.
void for_each_failed_result(const std::filesystem::path& base, Log& log,
                            const std::function<void(const FailedResultFile&)>& take);

}  // namespace tixdb::cli
