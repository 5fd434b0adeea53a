// SPDX-License-Identifier: MIT
// What tells whether all is well, for `tixdb check` and for metrics: cheap enough to be asked every minute.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "store/database.hpp"

namespace tixdb::store {

// From when on things count, unix time.
struct HealthQuestion {
    std::int64_t active_since_s = 0;  // who has measured since then takes part,
    std::int64_t silent_since_s = 0;  // and is silent if not since then
    std::int64_t refused_since_ms = 0;
};

// Of one state of the outbox.
struct OpenItems {
    std::string state;
    std::int64_t count = 0;
    std::int64_t oldest_queued_ms = 0;
};

struct Health {
    std::map<std::string, std::int64_t, std::less<>> success_ms;  // the end of each command's last good run
    std::vector<OpenItems> open;                                  // states that have any
    std::int64_t installations = 0;
    std::int64_t active_installations = 0;
    std::int64_t silent_installations = 0;  // among the active ones
    std::int64_t newly_refused_files = 0;
    std::int64_t unreadable_folders = 0;

    // nullptr if there are none.
    [[nodiscard]] const OpenItems* open_in(std::string_view state) const;
};

class HealthStore {
  public:
    explicit HealthStore(Database& database) : database_(database) {}

    // One consistent view.
    [[nodiscard]] Health health(const HealthQuestion& question);

  private:
    Database& database_;
};

}  // namespace tixdb::store
