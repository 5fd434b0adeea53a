// SPDX-License-Identifier: MIT
// The true usage of simulated links, minute by minute.
#pragma once

#include <cstdint>
#include <filesystem>
#include <istream>
#include <map>
#include <string>

#include "model/installation.hpp"
#include "report/true_usage.hpp"

namespace tixdb::report {

struct MinuteTruth {
    double up_utilisation = 0;
    double down_utilisation = 0;
};

// By the minute's first second.
using InstallationTruth = std::map<std::int64_t, MinuteTruth>;

// A window's usage is the mean over the ten minutes that its result describes, (last_probe_s - 600,
// last_probe_s], each minute weighted by how many of its seconds lie there. Not known if none of these
// minutes is.
class SimulatedTruth final : public TrueUsage {
  public:
    explicit SimulatedTruth(std::map<model::InstallationKey, InstallationTruth> minutes)
        : minutes_(std::move(minutes)) {}

    [[nodiscard]] std::optional<double> expected(const store::WindowUsage& window,
                                                 Direction direction) const override;

  private:
    std::map<model::InstallationKey, InstallationTruth> minutes_;
};

// truth.csv as `tixdb simulate` writes it: a heading that names at least user_id, installation_id, minute_s,
// up_utilisation and down_utilisation, in any order. name: of the file, for errors. Throws Error{failed} that
// names the line that is wrong.
[[nodiscard]] std::map<model::InstallationKey, InstallationTruth> parse_truth(std::istream& csv,
                                                                              const std::string& name);
[[nodiscard]] std::map<model::InstallationKey, InstallationTruth> read_truth(
    const std::filesystem::path& path);

}  // namespace tixdb::report
