// SPDX-License-Identifier: MIT
// What is wrong with a command line, in our words. CLI11 only finds that something is.
#pragma once

#include "base/error.hpp"

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace tixdb::cli {

// What error means, thrown while root took a command line apart. Words that were not expected are never
// repeated: one could be a password. Names of commands and options are.
[[nodiscard]] Error usage_error(const CLI::App& root, const CLI::ParseError& error);

// Of a word in the place of a command.
[[nodiscard]] Error unknown_command(const CLI::App& root);
// True if such a word stands in the command line that root has taken apart.
[[nodiscard]] bool has_unknown_command(const CLI::App& root);

}  // namespace tixdb::cli
