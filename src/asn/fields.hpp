// SPDX-License-Identifier: MIT
// Splits a line of a table into its fields. Pure; views in the results are into the argument.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tixdb::asn {

// Without spaces and tabs at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

// The pieces between runs of spaces and tabs.
[[nodiscard]] std::vector<std::string_view> words_of(std::string_view line);

// The pieces between tabs, at most limit: the last one takes the rest.
[[nodiscard]] std::vector<std::string_view> tab_fields_of(std::string_view line, std::size_t limit);

// RFC 4180, within one line. Nothing if a quote is not closed, or something follows a closing one.
[[nodiscard]] std::optional<std::vector<std::string>> csv_fields_of(std::string_view line);

// A number of decimal digits alone, without leading zeros, at most `most`. Nothing if the text is anything
// else.
[[nodiscard]] std::optional<std::int64_t> whole_number(std::string_view text, std::int64_t most);

}  // namespace tixdb::asn
