// SPDX-License-Identifier: MIT

#include "exports/views.hpp"

#include <array>

namespace tixdb::exports {
namespace {

constexpr std::array kViews = {
    ViewEntry{"v_installation", "each installation: since when, how many reports and windows, what waits"},
    ViewEntry{"v_result", "usage, quality and Hurst of each window, a row per method: say which method"},
    ViewEntry{"v_usage_hourly", "usage and quality by the hour, in percent, a row per method"},
    ViewEntry{"v_usage_by_as", "usage and quality by network or country, by hour or day"},
    ViewEntry{"v_latency_hourly", "loss, round trips and delays by the hour, each observation once"},
    ViewEntry{"v_latency", "the same of each window's last ten minutes; windows overlap"},
    ViewEntry{"v_latency_minute", "minutes: loaded, idle or between, and their delays"},
    ViewEntry{"v_latency_under_load", "how much slower it gets when the line is used, by day and direction"},
    ViewEntry{"v_detection", "whether adaptive could see load on a link over its last day"},
    ViewEntry{"v_clock", "skew, steps and impossible probes of each installation's clock over its last day"},
    ViewEntry{"v_gap", "why there are no data, and what can be done about it"},
    ViewEntry{"v_session", "runs of reports from one address without a gap of over 300 s"},
    ViewEntry{"v_observation", "every probe as received: say which installation, or which times"},
    ViewEntry{"v_outbox", "results as they are sent to tix-api, and what became of them"},
    ViewEntry{"v_rejected", "files that were refused, and why"},
};

}  // namespace

std::span<const ViewEntry> views() {
    return kViews;
}

}  // namespace tixdb::exports
