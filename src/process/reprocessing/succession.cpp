// SPDX-License-Identifier: MIT

#include "process/reprocessing/succession.hpp"

#include <map>
#include <optional>
#include <set>

namespace tixdb::process {
namespace {

struct Best {
    std::optional<std::size_t> index;
    std::size_t shared = 0;

    void offer(std::size_t candidate, std::size_t count) {
        if (count <= shared) return;
        index = candidate;
        shared = count;
    }
};

}  // namespace

std::vector<std::vector<std::size_t>> predecessors_of(
    const std::vector<std::vector<std::int64_t>>& new_windows,
    const std::vector<std::vector<std::int64_t>>& old_windows) {
    std::multimap<std::int64_t, std::size_t> old_with;
    for (std::size_t i = 0; i < old_windows.size(); ++i) {
        for (const std::int64_t report_id : old_windows[i]) old_with.emplace(report_id, i);
    }
    std::vector<Best> successor(old_windows.size());
    std::vector<std::set<std::size_t>> found(new_windows.size());
    for (std::size_t i = 0; i < new_windows.size(); ++i) {
        std::map<std::size_t, std::size_t> shared;
        for (const std::int64_t report_id : new_windows[i]) {
            const auto [begin, end] = old_with.equal_range(report_id);
            for (auto at = begin; at != end; ++at) ++shared[at->second];
        }
        Best predecessor;
        for (const auto& [old_index, count] : shared) {
            predecessor.offer(old_index, count);
            successor[old_index].offer(i, count);
        }
        if (predecessor.index) found[i].insert(*predecessor.index);
    }
    for (std::size_t i = 0; i < old_windows.size(); ++i) {
        if (successor[i].index) found[*successor[i].index].insert(i);
    }
    std::vector<std::vector<std::size_t>> predecessors;
    predecessors.reserve(found.size());
    for (const auto& indices : found) predecessors.emplace_back(indices.begin(), indices.end());
    return predecessors;
}

}  // namespace tixdb::process
