// SPDX-License-Identifier: MIT
// tixdb query: docs/man/tixdb-query.md
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "cli/frame/command.hpp"
#include "cli/stages/rows_output.hpp"
#include "store/free_query.hpp"

namespace tixdb::cli {

class QueryCommand final : public Command {
  public:
    void add_options(OptionSet& options) override;
    void validate(const Context& context) override;
    ExitCode run(Context& context) override;
    [[nodiscard]] bool limits_memory() override { return true; }

  private:
    void list_views(const Context& context) const;
    void write_table(const Context& context, store::FreeQuery& query) const;
    void write_rows(store::FreeQuery& query, exports::RowFormatter& out) const;
    // Throws Error{failed} if there are more rows than are to be written.
    void count(std::int64_t& rows) const;

    std::string sql_;
    bool list_ = false;
    std::chrono::milliseconds timeout_{std::chrono::minutes(1)};
    std::int64_t max_rows_ = 100'000;
    RowsOutput output_;
};

}  // namespace tixdb::cli
