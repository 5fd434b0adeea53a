// SPDX-License-Identifier: MIT
// Folders with the reports of links whose usage is known, and the results that the methods have for them.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "cli/frame/context.hpp"
#include "model/adaptive.hpp"
#include "process/parameters.hpp"
#include "report/true_usage.hpp"
#include "store/evaluation_reader.hpp"

namespace tixdb::cli {

struct Experiment {
    std::string name;
    std::filesystem::path folder;
    std::unique_ptr<report::TrueUsage> truth;
};

// A recorded experiment (reports/ or reports.tar.gz, phases.json) or a simulation's output (reports/,
// truth.csv). Throws Error{failed} if the folder is neither.
[[nodiscard]] Experiment open_experiment(const std::filesystem::path& folder);

// Ingests and processes the reports in a database that exists only meanwhile. Throws Error{failed} if no
// report could be stored. link: of every installation.
[[nodiscard]] std::vector<store::WindowUsage> measure(Context& context, const Experiment& experiment,
                                                      const process::Parameters& parameters,
                                                      const model::LinkRate& link);

}  // namespace tixdb::cli
