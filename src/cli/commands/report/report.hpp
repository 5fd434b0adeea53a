// SPDX-License-Identifier: MIT
// tixdb report: docs/man/tixdb-report.md
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cli/frame/command.hpp"
#include "model/installation.hpp"
#include "model/method.hpp"
#include "store/report_page_reader.hpp"

namespace tixdb::cli {

class ReportCommand final : public Command {
  public:
    void add_options(OptionSet& options) override;
    void validate(const Context& context) override;
    ExitCode run(Context& context) override;

  private:
    void report_installation(Context& context, store::Database& database);

    std::string user_;
    std::string installation_;
    std::string output_;
    std::optional<std::string> from_;
    std::optional<std::string> to_;
    std::string time_zone_ = "UTC";
    std::string method_{model::name_of(model::kDefaultMethod)};
    std::optional<std::string> figure_;

    model::InstallationKey key_;
    std::optional<std::int64_t> from_s_;
    std::optional<std::int64_t> to_s_;
};

}  // namespace tixdb::cli
