// SPDX-License-Identifier: MIT
// Lets operator new of this test program, and of the libraries that it has loaded, find no memory. Thread
// rule: one thread.
#pragma once

namespace tixdb::test {

// The n-th from here on, counted from 1, fails.
void fail_new(long n);
// None does any more. True if one has.
[[nodiscard]] bool end_failing_new();

}  // namespace tixdb::test
