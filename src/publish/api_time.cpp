// SPDX-License-Identifier: MIT

#include "publish/api_time.hpp"

#include <string>

#include "base/time_text.hpp"

namespace tixdb::publish {

std::optional<std::int64_t> unix_s_of(std::string_view iso) {
    constexpr std::string_view kForm = "0000-00-00T00:00:00.000Z";
    if (iso.size() != kForm.size() || !iso.ends_with(".000Z")) return std::nullopt;
    for (std::size_t i = 0; i < kForm.size(); ++i) {
        const bool is_digit = iso[i] >= '0' && iso[i] <= '9';
        if (kForm[i] == '0' ? !is_digit : iso[i] != kForm[i]) return std::nullopt;
    }
    return parse_time_s(std::string(iso.substr(0, iso.size() - 5)) + "Z", 0);
}

}  // namespace tixdb::publish
