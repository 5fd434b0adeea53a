// SPDX-License-Identifier: MIT
// Gives pages that hold nothing back to the file system.
#pragma once

#include <cstdint>

#include "maintenance/short_transactions.hpp"
#include "store/database.hpp"

namespace tixdb::maintenance {

enum class FreePages {
    a_tenth_stays,  // of what is in use: what is written in the next days takes free pages first
    none_stay
};

struct ReleasedPages {
    std::int64_t bytes = 0;
    bool is_complete = true;  // false: it was told to end before all was done
};

// Cuts them off the file's end, a MiB at a time, each in a transaction of its own, and pauses after each. A
// file that was made without auto_vacuum keeps them. Throws what the database throws.
[[nodiscard]] ReleasedPages release_free_pages(store::Database& database, FreePages what, const Pause& pause);

}  // namespace tixdb::maintenance
