// SPDX-License-Identifier: MIT

#include "model/result.hpp"

#include <algorithm>

namespace tixdb::model {

namespace {

template <typename AnyMetric>
struct NamedMetric {
    std::string_view name;
    AnyMetric& metric;
};

// In the column order of v_result.
template <typename AnyMetric, typename AnyMetrics>
std::array<NamedMetric<AnyMetric>, 8> named_metrics(AnyMetrics& metrics) {
    return {{
        {"up_usage", metrics.up.usage},
        {"down_usage", metrics.down.usage},
        {"up_quality", metrics.up.quality},
        {"down_quality", metrics.down.quality},
        {"up_hurst_rs", metrics.up.hurst_rs},
        {"up_hurst_wavelet", metrics.up.hurst_wavelet},
        {"down_hurst_rs", metrics.down.hurst_rs},
        {"down_hurst_wavelet", metrics.down.hurst_wavelet},
    }};
}

// The same of what only `adaptive` has. A state is missing exactly where low is, and for its reason.
template <typename AnyMetric, typename AnyFindings>
std::array<NamedMetric<AnyMetric>, 6> adaptive_metrics(AnyFindings& findings) {
    return {{{"up_low", findings.up.low},
             {"down_low", findings.down.low},
             {"up_state", findings.up.low},
             {"down_state", findings.down.low},
             {"up_ceiling", findings.up.ceiling},
             {"down_ceiling", findings.down.ceiling}}};
}

}  // namespace

std::string reasons_of(const WindowMetrics& metrics) {
    std::string text;
    const auto add = [&text](std::string_view name, const Metric& metric) {
        if (metric.value()) return;
        if (!text.empty()) text += ';';
        text.append(name).append(":").append(name_of(metric.reason()));
    };
    for (const auto& [name, metric] : named_metrics<const Metric>(metrics)) add(name, metric);
    if (!metrics.adaptive) return text;
    for (const auto& [name, metric] : adaptive_metrics<const Metric>(*metrics.adaptive)) add(name, metric);
    return text;
}

void set_reasons(WindowMetrics& metrics, std::string_view reasons) {
    while (!reasons.empty()) {
        const std::string_view entry = reasons.substr(0, reasons.find(';'));
        reasons.remove_prefix(std::min(reasons.size(), entry.size() + 1));
        const std::size_t colon = std::min(entry.find(':'), entry.size());
        const std::string_view column = entry.substr(0, colon);
        const auto reason = missing_named(entry.substr(std::min(colon + 1, entry.size())));
        if (!reason) continue;
        for (const auto& [name, metric] : named_metrics<Metric>(metrics)) {
            if (name == column) metric = *reason;
        }
        if (!metrics.adaptive) continue;
        for (const auto& [name, metric] : adaptive_metrics<Metric>(*metrics.adaptive)) {
            if (name == column) metric = *reason;
        }
    }
}

bool is_publishable(const WindowMetrics& metrics) {
    return metrics.up.usage.value() && metrics.down.usage.value() && metrics.up.quality.value() &&
           metrics.down.quality.value();
}

}  // namespace tixdb::model
