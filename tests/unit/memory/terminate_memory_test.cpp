// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <thread>

#include "base/shortage.hpp"
#include "unit/memory/failing_new.hpp"

namespace tixdb {
namespace {

// Its destructor makes a list of what it holds, and may not throw.
void destroy_json_without_memory() {
    auto value = std::make_unique<nlohmann::json>(nlohmann::json::parse(R"([{"a": [1]}, {"b": [2]}])"));
    test::fail_new(1);
    value.reset();
}

void throw_where_nobody_catches() {
    std::thread([] { throw std::runtime_error("something else"); }).join();
}

TEST(TerminateMemoryDeathTest, WantOfMemoryInADestructorEndsTheProcessInWordsAndWithExitCode1) {
    const auto destroy = [] {
        tell_when_memory_ends_the_process();
        destroy_json_without_memory();
    };
    EXPECT_EXIT(destroy(), testing::ExitedWithCode(1),
                "^tixdb: error: there is not enough memory; free some");
}

TEST(TerminateMemoryDeathTest, WhatElseNobodyCatchesEndsItWithASignalAndItsOwnWords) {
    const auto throw_one = [] {
        tell_when_memory_ends_the_process();
        throw_where_nobody_catches();
    };
    EXPECT_EXIT(throw_one(), testing::KilledBySignal(SIGABRT), "something else");
}

}  // namespace
}  // namespace tixdb
