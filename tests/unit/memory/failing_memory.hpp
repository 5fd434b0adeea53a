// SPDX-License-Identifier: MIT
// OpenSSL's memory, of which a chosen allocation fails. It takes its memory from functions that are given to
// it before it first takes any: for a program of its own, one thread.
#pragma once

namespace tixdb::test {

// False if OpenSSL had taken memory before.
bool openssl_memory_is_counted();

// The n-th allocation from now fails (none below 1), and all after it if goes_on.
void fail_allocation(long n, bool goes_on);

// Ends that; true if an allocation has failed.
bool end_failing();

}  // namespace tixdb::test
