// SPDX-License-Identifier: MIT

#include "simulate/disturbance_text.hpp"

#include <utility>

#include "base/enum_names.hpp"
#include "base/parse_number.hpp"
#include "simulate/value_text.hpp"

namespace tixdb::simulate {
namespace {

// All kinds but server_off, whose name has an amount: "server-50ms".
constexpr EnumNames<WrongProbe, 6> kPlainWrongProbes(
    "kind of wrong probe", {{{WrongProbe::final_before_initial, "final-before-initial"},
                             {WrongProbe::final_equals_initial, "final-equals-initial"},
                             {WrongProbe::held_longer_than_trip, "held-longer-than-trip"},
                             {WrongProbe::server_zero, "server-zero"},
                             {WrongProbe::short_trip, "short-trip"},
                             {WrongProbe::sent_before_reception, "sent-before-reception"}}});

// The text before and after the first separator; nothing if there is none.
std::optional<std::pair<std::string_view, std::string_view>> halves(std::string_view text,
                                                                    std::string_view separator) {
    const std::size_t at = text.find(separator);
    if (at == std::string_view::npos) return std::nullopt;
    return std::pair(text.substr(0, at), text.substr(at + separator.size()));
}

// A list of items for either side's clock, each read by parse(), which returns nothing for what it is not.
template <typename Event, typename Parse>
std::optional<EventsBySide<Event>> parse_by_side(std::string_view text, const Parse& parse) {
    constexpr std::string_view kServer = "server:";
    EventsBySide<Event> events;
    if (text.empty()) return events;
    for (std::string_view item : split(text, ',')) {
        const bool is_server = item.starts_with(kServer);
        if (is_server) item.remove_prefix(kServer.size());
        const std::optional<Event> event = parse(item);
        if (!event) return std::nullopt;
        (is_server ? events.server : events.client).push_back(*event);
    }
    return events;
}

std::optional<std::int64_t> parse_count(std::string_view text) {
    const auto count = parse_number<std::int64_t>(text);
    return count && *count > 0 ? count : std::nullopt;
}

// Sets the kind, and by how much the server's times are off if that is part of the name.
bool parse_kind(std::string_view name, WrongProbes& wrong) {
    if (const auto kind = kPlainWrongProbes.find(name)) {
        wrong.kind = *kind;
        return true;
    }
    constexpr std::string_view kServer = "server";
    if (!name.starts_with(kServer)) return false;
    name.remove_prefix(kServer.size());
    const auto off_ns = name.starts_with('+') || name.starts_with('-') ? parse_signed_ns(name) : std::nullopt;
    wrong.kind = WrongProbe::server_off;
    wrong.server_off_ns = off_ns.value_or(0);
    return off_ns.has_value();
}

std::optional<WrongProbes> parse_wrong_item(std::string_view item) {
    WrongProbes wrong;
    const auto kind_and_rest = halves(item, ":");
    if (!kind_and_rest || !parse_kind(kind_and_rest->first, wrong)) return std::nullopt;
    std::string_view rest = kind_and_rest->second;
    if (const auto period = halves(rest, "/")) {
        const auto every_s = parse_whole_s(period->second);
        if (!every_s || *every_s < 1) return std::nullopt;
        wrong.every_s = *every_s;
        rest = period->first;
    }
    if (const auto beginning = halves(rest, "@")) {
        const auto after_s = parse_whole_s(beginning->second);
        if (!after_s) return std::nullopt;
        wrong.after_s = *after_s;
        rest = beginning->first;
    }
    const auto count = parse_count(rest);
    if (!count) return std::nullopt;
    wrong.count = *count;
    return wrong;
}

// AFTER[..UNTIL], into a change that has them.
template <typename Change>
bool take_times(std::string_view text, Change& change) {
    const auto times = halves(text, "..");
    const auto after_s = parse_whole_s(times ? times->first : text);
    const auto until_s = times ? parse_whole_s(times->second) : std::optional<std::int64_t>(0);
    if (!after_s || !until_s || (times && *until_s <= *after_s)) return false;
    change.after_s = *after_s;
    change.until_s = *until_s;
    return true;
}

std::optional<RouteChange> parse_route_item(std::string_view item) {
    const auto amount_and_times = halves(item, "@");
    if (!amount_and_times) return std::nullopt;
    const auto by_ns = parse_signed_ns(amount_and_times->first);
    RouteChange change;
    if (!by_ns || !take_times(amount_and_times->second, change)) return std::nullopt;
    change.by_ns = *by_ns;
    return change;
}

std::optional<JitterChange> parse_jitter_item(std::string_view item) {
    const auto factor_and_times = halves(item, "@");
    if (!factor_and_times) return std::nullopt;
    const auto factor = parse_decimal(factor_and_times->first);
    JitterChange change;
    if (!factor || *factor < 0 || !take_times(factor_and_times->second, change)) return std::nullopt;
    change.factor = *factor;
    return change;
}

// A list of items for either way, each behind its name: "up:…" or "down:…".
template <typename Changes, typename Parse>
std::optional<Changes> parse_by_way(std::string_view text, const Parse& parse) {
    Changes changes;
    if (text.empty()) return changes;
    for (const std::string_view item : split(text, ',')) {
        const auto directed = halves(item, ":");
        if (!directed || (directed->first != "up" && directed->first != "down")) return std::nullopt;
        const auto change = parse(directed->second);
        if (!change) return std::nullopt;
        (directed->first == "up" ? changes.up : changes.down).push_back(*change);
    }
    return changes;
}

}  // namespace

std::optional<EventsBySide<ClockStep>> parse_clock_steps(std::string_view text,
                                                         std::int64_t default_after_s) {
    const auto parse_step = [=](std::string_view item) -> std::optional<ClockStep> {
        const auto timed = halves(item, "@");
        const auto by_ns = parse_signed_ns(timed ? timed->first : item);
        const auto after_s = timed ? parse_whole_s(timed->second) : std::optional(default_after_s);
        if (!by_ns || !after_s) return std::nullopt;
        return ClockStep{*after_s, *by_ns};
    };
    auto steps = parse_by_side<ClockStep>(text, parse_step);
    const auto is_none = [](const ClockStep& step) { return step.by_ns == 0; };
    if (steps) std::erase_if(steps->client, is_none);
    if (steps) std::erase_if(steps->server, is_none);
    return steps;
}

std::optional<EventsBySide<ClockSlew>> parse_slews(std::string_view text) {
    return parse_by_side<ClockSlew>(text, [](std::string_view item) -> std::optional<ClockSlew> {
        const auto timed = halves(item, "@");
        const auto rated = timed ? halves(timed->first, "/") : std::nullopt;
        if (!rated) return std::nullopt;
        const auto by_ns = parse_signed_ns(rated->first);
        const auto rate_ppm = parse_ppm(rated->second);
        const auto after_s = parse_whole_s(timed->second);
        if (!by_ns || !rate_ppm || !after_s) return std::nullopt;
        return ClockSlew{*after_s, *by_ns, *rate_ppm};
    });
}

std::optional<EventsBySide<FrequencyChange>> parse_frequency_changes(std::string_view text) {
    return parse_by_side<FrequencyChange>(text, [](std::string_view item) -> std::optional<FrequencyChange> {
        const auto timed = halves(item, "@");
        if (!timed) return std::nullopt;
        const auto by_ppm = parse_ppm(timed->first);
        const auto after_s = parse_whole_s(timed->second);
        if (!by_ppm || !after_s) return std::nullopt;
        return FrequencyChange{*after_s, *by_ppm};
    });
}

std::optional<EventsBySide<DriftWave>> parse_drift_waves(std::string_view text) {
    return parse_by_side<DriftWave>(text, [](std::string_view item) -> std::optional<DriftWave> {
        const auto periodic = halves(item, "/");
        if (!periodic) return std::nullopt;
        const auto amplitude_ppm = parse_ppm(periodic->first);
        const auto period_s = parse_whole_s(periodic->second);
        if (!amplitude_ppm || !period_s || *period_s < 1) return std::nullopt;
        return DriftWave{*amplitude_ppm, *period_s};
    });
}

std::optional<RouteChanges> parse_route_changes(std::string_view text) {
    return parse_by_way<RouteChanges>(text, parse_route_item);
}

std::optional<JitterChanges> parse_jitter_changes(std::string_view text) {
    return parse_by_way<JitterChanges>(text, parse_jitter_item);
}

std::optional<std::vector<WrongProbes>> parse_wrong_probes(std::string_view text) {
    std::vector<WrongProbes> all;
    if (text.empty()) return all;
    for (const std::string_view item : split(text, ',')) {
        const auto wrong = parse_wrong_item(item);
        if (!wrong) return std::nullopt;
        all.push_back(*wrong);
    }
    return all;
}

}  // namespace tixdb::simulate
