// SPDX-License-Identifier: MIT

#include "publish/resolver.hpp"

#include <nlohmann/json.hpp>

#include "base/parse_number.hpp"
#include "publish/api_time.hpp"

namespace tixdb::publish {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kBefore = 0;
constexpr std::size_t kHere = 1;
constexpr std::size_t kAfter = 2;

// Numbers in the list, texts in other answers of tix-api.
std::optional<std::int64_t> listed_id_of(const Json& value) {
    if (value.is_number_integer()) return value.get<std::int64_t>();
    if (!value.is_string()) return std::nullopt;
    return parse_number<std::int64_t>(value.get_ref<const std::string&>());
}

std::optional<payload::Figures> figures_in(const Json& report) {
    const auto take = [&report](const char* name, double& figure) {
        const auto field = report.find(name);
        if (field == report.end() || !field->is_number()) return false;
        figure = field->get<double>();
        return true;
    };
    payload::Figures figures;
    if (!take("upUsage", figures.up_usage) || !take("upQuality", figures.up_quality) ||
        !take("downUsage", figures.down_usage) || !take("downQuality", figures.down_quality))
        return std::nullopt;
    return figures;
}

struct Listed {
    std::array<std::int64_t, 3> same{};  // our figures, at each of kHourShifts_s
    bool others_at_our_time = false;
};

Listed count_listed(const std::vector<ListedReport>& reports, const ResolveQuestion& question) {
    Listed listed;
    for (const ListedReport& report : reports) {
        if (report.installation_id && *report.installation_id != question.installation_id) continue;
        const bool is_same = report.figures == question.figures;
        for (std::size_t i = 0; i < kHourShifts_s.size(); ++i) {
            if (report.time_s == question.last_s + kHourShifts_s[i] && is_same) ++listed.same[i];
        }
        if (report.time_s == question.last_s && !is_same) listed.others_at_our_time = true;
    }
    return listed;
}

}  // namespace

std::optional<std::vector<ListedReport>> listed_reports(std::string_view reports_json) {
    const Json rows = Json::parse(reports_json, nullptr, false);
    if (!rows.is_array()) return std::nullopt;
    std::vector<ListedReport> reports;
    for (const Json& row : rows) {
        const auto timestamp = row.is_object() ? row.find("timestamp") : row.end();
        if (!row.is_object() || timestamp == row.end()) continue;
        const ApiTime time = api_time_of(*timestamp);
        if (!time.is_readable) return std::nullopt;
        if (!time.unix_s) continue;
        ListedReport report;
        const auto location = row.find("location_id");
        if (location != row.end()) report.installation_id = listed_id_of(*location);
        report.time_s = *time.unix_s;
        report.figures = figures_in(row);
        reports.push_back(report);
    }
    return reports;
}

Resolution resolve(const std::vector<ListedReport>& reports, const ResolveQuestion& question) {
    const Listed listed = count_listed(reports, question);
    const auto surplus = [&](std::size_t at) { return listed.same[at] - question.known_stored[at]; };
    const auto is_unexplained = [&](std::size_t at, bool is_surplus) {
        return !question.is_asked_about[at] && (is_surplus ? surplus(at) > 0 : surplus(at) < 0);
    };
    constexpr const char* kHourOff =
        "tix-api lists the same figures one hour off: its clock changed to or from summer time; look there, "
        "then "
        "`tixdb outbox drop` if it is stored, or `tixdb outbox retry`";
    if (surplus(kHere) > 0) {
        // What is listed here may be one of the neighbours, which then is missing from its own place.
        if (is_unexplained(kBefore, false) || is_unexplained(kAfter, false))
            return {ResolveVerdict::ambiguous, kHourOff};
        return {ResolveVerdict::stored, ""};
    }
    if (is_unexplained(kBefore, true) || is_unexplained(kAfter, true))
        return {ResolveVerdict::ambiguous, kHourOff};
    return {ResolveVerdict::not_stored,
            listed.others_at_our_time ? "tix-api has a report of this time with other figures" : ""};
}

}  // namespace tixdb::publish
