// SPDX-License-Identifier: MIT
// How far a long command is: one line on a terminal, nothing elsewhere.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "base/progress_hook.hpp"
#include "cli/frame/context.hpp"

namespace tixdb::cli {

// Shows itself after two seconds and at most ten times a second: a bar, the share, the rate, the time left;
// with an unknown total, what is done and the rate. Thread
// rule: one thread at a time.
class Progress {
  public:
    static constexpr std::int64_t kUnknown = 0;

    // total: asked only if somebody will see it. noun: what is counted, in the plural.
    Progress(Context& context, const std::function<std::int64_t()>& total, std::string noun);
    ~Progress() { clear(); }
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    // done: in all so far.
    void show(std::int64_t done);
    // Takes the line away, before data is written to the same terminal. Messages need no such thing.
    void clear();
    // Valid as long as this is.
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
