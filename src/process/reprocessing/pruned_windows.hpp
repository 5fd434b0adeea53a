// SPDX-License-Identifier: MIT
// What can be computed again of a window whose observations are gone.
#pragma once

#include <optional>
#include <span>

#include "model/installation.hpp"
#include "model/link_rate.hpp"
#include "process/batch.hpp"
#include "process/history.hpp"
#include "process/parameters.hpp"
#include "store/current_window_reader.hpp"

namespace tixdb::process {

// The result of `adaptive` of this program's version; null if there is none.
[[nodiscard]] const store::CurrentResult* current_adaptive(const store::CurrentWindow& window);

// With what a result was computed, but for the history. parameters: what it does not say.
[[nodiscard]] Parameters parameters_of(const store::CurrentResult& result, Parameters parameters);

// The result of `adaptive` from the window's sketches, with the parameters that it has; its result of
// `queueing` holds as it is, and there is no latency. Nothing if it has no sketches, or these results are of
// other versions. rates: of the installation.
[[nodiscard]] std::optional<ComputedWindow> computed_from_sketches(
    const model::InstallationKey& installation, const store::CurrentWindow& window, History& history,
    const Parameters& parameters, std::span<const model::LinkRateChange> rates);

}  // namespace tixdb::process
