// SPDX-License-Identifier: MIT
// Deletes what a database holds of a user or an installation.
#pragma once

#include <cstdint>
#include <optional>

#include "base/clock.hpp"
#include "maintenance/short_transactions.hpp"
#include "store/database.hpp"
#include "store/forget_store.hpp"

namespace tixdb::maintenance {

struct ForgetRequest {
    std::int64_t user_id = 0;
    std::optional<std::int64_t> installation_id;  // nothing: all of the user's
};

struct ForgetSummary {
    std::int64_t installations = 0;
    store::RowsOfInstallation rows;  // that went, or would go
    bool is_complete =
        true;  // false: it was told to end before all was done, or a reader kept the -wal in use
};

// The caller holds both locks. From the first commit on ingest leaves the installation's folder alone and
// nothing of it is sent; then its rows go, in transactions of about 0.1 s, their bytes are zeroed, free pages
// are cut off the file, and the -wal is emptied. Called again after it was killed it does what was left. Rows
// that nobody has are no error: the files are not taken from then on.
[[nodiscard]] ForgetSummary forget(store::Database& database, const ForgetRequest& request,
                                   const Clock& clock, const Pause& pause);

// What it would do. Writes nothing.
[[nodiscard]] ForgetSummary plan_forget(store::Database& database, const ForgetRequest& request);

}  // namespace tixdb::maintenance
