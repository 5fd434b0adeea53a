// SPDX-License-Identifier: MIT
// What can be exported, and what each column means: the dictionary.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "store/export_reader.hpp"

namespace tixdb::exports {

// What becomes of a column when names are taken out.
enum class Treatment {
    kept,
    user,          // a keyed digest
    installation,  // likewise
    address,       // cut to its network
    path,          // keyed digests in the place of the folders and of the name
    withheld,      // empty: free text, which may say anything
};

struct Column {
    std::string_view name;
    std::string_view type;  // integer, number, text, or time (ISO 8601, UTC)
    std::string_view unit;  // "ms", "fraction"; empty: none
    std::string_view meaning;
    Treatment treatment = Treatment::kept;
};

struct Dataset {
    std::string_view name;
    std::string_view rows;                    // what one row is
    std::string_view time;                    // which column --from and --to are about
    std::span<const Column> columns;          // in order
    std::optional<store::ExportTable> table;  // nothing: observations
};

[[nodiscard]] std::span<const Dataset> datasets();

// Nothing if there is none of that name.
[[nodiscard]] const Dataset* find_dataset(std::string_view name);

}  // namespace tixdb::exports
