// SPDX-License-Identifier: MIT
// A recorded experiment: phases in which a download was throttled to a known speed on a link of known speed.
#pragma once

#include <filesystem>
#include <vector>

#include "report/true_usage.hpp"

namespace tixdb::report {

struct Phase {
    double start_s = 0;  // unix seconds; from then on …
    double end_s = 0;    // … and before this
    double usage = 0;    // of the downlink: speed / speed of the link
};

// A window's usage is that of the phase it lies in. The window reaches from its first report's first
// observation to its last_probe_s: if both ends lie in phases of different usage, it is their mean, weighted
// by how long the window lies in either; if only one end lies in a phase, that one's; if none does, it is not
// known.
class RecordedPhases final : public TrueUsage {
  public:
    explicit RecordedPhases(std::vector<Phase> phases) : phases_(std::move(phases)) {}

    [[nodiscard]] std::optional<double> expected(const store::WindowUsage& window,
                                                 Direction direction) const override;

  private:
    // The first phase that contains the time; null if none does.
    [[nodiscard]] const Phase* phase_at(double time_s) const;

    std::vector<Phase> phases_;
};

// phases.json: {"connection_speed": …, "phases": [{"start": unix s, "lapse": s, "speed": …}, …]}, all speeds
// in the same unit. Throws Error{failed} that says what is wrong with the file.
[[nodiscard]] std::vector<Phase> read_phases(const std::filesystem::path& path);

}  // namespace tixdb::report
