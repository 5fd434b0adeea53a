// SPDX-License-Identifier: MIT
// What always holds between the rows of a database, and the rows for which it does not.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/result.hpp"
#include "store/database.hpp"

namespace tixdb::store {

struct Invariant {
    std::string_view name;     // one word for programs: "window_chain"
    std::string_view meaning;  // what holds, for people
    std::string_view sql;      // one row of text per violation
};

struct Violations {
    std::int64_t count = 0;
    std::vector<std::string> first;  // the first few, one text per violation
};

// The method of a current result, and its window.
struct CurrentResultKey {
    std::int64_t window_id = 0;
    model::Method method = model::Method::classic;
};

// Reads only. Thread rule: that of its connection.
class InvariantReader {
  public:
    static constexpr std::size_t kFirst = 5;

    explicit InvariantReader(Database& database) : database_(database) {}

    // SQLite's own checks first, then tixdb's, from the reports to what is published.
    [[nodiscard]] static std::span<const Invariant> invariants();

    // window_observations: what a window holds at least. Each call is one consistent view. Throws Interrupted
    // when the run is asked to stop. If damage to the file prevents reading, that
    // is a violation too.
    [[nodiscard]] Violations violations(const Invariant& invariant, std::int64_t window_observations);

    // In the order of their reports.
    [[nodiscard]] std::vector<CurrentResultKey> current_results();

  private:
    Database& database_;
};

}  // namespace tixdb::store
