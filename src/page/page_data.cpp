// SPDX-License-Identifier: MIT
// The data that a page carries, by columns: JavaScript makes charts and tables of them (assets/data.js).

#include <fmt/format.h>

#include <cmath>

#include "page/installation_page.hpp"
#include "page/markup.hpp"

namespace tixdb::page {
namespace {

// Four decimals of a fraction, as a whole number.
std::string ten_thousandths(const std::optional<double>& fraction) {
    return fraction ? std::to_string(std::llround(1e4 * *fraction)) : "null";
}

std::string microseconds(const std::optional<std::int64_t>& ns) {
    return ns ? std::to_string((*ns + 500) / 1000) : "null";
}

// "name":[…], of what text(row) says of each row.
template <typename Rows, typename Text>
std::string column(std::string_view name, const Rows& rows, Text text) {
    std::string json = fmt::format("\"{}\":[", name);
    for (const auto& row : rows) {
        if (json.back() != '[') json += ',';
        json += text(row);
    }
    return json + ']';
}

std::string text_or_null(const std::optional<std::string>& text) {
    return text ? json_text(*text) : "null";
}

// Times as differences, each to the one before.
class Differences {
  public:
    std::string operator()(std::int64_t value) {
        const std::int64_t difference = value - before_;
        before_ = value;
        return std::to_string(difference);
    }

  private:
    std::int64_t before_ = 0;
};

// One letter per window: n, w, c, or - where there is no state.
template <typename State>
std::string letters(const std::vector<store::PageWindow>& windows, const State& state) {
    std::string text;
    for (const store::PageWindow& window : windows) {
        const std::optional<model::DetectionState> one = state(window);
        text += one ? model::name_of(*one).front() : '-';
    }
    return text;
}

std::string windows_json(const std::vector<store::PageWindow>& windows) {
    using Window = store::PageWindow;
    std::string json =
        column("last_s", windows, [d = Differences()](const Window& w) mutable { return d(w.last_s); });
    json +=
        ',' + column("begins_session", windows, [](const Window& w) { return w.begins_session ? "1" : "0"; });
    json += ',' + column("up_usage", windows, [](const Window& w) { return ten_thousandths(w.up_usage); });
    json +=
        ',' + column("down_usage", windows, [](const Window& w) { return ten_thousandths(w.down_usage); });
    json +=
        ',' + column("up_quality", windows, [](const Window& w) { return ten_thousandths(w.up_quality); });
    json += ',' +
            column("down_quality", windows, [](const Window& w) { return ten_thousandths(w.down_quality); });
    json += fmt::format(R"(,"up_state":"{}","down_state":"{}")",
                        letters(windows, [](const Window& w) { return w.up_state; }),
                        letters(windows, [](const Window& w) { return w.down_state; }));
    return '{' + json + '}';
}

std::string hours_json(const std::vector<store::PageHour>& hours) {
    using Hour = store::PageHour;
    std::string json =
        column("hour_s", hours, [d = Differences()](const Hour& h) mutable { return d(h.hour_s); });
    json += ',' + column("probes_received", hours, [](const Hour& h) { return std::to_string(h.received); });
    json += ',' + column("seconds_covered", hours, [](const Hour& h) { return std::to_string(h.covered_s); });
    json += ',' + column("seconds_silent", hours, [](const Hour& h) { return std::to_string(h.silent_s); });
    json += ',' + column("loss", hours, [](const Hour& h) { return ten_thousandths(h.loss()); });
    const auto rtt = [&](std::string_view name, std::int64_t model::RoundTripPercentiles::*member) {
        json += ',' + column(name, hours, [&](const Hour& h) {
                    return h.rtt ? microseconds((*h.rtt).*member) : std::string("null");
                });
    };
    rtt("rtt_min_us", &model::RoundTripPercentiles::min_ns);
    rtt("rtt_median_us", &model::RoundTripPercentiles::median_ns);
    rtt("rtt_p75_us", &model::RoundTripPercentiles::p75_ns);
    rtt("rtt_p90_us", &model::RoundTripPercentiles::p90_ns);
    rtt("rtt_p95_us", &model::RoundTripPercentiles::p95_ns);
    rtt("rtt_p99_us", &model::RoundTripPercentiles::p99_ns);
    rtt("rtt_max_us", &model::RoundTripPercentiles::max_ns);
    json +=
        ',' + column("up_delay_p95_us", hours, [](const Hour& h) { return microseconds(h.up_delay_p95_ns); });
    json += ',' + column("down_delay_p95_us", hours,
                         [](const Hour& h) { return microseconds(h.down_delay_p95_ns); });
    return '{' + json + '}';
}

std::string gap_json(const store::PageGap& gap) {
    return fmt::format(R"({{"from_s":{},"to_s":{},"reason":{},"detail":{},"remedy":{}}})", gap.from_s,
                       gap.to_s, json_text(gap.reason), json_text(gap.detail), json_text(gap.remedy));
}

std::string network_json(const store::PageNetwork& network) {
    return fmt::format(R"({{"from_s":{},"to_s":{},"ip":{},"as_number":{},"as_name":{}}})", network.from_s,
                       network.to_s, json_text(network.ip), text_or_null(network.as_number),
                       text_or_null(network.as_name));
}

std::string offset_json(const ZoneOffset& offset) {
    return fmt::format("[{},{}]", offset.from_s, offset.offset_s);
}

}  // namespace

std::string data_json(const InstallationReport& report) {
    std::string json = fmt::format(
        R"({{"schema_version":1,"program_version":{},"user_id":{},"installation_id":{},"method":{},"from_s":{},"to_s":{},)",
        json_text(report.program_version), report.scope.installation.user_id,
        report.scope.installation.installation_id, json_text(model::name_of(report.scope.method)),
        report.scope.from_s, report.scope.to_s);
    json += fmt::format("\"time_zone\":{},", json_text(report.zone.name()));
    json += column("offsets", report.zone.offsets(), offset_json);
    json += ",\"windows\":" + windows_json(report.read.windows);
    json += ",\"hours\":" + hours_json(report.hours);
    json += ',' + column("gaps", report.gaps, gap_json);
    json += ',' + column("networks", report.read.networks, network_json);
    return json + '}';
}

}  // namespace tixdb::page
