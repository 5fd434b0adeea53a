// SPDX-License-Identifier: MIT
// What an explanation says of the window itself, with what its essentials and the whole of it share.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

#include "report/explanation.hpp"

namespace tixdb::cli {

// "window        1 of 3/5 at 192.0.2.1"
void print_line(std::ostream& out, std::string_view name, const std::string& value);

// Its bounds, session, network and observations, a line each.
void print_window(std::ostream& out, const report::Explanation& explanation);

// "HTTP 500; tix-api …": its last answer, what was noted of it, what it waits for. Not escaped.
[[nodiscard]] std::string remarks_of(const model::OutboxItem& item);

}  // namespace tixdb::cli
