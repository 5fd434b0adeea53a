#include "cli/payload_builder.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace tixdb::cli {
namespace {

nlohmann::ordered_json clamped(const model::Metric& metric) {
    if (!metric.value()) return nullptr;
    return std::clamp(*metric.value(), 0.0, 1.0);
}

nlohmann::ordered_json number(const model::Metric& metric) {
    if (!metric.value()) return nullptr;
    return *metric.value();
}

}  // namespace

std::string payload_of(const process::PayloadFigures& figures) {
    const model::DirectionMetrics& up = figures.metrics.up;
    const model::DirectionMetrics& down = figures.metrics.down;
    const nlohmann::ordered_json body = {
        {"timestamp", figures.last_s},
        {"version", "1.0.0"},
        {"upUsage", clamped(up.usage)},
        {"upQuality", clamped(up.quality)},
        {"downUsage", clamped(down.usage)},
        {"downQuality", clamped(down.quality)},
        {"hurstUpRs", number(up.hurst_rs)},
        {"hurstUpWavelet", number(up.hurst_wavelet)},
        {"hurstDownRs", number(down.hurst_rs)},
        {"hurstDownWavelet", number(down.hurst_wavelet)},
        {"ip", figures.ip},
    };
    return body.dump();
}

}  // namespace tixdb::cli
