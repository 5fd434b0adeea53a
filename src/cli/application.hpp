// SPDX-License-Identifier: MIT
// The program without its process: main and the tests call it.
#pragma once

#include <string>
#include <vector>

#include "cli/frame/context.hpp"

namespace tixdb::cli {

// arguments without the program's name. Prints errors (once) and returns the exit code.
[[nodiscard]] int run_application(const std::vector<std::string>& arguments, World& world);

}  // namespace tixdb::cli
