// SPDX-License-Identifier: MIT

#include "model/shard.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

namespace tixdb::model {
namespace {

std::vector<InstallationKey> many_installations() {
    std::vector<InstallationKey> keys;
    for (std::int64_t user = 1; user <= 100; ++user) {
        for (std::int64_t installation = 1; installation <= 100; ++installation)
            keys.push_back({user, installation});
    }
    return keys;
}

// Worked out by the Python lines of docs/scaling.md. Databases rest on it: it may never change.
TEST(Shard, OfAnInstallationIsFixedForGood) {
    EXPECT_EQ(shard_of({3, 5}, 1), 0);
    EXPECT_EQ(shard_of({3, 5}, 8), 7);
    EXPECT_EQ(shard_of({3, 6}, 8), 1);
    EXPECT_EQ(shard_of({1, 1}, 8), 5);
    EXPECT_EQ(shard_of({23, 5}, 8), 3);
    EXPECT_EQ(shard_of({100'000, 7}, 8), 7);
    EXPECT_EQ(shard_of({3, 0}, 8), 4);
    EXPECT_EQ(shard_of({3, 5}, 1000), 315);
}

TEST(Shard, OneMoreTakesItsShareOfTheInstallationsAndNoOtherMoves) {
    const auto keys = many_installations();
    for (int count = 1; count <= 64; count = count * 3 / 2 + 1) {
        std::size_t moved = 0;
        for (const InstallationKey& key : keys) {
            const int before = shard_of(key, count);
            const int after = shard_of(key, count + 1);
            if (before == after) continue;
            EXPECT_EQ(after, count) << key.text() << " moved between shards that were there before";
            ++moved;
        }
        const double expected = static_cast<double>(keys.size()) / (count + 1);
        EXPECT_NEAR(static_cast<double>(moved), expected, 5 * std::sqrt(expected)) << count;
    }
}

TEST(Shard, EachHasAboutTheSameNumberOfInstallations) {
    std::array<int, 8> sizes{};
    for (const InstallationKey& key : many_installations())
        ++sizes.at(static_cast<std::size_t>(shard_of(key, 8)));
    for (const int size : sizes) EXPECT_NEAR(size, 1250, 5 * std::sqrt(1250.0));
}

TEST(Shard, HoldsWhatIsItsOwn) {
    const Shard shard{7, 8};
    EXPECT_TRUE(shard.holds({3, 5}));
    EXPECT_FALSE(shard.holds({3, 6}));
    EXPECT_TRUE((Shard{0, 1}.holds({3, 6})));
}

TEST(Shard, TextIsReadBack) {
    EXPECT_EQ((Shard{3, 8}.text()), "3/8");
    EXPECT_EQ(parse_shard("3/8"), (Shard{3, 8}));
    EXPECT_EQ(parse_shard("0/1"), (Shard{0, 1}));
    EXPECT_EQ(parse_shard("9999/10000"), (Shard{9999, 10'000}));
    for (const char* text : {"", "3", "3/", "/8", "8/8", "-1/8", "3/0", "3/8/1", " 3/8", "3/8 ", "+3/8",
                             "a/b", "0/10001", "3.0/8", "0x3/8"})
        EXPECT_EQ(parse_shard(text), std::nullopt) << text;
}

}  // namespace
}  // namespace tixdb::model
