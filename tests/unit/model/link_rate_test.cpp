// SPDX-License-Identifier: MIT
#include "model/link_rate.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace tixdb::model {
namespace {

TEST(LinkRate, HoldsFromItsSecondOnUntilAnotherOneOrNoneDoes) {
    const std::vector<LinkRateChange> changes{
        {false, 100, 50.0}, {true, 100, 5.0}, {false, 200, 100.0}, {false, 300, std::nullopt}};
    EXPECT_FALSE(link_rate_at(changes, 99).down_mbps);
    EXPECT_FALSE(link_rate_at(changes, 99).up_mbps);
    EXPECT_EQ(link_rate_at(changes, 100).down_mbps, 50);
    EXPECT_EQ(link_rate_at(changes, 199).down_mbps, 50);
    EXPECT_EQ(link_rate_at(changes, 200).down_mbps, 100);
    EXPECT_EQ(link_rate_at(changes, 299).down_mbps, 100);
    EXPECT_FALSE(link_rate_at(changes, 300).down_mbps) << "it is not known any more";
    EXPECT_EQ(link_rate_at(changes, 300).up_mbps, 5) << "the other direction's stays";
    EXPECT_FALSE(link_rate_at({}, 100).up_mbps);
}

TEST(LinkRate, OfTwoForOneTimeTheOneSaidLaterCounts) {
    const std::vector<LinkRateChange> changes{{true, 100, 5.0}, {true, 100, 7.0}};
    EXPECT_EQ(link_rate_at(changes, 100).up_mbps, 7);
}

}  // namespace
}  // namespace tixdb::model
