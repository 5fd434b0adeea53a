// tixdb asn refresh
#pragma once

#include <optional>
#include <string>

#include "asn/refresher.hpp"
#include "cli/command.hpp"
#include "cli/output.hpp"

namespace tixdb::cli {

class AsnRefresh final : public Command {
  public:
    void add_options(OptionSet& options) override;
    void validate(const Context& context) override;
    ExitCode run(Context& context) override;

  private:
    void show(Context& context, const asn::RefreshCounts& counts) const;

    std::optional<std::string> from_;
    std::optional<std::string> to_;
    std::int64_t user_ = 0;
    std::int64_t installation_ = 0;
    bool dry_run_ = false;
    OutputOptions output_;
    store::WindowRange range_;
};

}  // namespace tixdb::cli
