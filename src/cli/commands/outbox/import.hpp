// SPDX-License-Identifier: MIT
// tixdb outbox import: docs/man/tixdb-outbox.md
#pragma once

#include <cstdint>
#include <string>

#include "cli/frame/command.hpp"
#include "store/database.hpp"

namespace tixdb::cli {

class OutboxImport final : public Command {
  public:
    struct Counts {
        std::int64_t imported = 0;
        std::int64_t known = 0;  // imported before
        std::int64_t refused =
            0;  // cannot be sent, or another one of that installation and time is open or sent
    };

    void add_options(OptionSet& options) override;
    ExitCode run(Context& context) override;

  private:
    [[nodiscard]] Counts import_all(Context& context, store::Database& database,
                                    std::optional<std::int64_t> run_id) const;

    std::string folder_;
    bool dry_run_ = false;
};

}  // namespace tixdb::cli
