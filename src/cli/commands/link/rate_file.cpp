// SPDX-License-Identifier: MIT

#include "cli/commands/link/rate_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "base/error.hpp"
#include "base/parse_number.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"

namespace tixdb::cli {
namespace {

constexpr std::string_view kColumns = "user_id, installation_id, down_mbps, up_mbps and from";

Error wrong_line(const std::filesystem::path& path, std::int64_t number, std::string_view what) {
    return {ErrorKind::failed, fmt::format("{} line {}: {}", escaped(path.string()), number, what),
            fmt::format("a heading with {}, then a link per line", kColumns)};
}

std::vector<std::string> csv_fields(const std::string& line) {
    std::vector<std::string> fields(1);
    for (const char c : line) {
        if (c == ',') {
            fields.emplace_back();
        } else {
            fields.back() += c;
        }
    }
    return fields;
}

// Of a file, line by line.
class RateReader {
  public:
    RateReader(const std::filesystem::path& path, const Context& context)
        : path_(path), context_(context), file_(path) {
        if (!file_) {
            throw Error(ErrorKind::failed, fmt::format("cannot read {}", escaped(path.string())),
                        "name a CSV file that you may read");
        }
    }

    std::vector<GivenRate> read() {
        std::vector<GivenRate> rates;
        std::string line;
        while (std::getline(file_, line)) {
            ++number_;
            if (line.ends_with('\r')) line.pop_back();
            if (number_ == 1) {
                heading_ = csv_fields(line);
                require("user_id");
                require("installation_id");
            } else if (!line.empty()) {
                fields_ = csv_fields(line);
                rates.push_back(rate());
            }
        }
        if (number_ == 0) throw wrong_line(path_, 1, "the file is empty");
        return rates;
    }

  private:
    void require(std::string_view name) const {
        const bool is_there = std::find(heading_.begin(), heading_.end(), name) != heading_.end();
        if (!is_there) throw wrong_line(path_, 1, fmt::format("there is no column {}", name));
    }
    [[nodiscard]] std::string field(std::string_view name) const {
        const auto at = std::find(heading_.begin(), heading_.end(), name) - heading_.begin();
        const auto index = static_cast<std::size_t>(at);
        return index < fields_.size() ? fields_[index] : std::string();
    }
    [[nodiscard]] std::int64_t id(std::string_view name) const {
        const auto value = parse_number<std::int64_t>(field(name));
        if (value && *value > 0) return *value;
        throw wrong_line(path_, number_,
                         fmt::format("{} \"{}\" is not a number above 0", name, escaped(field(name))));
    }
    [[nodiscard]] std::optional<double> mbps(std::string_view name) const {
        if (field(name).empty()) return std::nullopt;
        if (const auto value = rate_of(field(name))) return value;
        throw wrong_line(
            path_, number_,
            fmt::format("{} \"{}\" is not a rate in (0, 1000000] Mb/s", name, escaped(field(name))));
    }
    [[nodiscard]] std::optional<std::int64_t> from() const {
        if (field("from").empty()) return std::nullopt;
        if (const auto value = parse_time_s(field("from"), context_.clock().now_s())) return value;
        throw wrong_line(path_, number_, fmt::format("from \"{}\" is not a time", escaped(field("from"))));
    }
    [[nodiscard]] GivenRate rate() const {
        GivenRate given{{id("user_id"), id("installation_id")}, from(), {mbps("up_mbps"), mbps("down_mbps")}};
        if (!given.rate.up_mbps && !given.rate.down_mbps) {
            throw wrong_line(path_, number_, "neither down_mbps nor up_mbps is given");
        }
        return given;
    }

    const std::filesystem::path& path_;
    const Context& context_;
    std::ifstream file_;
    std::int64_t number_ = 0;
    std::vector<std::string> heading_;
    std::vector<std::string> fields_;
};

}  // namespace

std::optional<double> rate_of(std::string_view text) {
    const auto value = parse_number<double>(text);
    if (!value || !(*value > 0) || *value > kLargestMbps) return std::nullopt;
    return value;
}

std::vector<GivenRate> read_rate_file(const std::filesystem::path& path, const Context& context) {
    return RateReader(path, context).read();
}

}  // namespace tixdb::cli
