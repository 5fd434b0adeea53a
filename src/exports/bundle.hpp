// SPDX-License-Identifier: MIT
// Evidence that a person can hand to somebody: what was signed, what was computed of it, and how to check it.
#pragma once

#include <cstdint>
#include <string>

#include "base/progress_hook.hpp"
#include "exports/byte_sink.hpp"
#include "model/installation.hpp"
#include "store/database.hpp"

namespace tixdb::exports {

struct BundleRequest {
    model::InstallationKey installation;
    std::int64_t from_s = 0;  // [from_s, to_s)
    std::int64_t to_s = 0;
    std::int64_t made_s = 0;  // now
    std::string program_version;
};

struct BundleSummary {
    std::int64_t messages = 0;
    std::int64_t observations = 0;
    std::int64_t pruned = 0;  // reports of the range that cannot be shown, since their observations are gone
};

// Writes a tar file. Whatever is in it is of one moment of the database. Throws Error{failed} if there is no
// signed message of the installation in the range, or if one does not come out as it was signed. Throws
// Interrupted when the run is asked to stop. hook gets the number of messages. Reads only.
BundleSummary write_bundle(store::Database& database, const BundleRequest& request, FileSink& file,
                           const ProgressHook& hook = {});

}  // namespace tixdb::exports
