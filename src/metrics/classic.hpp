// SPDX-License-Identifier: MIT
// The method that tix-api's existing series were made with: mode and threshold of equal-count histograms of
// one-way times, docs/methods.md#classic.
#pragma once

#include <span>

#include "metrics/classic_trace.hpp"
#include "model/observation.hpp"
#include "model/result.hpp"

namespace tixdb::metrics {

inline constexpr int kClassicVersion = 1;

// window: the distinct observations of type S of a window's reports, ordered by (day_timestamp, t1, t4); at
// least one. trace: filled if there is one; it changes no result. Pure and thread-safe; never throws on data.
[[nodiscard]] model::WindowMetrics classic(std::span<const model::Observation> window,
                                           ClassicTrace* trace = nullptr);

}  // namespace tixdb::metrics
