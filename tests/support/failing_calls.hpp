// SPDX-License-Identifier: MIT
// Calls to the system that fail in a test, as they do on file systems and machines that it does not run on. A
// test program that uses this has these functions in place of the C library's, also for SQLite; without a
// FailingCalls they do what the system does. One at a time, made where no other thread is at work.
#pragma once

#include <climits>
#include <functional>
#include <string>

namespace tixdb::test {

enum class Call {
    open,
    read,
    write,
    sync,
    rename,   // renameat2()
    replace,  // rename()
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
    // Only those of files whose path ends with this: as it is given, or for a descriptor the path of what is
    // open. A whole name or several, unless it begins with what is neither letter nor digit.
    FailingCalls(Call call, int error, const std::string& only_of);
    ~FailingCalls();
    FailingCalls(const FailingCalls&) = delete;
    FailingCalls& operator=(const FailingCalls&) = delete;

    // How many calls of this kind there were, and how many of them failed.
    [[nodiscard]] static long made();
    [[nodiscard]] static long failed();
};

// What happens just before something is read next, once.
void before_next_read(std::function<void()> action);
// Whether that is still to come.
[[nodiscard]] bool next_read_is_awaited();

}  // namespace tixdb::test
