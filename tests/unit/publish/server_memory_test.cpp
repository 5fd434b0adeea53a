// SPDX-License-Identifier: MIT
#include "publish/server_memory.hpp"

#include <gtest/gtest.h>

#include "support/temporary_database.hpp"

namespace tixdb::publish {
namespace {

constexpr std::int64_t kAnswered_ms = 1'505'084'075'000;
constexpr std::int64_t kHour_ms = 3'600'000;

// A run that looks at it later must not find a day that begins only then.
TEST(ServerMemory, RetryAfterOfAYearIsOverADayAfterTheAnswerWheneverItIsLookedAt) {
    test::TemporaryDatabase database;
    const store::ApiServerKey server{"http", "127.0.0.1", 8080, "/api"};
    ServerMemory answered(database.database(), server);
    answered.note_retry_after(kAnswered_ms, std::chrono::hours(365 * 24));
    EXPECT_EQ(store::ApiServerStore(database.database()).find(server).wait_until_ms,
              kAnswered_ms + 24 * kHour_ms);
    ServerMemory later(database.database(), server);
    EXPECT_EQ(later.waits_until(kAnswered_ms + 12 * kHour_ms), kAnswered_ms + 24 * kHour_ms);
    EXPECT_EQ(later.waits_until(kAnswered_ms + 24 * kHour_ms), std::nullopt);
}

// A clock that was ahead has set a time that is never reached otherwise: each run would begin the day anew.
TEST(ServerMemory, TimeThatIsTooFarAheadIsCutOnce) {
    test::TemporaryDatabase database;
    const store::ApiServerKey server{"http", "127.0.0.1", 8080, "/api"};
    store::ApiServerStore(database.database())
        .put(server, {kAnswered_ms + 365 * 24 * kHour_ms, std::nullopt, false, std::nullopt});
    EXPECT_EQ(ServerMemory(database.database(), server).waits_until(kAnswered_ms),
              kAnswered_ms + 24 * kHour_ms);
    EXPECT_EQ(ServerMemory(database.database(), server).waits_until(kAnswered_ms + 12 * kHour_ms),
              kAnswered_ms + 24 * kHour_ms);
}

// Of a proxy's name and of the server's the one that was looked up last.
TEST(ServerMemory, NameThatWasResolvedLastIsKept) {
    test::TemporaryDatabase database;
    const store::ApiServerKey server{"http", "tix.example.org", 80, "/api"};
    ServerMemory memory(database.database(), server);
    for (const char* name : {"tix.example.org", "proxy.example.org", ""}) memory.note_resolved(name);
    ServerMemory later(database.database(), server);
    EXPECT_TRUE(later.is_resolved("proxy.example.org"));
    EXPECT_FALSE(later.is_resolved("tix.example.org"));
}

}  // namespace
}  // namespace tixdb::publish
