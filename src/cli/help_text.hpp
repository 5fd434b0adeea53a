// SPDX-License-Identifier: MIT
// What --help says: of 80 columns, with defaults, some examples of the command's page, and the page's name.
#pragma once

#include <iosfwd>
#include <string>

namespace tixdb::cli {

// command: "run", "asn import", or empty for the program itself.
void write_help(std::ostream& out, const std::string& command);

}  // namespace tixdb::cli
