// SPDX-License-Identifier: MIT

#include "publish/api_time.hpp"

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "base/time_text.hpp"

namespace tixdb::publish {
namespace {

// What lies beyond as seconds, the year 5138, is milliseconds.
constexpr double kLargestSeconds = 1e11;

bool has_form(std::string_view text, std::string_view form) {
    if (text.size() != form.size()) return false;
    for (std::size_t i = 0; i < form.size(); ++i) {
        const bool is_digit = text[i] >= '0' && text[i] <= '9';
        if (form[i] == '0' ? !is_digit : text[i] != form[i]) return false;
    }
    return true;
}

bool is_zone(std::string_view text) {
    if (text == "Z") return true;
    if (text.empty() || (text[0] != '+' && text[0] != '-')) return false;
    return has_form(text.substr(1), "00:00");
}

ApiTime of_text(std::string_view text) {
    constexpr std::string_view kForm = "0000-00-00T00:00:00";
    if (text.size() <= kForm.size() || !has_form(text.substr(0, kForm.size()), kForm)) return {};
    std::string_view rest = text.substr(kForm.size());
    bool is_whole = true;
    if (rest[0] == '.') {
        const std::size_t end = rest.find_first_not_of("0123456789", 1);
        if (end == std::string_view::npos || end == 1) return {};
        is_whole = rest.substr(1, end - 1).find_first_not_of('0') == std::string_view::npos;
        rest = rest.substr(end);
    }
    if (!is_zone(rest)) return {};
    const auto unix_s = parse_time_s(std::string(text.substr(0, kForm.size())) + std::string(rest), 0);
    if (!unix_s) return {};
    return {true, is_whole ? unix_s : std::nullopt};
}

ApiTime of_number(double number) {
    if (!std::isfinite(number)) return {};
    if (std::fabs(number) > kLargestSeconds) number /= 1000;
    const double whole = std::trunc(number);
    if (whole != number || std::fabs(whole) > kLargestSeconds) return {true, std::nullopt};
    return {true, static_cast<std::int64_t>(whole)};
}

}  // namespace

ApiTime api_time_of(const nlohmann::json& value) {
    if (value.is_null()) return {true, std::nullopt};
    if (value.is_string()) return of_text(value.get_ref<const std::string&>());
    if (value.is_number()) return of_number(value.get<double>());
    return {};
}

}  // namespace tixdb::publish
