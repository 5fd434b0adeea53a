// SPDX-License-Identifier: MIT
// Works out what reprocessing a range of sessions changes.
#pragma once

#include "process/reprocessing/assumed_changes.hpp"
#include "process/reprocessing/parameters.hpp"
#include "process/reprocessing/plan_readers.hpp"
#include "process/reprocessing/range_plan.hpp"
#include "process/reprocessing/session_range.hpp"

namespace tixdb::process {

// Reads only. If the plan is to be written, the caller holds the data lock, so that nobody else changes
// windows meanwhile. Throws Interrupted if the run is asked to stop.
[[nodiscard]] RangePlan plan_range(PlanReaders& readers, const ReprocessParameters& parameters,
                                   const AssumedChanges& assumed, const model::InstallationKey& key,
                                   const SessionRange& range);

}  // namespace tixdb::process
