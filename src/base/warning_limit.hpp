// SPDX-License-Identifier: MIT
// Keeps one fault that thousands of files share from filling the log.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "base/log.hpp"

namespace tixdb {

// The first five warnings of a kind are written, or all with -v; flush() tells how many more there were.
// Thread rule: all methods may be called from any thread. The log must outlive it.
class WarningLimit {
  public:
    explicit WarningLimit(Log& log) : log_(log) {}

    // kind: a few words that fit behind "and 195 more: ", such as "cannot list a folder".
    void warn(std::string_view kind, std::string_view message);
    // "and 195 more: cannot list a folder", a line per kind that had more; begins anew.
    void flush();

  private:
    Log& log_;
    std::mutex mutex_;
    std::map<std::string, std::int64_t, std::less<>> counts_;
};

}  // namespace tixdb
