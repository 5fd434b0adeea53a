// SPDX-License-Identifier: MIT

#include "publish/resolver.hpp"

#include <nlohmann/json.hpp>
#include <optional>

#include "base/parse_number.hpp"
#include "publish/api_time.hpp"

namespace tixdb::publish {
namespace {

using Json = nlohmann::json;

// Numbers in the list, texts in other answers of tix-api.
std::optional<std::int64_t> id_of(const Json& value) {
    if (value.is_number_integer()) return value.get<std::int64_t>();
    if (!value.is_string()) return std::nullopt;
    return parse_number<std::int64_t>(value.get_ref<const std::string&>());
}

bool has_figures(const Json& report, const payload::Figures& figures) {
    const auto equals = [&report](const char* name, double value) {
        const auto field = report.find(name);
        return field != report.end() && field->is_number() && field->get<double>() == value;
    };
    return equals("upUsage", figures.up_usage) && equals("upQuality", figures.up_quality) &&
           equals("downUsage", figures.down_usage) && equals("downQuality", figures.down_quality);
}

bool is_of_another_installation(const Json& report, std::int64_t installation_id) {
    const auto field = report.find("location_id");
    if (field == report.end()) return false;
    const auto id = id_of(*field);
    return id && *id != installation_id;
}

struct Listed {
    std::array<std::int64_t, 3> same{};  // our figures, at each of kHourShifts_s
    bool others_at_our_time = false;
};

void count(const Json& report, const ResolveQuestion& question, Listed& listed) {
    if (!report.is_object() || is_of_another_installation(report, question.installation_id)) return;
    const auto timestamp = report.find("timestamp");
    if (timestamp == report.end() || !timestamp->is_string()) return;
    const auto time_s = unix_s_of(timestamp->get_ref<const std::string&>());
    if (!time_s) return;
    const bool is_same = has_figures(report, question.figures);
    for (std::size_t i = 0; i < kHourShifts_s.size(); ++i) {
        if (*time_s == question.last_s + kHourShifts_s[i] && is_same) ++listed.same[i];
    }
    if (*time_s == question.last_s && !is_same) listed.others_at_our_time = true;
}

}  // namespace

Resolution resolve(std::string_view reports_json, const ResolveQuestion& question) {
    const Json reports = Json::parse(reports_json, nullptr, false);
    if (!reports.is_array()) return {ResolveVerdict::unreadable, ""};
    Listed listed;
    for (const Json& report : reports) count(report, question, listed);

    constexpr std::size_t kBefore = 0;
    constexpr std::size_t kHere = 1;
    constexpr std::size_t kAfter = 2;
    const auto surplus = [&](std::size_t at) { return listed.same[at] - question.known_stored[at]; };
    constexpr const char* kHourOff =
        "tix-api lists the same figures one hour off: its clock changed to or from summer time; look there, "
        "then "
        "`tixdb outbox drop` if it is stored, or `tixdb outbox retry`";
    if (surplus(kHere) > 0) {
        // What is listed here may be one of the neighbours, which then is missing from its own place.
        if (surplus(kBefore) < 0 || surplus(kAfter) < 0) return {ResolveVerdict::ambiguous, kHourOff};
        return {ResolveVerdict::stored, ""};
    }
    if (surplus(kBefore) > 0 || surplus(kAfter) > 0) return {ResolveVerdict::ambiguous, kHourOff};
    return {ResolveVerdict::not_stored,
            listed.others_at_our_time ? "tix-api has a report of this time with other figures" : ""};
}

}  // namespace tixdb::publish
