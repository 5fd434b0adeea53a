// SPDX-License-Identifier: MIT

#include "cli/stages/prometheus_text.hpp"

#include <fmt/format.h>

#include <ostream>

namespace tixdb::cli {
namespace {

std::string escaped_label(std::string_view value) {
    std::string text;
    for (const char c : value) {
        if (c == '\n') {
            text += "\\n";
            continue;
        }
        if (c == '"' || c == '\\') text += '\\';
        text += c;
    }
    return text;
}

}  // namespace

void PrometheusWriter::gauge(std::string_view name, std::string_view help) {
    name_ = name;
    out_ << "# HELP " << name << ' ' << help << "\n# TYPE " << name << " gauge\n";
}

void PrometheusWriter::sample(double value, const MetricLabels& labels) {
    out_ << name_;
    const char* before = "{";
    for (const auto& [label, text] : labels) {
        out_ << before << label << "=\"" << escaped_label(text) << '"';
        before = ",";
    }
    out_ << (labels.empty() ? " " : "} ") << fmt::format("{}", value) << '\n';
}

}  // namespace tixdb::cli
