// SPDX-License-Identifier: MIT
// Lets operator new of this test program, and of the libraries that it has loaded, find no memory. Thread
// rule: one thread, but for what is said to be of any.
#pragma once

#include <cstddef>

namespace tixdb::test {

// The n-th from here on, counted from 1, fails.
void fail_new(long n);
// None does any more. True if one has.
[[nodiscard]] bool end_failing_new();

// The next of so many bytes or more, but fewer than beyond, fails, in whatever thread.
void fail_new_of_bytes(std::size_t least, std::size_t beyond);
[[nodiscard]] bool end_failing_new_of_bytes();

}  // namespace tixdb::test
