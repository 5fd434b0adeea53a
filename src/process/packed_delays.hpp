// SPDX-License-Identifier: MIT
// What the kept probes of a window waited, in few bytes: process keeps it from one run to the next.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "metrics/latency.hpp"

namespace tixdb::process {

using PackedDelays = std::vector<std::uint8_t>;

[[nodiscard]] PackedDelays packed(const metrics::QueueProbes& delays);
// Nothing if the bytes are not what packed() writes.
[[nodiscard]] std::optional<metrics::QueueProbes> unpacked(std::span<const std::uint8_t> bytes);

}  // namespace tixdb::process
