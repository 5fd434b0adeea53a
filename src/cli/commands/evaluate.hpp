// SPDX-License-Identifier: MIT
// tixdb evaluate: docs/man/tixdb-evaluate.md
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/frame/command.hpp"
#include "cli/frame/output.hpp"
#include "cli/stages/epsilon_options.hpp"
#include "process/parameters.hpp"
#include "report/evaluation.hpp"
#include "report/state_evaluation.hpp"

namespace tixdb::cli {

class EvaluateCommand final : public Command {
  public:
    void add_options(OptionSet& options) override;
    void validate(const Context& context) override;
    ExitCode run(Context& context) override;

  private:
    [[nodiscard]] process::Parameters parameters() const;
    void print_rows(Context& context, const std::vector<report::EvaluationRow>& rows) const;
    void print_states(Context& context, const std::vector<report::StateRow>& rows) const;
    void print_windows(Context& context, const std::vector<report::EvaluatedWindow>& windows) const;

    std::vector<std::string> folders_;
    std::string method_ = "all";
    EpsilonOptions epsilon_;
    bool windows_ = false;
    bool states_ = false;
    std::optional<double> down_mbps_;
    std::optional<double> up_mbps_;
    OutputOptions output_;
};

}  // namespace tixdb::cli
