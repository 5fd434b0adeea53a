// SPDX-License-Identifier: MIT

#include "cli/commands/simulate_options.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/parse_number.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"
#include "model/address.hpp"
#include "model/observation.hpp"
#include "simulate/value_text.hpp"

namespace tixdb::cli {
namespace {

[[noreturn]] void refuse(std::string_view option, std::string_view text, std::string_view expectation) {
    throw Error(ErrorKind::usage, fmt::format("{}: \"{}\" is not {}", option, escaped(text), expectation),
                "--help explains the options");
}

// "03:00": hours and minutes, without a sign.
std::optional<std::int64_t> clock_offset_s(std::string_view hours, std::string_view minutes) {
    if (hours.size() > 2 || minutes.size() > 2) return std::nullopt;
    const auto whole_hours = parse_number<std::uint8_t>(hours);
    const auto whole_minutes = parse_number<std::uint8_t>(minutes);
    if (!whole_hours || !whole_minutes || *whole_minutes >= 60) return std::nullopt;
    return *whole_hours * 3600 + *whole_minutes * 60;
}

// "-03:00", "-3h", "90min"; a bare number is in hours.
std::optional<std::int64_t> utc_offset_s(std::string_view text) {
    if (text.starts_with("+-")) return std::nullopt;
    if (const auto hours = parse_decimal(text.substr(text.starts_with('+') ? 1 : 0))) {
        return std::llround(*hours * 3600);
    }
    if (text.find(':') == std::string_view::npos) {
        const auto offset_ns = simulate::parse_signed_ns(text);
        return offset_ns ? std::optional(*offset_ns / model::kNsPerS) : std::nullopt;
    }
    const bool is_negative = text.starts_with('-');
    if (is_negative || text.starts_with('+')) text.remove_prefix(1);
    const std::size_t colon = text.find(':');
    const auto offset_s = clock_offset_s(text.substr(0, colon), text.substr(colon + 1));
    return offset_s ? std::optional(is_negative ? -*offset_s : *offset_s) : std::nullopt;
}

// "0.5", or for equal parts of the time "0.1,0.5,0.9".
std::optional<std::vector<double>> utilisations(std::string_view text) {
    std::vector<double> values;
    for (const std::string_view part : simulate::split(text, ',')) {
        const auto value = parse_decimal(part);
        if (!value || *value < 0 || *value > 2) return std::nullopt;
        values.push_back(*value);
    }
    return values;
}

// As a number, so that one can count on from it.
std::optional<std::uint32_t> ipv4(std::string_view text) {
    const auto address = model::Address::parse(text);
    if (!address || address->family() != model::AddressFamily::v4) return std::nullopt;
    std::uint32_t number = 0;
    for (const std::uint8_t byte : address->bytes()) number = (number << 8U) | byte;
    return number;
}

void require_span(Option& option) {
    option.require([](const std::string& text) { return simulate::parse_signed_ns(text).has_value(); },
                   "a time span such as 15ms, 200us or -1.5s");
}

void require_utilisations(Option& option) {
    option.require([](const std::string& text) { return utilisations(text).has_value(); },
                   "a utilisation from 0 to 2 such as 0.5, or several as 0.1,0.5,0.9");
}

void require_utc_offset(Option& option) {
    option.require([](const std::string& text) { return utc_offset_s(text).has_value(); },
                   "an offset such as -03:00");
}

std::int64_t whole_s(std::chrono::milliseconds duration) {
    return duration.count() / 1000;
}

}  // namespace

void SimulateOptions::declare(OptionSet& options) {
    options.value("-o,--output", output_, "folder to write to: new or empty (required)").command_line_only();
    options.flag("--force", force_, "write into a folder that is not empty").command_line_only();
    options.dry_run(dry_run_, "only say what would be written");
    options.value("--threads", threads_, "worker threads; 0: one per core").between(0, 1024);
    options.value("--seed", seed_, "the same seed gives the same bytes")
        .require([](const std::string& text) { return !text.starts_with('-'); }, "a whole number from 0 on");
    options.value("--from", from_, "time of the first probe").command_line_only();
    options.value("--to", to_, "end (excluded); without --from: default now").command_line_only();
    options.value("--duration", duration_, "instead of --from or --to (default 2h)").command_line_only();
    declare_fleet(options);
    declare_links(options);
    traffic_.declare(options);
    declare_clocks(options);
    disturbances_.declare(options);
    declare_habits(options);
}

void SimulateOptions::declare_fleet(OptionSet& options) {
    constexpr double kLargestId = 1e12;
    options.value("--installations", installations_, "how many clients").between(1, 1e7);
    options.value("--first-user", first_user_, "user id of the first client").between(1, kLargestId);
    options.value("--first-installation", first_installation_, "installation id of the first client")
        .between(1, kLargestId);
    options.value("--installations-per-user", installations_per_user_, "clients of one user")
        .between(1, kLargestId);
}

void SimulateOptions::declare_links(OptionSet& options) {
    require_utilisations(options.value("--up-utilisation", up_utilisation_,
                                       "load of the uplink, 0…2; several for equal parts of the time"));
    require_utilisations(options.value("--down-utilisation", down_utilisation_, "the same of the downlink"));
    options.value("--utilisation-plan", plan_, "CSV file with the loads of single installations");
    options.flag("--vary", vary_, "draw each installation's loads, 0.05…0.95, by the seed");
    options.value("--up-rate-kbps", up_rate_kbps_, "rate of the uplink, kb/s").between(1, 1e9);
    options.value("--down-rate-kbps", down_rate_kbps_, "rate of the downlink, kb/s").between(1, 1e9);
    require_span(options.value("--up-base-delay", up_base_delay_, "delay of the empty way up, such as 15ms"));
    require_span(options.value("--down-base-delay", down_base_delay_, "the same of the way down"));
    options.value("--packet-bytes", packet_bytes_, "size of the cross traffic's packets").between(40, 65'535);
    options.value("--burst-packets", burst_packets_, "cross traffic packets that come together")
        .between(1, 10'000);
    options.value("--buffer", buffer_, "longest queue, as time; what exceeds it is dropped");
    options.value("--queue", queue_, "exact, or stationary: a shortcut for fast links")
        .choices(simulate::kQueueModels.names());
    require_span(options.value("--jitter", jitter_, "mean of a random delay, added each way"));
    require_span(options.value("--probe-spread", probe_spread_,
                               "probes leave once per second, anywhere within this part of it"));
    options.value("--loss", loss_, "share of the probes that are lost, 0…1").between(0, 1);
}

void SimulateOptions::declare_clocks(OptionSet& options) {
    require_span(options.value("--clock-offset", clock_offset_,
                               "error of the client's clock at the beginning, such as -1.5s"));
    options.value("--clock-drift-ppm", clock_drift_ppm_, "how much faster the client's clock runs")
        .between(-10'000, 10'000);
    options
        .value("--server-clock-drift-ppm", server_clock_drift_ppm_, "how much faster the server's clock runs")
        .between(-10'000, 10'000);
    options.flag("--vary-clocks", vary_clocks_,
                 "draw each client's offset (±1 s) and drift (±70 ppm) by the seed");
    require_utc_offset(
        options.value("--client-utc-offset", client_utc_offset_, "time zone of the clients, such as -03:00"));
    require_utc_offset(options.value("--server-utc-offset", server_utc_offset_, "time zone of the server"));
}

void SimulateOptions::declare_habits(OptionSet& options) {
    options.value("--first-ip", first_ip_, "address of the first client; the others count up")
        .require([](const std::string& text) { return ipv4(text).has_value(); }, "an IPv4 address");
    options.value("--ip-change-every", ip_change_every_,
                  "each client gets a new address after this time, again and again");
    options.value("--gap-every", gap_every_, "each client is off once in this time, for --gap-length");
    options.value("--gap-length", gap_length_, "how long a client is off");
    options
        .value("--saved-share", saved_share_, "share of the reports of which only the client's copy is there")
        .between(0, 1);
    options
        .value("--resent-share", resent_share_,
               "share of the reports of which the client's copy is there too")
        .between(0, 1);
}

simulate::Scenario SimulateOptions::scenario(std::int64_t now_s) const {
    if (output_.empty())
        throw Error(ErrorKind::usage, "--output is required", "name a folder that is new or empty");
    simulate::Scenario scenario;
    scenario.seed = static_cast<std::uint64_t>(seed_);
    scenario.installations = installations_;
    scenario.first_user_id = first_user_;
    scenario.first_installation_id = first_installation_;
    scenario.installations_per_user = installations_per_user_;
    set_time(scenario, now_s);
    set_links(scenario);
    set_clocks(scenario);
    set_habits(scenario);
    traffic_.apply(scenario);
    disturbances_.apply(scenario);
    return scenario;
}

void SimulateOptions::set_time(simulate::Scenario& scenario, std::int64_t now_s) const {
    const auto time_of = [now_s](std::string_view option, const std::string& text) {
        const auto time = parse_time_s(text, now_s);
        if (!time) refuse(option, text, fmt::format("a time such as {}", kTimeExamples));
        return *time;
    };
    if (from_ && to_ && duration_) {
        throw Error(ErrorKind::usage, "--from, --to and --duration do not go together",
                    "leave one of them out");
    }
    const std::string duration_text = duration_.value_or("2h");
    const auto duration = parse_duration(duration_text);
    if (!duration || whole_s(*duration) < 1) refuse("--duration", duration_text, "a duration of at least 1s");
    if (from_) {
        scenario.from_s = time_of("--from", *from_);
        scenario.to_s = to_ ? time_of("--to", *to_) : scenario.from_s + whole_s(*duration);
    } else {
        scenario.to_s = to_ ? time_of("--to", *to_) : now_s / 60 * 60;
        scenario.from_s = scenario.to_s - whole_s(*duration);
    }
}

void SimulateOptions::set_links(simulate::Scenario& scenario) const {
    const std::int64_t duration_s = scenario.to_s - scenario.from_s;
    for (simulate::Direction* direction : {&scenario.up, &scenario.down}) {
        simulate::LinkSettings& link = direction->link;
        link.packet_bytes = packet_bytes_;
        link.packets_per_burst = static_cast<int>(burst_packets_);
        link.buffer_ns = static_cast<double>(buffer_.count()) * 1e6;
        link.model = simulate::kQueueModels.find(queue_).value();
    }
    scenario.up.link.rate_bps = up_rate_kbps_ * 1000;
    scenario.down.link.rate_bps = down_rate_kbps_ * 1000;
    scenario.up.base_delay_ns = simulate::parse_signed_ns(up_base_delay_).value();
    scenario.down.base_delay_ns = simulate::parse_signed_ns(down_base_delay_).value();
    const auto load = [duration_s](const std::string& text) {
        return simulate::load_in_equal_parts(utilisations(text).value(), duration_s);
    };
    scenario.up.load = load(up_utilisation_);
    scenario.down.load = load(down_utilisation_);
    scenario.vary_load = vary_;
}

void SimulateOptions::set_clocks(simulate::Scenario& scenario) const {
    simulate::ClockSettings& clock = scenario.client_clock;
    clock.offset_ns = simulate::parse_signed_ns(clock_offset_).value();
    clock.drift_ppm = clock_drift_ppm_;
    clock.utc_offset_s = utc_offset_s(client_utc_offset_).value();
    scenario.server_clock.drift_ppm = server_clock_drift_ppm_;
    scenario.server_clock.utc_offset_s = utc_offset_s(server_utc_offset_).value();
    scenario.vary_clocks = vary_clocks_;
}

void SimulateOptions::set_habits(simulate::Scenario& scenario) const {
    scenario.loss = loss_;
    scenario.jitter_ns = simulate::parse_signed_ns(jitter_).value();
    scenario.probe_spread_ns = simulate::parse_signed_ns(probe_spread_).value();
    scenario.first_ip = ipv4(first_ip_).value();
    scenario.ip_change_every_s = whole_s(ip_change_every_);
    scenario.gap_every_s = whole_s(gap_every_);
    scenario.gap_length_s = whole_s(gap_length_);
    scenario.saved_share = saved_share_;
    scenario.resent_share = resent_share_;
}

}  // namespace tixdb::cli
