// SPDX-License-Identifier: MIT

#include "report/sketch_check.hpp"

#include <fmt/format.h>

#include "metrics/adaptive/sketch.hpp"

namespace tixdb::report {
namespace {

std::size_t bin_of_quartile(const model::Sketch& sketch) {
    std::int64_t left = (3 * metrics::probes_in(sketch) + 3) / 4;
    std::size_t bin = 0;
    while (bin + 1 < sketch.size() && left > sketch[bin]) left -= sketch[bin++];
    return bin;
}

// Empty if nothing is.
std::string wrong_with(const std::optional<model::Sketch>& sketch, const std::optional<double>& quartile_ms,
                       const std::optional<std::int64_t>& kept) {
    if (!sketch) return "it is no sketch";
    const std::int64_t probes = metrics::probes_in(*sketch);
    if (kept && probes != *kept) {
        return fmt::format("it holds {} probes, {} were kept", probes, *kept);
    }
    if (quartile_ms &&
        (!(*quartile_ms >= 0) || metrics::sketch_bin_of(*quartile_ms) != bin_of_quartile(*sketch))) {
        return fmt::format("its upper quartile is not {} ms", *quartile_ms);
    }
    return {};
}

}  // namespace

store::Violations sketch_violations(store::InvariantReader& reader) {
    store::Violations violations;
    std::string damage = reader.sketches([&](const store::CurrentSketches& row) {
        const auto check = [&](const char* direction, const std::string& what) {
            if (what.empty()) return;
            violations.add(fmt::format("result {} of window {}, sketch {}: {}", row.result_id, row.window_id,
                                       direction, what));
        };
        check("up", wrong_with(row.up, row.up_quartile_ms, row.kept));
        check("down", wrong_with(row.down, row.down_quartile_ms, row.kept));
    });
    if (!damage.empty()) violations.add(std::move(damage));
    return violations;
}

}  // namespace tixdb::report
