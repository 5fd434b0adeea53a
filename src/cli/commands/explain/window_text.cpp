// SPDX-License-Identifier: MIT

#include "cli/commands/explain/window_text.hpp"

#include <fmt/format.h>

#include <ostream>

#include "base/text.hpp"
#include "base/time_text.hpp"

namespace tixdb::cli {
namespace {

std::string by_run(const std::optional<std::int64_t>& run_id) {
    return run_id ? fmt::format(" by run {}", *run_id) : "";
}

// "AS64500 Example, 192.0.2.0/24, DE", or why there is none.
std::string network_text(const store::WindowRow& window) {
    if (!window.network) return "not looked up; `tixdb asn refresh` does it";
    const model::Network& network = window.network->network;
    if (network.kind != model::AddressKind::global) {
        return fmt::format("none: {} is not global ({})", window.ip, name_of(network.kind));
    }
    if (!network.as_snapshot_id) {
        return "not looked up: there was no table; `tixdb asn import`, then `tixdb asn refresh`";
    }
    if (!network.prefix) return fmt::format("none: no prefix covers {}", window.ip);
    if (!network.as_number) return fmt::format("none: {} is not routed (AS 0)", *network.prefix);
    std::string text = "AS" + *network.as_number;
    if (network.as_name) text += " " + *network.as_name;
    text += ", " + *network.prefix;
    if (network.country) text += ", " + *network.country;
    return escaped(text);
}

void print_network(std::ostream& out, const store::WindowRow& window) {
    print_line(out, "network", network_text(window));
    if (!window.network || !window.network->network.as_snapshot_id) return;
    const store::StoredNetwork& stored = *window.network;
    print_line(out, "",
               fmt::format("by snapshot {} of {} ({}), looked up {}{}", *stored.network.as_snapshot_id,
                           iso_of_s(stored.valid_from_s.value_or(0)), escaped(stored.source.value_or("")),
                           iso_of_ms(stored.looked_up_ms), by_run(stored.run_id)));
}

std::string others_text(const std::vector<store::WindowAt>& others) {
    std::string text;
    for (const store::WindowAt& other : others) {
        text += (text.empty() ? "" : ", ") + iso_of_s(other.last_probe_s);
    }
    return text;
}

}  // namespace

void print_line(std::ostream& out, std::string_view name, const std::string& value) {
    out << fmt::format("{:<14}{}\n", name, value);
}

void print_window(std::ostream& out, const report::Explanation& explanation) {
    const store::WindowRow& window = explanation.window;
    print_line(out, "window",
               fmt::format("{} of {}/{} at {}", window.window_id, window.installation.user_id,
                           window.installation.installation_id, escaped(window.ip)));
    print_line(out, "from, to",
               fmt::format("{}, {} (@{}, @{})", iso_of_s(window.first_probe_s), iso_of_s(window.last_probe_s),
                           window.first_probe_s, window.last_probe_s));
    print_line(out, "chosen",
               fmt::format("of the current windows that contain {} it ends first",
                           iso_of_s(explanation.asked_for_s)));
    if (!explanation.other_windows.empty()) {
        print_line(out, "others", "end at " + others_text(explanation.other_windows));
    }
    print_line(out, "session",
               fmt::format("reports that begin at {} to {}", iso_of_s(window.session_first_report_s),
                           iso_of_s(window.session_last_report_s)));
    print_network(out, window);
    print_line(out, "formed", iso_of_ms(window.formed_ms) + by_run(window.run_id));
    if (const auto& counts = explanation.observations) {
        print_line(out, "observations",
                   fmt::format("{} as received, {} short probes, {} distinct, {} recent (after {})",
                               counts->received, counts->short_probes, counts->distinct, counts->recent,
                               iso_of_s(counts->recent_after_s)));
    } else {
        print_line(out, "observations", "pruned: what is shown was stored, and can not be computed again");
    }
}

std::string remarks_of(const model::OutboxItem& item) {
    std::string text;
    const auto add = [&text](const std::string& part) { text += (text.empty() ? "" : "; ") + part; };
    if (item.held_for) add(fmt::format("held for its {}", model::name_of(*item.held_for)));
    if (item.last_status) add(fmt::format("HTTP {}", *item.last_status));
    if (item.last_error) add(*item.last_error);
    if (item.drop_reason) add(*item.drop_reason);
    if (item.note) add(*item.note);
    return text;
}

}  // namespace tixdb::cli
