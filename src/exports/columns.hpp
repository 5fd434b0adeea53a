// SPDX-License-Identifier: MIT
// The columns of each dataset, in order.
#pragma once

#include <span>

#include "exports/dataset.hpp"

namespace tixdb::exports {

[[nodiscard]] std::span<const Column> observation_columns();
[[nodiscard]] std::span<const Column> result_columns();
[[nodiscard]] std::span<const Column> latency_columns();
[[nodiscard]] std::span<const Column> hour_columns();
[[nodiscard]] std::span<const Column> minute_columns();
[[nodiscard]] std::span<const Column> outbox_columns();
[[nodiscard]] std::span<const Column> rejected_columns();
[[nodiscard]] std::span<const Column> gap_columns();

}  // namespace tixdb::exports
