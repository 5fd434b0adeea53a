// SPDX-License-Identifier: MIT
// tixdb report: docs/man/tixdb-report.md
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cli/frame/command.hpp"
#include "model/installation.hpp"
#include "model/method.hpp"
#include "store/fleet_page_reader.hpp"
#include "store/report_page_reader.hpp"

namespace tixdb::cli {

class ReportCommand final : public Command {
  public:
    void add_options(OptionSet& options) override;
    void validate(const Context& context) override;
    ExitCode run(Context& context) override;

  private:
    void validate_subject();
    void report_installation(Context& context, store::Database& database);
    void report_fleet(Context& context, store::Database& database);
    [[nodiscard]] store::FleetScope fleet_scope(store::Database& database) const;

    std::string user_;
    std::string installation_;
    std::string output_;
    std::string folder_;
    std::optional<std::int64_t> as_number_;
    std::optional<std::string> from_;
    std::optional<std::string> to_;
    std::string time_zone_ = "UTC";
    std::string method_{model::name_of(model::kDefaultMethod)};
    std::optional<std::string> chart_;

    std::optional<model::InstallationKey> key_;  // empty: all installations, or those of a network
    std::optional<std::int64_t> from_s_;
    std::optional<std::int64_t> to_s_;
};

}  // namespace tixdb::cli
