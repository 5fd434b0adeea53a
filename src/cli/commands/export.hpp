// SPDX-License-Identifier: MIT
// tixdb export: docs/man/tixdb-export.md
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "cli/frame/command.hpp"
#include "cli/stages/range_options.hpp"
#include "cli/stages/rows_output.hpp"
#include "cli/stages/shard_options.hpp"
#include "exports/dataset_rows.hpp"

namespace tixdb::cli {

class ExportCommand final : public Command {
  public:
    void add_options(OptionSet& options) override;
    void validate(const Context& context) override;
    ExitCode run(Context& context) override;

  private:
    void write_dictionary(const Context& context) const;
    exports::WrittenRows write_dataset(Context& context) const;

    std::string name_;
    const exports::Dataset* dataset_ = nullptr;  // null: all, for the dictionary
    RangeOptions range_;
    ShardOptions shard_;
    RowsOutput output_;
    bool dictionary_ = false;
    bool anonymize_ = false;
    std::optional<std::string> key_file_;
};

}  // namespace tixdb::cli
