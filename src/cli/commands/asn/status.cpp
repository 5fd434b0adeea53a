// SPDX-License-Identifier: MIT

#include "cli/commands/asn/status.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <ostream>

#include "base/digest.hpp"
#include "base/time_text.hpp"
#include "cli/frame/output.hpp"
#include "store/as_store.hpp"
#include "store/window_as_store.hpp"

namespace tixdb::cli {
namespace {

using nlohmann::ordered_json;

constexpr std::int64_t kDayS = 86'400;
constexpr std::size_t kShownDigits = 12;

struct State {
    std::vector<store::AsSnapshot> snapshots;
    std::map<std::int64_t, std::int64_t> use;  // by snapshot: windows
    std::vector<store::AsCoverage> coverage;

    [[nodiscard]] std::int64_t windows_of(const store::AsSnapshot& snapshot) const {
        const auto found = use.find(snapshot.as_snapshot_id);
        return found == use.end() ? 0 : found->second;
    }
};

State read_state(store::Database& database) {
    const store::Snapshot consistent(database);
    store::WindowAsStore windows(database);
    return {store::AsStore(database).snapshots(), windows.use_of_snapshots(), windows.coverage()};
}

std::int64_t age_days(const store::AsSnapshot& snapshot, std::int64_t now_s) {
    return (now_s - snapshot.valid_from_s) / kDayS;
}

double share_without(const store::AsCoverage& month) {
    return static_cast<double>(month.windows - month.with_as) / static_cast<double>(month.windows);
}

void print_table(std::ostream& out, const State& state, std::int64_t now_s) {
    const auto snapshots = make_row_writer({}, out, "snapshots",
                                           {"snapshot", "content", "valid_from", "age_days", "prefixes",
                                            "names", "windows", "format", "digest", "source", "state"});
    for (const store::AsSnapshot& snapshot : state.snapshots) {
        snapshots->row({snapshot.as_snapshot_id, std::string(name_of(snapshot.content)),
                        iso_of_s(snapshot.valid_from_s), age_days(snapshot, now_s), snapshot.prefixes,
                        snapshot.names, state.windows_of(snapshot), snapshot.format,
                        hex(snapshot.digest).substr(0, kShownDigits), snapshot.source,
                        std::string(snapshot.pruned_ms ? "pruned" : "present")});
    }
    snapshots->finish();
    if (state.snapshots.empty()) out << "no snapshots\n";
    out << '\n';
    const auto coverage = make_row_writer(
        {}, out, "coverage", {"month", "windows", "with_as", "not_global", "not_looked_up", "without"});
    for (const store::AsCoverage& month : state.coverage) {
        coverage->row({month.month, month.windows, month.with_as, month.not_global, month.not_looked_up,
                       fmt::format("{:.1f} %", share_without(month) * 100)});
    }
    coverage->finish();
    if (state.coverage.empty()) out << "no windows\n";
}

ordered_json json_of(const store::AsSnapshot& snapshot, const State& state, std::int64_t now_s) {
    return {{"as_snapshot_id", snapshot.as_snapshot_id},
            {"content", name_of(snapshot.content)},
            {"valid_from_s", snapshot.valid_from_s},
            {"valid_from", iso_of_s(snapshot.valid_from_s)},
            {"age_days", age_days(snapshot, now_s)},
            {"prefixes", snapshot.prefixes},
            {"names", snapshot.names},
            {"windows", state.windows_of(snapshot)},
            {"format", snapshot.format},
            {"digest", hex(snapshot.digest)},
            {"source", snapshot.source},
            {"imported_ms", snapshot.imported_ms},
            {"pruned_ms", snapshot.pruned_ms ? ordered_json(*snapshot.pruned_ms) : ordered_json()}};
}

void print_json(std::ostream& out, const State& state, std::int64_t now_s) {
    ordered_json document = {{"schema_version", kJsonSchemaVersion}};
    document["snapshots"] = ordered_json::array();
    for (const auto& snapshot : state.snapshots)
        document["snapshots"].push_back(json_of(snapshot, state, now_s));
    document["coverage"] = ordered_json::array();
    for (const store::AsCoverage& month : state.coverage) {
        document["coverage"].push_back({{"month", month.month},
                                        {"windows", month.windows},
                                        {"with_as", month.with_as},
                                        {"not_global", month.not_global},
                                        {"not_looked_up", month.not_looked_up},
                                        {"share_without_as", share_without(month)}});
    }
    out << document.dump(2) << '\n';
}

}  // namespace

void AsnStatus::add_options(OptionSet& options) {
    add_object_format(options, format_);
}

ExitCode AsnStatus::run(Context& context) {
    store::Database database = store::Database::open_for_reading(context.common.database);
    const State state = read_state(database);
    const std::int64_t now_s = context.clock().now_s();
    if (format_ == "json")
        print_json(context.out(), state, now_s);
    else
        print_table(context.out(), state, now_s);
    return ExitCode::done;
}

}  // namespace tixdb::cli
