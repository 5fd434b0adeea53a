// SPDX-License-Identifier: MIT

#include "unit/memory/failing_memory.hpp"

#include <openssl/crypto.h>

#include <cstdlib>

namespace tixdb::test {
namespace {

constinit long left_until_failure = 0;
constinit bool fails_on = false;
constinit bool has_failed = false;

bool fails() {
    const bool is_due = left_until_failure > 0 && --left_until_failure == 0;
    has_failed = has_failed || is_due;
    return is_due || (fails_on && has_failed);
}

void* allocate(std::size_t size, const char*, int) {
    return fails() ? nullptr : std::malloc(size);
}

void* reallocate(void* memory, std::size_t size, const char*, int) {
    return fails() ? nullptr : std::realloc(memory, size);
}

void release(void* memory, const char*, int) {
    std::free(memory);
}

const bool is_counted = CRYPTO_set_mem_functions(&allocate, &reallocate, &release) == 1;

}  // namespace

bool openssl_memory_is_counted() {
    return is_counted;
}

void fail_allocation(long n, bool goes_on) {
    has_failed = false;
    fails_on = goes_on;
    left_until_failure = n;
}

bool end_failing() {
    left_until_failure = 0;
    fails_on = false;
    return has_failed;
}

}  // namespace tixdb::test
