// SPDX-License-Identifier: MIT
// What reprocessing does to the outbox.
#include <gtest/gtest.h>

#include "support/reprocess_fixture.hpp"

namespace tixdb::process::reprocess_outbox {
namespace {

using ReprocessAndOutbox = test::ReprocessFixture;

class ReprocessWithOpenItems : public test::ReprocessFixture,
                               public testing::WithParamInterface<std::string> {};

TEST_P(ReprocessWithOpenItems, SupersedesThemAndQueuesTheirSuccessors) {
    insert_minutes(0, 30);
    test::process_all(database_);
    set_state(GetParam());
    reprocess({.epsilon_down_ms = 3});
    EXPECT_EQ(states(), "pending:2 superseded:2");
    EXPECT_EQ(number("SELECT count(*) FROM outbox AS o JOIN result AS x USING (result_id)"
                     " WHERE o.state = 'pending' AND x.superseded_ms IS NULL"
                     "   AND x.parameters ->> '$.epsilon_down_ms' = 3"),
              2);
}

INSTANTIATE_TEST_SUITE_P(States, ReprocessWithOpenItems, testing::Values("pending", "retry", "held", "dead"),
                         [](const auto& state) { return state.param; });

// What was uploaded late makes the second session one of another route.
TEST_F(ReprocessAndOutbox, OpenItemGoesWithItsResultThoughTheNewOneIsNotQueued) {
    insert_slow_minutes(20 * 60, 30, 80);
    test::process_all(database_);
    insert_minutes(0, 30);
    test::process_all(database_);
    ASSERT_EQ(states(), "pending:4");
    reprocess();
    EXPECT_EQ(current_decisions(), "missing_value:2 queued:2");
    EXPECT_EQ(states(), "pending:2 superseded:2");
}

TEST_F(ReprocessAndOutbox, WindowWhoseItemIsOnItsWayIsLeft) {
    insert_minutes(0, 30);
    test::process_all(database_);
    for (const std::string state : {"sending", "uncertain"}) {
        set_state(state);
        const auto plans = reprocess({.epsilon_down_ms = 3});
        EXPECT_EQ(plans.front().on_way.count, 2);
        EXPECT_EQ(number("SELECT count(*) FROM result WHERE superseded_ms IS NOT NULL"), 0) << state;
        EXPECT_EQ(states(), state + ":2");
    }
}

TEST_F(ReprocessAndOutbox, SessionWhoseWindowsWouldMoveIsLeftWhileOneOfThemIsOnItsWay) {
    insert_minutes(0, 10);
    insert_minutes(11, 20);
    test::process_all(database_);
    insert_minutes(10, 1);
    test::process_all(database_);
    execute("UPDATE outbox SET state = 'uncertain' WHERE outbox_id = 1");
    EXPECT_EQ(reprocess().front().on_way.count, 2);
    EXPECT_EQ(number("SELECT count(*) FROM late_report"), 1);
    EXPECT_EQ(number("SELECT count(*) FROM window WHERE superseded_ms IS NOT NULL"), 0);
    execute("UPDATE outbox SET state = 'sent', sent_ms = 1 WHERE outbox_id = 1");
    EXPECT_EQ(reprocess().front().on_way.count, 0);
    EXPECT_EQ(number("SELECT count(*) FROM late_report"), 0);
}

TEST_F(ReprocessAndOutbox, ItemThatSetsOffBetweenPlanAndWritingIsNotSuperseded) {
    insert_minutes(0, 30);
    test::process_all(database_);
    ReprocessParameters parameters;
    parameters.methods = {model::Method::queueing, model::Method::adaptive};
    parameters.parameters.queueing.epsilon_down_ms = 3;
    Reprocessor reprocessor(database_, {}, parameters);
    PlanWriter writer(database_, test::begin_run(database_));
    const auto plan = reprocessor.next();
    ASSERT_TRUE(plan);
    execute("UPDATE outbox SET state = 'sending' WHERE outbox_id = 2");
    EXPECT_FALSE(writer.write(*plan, 0));
    EXPECT_EQ(number("SELECT count(*) FROM result"), 6);
    EXPECT_EQ(states(), "pending:1 sending:1");
    const auto again = reprocessor.plan_again();
    EXPECT_EQ(again.on_way.count, 1);
    EXPECT_TRUE(writer.write(again, 0));
    EXPECT_EQ(states(), "pending:1 sending:1 superseded:1");
}

TEST_F(ReprocessAndOutbox, ItemThatIsSentBetweenPlanAndWritingIsNotSuperseded) {
    insert_minutes(0, 30);
    test::process_all(database_);
    ReprocessParameters parameters;
    parameters.methods = {model::Method::queueing};
    parameters.parameters.queueing.epsilon_down_ms = 3;
    Reprocessor reprocessor(database_, {}, parameters);
    PlanWriter writer(database_, test::begin_run(database_));
    const auto plan = reprocessor.next();
    ASSERT_TRUE(plan);
    execute("UPDATE outbox SET state = 'sent', sent_ms = 1 WHERE outbox_id = 2");
    EXPECT_FALSE(writer.write(*plan, 0));
    EXPECT_EQ(states(), "pending:1 sent:1");
    EXPECT_TRUE(writer.write(reprocessor.plan_again(), 0));
    EXPECT_EQ(states(), "pending:1 sent:1 superseded:1");
}

TEST_F(ReprocessAndOutbox, WhatWasSentStandsUnlessItIsToBePublishedAgain) {
    insert_slow_minutes(0, 30, 0);
    test::process_all(database_);
    set_state("sent");
    reprocess({.epsilon_down_ms = 50});
    EXPECT_EQ(states(), "sent:2");
    EXPECT_EQ(current_decisions(), "reprocess:2");
    // Computed already, and now to be sent.
    const auto plans = reprocess({.epsilon_down_ms = 50, .republish = true});
    EXPECT_EQ(plans.front().changes.front().why, Why::publish);
    EXPECT_EQ(states(), "pending:2 sent:2");
    EXPECT_EQ(current_decisions(), "queued:2");
    EXPECT_TRUE(reprocess({.epsilon_down_ms = 50, .republish = true}).front().is_empty());
}

TEST_F(ReprocessAndOutbox, WhatWasSentStandsThroughASecondReprocessToo) {
    insert_slow_minutes(0, 30, 0);
    test::process_all(database_);
    set_state("sent");
    reprocess({.epsilon_down_ms = 50});
    // Figures that are not those that were sent: these would not be sent again whatever came before.
    reprocess({.epsilon_down_ms = 60});
    EXPECT_EQ(states(), "sent:2");
    EXPECT_EQ(current_decisions(), "reprocess:2");
    reprocess({.epsilon_down_ms = 3});
    EXPECT_EQ(states(), "sent:2");
    EXPECT_EQ(current_decisions(), "reprocess:2");
}

TEST_F(ReprocessAndOutbox, WhatWasSentStandsThoughItsItemIsPruned) {
    insert_slow_minutes(0, 30, 0);
    test::process_all(database_);
    execute("DELETE FROM outbox");
    reprocess({.epsilon_down_ms = 50});
    EXPECT_EQ(number("SELECT count(*) FROM outbox"), 0);
    EXPECT_EQ(current_decisions(), "reprocess:2");
}

TEST_F(ReprocessAndOutbox, NothingIsPublishedAgainThatTixApiWouldNotKeepOtherwise) {
    insert_minutes(0, 30);
    test::process_all(database_);
    // Bodies as publish sends them, of the very same figures.
    test::ReprocessOptions other_version;
    execute("UPDATE result SET method_version = 0");
    reprocess();
    EXPECT_EQ(states(), "pending:2 superseded:2");
    execute("UPDATE outbox SET state = 'sent', sent_ms = 1 WHERE state = 'pending'");
    execute("UPDATE result SET method_version = 0 WHERE superseded_ms IS NULL");
    other_version.republish = true;
    const auto plans = reprocess(other_version);
    EXPECT_FALSE(plans.front().is_empty());
    EXPECT_EQ(number("SELECT count(*) FROM outbox WHERE state = 'pending'"), 0);
    EXPECT_EQ(current_decisions(), "reprocess:2");
}

TEST_F(ReprocessAndOutbox, WhatWaitsOfAnotherMethodStaysThoughTheOneInForceSaysSomethingElse) {
    set("publish-method", "classic");
    insert_slow_minutes(0, 30, 0);
    test::process_all(database_);
    set("publish-method", "queueing");
    reprocess({.epsilon_down_ms = 50});
    EXPECT_EQ(text("SELECT group_concat(DISTINCT method || ':' || state) FROM outbox"), "classic:pending");
    EXPECT_EQ(current_decisions(), "other_method:2");
}

TEST_F(ReprocessAndOutbox, NothingIsPublishedAgainThatWasSentBeforeWhatWasSentLast) {
    insert_slow_minutes(0, 30, 0);
    test::process_all(database_);
    set_state("sent");
    reprocess({.epsilon_down_ms = 50, .republish = true});
    ASSERT_EQ(states(), "pending:2 sent:2");
    set_state("sent");
    reprocess({.republish = true});
    EXPECT_EQ(states(), "sent:4");
    EXPECT_EQ(current_decisions(), "reprocess:2");
    // Nor what was sent last.
    reprocess({.epsilon_down_ms = 50, .republish = true});
    EXPECT_EQ(states(), "sent:4");
    EXPECT_EQ(current_decisions(), "reprocess:2");
}

TEST_F(ReprocessAndOutbox, DroppedItemIsNotQueuedAgain) {
    insert_slow_minutes(0, 30, 0);
    test::process_all(database_);
    execute("UPDATE outbox SET state = 'dropped', drop_reason = 'test'");
    reprocess({.epsilon_down_ms = 50});
    EXPECT_EQ(states(), "dropped:2");
    EXPECT_EQ(current_decisions(), "reprocess:2");
}

TEST_F(ReprocessAndOutbox, PublishingAgainQueuesTheMethodInForceInPlaceOfTheOtherOne) {
    set("publish-method", "classic");
    insert_slow_minutes(0, 30, 0);
    test::process_all(database_);
    EXPECT_EQ(number("SELECT count(*) FROM outbox WHERE method = 'classic'"), 2);
    set("publish-method", "queueing");
    // Windows that are queued already keep theirs.
    EXPECT_TRUE(reprocess().front().is_empty());
    reprocess({.republish = true});
    EXPECT_EQ(text("SELECT group_concat(DISTINCT method || ':' || state) FROM outbox"),
              "classic:superseded,queueing:pending");
    EXPECT_EQ(number("SELECT count(*) FROM outbox"), 4);
}

TEST_F(ReprocessAndOutbox, WhatWasBeforePublishFromIsNotQueuedOnceThatIsTakenBack) {
    set("publish-from", "2017-07-15T00:00:00Z");
    insert_slow_minutes(0, 30, 0);
    test::process_all(database_);
    set("publish-from", "");
    reprocess({.epsilon_down_ms = 50});
    EXPECT_EQ(number("SELECT count(*) FROM outbox"), 0);
    EXPECT_EQ(current_decisions(), "before_publish_from:2");
    reprocess({.epsilon_down_ms = 3, .republish = true});
    EXPECT_EQ(current_decisions(), "queued:2");
}

// The method in force, whose results are there and the same, was not the one to be published then.
TEST_F(ReprocessAndOutbox, SameResultIsNotQueuedUnlessItIsToBePublishedAgain) {
    set("publish-method", "classic");
    insert_minutes(0, 30);
    test::process_all(database_);
    execute("DELETE FROM outbox");
    execute("UPDATE result SET publish_decision = 'missing_value' WHERE method = 'classic'");
    set("publish-method", "queueing");
    EXPECT_TRUE(reprocess({.methods = {model::Method::queueing}}).front().is_empty());
    EXPECT_EQ(current_decisions(), "other_method:2");
    reprocess({.methods = {model::Method::queueing}, .republish = true});
    EXPECT_EQ(current_decisions(), "queued:2");
}

// A late minute at the beginning and another address near the end: one window is left of two, of which the
// first was sent.
TEST_F(ReprocessAndOutbox, WindowInPlaceOfTwoIsNotQueuedIfOneOfThemWasSent) {
    insert_minutes(1, 28);
    EXPECT_EQ(test::process_all(database_).windows, 2);
    execute("DELETE FROM outbox WHERE outbox_id = 2");
    execute(
        "UPDATE result SET publish_decision = 'missing_value'"
        " WHERE window_id = 2 AND publish_decision = 'queued'");
    set_state("sent");
    insert_minutes(0, 1);
    insert({test::quiet_report(kStart + 60 * 20 + 30, 1, "192.0.2.2")});
    test::process_all(database_);
    reprocess();
    EXPECT_EQ(number("SELECT count(*) FROM window WHERE superseded_ms IS NULL"), 1);
    EXPECT_EQ(current_decisions(), "reprocess:1");
    EXPECT_EQ(states(), "sent:1");
}

// As above, the one of them sent by `queueing`, the other one's item, of `classic`, pruned: what is known to
// be sent says which method it is that stands.
class WindowInPlaceOfTwo : public test::ReprocessFixture, public testing::WithParamInterface<int> {};

TEST_P(WindowInPlaceOfTwo, KeepsTheMethodThatWasSentThoughTheOtherItemIsPruned) {
    insert_minutes(1, 28);
    ASSERT_EQ(test::process_all(database_).windows, 2);
    set_state("sent");
    const std::string of_pruned = " WHERE window_id = " + std::to_string(GetParam());
    execute("DELETE FROM outbox WHERE result_id IN (SELECT result_id FROM result" + of_pruned + ")");
    execute("UPDATE result SET publish_decision = iif(method = 'classic', 'queued', 'other_method')" +
            of_pruned);
    insert_minutes(0, 1);
    insert({test::quiet_report(kStart + 60 * 20 + 30, 1, "192.0.2.2")});
    test::process_all(database_);
    reprocess();
    EXPECT_EQ(
        text("SELECT group_concat(s, ' ') FROM (SELECT method || ':' || publish_decision AS s FROM result"
             " WHERE superseded_ms IS NULL ORDER BY method)"),
        "adaptive:other_method classic:other_method queueing:reprocess");
    EXPECT_EQ(states(), "sent:1");
}

INSTANTIATE_TEST_SUITE_P(OfWindow, WindowInPlaceOfTwo, testing::Values(1, 2));

}  // namespace
}  // namespace tixdb::process::reprocess_outbox
