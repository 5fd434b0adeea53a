// SPDX-License-Identifier: MIT
// What a scheduler tells a task of a job array in its environment: which of how many it is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cli/frame/context.hpp"
#include "model/shard.hpp"

namespace tixdb::cli {

enum class Scheduler { slurm, kubernetes };

[[nodiscard]] std::string name_of(Scheduler scheduler);

// The shard of this task. count: how many shards there are; nothing: as many as the array has tasks, which
// only Slurm tells, and the array has to be whole then.
// Slurm: with a count, the task's id, from 0 on; without one (SLURM_ARRAY_TASK_ID - _MIN) / _STEP of _COUNT.
// Kubernetes: JOB_COMPLETION_INDEX of count.
// Throws Error{configuration} if this is no task of such an array, or the array is not that of the count.
[[nodiscard]] model::Shard shard_of_task(Scheduler scheduler, std::optional<int> count,
                                         const Environment& environment);

// "slurm: SLURM_ARRAY_TASK_ID 3" if this process runs in a task of a job array; nothing if it does not.
[[nodiscard]] std::optional<std::string> task_text(const Environment& environment);

}  // namespace tixdb::cli
