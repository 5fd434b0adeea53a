// SPDX-License-Identifier: MIT
// Calls to the system that fail in a test, as they do on file systems and machines that it does not run on. A
// test program that uses this has these functions in place of the C library's, also for SQLite; without a
// FailingCalls they do what the system does. For one thread.
#pragma once

#include <climits>

namespace tixdb::test {

enum class Call {
    open,
    read,
    write,
    sync,
    rename,
    link,
    unlink,
    stat,
    mkdir,
    owner,
    mode,
    truncate,
    times,
    list
};

// While it lives, calls of this kind fail with this error: from the first-th on, as many as count says.
class FailingCalls {
  public:
    FailingCalls(Call call, int error, long first = 1, long count = LONG_MAX);
    ~FailingCalls();
    FailingCalls(const FailingCalls&) = delete;
    FailingCalls& operator=(const FailingCalls&) = delete;

    // How many calls of this kind there were, and how many of them failed.
    [[nodiscard]] static long made();
    [[nodiscard]] static long failed();
};

}  // namespace tixdb::test
