// SPDX-License-Identifier: MIT

#include "base/warning_limit.hpp"

#include <fmt/format.h>

namespace tixdb {
namespace {

constexpr std::int64_t kShownPerKind = 5;

}  // namespace

void WarningLimit::warn(std::string_view kind, std::string_view message) {
    const std::lock_guard lock(mutex_);
    auto count = counts_.find(kind);
    if (count == counts_.end()) count = counts_.emplace(kind, 0).first;
    if (++count->second <= kShownPerKind || log_.is_verbose()) log_.warning(message);
}

void WarningLimit::flush() {
    const std::lock_guard lock(mutex_);
    for (const auto& [kind, count] : counts_) {
        if (count > kShownPerKind && !log_.is_verbose())
            log_.warning(fmt::format("and {} more: {}", count - kShownPerKind, kind));
    }
    counts_.clear();
}

}  // namespace tixdb
