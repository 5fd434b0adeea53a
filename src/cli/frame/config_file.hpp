// SPDX-License-Identifier: MIT
// The configuration file: one `name = value` per line, names as the long options without dashes, # for
// comments.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace tixdb::cli {

struct ConfigValue {
    std::string text;
    std::size_t line = 0;  // from 1 on
};

struct ConfigFile {
    std::string path;                                        // empty: there is none
    std::map<std::string, ConfigValue, std::less<>> values;  // by name
    std::vector<Error> problems;  // of lines that are not understood, in their order

    // "/etc/tixdb.conf line 3"
    [[nodiscard]] std::string place_of(std::size_t line) const;
};

inline constexpr const char* kDefaultConfigFile = "/etc/tixdb/tixdb.conf";
// Read where the default one is missing.
inline constexpr const char* kEarlierConfigFile = "/etc/tixdb.conf";

// path empty: the default file if it exists, else the earlier one, else nothing. A line that is not
// understood becomes a problem; the others count. Throws Error{configuration} if the file cannot be read or
// is no text of 1 MiB or less.
[[nodiscard]] ConfigFile read_config_file(const std::string& path);

// The same of a text; path only names it in problems.
[[nodiscard]] ConfigFile parse_config_text(std::string_view text, std::string path);

}  // namespace tixdb::cli
