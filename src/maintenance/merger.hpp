// SPDX-License-Identifier: MIT
// Makes one database of several that have different installations.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "base/progress_hook.hpp"
#include "maintenance/copied_source.hpp"
#include "maintenance/new_database.hpp"
#include "model/shard.hpp"

namespace tixdb::maintenance {

struct MergeRequest {
    std::filesystem::path target;
    std::vector<std::filesystem::path> sources;
    bool overwrite = false;
    Making making;
};

struct MergeSummary {
    std::vector<CopiedSource> sources;
    std::optional<model::Shard> shard;  // of the target: nothing, or that of which the sources are parts
    std::int64_t installations = 0;
    std::int64_t reports = 0;
    std::int64_t rows = 0;  // copied
};

// Says what merge() would do, and throws what it would throw before it writes: Error{configuration} that
// names the sources if two have an installation in common, if their settings differ, or if they are shards
// and neither all of them nor parts of one; Error{failed} or {usage} if the target is there or is one of
// them; and what look_at_source() throws.
[[nodiscard]] MergeSummary plan_merge(const MergeRequest& request);

// When it returns, the target is whole, checked and on the disk; if it throws, it is as it was. The sources
// are only read. What they have claimed and sent is looked up at tix-api before the target sends anything.
// hook gets the rows copied. Throws Interrupted when the run is asked to stop.
[[nodiscard]] MergeSummary merge(const MergeRequest& request, const ProgressHook& hook = {});

}  // namespace tixdb::maintenance
