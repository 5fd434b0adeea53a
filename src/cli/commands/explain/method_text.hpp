// SPDX-License-Identifier: MIT
// The part of an explanation that is about one method's result, for people.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "report/explanation.hpp"

namespace tixdb::cli {

// Whether earlier results say the same today, and what takes it in if not. Needs has_same_history.
[[nodiscard]] std::string history_text(const store::WindowRow& window,
                                       const report::MethodExplanation& method);

void print_figures(std::ostream& out, const std::vector<report::ComparedFigure>& figures);
void print_method(std::ostream& out, const store::WindowRow& window, const report::MethodExplanation& method);

}  // namespace tixdb::cli
