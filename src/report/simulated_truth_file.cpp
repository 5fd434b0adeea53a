// SPDX-License-Identifier: MIT

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <optional>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/parse_number.hpp"
#include "base/text.hpp"
#include "report/simulated_truth.hpp"

namespace tixdb::report {
namespace {

std::vector<std::string_view> fields_of(std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    std::vector<std::string_view> fields;
    while (true) {
        const std::size_t comma = line.find(',');
        fields.push_back(line.substr(0, comma));
        if (comma == std::string_view::npos) return fields;
        line.remove_prefix(comma + 1);
    }
}

Error wrong(const std::string& name, std::int64_t line, std::string_view what) {
    return {ErrorKind::failed, fmt::format("{} line {}: {}", escaped(name), line, what),
            "docs/man/tixdb-evaluate.md describes the file"};
}

// Where the columns stand that are needed.
class Columns {
  public:
    // Throws Error if one is missing.
    Columns(const std::vector<std::string_view>& heading, const std::string& name) {
        for (std::size_t i = 0; i < kNames.size(); ++i) {
            const auto at = std::find(heading.begin(), heading.end(), kNames[i]);
            if (at == heading.end()) throw wrong(name, 1, fmt::format("there is no column {}", kNames[i]));
            places_[i] = static_cast<std::size_t>(at - heading.begin());
            needed_ = std::max(needed_, places_[i] + 1);
        }
    }

    struct Row {
        model::InstallationKey key;
        std::int64_t minute_s = 0;
        MinuteTruth truth;
    };
    [[nodiscard]] std::optional<Row> row_of(const std::vector<std::string_view>& fields) const {
        if (fields.size() < needed_) return std::nullopt;
        const auto user = parse_number<std::int64_t>(fields[places_[0]]);
        const auto installation = parse_number<std::int64_t>(fields[places_[1]]);
        const auto minute_s = parse_number<std::int64_t>(fields[places_[2]]);
        const auto up = parse_number<double>(fields[places_[3]]);
        const auto down = parse_number<double>(fields[places_[4]]);
        if (!user || !installation || !minute_s || !up || !down) return std::nullopt;
        if (!std::isfinite(*up) || !std::isfinite(*down)) return std::nullopt;
        return Row{{*user, *installation}, *minute_s, {*up, *down}};
    }

  private:
    static constexpr std::array<std::string_view, 5> kNames = {"user_id", "installation_id", "minute_s",
                                                               "up_utilisation", "down_utilisation"};

    std::array<std::size_t, kNames.size()> places_{};
    std::size_t needed_ = 0;
};

}  // namespace

std::map<model::InstallationKey, InstallationTruth> parse_truth(std::istream& csv, const std::string& name) {
    std::string line;
    std::getline(csv, line);
    const Columns columns(fields_of(line), name);
    std::map<model::InstallationKey, InstallationTruth> truth;
    for (std::int64_t number = 2; std::getline(csv, line); ++number) {
        const auto row = columns.row_of(fields_of(line));
        if (!row) throw wrong(name, number, "a number is missing");
        const bool is_new = truth[row->key].emplace(row->minute_s, row->truth).second;
        if (!is_new) throw wrong(name, number, "this minute of the installation was there before");
    }
    return truth;
}

std::map<model::InstallationKey, InstallationTruth> read_truth(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        throw Error(ErrorKind::failed, fmt::format("{}: cannot be read", escaped(path.string())));
    }
    return parse_truth(file, path.string());
}

}  // namespace tixdb::report
