// SPDX-License-Identifier: MIT
// What always holds between the rows of a database, and the rows for which it does not.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/adaptive.hpp"
#include "model/result.hpp"
#include "model/shard.hpp"
#include "store/database.hpp"

namespace tixdb::store {

struct Invariant {
    std::string_view name;     // one word for programs: "window_chain"
    std::string_view meaning;  // what holds, for people
    std::string_view sql;      // one row of text per violation
};

struct Violations {
    static constexpr std::size_t kFirst = 5;

    std::int64_t count = 0;
    std::vector<std::string> first;  // the first few, one text per violation

    void add(std::string text) {
        ++count;
        if (first.size() < kFirst) first.push_back(std::move(text));
    }
};

// What a current result of `adaptive` has of its window's waits.
struct CurrentSketches {
    std::int64_t result_id = 0;
    std::int64_t window_id = 0;
    std::optional<std::int64_t> kept;  // probes of the window; none: its latency is not stored
    std::optional<double> up_quartile_ms;
    std::optional<double> down_quartile_ms;
    std::optional<model::Sketch> up;  // none: a BLOB that is no sketch
    std::optional<model::Sketch> down;
};

// The method of a current result, and its window.
struct CurrentResultKey {
    std::int64_t window_id = 0;
    model::Method method = model::Method::classic;
};

// Reads only. Thread rule: that of its connection.
class InvariantReader {
  public:
    explicit InvariantReader(Database& database) : database_(database) {}

    // SQLite's own checks first, then tixdb's, from the reports to what is published.
    [[nodiscard]] static std::span<const Invariant> invariants();

    // window_observations: what a window holds at least. Each call is one consistent view. Throws Interrupted
    // when the run is asked to stop. If damage to the file prevents reading, that
    // is a violation too.
    [[nodiscard]] Violations violations(const Invariant& invariant, std::int64_t window_observations);

    // Returns why not all could be read: damage to the file; empty if they could. Throws as above.
    [[nodiscard]] std::string sketches(const std::function<void(const CurrentSketches&)>& each);

    // In the order of their reports, of one shard if it is given.
    [[nodiscard]] std::vector<CurrentResultKey> current_results(
        const std::optional<model::Shard>& shard = std::nullopt);

    // Installations that are not of the shard that this database says it is.
    [[nodiscard]] Violations of_other_shards();

  private:
    Database& database_;
};

}  // namespace tixdb::store
