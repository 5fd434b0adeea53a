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

namespace tixdb::cli {

class EvaluateCommand final : public Command {
  public:
    void add_options(OptionSet& options) override;
    void validate(const Context& context) override;
    ExitCode run(Context& context) override;

  private:
    [[nodiscard]] process::Parameters parameters() const;
    struct Compared {
        std::vector<report::EvaluatedWindow> windows;
        std::string what;  // "2 experiments"
    };
    [[nodiscard]] Compared with_experiments(Context& context) const;
    [[nodiscard]] Compared with_counters(Context& context) const;
    void validate_source() const;

    std::vector<std::string> folders_;
    std::optional<std::string> counters_;
    std::optional<std::int64_t> user_;
    std::optional<std::int64_t> installation_;
    std::string method_ = "all";
    EpsilonOptions epsilon_;
    bool windows_ = false;
    bool states_ = false;
    std::optional<double> down_mbps_;
    std::optional<double> up_mbps_;
    OutputOptions output_;
};

}  // namespace tixdb::cli
