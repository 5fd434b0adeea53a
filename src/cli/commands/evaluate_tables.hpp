// SPDX-License-Identifier: MIT
// The three tables of `tixdb evaluate`.
#pragma once

#include <vector>

#include "cli/frame/context.hpp"
#include "cli/frame/output.hpp"
#include "report/evaluation.hpp"
#include "report/state_evaluation.hpp"

namespace tixdb::cli {

void print_scores(Context& context, const OutputOptions& output,
                  const std::vector<report::EvaluationRow>& rows);
void print_states(Context& context, const OutputOptions& output, const std::vector<report::StateRow>& rows);
void print_evaluated(Context& context, const OutputOptions& output,
                     const std::vector<report::EvaluatedWindow>& windows);

}  // namespace tixdb::cli
