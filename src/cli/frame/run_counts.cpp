// SPDX-License-Identifier: MIT

#include "cli/frame/run_counts.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace tixdb::cli {

RunCounts::RunCounts(std::initializer_list<std::pair<std::string_view, std::int64_t>> counts) {
    for (const auto& [name, count] : counts) add(name, std::to_string(count));
}

void RunCounts::add_group(std::string_view name, const std::map<std::string, std::int64_t>& counts) {
    std::string group;
    for (const auto& [each, count] : counts) {
        group += fmt::format("{}{}:{}", group.empty() ? "" : ",", json_quoted(each), count);
    }
    add(name, "{" + group + "}");
}

void RunCounts::add(std::string_view name, const std::string& value) {
    members_ += fmt::format("{}\"{}\":{}", members_.empty() ? "" : ",", name, value);
}

std::string RunCounts::json() const {
    return "{" + members_ + "}";
}

}  // namespace tixdb::cli
