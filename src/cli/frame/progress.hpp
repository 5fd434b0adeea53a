// SPDX-License-Identifier: MIT
// Shows on a terminal, in one line, how far a long command has come. Elsewhere it shows nothing.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "base/progress_hook.hpp"
#include "cli/frame/context.hpp"

namespace tixdb::cli {

// Appears after two seconds and is renewed at most ten times per second: a bar, the share, the rate and the
// time left; or, if the total is unknown, what is done and the rate. Thread rule: one thread at a time.
class Progress {
  public:
    static constexpr std::int64_t kUnknown = 0;

    // total: called only if the line will be shown. noun: what is counted, in the plural.
    Progress(Context& context, const std::function<std::int64_t()>& total, std::string noun);
    ~Progress() { clear(); }
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    // done: since the beginning.
    void show(std::int64_t done);
    // Removes the line, before data is written to the same terminal. Messages do so by themselves.
    void clear();
    // Valid as long as this object.
    [[nodiscard]] ProgressHook hook() {
        return [this](std::int64_t done) { show(done); };
    }

  private:
    Context& context_;
    std::string noun_;
    bool is_wanted_;
    std::int64_t total_;
    std::chrono::nanoseconds started_;
    std::chrono::nanoseconds next_;
};

// "[#####.....]  50 %, 1234 reports/s, 12 s left", or "617 files, 1234 files/s": the line's text.
[[nodiscard]] std::string progress_text(std::int64_t done, std::int64_t total,
                                        std::chrono::nanoseconds elapsed, const std::string& noun);

}  // namespace tixdb::cli
