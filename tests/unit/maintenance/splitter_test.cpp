// SPDX-License-Identifier: MIT
// Which shards what a database holds can be of.
#include "maintenance/splitter.hpp"

#include <gtest/gtest.h>

namespace tixdb::maintenance {
namespace {

std::string parts_of(const std::optional<model::Shard>& own, int count) {
    std::string text;
    for (const model::Shard& shard : possible_parts(own, count)) text += shard.text() + " ";
    return text;
}

TEST(PossibleParts, OfAWholeDatabaseAreAll) {
    EXPECT_EQ(parts_of(std::nullopt, 1), "0/1 ");
    EXPECT_EQ(parts_of(std::nullopt, 3), "0/3 1/3 2/3 ");
}

TEST(PossibleParts, OfAShardThatStaysAreItselfAndTheNewOnes) {
    EXPECT_EQ(parts_of(model::Shard{0, 2}, 3), "0/3 2/3 ");
    EXPECT_EQ(parts_of(model::Shard{1, 2}, 4), "1/4 2/4 3/4 ");
    EXPECT_EQ(parts_of(model::Shard{1, 2}, 2), "1/2 ");
    EXPECT_EQ(parts_of(model::Shard{1, 3}, 2), "1/2 ");
}

TEST(PossibleParts, OfAShardThatEndsAreAll) {
    EXPECT_EQ(parts_of(model::Shard{2, 3}, 2), "0/2 1/2 ");
    EXPECT_EQ(parts_of(model::Shard{3, 4}, 2), "0/2 1/2 ");
}

}  // namespace
}  // namespace tixdb::maintenance
