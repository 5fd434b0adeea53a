// SPDX-License-Identifier: MIT

#include "payload/payload.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/text.hpp"

namespace tixdb::payload {
namespace {

constexpr std::string_view kVersion = "1.0.0";

std::string number_text(double value, std::string_view name) {
    if (!std::isfinite(value)) {
        throw Error(ErrorKind::failed,
                    fmt::format("{} is not a finite number and cannot be published", name));
    }
    // fmt writes the shortest text that reads back the same; 0 + turns a negative zero into zero.
    return fmt::format("{}", value == 0 ? 0.0 : value);
}

std::string share_text(const model::Metric& metric, std::string_view name) {
    if (!metric.value()) {
        throw Error(ErrorKind::failed, fmt::format("{} is missing and cannot be published", name));
    }
    if (std::isnan(*metric.value())) return number_text(*metric.value(), name);
    return number_text(std::clamp(*metric.value(), 0.0, 1.0), name);
}

std::string hurst_text(const model::Metric& metric, std::string_view name) {
    return metric.value() ? number_text(*metric.value(), name) : "null";
}

}  // namespace

std::string body_of(std::int64_t last_s, std::string_view ip, const model::WindowMetrics& metrics) {
    const model::DirectionMetrics& up = metrics.up;
    const model::DirectionMetrics& down = metrics.down;
    return fmt::format(
        R"({{"timestamp":{},"version":"{}","upUsage":{},"upQuality":{},"downUsage":{},"downQuality":{},)"
        R"("hurstUpRs":{},"hurstUpWavelet":{},"hurstDownRs":{},"hurstDownWavelet":{},"ip":{}}})",
        last_s, kVersion, share_text(up.usage, "up usage"), share_text(up.quality, "up quality"),
        share_text(down.usage, "down usage"), share_text(down.quality, "down quality"),
        hurst_text(up.hurst_rs, "up hurst"), hurst_text(up.hurst_wavelet, "up hurst"),
        hurst_text(down.hurst_rs, "down hurst"), hurst_text(down.hurst_wavelet, "down hurst"),
        json_quoted(ip));
}

std::optional<Figures> figures_of(std::string_view json) {
    const auto report = nlohmann::json::parse(json, nullptr, false);
    if (!report.is_object()) return std::nullopt;
    Figures figures;
    const std::array<std::pair<const char*, double*>, 4> fields = {{
        {"upUsage", &figures.up_usage},
        {"upQuality", &figures.up_quality},
        {"downUsage", &figures.down_usage},
        {"downQuality", &figures.down_quality},
    }};
    for (const auto& [name, target] : fields) {
        const auto field = report.find(name);
        if (field == report.end() || !field->is_number()) return std::nullopt;
        *target = field->get<double>();
    }
    return figures;
}

bool same_at_api(std::string_view body, std::string_view other) {
    const auto figures = figures_of(body);
    if (!figures || figures != figures_of(other)) return false;
    const auto a = nlohmann::json::parse(body, nullptr, false);
    const auto b = nlohmann::json::parse(other, nullptr, false);
    const auto is_equal = [&](const char* name) {
        return a.contains(name) && b.contains(name) && a[name] == b[name];
    };
    return is_equal("timestamp") && is_equal("ip");
}

}  // namespace tixdb::payload
