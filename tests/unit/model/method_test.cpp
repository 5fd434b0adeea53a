// SPDX-License-Identifier: MIT

#include "model/method.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tixdb::model {
namespace {

TEST(Method, EachHasANameThatLeadsBackToIt) {
    for (const Method method : kMethods) EXPECT_EQ(method_named(name_of(method)), method);
    EXPECT_FALSE(method_named("all"));
}

TEST(Method, ChoicesAreTheNamesAndAll) {
    EXPECT_THAT(method_choices(), testing::ElementsAre("classic", "queueing", "adaptive", "all"));
    EXPECT_EQ(method_choices_text(), "classic, queueing, adaptive or all");
    EXPECT_THAT(methods_chosen("queueing"), testing::ElementsAre(Method::queueing));
    EXPECT_THAT(methods_chosen("all"), testing::ElementsAreArray(kMethods));
}

TEST(Method, QueueingAndAdaptiveAreNeverComputedWithoutEachOther) {
    const auto computed_for = [](std::vector<Method> asked) { return methods_computed_for(asked); };
    EXPECT_THAT(computed_for({Method::classic}), testing::ElementsAre(Method::classic));
    EXPECT_THAT(computed_for({Method::adaptive}), testing::ElementsAre(Method::queueing, Method::adaptive));
    EXPECT_THAT(computed_for({Method::queueing, Method::classic}), testing::ElementsAreArray(kMethods));
}

}  // namespace
}  // namespace tixdb::model
