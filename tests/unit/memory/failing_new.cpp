// SPDX-License-Identifier: MIT

#include "unit/memory/failing_new.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

constinit long news_until_failure = 0;
constinit std::atomic<std::size_t> failing_bytes = 0;
constinit std::atomic<std::size_t> beyond_failing_bytes = 0;

bool fails_of_size(std::size_t size) noexcept {
    std::size_t least = failing_bytes;
    return least > 0 && size >= least && size < beyond_failing_bytes &&
           failing_bytes.compare_exchange_strong(least, 0);
}

void* memory_of(std::size_t size) noexcept {
    if (news_until_failure > 0 && --news_until_failure == 0) return nullptr;
    if (fails_of_size(size)) return nullptr;
    return std::malloc(size);
}

}  // namespace

// Those of arrays too: AddressSanitizer's own do not come to those of single objects.
void* operator new(std::size_t size) {
    void* memory = memory_of(size);
    if (memory == nullptr) throw std::bad_alloc();
    return memory;
}
void* operator new(std::size_t size, const std::nothrow_t& /*unused*/) noexcept {
    return memory_of(size);
}
void* operator new[](std::size_t size) {
    return operator new(size);
}
void* operator new[](std::size_t size, const std::nothrow_t& /*unused*/) noexcept {
    return memory_of(size);
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t /*unused*/) noexcept {
    std::free(memory);
}
void operator delete[](void* memory) noexcept {
    std::free(memory);
}
void operator delete[](void* memory, std::size_t /*unused*/) noexcept {
    std::free(memory);
}

namespace tixdb::test {

void fail_new(long n) {
    news_until_failure = n;
}

bool end_failing_new() {
    const bool has_failed = news_until_failure == 0;
    news_until_failure = 0;
    return has_failed;
}

void fail_new_of_bytes(std::size_t least, std::size_t beyond) {
    beyond_failing_bytes = beyond;
    failing_bytes = least;
}

bool end_failing_new_of_bytes() {
    return failing_bytes.exchange(0) == 0;
}

}  // namespace tixdb::test
