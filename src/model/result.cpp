// SPDX-License-Identifier: MIT

#include "model/result.hpp"

namespace tixdb::model {

std::string_view name_of(Method method) {
    return method == Method::classic ? "classic" : "queueing";
}

std::optional<Method> method_named(std::string_view name) {
    if (name == "classic") return Method::classic;
    if (name == "queueing") return Method::queueing;
    return std::nullopt;
}

std::string_view name_of(Missing reason) {
    switch (reason) {
        case Missing::too_short:
            return "too_short";
        case Missing::too_few:
            return "too_few";
        case Missing::constant:
            return "constant";
        case Missing::no_minutes:
            return "no_minutes";
        case Missing::clock:
            return "clock";
        case Missing::route:
            return "route";
    }
    return "unknown";
}

std::string_view name_of(SkewSource source) {
    switch (source) {
        case SkewSource::fitted:
            return "fitted";
        case SkewSource::carried:
            return "carried";
        case SkewSource::fallback:
            return "fallback";
    }
    return "unknown";
}

std::string reasons_of(const WindowMetrics& metrics) {
    struct Column {
        std::string_view name;
        const Metric& metric;
    };
    const std::array<Column, 8> columns = {{
        {"up_usage", metrics.up.usage},
        {"down_usage", metrics.down.usage},
        {"up_quality", metrics.up.quality},
        {"down_quality", metrics.down.quality},
        {"up_hurst_rs", metrics.up.hurst_rs},
        {"up_hurst_wavelet", metrics.up.hurst_wavelet},
        {"down_hurst_rs", metrics.down.hurst_rs},
        {"down_hurst_wavelet", metrics.down.hurst_wavelet},
    }};
    std::string text;
    for (const auto& [name, metric] : columns) {
        if (metric.value()) continue;
        if (!text.empty()) text += ';';
        text.append(name).append(":").append(name_of(metric.reason()));
    }
    return text;
}

bool is_publishable(const WindowMetrics& metrics) {
    return metrics.up.usage.value() && metrics.down.usage.value() && metrics.up.quality.value() &&
           metrics.down.quality.value();
}

}  // namespace tixdb::model
