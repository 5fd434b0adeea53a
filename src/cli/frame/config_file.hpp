// SPDX-License-Identifier: MIT
// The configuration file: one `name = value` a line, names as the long options without dashes, # for
// comments.
#pragma once

#include <map>
#include <string>

namespace tixdb::cli {

using ConfigFile = std::map<std::string, std::string, std::less<>>;

inline constexpr const char* kDefaultConfigFile = "/etc/tixdb.conf";

// path empty: the default file if it exists, else nothing. Throws Error{configuration} that names file and
// line.
[[nodiscard]] ConfigFile read_config_file(const std::string& path);

}  // namespace tixdb::cli
