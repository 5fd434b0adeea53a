// SPDX-License-Identifier: MIT

#include "cli/stages/scheduler_task.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/parse_number.hpp"
#include "base/text.hpp"

namespace tixdb::cli {
namespace {

constexpr const char* kSlurmId = "SLURM_ARRAY_TASK_ID";
constexpr const char* kKubernetesIndex = "JOB_COMPLETION_INDEX";

const char* index_variable(Scheduler scheduler) {
    return scheduler == Scheduler::slurm ? kSlurmId : kKubernetesIndex;
}

std::int64_t number_in(const Environment& environment, const char* variable) {
    const auto found = environment.find(variable);
    if (found == environment.end()) {
        throw Error(ErrorKind::configuration, fmt::format("{} is not set", variable),
                    "this is no task of such an array: --shard I/N says which shard is meant");
    }
    const auto number = parse_number<std::int64_t>(found->second);
    if (number && *number >= 0) return *number;
    throw Error(ErrorKind::configuration,
                fmt::format("{} is \"{}\", not a whole number from 0 on", variable, escaped(found->second)),
                "--shard I/N says which shard is meant");
}

model::Shard checked(const char* variable, std::int64_t index, std::int64_t count) {
    if (index < count && count <= model::kMostShards)
        return {static_cast<int>(index), static_cast<int>(count)};
    throw Error(ErrorKind::configuration,
                fmt::format("{} is {}, and there are {} shards, from 0 on", variable, index, count),
                fmt::format("an array of as many tasks as there are shards, at most {}", model::kMostShards));
}

// Part of an array would leave installations to nobody, without a word.
model::Shard shard_of_whole_array(const Environment& environment) {
    const std::int64_t id = number_in(environment, kSlurmId);
    const std::int64_t first = number_in(environment, "SLURM_ARRAY_TASK_MIN");
    const std::int64_t last = number_in(environment, "SLURM_ARRAY_TASK_MAX");
    const std::int64_t step = number_in(environment, "SLURM_ARRAY_TASK_STEP");
    const std::int64_t count = number_in(environment, "SLURM_ARRAY_TASK_COUNT");
    const bool is_whole = step > 0 && last >= first && count == (last - first) / step + 1;
    if (!is_whole || id < first || id > last || (id - first) % step != 0) {
        throw Error(
            ErrorKind::configuration,
            fmt::format("the Slurm array is not whole: {} tasks from {} to {} in steps of {}, this is {}",
                        count, first, last, step, id),
            "--shard slurm/N, where the id of a task is its shard, if some tasks of N are run alone");
    }
    if (count == 1) {
        throw Error(ErrorKind::configuration,
                    "the Slurm array has one task only, which is not a shard of anything",
                    "to run one task of N again: --shard slurm/N, which takes the task's id for its shard");
    }
    return checked(kSlurmId, (id - first) / step, count);
}

}  // namespace

std::string name_of(Scheduler scheduler) {
    return scheduler == Scheduler::slurm ? "slurm" : "kubernetes";
}

model::Shard shard_of_task(Scheduler scheduler, std::optional<int> count, const Environment& environment) {
    try {
        if (!count) return shard_of_whole_array(environment);
        const char* variable = index_variable(scheduler);
        return checked(variable, number_in(environment, variable), *count);
    } catch (const Error& error) {
        throw error.within("--shard " + name_of(scheduler));
    }
}

std::optional<std::string> task_text(const Environment& environment) {
    for (const Scheduler scheduler : {Scheduler::slurm, Scheduler::kubernetes}) {
        const auto found = environment.find(index_variable(scheduler));
        if (found == environment.end()) continue;
        return fmt::format("{}: {} {}", name_of(scheduler), found->first, escaped(found->second));
    }
    return std::nullopt;
}

}  // namespace tixdb::cli
