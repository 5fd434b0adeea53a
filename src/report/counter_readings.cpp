// SPDX-License-Identifier: MIT

#include "report/counter_readings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <string_view>
#include <utility>

#include "base/error.hpp"
#include "base/parse_number.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"

namespace tixdb::report {
namespace {

using Fields = std::vector<std::string_view>;

constexpr std::array<std::string_view, 3> kCounterColumns = {"time", "rx", "tx"};
constexpr double kLeastMs = 1e11;  // in seconds it would be the year 5138, in milliseconds 1973

std::string_view bare(std::string_view field) {
    const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!field.empty() && is_blank(field.front())) field.remove_prefix(1);
    while (!field.empty() && is_blank(field.back())) field.remove_suffix(1);
    const bool is_quoted = field.size() >= 2 && field.front() == '"' && field.back() == '"';
    return is_quoted ? field.substr(1, field.size() - 2) : field;
}

Fields counter_fields(std::string_view line) {
    Fields fields;
    while (true) {
        const std::size_t comma = line.find(',');
        fields.push_back(bare(line.substr(0, comma)));
        if (comma == std::string_view::npos) return fields;
        line.remove_prefix(comma + 1);
    }
}

std::optional<double> counter_time_s(std::string_view text) {
    if (const auto number = parse_decimal(text)) {
        if (*number < 0) return std::nullopt;
        return *number >= kLeastMs ? *number / 1000 : *number;
    }
    // Times that depend on when they are read say nothing in a file.
    if (text.find('-') == std::string_view::npos && !text.starts_with('@')) return std::nullopt;
    const auto time_s = parse_time_s(text, 0);
    return time_s ? std::optional<double>(static_cast<double>(*time_s)) : std::nullopt;
}

// Of a file, line by line.
class CounterParser {
  public:
    explicit CounterParser(const std::string& name) : name_(name) {}

    void take(std::string_view line) {
        ++number_;
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (bare(line).empty() || line.starts_with('#')) return;
        fields_ = counter_fields(line);
        const bool is_first = !std::exchange(has_begun_, true);
        if (is_first && !counter_time_s(fields_.front())) {
            take_heading();
        } else {
            readings_.push_back({time(), counter(1), counter(2)});
        }
    }
    [[nodiscard]] std::vector<CounterReading> finish() {
        const auto is_before = [](const CounterReading& a, const CounterReading& b) {
            return a.time_s < b.time_s;
        };
        std::stable_sort(readings_.begin(), readings_.end(), is_before);
        std::vector<CounterReading> distinct;
        for (const CounterReading& reading : readings_) {
            if (!distinct.empty() && distinct.back().time_s == reading.time_s) distinct.pop_back();
            distinct.push_back(reading);
        }
        if (distinct.size() < 2) throw wrong("there are no two readings");
        return distinct;
    }

  private:
    [[nodiscard]] Error wrong(std::string_view what) const {
        return {ErrorKind::failed, fmt::format("{} line {}: {}", escaped(name_), number_, what),
                "docs/validate.md describes the file"};
    }
    void take_heading() {
        for (std::size_t i = 0; i < kCounterColumns.size(); ++i) {
            const auto at = std::find(fields_.begin(), fields_.end(), kCounterColumns[i]);
            if (at == fields_.end()) throw wrong(fmt::format("there is no column {}", kCounterColumns[i]));
            places_[i] = static_cast<std::size_t>(at - fields_.begin());
        }
    }
    [[nodiscard]] std::string_view field(std::size_t column) const {
        const std::size_t place = places_[column];
        return place < fields_.size() ? fields_[place] : std::string_view();
    }
    [[nodiscard]] double time() const {
        const auto time_s = counter_time_s(field(0));
        if (!time_s) throw wrong(fmt::format("time \"{}\" is none", escaped(field(0))));
        return *time_s;
    }
    [[nodiscard]] std::optional<std::uint64_t> counter(std::size_t column) const {
        const std::string_view text = field(column);
        if (text.empty()) return std::nullopt;
        const auto value = parse_number<std::uint64_t>(text);
        if (value) return value;
        throw wrong(fmt::format("{} \"{}\" is no number of bytes", kCounterColumns[column], escaped(text)));
    }

    const std::string& name_;
    std::int64_t number_ = 0;
    bool has_begun_ = false;
    Fields fields_;
    std::array<std::size_t, kCounterColumns.size()> places_{0, 1, 2};
    std::vector<CounterReading> readings_;
};

}  // namespace

std::vector<CounterReading> parse_counters(std::istream& csv, const std::string& name) {
    CounterParser parser(name);
    std::string line;
    while (std::getline(csv, line)) parser.take(line);
    return parser.finish();
}

std::vector<CounterReading> read_counters(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        throw Error(ErrorKind::failed, fmt::format("{}: cannot be read", escaped(path.string())),
                    "name a CSV file of times and counters, docs/validate.md");
    }
    return parse_counters(file, path.string());
}

}  // namespace tixdb::report
