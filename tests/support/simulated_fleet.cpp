// SPDX-License-Identifier: MIT

#include "support/simulated_fleet.hpp"

#include <algorithm>
#include <stdexcept>

#include "store/statement.hpp"
#include "support/command_line.hpp"

namespace tixdb::test {
namespace {

CommandResult run(const std::vector<std::string>& arguments, std::string input = {}) {
    CommandLine line;
    line.input = std::move(input);
    CommandResult result = line.run(arguments);
    if (result.exit_code != 0) throw std::runtime_error(arguments.front() + ": " + result.err);
    return result;
}

// quote() writes a number so that it reads back as the same one.
constexpr const char* kResults =
    "SELECT w.user_id || ' ' || w.installation_id || ' ' || w.ip || ' ' || w.first_report_s || ' ' || "
    "w.last_probe_s"
    " || ' ' || x.method || ' ' || x.parameters || ' ' || x.recent_observations || ' ' || x.minutes || ' ' ||"
    " quote(x.up_usage) || ' ' || quote(x.down_usage) || ' ' || quote(x.up_quality) || ' ' ||"
    " quote(x.down_quality) || ' ' || quote(x.up_hurst_rs) || ' ' || quote(x.up_hurst_wavelet) || ' ' ||"
    " quote(x.down_hurst_rs) || ' ' || quote(x.down_hurst_wavelet) || ' ' || quote(x.up_mode_ns) || ' ' ||"
    " quote(x.down_mode_ns) || ' ' || quote(x.up_threshold_ns) || ' ' || quote(x.down_threshold_ns) || ' ' ||"
    " quote(x.up_busy_share) || ' ' || quote(x.down_busy_share) || ' ' || quote(x.skew_ms_per_s) || ' ' ||"
    " quote(x.skew_source) || ' ' || quote(x.base_ms) || ' ' || quote(x.baseline_ms) || ' ' ||"
    " quote(x.standing_ms) || ' ' || quote(o.body)"
    " FROM window AS w JOIN result AS x USING (window_id) LEFT JOIN outbox AS o USING (result_id)"
    " ORDER BY w.user_id, w.installation_id, w.first_report_s, w.last_probe_s, x.method";

}  // namespace

SimulatedFleet::SimulatedFleet() {
    run({"simulate", "--output", folder_.path().string(), "--from", "2026-03-01T02:20", "--duration", "1h",
         "--installations", "4", "--seed", "7", "--vary", "--vary-clocks", "--loss", "0.02", "--jitter",
         "500us", "--client-utc-offset", "-03:00"});
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_ / "reports")) {
        if (entry.is_regular_file()) files_.push_back(entry.path());
    }
    std::sort(files_.begin(), files_.end());
}

std::string SimulatedFleet::results(const std::vector<std::filesystem::path>& files, int threads) const {
    const TemporaryFolder folder;
    const std::string database = (folder / "tixdb.sqlite").string();
    std::string list;
    for (const auto& file : files) list += file.string() + '\n';
    run({"ingest", (folder_ / "reports").string(), "--files-from", "-", "--database", database}, list);
    run({"process", "--threads", std::to_string(threads), "--database", database});
    store::Database reader = store::Database::open_for_reading(database);
    store::Statement rows(reader, kResults);
    std::string text;
    while (rows.step()) text += rows.text(0) + '\n';
    return text;
}

}  // namespace tixdb::test
