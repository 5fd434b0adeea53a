// SPDX-License-Identifier: MIT

#include "publish/failed_report.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "model/address.hpp"
#include "payload/payload.hpp"

namespace tixdb::publish {
namespace {

using nlohmann::json;

// Deeper ones are none of ours, and could take the stack.
constexpr int kDeepest = 8;
constexpr double kLatest_s = 4'294'967'296.0;

// What Python writes for numbers that JSON does not have becomes null, outside of strings.
std::string with_null_for_no_number(std::string_view text) {
    constexpr std::array<std::string_view, 3> kNoNumbers = {"NaN", "-Infinity", "Infinity"};
    std::string made;
    made.reserve(text.size());
    bool is_string = false;
    for (std::size_t at = 0; at < text.size();) {
        if (!is_string) {
            std::size_t length = 0;
            for (const std::string_view word : kNoNumbers) {
                if (text.substr(at).starts_with(word)) length = word.size();
            }
            if (length > 0) {
                made += "null";
                at += length;
                continue;
            }
        }
        if (is_string && text[at] == '\\' && at + 1 < text.size())
            made += text[at++];
        else if (text[at] == '"')
            is_string = !is_string;
        made += text[at++];
    }
    return made;
}

json parsed(std::string_view text) {
    return json::parse(
        with_null_for_no_number(text),
        [](int depth, json::parse_event_t, json&) { return depth <= kDeepest; }, false);
}

// nullptr if it or one of those above it is not there.
const json* member(const json& object, std::initializer_list<const char*> names) {
    const json* at = &object;
    for (const char* name : names) {
        if (!at->is_object()) return nullptr;
        const auto found = at->find(name);
        if (found == at->end()) return nullptr;
        at = &*found;
    }
    return at;
}

std::optional<double> number_at(const json& object, std::initializer_list<const char*> names) {
    const json* found = member(object, names);
    if (found == nullptr || !found->is_number()) return std::nullopt;
    const auto value = found->get<double>();
    return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

model::Metric exponent(const json& side, const char* name) {
    const auto value = number_at(side, {"hurst", name});
    return value ? model::Metric(*value) : model::Metric(model::Missing::too_few);
}

// Nothing without usage and quality.
std::optional<model::DirectionMetrics> direction(const json& report, const char* name) {
    const json* side = member(report, {"results", name});
    if (side == nullptr) return std::nullopt;
    const auto usage = number_at(*side, {"usage"});
    const auto quality = number_at(*side, {"quality"});
    if (!usage || !quality) return std::nullopt;
    model::DirectionMetrics metrics;
    metrics.usage = *usage;
    metrics.quality = *quality;
    metrics.hurst_rs = exponent(*side, "rs");
    metrics.hurst_wavelet = exponent(*side, "wavelet");
    return metrics;
}

std::optional<std::int64_t> timestamp_of(const json& report) {
    const auto value = number_at(report, {"results", "timestamp"});
    if (!value || *value <= 0 || *value >= kLatest_s || *value != std::floor(*value)) return std::nullopt;
    return static_cast<std::int64_t>(*value);
}

}  // namespace

std::variant<FailedReport, std::string> read_failed_report(std::string_view text) {
    const json report = parsed(text);
    if (!report.is_object()) return "it is no JSON object";
    const auto last_s = timestamp_of(report);
    if (!last_s) return "it has no timestamp in whole unix seconds";
    const json* ip = member(report, {"ip"});
    if (ip == nullptr || !ip->is_string()) return "it has no address";
    const auto address = model::Address::parse(ip->get<std::string>());
    if (!address) return "its address is none";
    const auto up = direction(report, "upstream");
    const auto down = direction(report, "downstream");
    if (!up || !down) return "it has not four finite figures";
    model::WindowMetrics metrics;
    metrics.up = *up;
    metrics.down = *down;
    const std::string shown = ip->get<std::string>();
    return FailedReport{*last_s, shown, payload::body_of(*last_s, shown, metrics)};
}

}  // namespace tixdb::publish
