// SPDX-License-Identifier: MIT

#include "process/publish_rule.hpp"

#include <gtest/gtest.h>

#include "support/outbox_builder.hpp"

namespace tixdb::process {
namespace {

using model::Method;
using model::PublishDecision;

class PublishRule : public testing::Test {
  protected:
    PublishRule() {
        metrics_ = test::metrics_of({});
        metrics_.method = Method::queueing;
        window_.last_probe_s = test::kReportTime_s;
    }
    PublishDecision decide(const PublishedSoFar& so_far, bool republish = false) {
        return decide_again(window_, metrics_, parameters_, so_far, republish);
    }

    model::Window window_;
    model::WindowMetrics metrics_;
    Parameters parameters_;
    PublishedSoFar nothing_;
    PublishedSoFar waiting_{Method::queueing, false, false, std::nullopt};
    PublishedSoFar sent_{std::nullopt, true, false, Method::queueing};
};

TEST_F(PublishRule, NewResultOfThePublishedMethodIsQueued) {
    EXPECT_EQ(decide_live(window_, metrics_, parameters_), PublishDecision::queued);
    metrics_.method = Method::classic;
    EXPECT_EQ(decide_live(window_, metrics_, parameters_), PublishDecision::other_method);
}

TEST_F(PublishRule, ResultWithoutUsageOrQualityIsNeverQueued) {
    metrics_.up.usage = model::Missing::too_few;
    EXPECT_EQ(decide(nothing_), PublishDecision::missing_value);
    EXPECT_EQ(decide(waiting_), PublishDecision::missing_value);
    EXPECT_EQ(decide(sent_, true), PublishDecision::missing_value);
}

TEST_F(PublishRule, WindowThatEndsBeforePublishFromIsNotQueued) {
    parameters_.publish_from_s = window_.last_probe_s + 1;
    EXPECT_EQ(decide(nothing_), PublishDecision::before_publish_from);
    EXPECT_EQ(decide(sent_, true), PublishDecision::before_publish_from);
    parameters_.publish_from_s = window_.last_probe_s;
    EXPECT_EQ(decide(nothing_), PublishDecision::queued);
}

TEST_F(PublishRule, WhatWaitsIsReplacedWhateverPublishFromSays) {
    EXPECT_EQ(decide(waiting_), PublishDecision::queued);
    parameters_.publish_from_s = window_.last_probe_s + 1;
    EXPECT_EQ(decide(waiting_), PublishDecision::queued);
}

TEST_F(PublishRule, WhatWasSentStandsUnlessItIsToBePublishedAgain) {
    EXPECT_EQ(decide(sent_), PublishDecision::reprocess);
    EXPECT_EQ(decide(sent_, true), PublishDecision::queued);
}

TEST_F(PublishRule, WindowKeepsTheMethodThatItWasQueuedWith) {
    waiting_.open = Method::classic;
    EXPECT_EQ(decide(waiting_), PublishDecision::other_method);
    metrics_.method = Method::classic;
    EXPECT_EQ(decide(waiting_), PublishDecision::queued);
    sent_.sent = Method::classic;
    EXPECT_EQ(decide(sent_), PublishDecision::reprocess);
}

TEST_F(PublishRule, PublishingAgainUsesTheMethodInForce) {
    waiting_.open = Method::classic;
    EXPECT_EQ(decide(waiting_, true), PublishDecision::queued);
    metrics_.method = Method::classic;
    EXPECT_EQ(decide(waiting_, true), PublishDecision::other_method);
}

TEST_F(PublishRule, WindowThatWasBeforePublishFromStaysSoUntilItIsToBePublishedAgain) {
    const PublishedSoFar before{std::nullopt, false, true, std::nullopt};
    EXPECT_EQ(decide(before), PublishDecision::before_publish_from);
    EXPECT_EQ(decide(before, true), PublishDecision::queued);
}

}  // namespace
}  // namespace tixdb::process
