// SPDX-License-Identifier: MIT

#include "cli/stages/copied_rows.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace tixdb::cli {

std::string rows_text(std::int64_t rows, double elapsed_s) {
    constexpr double kTooQuick_s = 0.1;
    const std::string rate =
        elapsed_s < kTooQuick_s ? "" : fmt::format(" ({:.0f} rows/s)", static_cast<double>(rows) / elapsed_s);
    return fmt::format("{} in {:.1f} s{}", plural(rows, "row"), elapsed_s, rate);
}

}  // namespace tixdb::cli
