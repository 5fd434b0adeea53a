// Text that comes from outside, made safe to show.
#pragma once

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

}  // namespace tixdb
