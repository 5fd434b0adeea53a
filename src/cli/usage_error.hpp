// SPDX-License-Identifier: MIT
// Says what is wrong with a command line, in words of our own: CLI11 only finds out that something is.
#pragma once

#include "base/error.hpp"

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace tixdb::cli {

// The error that CLI11 threw while it parsed a command line with root, in our words. Unexpected words of the
// command line are never repeated, since one could be a password; names of commands and options are.
[[nodiscard]] Error usage_error(const CLI::App& root, const CLI::ParseError& error);

// The error for an unknown word in the place of a command.
[[nodiscard]] Error unknown_command(const CLI::App& root);
// True if the command line that root has parsed contains such a word.
[[nodiscard]] bool has_unknown_command(const CLI::App& root);

}  // namespace tixdb::cli
