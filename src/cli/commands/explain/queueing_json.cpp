// SPDX-License-Identifier: MIT

#include "cli/commands/explain/queueing_json.hpp"

#include <optional>
#include <vector>

#include "cli/frame/nullable.hpp"

namespace tixdb::cli {
namespace {

using nlohmann::ordered_json;

ordered_json object_of(const metrics::SkewTrial& trial) {
    return {{"horizon_min", trial.horizon_min},
            {"observations", trial.observations},
            {"skew_ms_per_s", trial.fit.skew_ms_per_s},
            {"shortfall_ms", trial.fit.shortfall_ms},
            {"anchored", trial.fit.is_anchored},
            {"carried_shortfall_ms", nullable(trial.carried_shortfall_ms)},
            {"accepted", trial.is_accepted()},
            {"accepted_as", trial.accepted_as ? ordered_json(name_of(*trial.accepted_as)) : ordered_json()},
            {"level", nullable(trial.is_level)},
            {"suits_last_minutes", trial.is_suitable}};
}

ordered_json object_of(const metrics::ShiftTrial& trial) {
    return {{"skew_ms_per_s", trial.skew_ms_per_s},
            {"parts", trial.parts},
            {"cut_off", trial.cut_off},
            {"sound", trial.is_sound},
            {"least_queue_ms", nullable(trial.least_queue_ms)},
            {"taken", trial.is_taken}};
}

ordered_json object_of(const metrics::PartDetail& part) {
    return {{"first_s", part.first_s},
            {"last_s", part.last_s},
            {"probes", part.probes},
            {"up_floor_ms", part.floors.up_ms},
            {"down_floor_ms", part.floors.down_ms},
            {"up_sharp", part.is_up_sharp},
            {"down_sharp", part.is_down_sharp},
            {"sixth_lowest_sum_ms", part.sound_sum_ms}};
}

template <typename T>
ordered_json objects_of(const std::vector<T>& items) {
    ordered_json list = ordered_json::array();
    for (const T& item : items) list.push_back(object_of(item));
    return list;
}

ordered_json object_of(const report::QueueingDetail& detail) {
    ordered_json minutes = ordered_json::array();
    for (const metrics::QueueingMinute& minute : detail.minutes) {
        minutes.push_back({{"start_s", minute.start_s},
                           {"observations", minute.observations},
                           {"up_busy", minute.up_busy},
                           {"down_busy", minute.down_busy},
                           {"up_congested", minute.up_congested},
                           {"down_congested", minute.down_congested}});
    }
    // Of no observations there is no first and last one.
    const auto bound = [&detail](std::int64_t time_s) {
        return detail.described > 0 ? ordered_json(time_s) : ordered_json();
    };
    return {{"described", detail.described},
            {"described_first_s", bound(detail.described_first_s)},
            {"described_last_s", bound(detail.described_last_s)},
            {"session_observations", detail.session_observations},
            {"skew_trials", objects_of(detail.steps.skew_trials)},
            {"looked_for_dips", detail.steps.has_looked_for_dips},
            {"shift_trials", objects_of(detail.steps.shift_trials)},
            {"parts", objects_of(detail.steps.parts)},
            {"route_rise_ms", nullable(detail.steps.rise_ms)},
            {"route_taken_from_s", nullable(detail.steps.route_from_s)},
            {"minutes", minutes}};
}

ordered_json object_of(const std::optional<report::BaselineOrigin>& baseline) {
    if (!baseline) return nullptr;
    ordered_json object = {{"window_id", baseline->window_id}, {"own", baseline->is_own}};
    const auto& bounds = baseline->bounds;
    object["first_s"] = bounds ? ordered_json(bounds->first_probe_s) : ordered_json();
    object["last_s"] = bounds ? ordered_json(bounds->last_probe_s) : ordered_json();
    object["superseded"] = bounds ? ordered_json(bounds->is_superseded) : ordered_json();
    object["least_base_now_ms"] = nullable(baseline->least_base_now_ms);
    return object;
}

}  // namespace

void add_queueing(ordered_json& object, const report::MethodExplanation& method) {
    object["same_history"] = nullable(method.has_same_history);
    object["history_changed"] = method.result.history_changed;
    object["queueing"] = method.queueing ? object_of(*method.queueing) : ordered_json();
    object["baseline"] = object_of(method.baseline);
    object["carried_skew"] = nullptr;
    if (const auto& carried = method.carried_skew) {
        object["carried_skew"] = {{"skew_ms_per_s", carried->skew_ms_per_s},
                                  {"window_last_s", carried->window_last_probe_s}};
    }
}

}  // namespace tixdb::cli
