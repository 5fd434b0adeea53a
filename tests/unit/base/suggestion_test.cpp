// SPDX-License-Identifier: MIT

#include "base/suggestion.hpp"

#include <gtest/gtest.h>

namespace tixdb {
namespace {

const std::vector<std::string_view> kNames = {"ingest", "process", "run", "every", "status"};

TEST(Suggestion, OneSlipIsForgivenInAShortWordTwoInALongOne) {
    EXPECT_EQ(nearest_name("evry", kNames), "every");
    EXPECT_EQ(nearest_name("evrey", kNames), "every") << "two letters exchanged are one slip";
    EXPECT_EQ(nearest_name("ingset", kNames), "ingest");
    EXPECT_EQ(nearest_name("stasus", kNames), "status");
}

TEST(Suggestion, NothingFarIsGuessed) {
    EXPECT_EQ(nearest_name("prune", kNames), "") << "not run";
    EXPECT_EQ(nearest_name("x", kNames), "");
    EXPECT_EQ(nearest_name("", kNames), "");
}

TEST(Suggestion, OfNamesThatAreAsNearTheFirstIsGuessed) {
    EXPECT_EQ(nearest_name("rum", {"sum", "run"}), "sum");
    EXPECT_EQ(nearest_name("rum", {"run", "sum"}), "run");
}

TEST(Suggestion, OneLetterIsNoSlipOfAnother) {
    EXPECT_EQ(nearest_name("x", {"y"}), "");
}

TEST(Suggestion, NameOf63LettersIsGuessedALongerOneIsNot) {
    const std::string longest(63, 'a');
    const std::string longer(64, 'a');
    EXPECT_EQ(nearest_name(longest + "b", {longest}), longest);
    EXPECT_EQ(nearest_name(longer + "b", {longer}), "");
}

TEST(Suggestion, AsksOrSaysSomethingElse) {
    EXPECT_EQ(did_you_mean("rnu", kNames, "look at the list"), "did you mean run?");
    EXPECT_EQ(did_you_mean("prune", kNames, "look at the list"), "look at the list");
}

}  // namespace
}  // namespace tixdb
