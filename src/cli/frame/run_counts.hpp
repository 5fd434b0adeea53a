// SPDX-License-Identifier: MIT
// What a run counted, by name: for its row in the database, where `status --format json` finds it.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace tixdb::cli {

class RunCounts {
  public:
    RunCounts() = default;
    // Names need no escaping in JSON.
    RunCounts(std::initializer_list<std::pair<std::string_view, std::int64_t>> counts);

    // Counts of one kind under a name of their own; their names may be any text.
    void add_group(std::string_view name, const std::map<std::string, std::int64_t>& counts);

    // {"stored":57,"known":3}, in the order in which they were named.
    [[nodiscard]] std::string json() const;

  private:
    void add(std::string_view name, const std::string& value);

    std::string members_;
};

}  // namespace tixdb::cli
