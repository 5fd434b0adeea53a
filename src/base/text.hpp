// SPDX-License-Identifier: MIT
// Text for people: what comes from outside is made safe to show, and nouns agree with their counts.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace tixdb {

// True if bytes are well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms).
[[nodiscard]] bool is_utf8(std::string_view bytes);

// Bytes as printable text: control characters, backslash, bidirectional overrides and whatever is not UTF-8
// become \xNN, \n, \t … so that a hostile name can neither break a line nor drive a terminal. Reversible.
[[nodiscard]] std::string escaped(std::string_view bytes);

// As a JSON string with its quotes; bytes that are not UTF-8 are escaped first.
[[nodiscard]] std::string json_quoted(std::string_view bytes);

// As the content of an HTML element or of an attribute in double quotes. Control characters, bidirectional
// overrides and what is not UTF-8 are shown as \xNN first.
[[nodiscard]] std::string html_text(std::string_view text);

// The word that agrees with a count: by_count(1, "it", "them") is "it".
[[nodiscard]] constexpr std::string_view by_count(std::int64_t count, std::string_view one,
                                                  std::string_view several) {
    return count == 1 ? one : several;
}

// "1 window", "3 windows".
[[nodiscard]] std::string plural(std::int64_t count, std::string_view noun);

// "1 result waits", "3 results wait".
[[nodiscard]] std::string plural(std::int64_t count, std::string_view noun, std::string_view verb_of_one,
                                 std::string_view verb_of_several);

// "a, b or c".
[[nodiscard]] std::string alternatives(std::span<const std::string> names);

}  // namespace tixdb
