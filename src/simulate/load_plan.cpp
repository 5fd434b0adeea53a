// SPDX-License-Identifier: MIT

#include "simulate/load_plan.hpp"

#include <fmt/format.h>

#include <array>

#include "base/error.hpp"
#include "base/parse_number.hpp"
#include "base/text.hpp"

namespace tixdb::simulate {
namespace {

constexpr std::size_t kColumns = 5;
constexpr const char* kHint = "correct the plan; tixdb-simulate(1) describes it";

template <typename Number>
bool parse(std::string_view text, Number& target) {
    const auto value = parse_number<Number>(text);
    if (value) target = *value;
    return value.has_value();
}

bool split(std::string_view line, std::array<std::string_view, kColumns>& cells) {
    for (std::size_t i = 0; i < kColumns; ++i) {
        const std::size_t comma = line.find(',');
        if ((comma == std::string_view::npos) != (i + 1 == kColumns)) return false;
        cells[i] = line.substr(0, comma);
        if (comma != std::string_view::npos) line.remove_prefix(comma + 1);
    }
    return true;
}

// Why the row does not fit, or empty.
std::string add_row(std::string_view line, LoadPlan& plan) {
    std::array<std::string_view, kColumns> cells;
    if (!split(line, cells)) return fmt::format("{} columns expected", kColumns);
    model::InstallationKey key;
    LoadStep up;
    LoadStep down;
    if (!parse(cells[0], key.user_id) || !parse(cells[1], key.installation_id) ||
        !parse(cells[2], up.after_s) || !parse(cells[3], up.utilisation) ||
        !parse(cells[4], down.utilisation)) {
        return "not a number";
    }
    down.after_s = up.after_s;
    for (const double utilisation : {up.utilisation, down.utilisation}) {
        if (!(utilisation >= 0 && utilisation <= 2)) return "a utilisation is not in 0…2";
    }
    LoadPair& loads = plan[key];
    if (loads.up.empty() && up.after_s != 0) return "the first step of an installation must be at 0";
    if (!loads.up.empty() && up.after_s <= loads.up.back().after_s) return "steps must be in order of time";
    loads.up.push_back(up);
    loads.down.push_back(down);
    return {};
}

}  // namespace

LoadPlan parse_load_plan(std::string_view text, const std::string& source) {
    LoadPlan plan;
    bool has_header = false;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty() || line.starts_with('#')) continue;
        const std::string problem = has_header ? add_row(line, plan)
                                    : line == kLoadPlanHeader
                                        ? ""
                                        : fmt::format("\"{}\" expected", kLoadPlanHeader);
        if (!problem.empty()) {
            throw Error(ErrorKind::usage, fmt::format("{}, line {}: {}", escaped(source), number, problem),
                        kHint);
        }
        has_header = true;
    }
    if (!has_header) throw Error(ErrorKind::usage, fmt::format("{}: empty", escaped(source)), kHint);
    return plan;
}

}  // namespace tixdb::simulate
