// SPDX-License-Identifier: MIT
// Work on a database in pieces that nobody has to wait for.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "base/clock.hpp"
#include "base/stopwatch.hpp"
#include "store/database.hpp"

namespace tixdb::maintenance {

// Called between two transactions, when everything is stored: lets others work. False: the work is to end
// here.
using Pause = std::function<bool()>;

// Belongs to one thread. What is not committed at its end is rolled back.
class ShortTransactions {
  public:
    ShortTransactions(store::Database& database, const Clock& clock, Pause pause)
        : database_(database), clock_(clock), pause_(std::move(pause)), since_begin_(clock) {}

    // Before each step of a few milliseconds.
    void begin_step();
    // After each: commits once the transaction has lasted 0.1 s, and then pauses. False: end here.
    [[nodiscard]] bool end_step();
    void commit();

    // Steps of `limit` rows at most, until one takes less than that. step(limit) returns how many it took,
    // which are added to `taken`. False: end here.
    template <typename Step>
    [[nodiscard]] bool all_steps(std::int64_t limit, std::int64_t& taken, const Step& step) {
        for (;;) {
            begin_step();
            const std::int64_t count = step(limit);
            taken += count;
            if (!end_step()) return false;
            if (count < limit) return true;
        }
    }

  private:
    store::Database& database_;
    const Clock& clock_;
    Pause pause_;
    std::optional<store::Transaction> transaction_;
    Stopwatch since_begin_;
};

}  // namespace tixdb::maintenance
