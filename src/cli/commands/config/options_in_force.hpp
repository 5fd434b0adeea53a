// SPDX-License-Identifier: MIT
// Every option of every command as environment and configuration file set it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/log.hpp"
#include "cli/frame/context.hpp"

namespace tixdb::cli {

struct ShownValue {
    std::string value;
    std::string origin;  // "default", "file", "environment TIXDB_REPORTS", …
};

// By name. An option of the same name means the same everywhere; what some commands do not take of it
// (choices_elsewhere) is shown all the same. problems: added to, of values in the environment or the file
// that are none; the default is in force then.
[[nodiscard]] std::map<std::string, ShownValue> options_in_force(const Context& context,
                                                                 std::vector<Error>& problems);

// Each once: commands share options.
void tell_problems(Log& log, const std::vector<Error>& problems);

}  // namespace tixdb::cli
