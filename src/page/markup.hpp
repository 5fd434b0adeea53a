// SPDX-License-Identifier: MIT
// Text that goes into HTML, SVG and the data of a page. Whatever comes from outside (names of networks,
// addresses, reasons) passes through here or through html_text() of base/text.hpp, so that it can end no tag
// and no script.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace tixdb::page {

// As a JSON string with its quotes, in which no character is left that means something to HTML or turns text
// around.
[[nodiscard]] std::string json_text(std::string_view text);

// "12 %", "0.4 %", the space a non-breaking one: whole from 10 % on; "–" where there is no value.
[[nodiscard]] std::string percent_text(const std::optional<double>& fraction);
// "31 ms", "4.2 ms"; "–" where there is no value.
[[nodiscard]] std::string ms_text(const std::optional<double>& ms);
// "1,440".
[[nodiscard]] std::string count_text(std::int64_t count);

// The template with each {{name}} replaced by its part, as it is: parts are markup. Throws std::logic_error
// if the template names a part that is not there.
[[nodiscard]] std::string filled(std::string_view text,
                                 const std::map<std::string, std::string, std::less<>>& parts);

}  // namespace tixdb::page
