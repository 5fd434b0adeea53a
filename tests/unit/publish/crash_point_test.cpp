// SPDX-License-Identifier: MIT
// A run that is killed at any point, and the one after it: everything is sent, nothing twice.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <string>

#include "support/publish_fixture.hpp"

namespace tixdb::publish {
namespace {

using model::OutboxState;
using std::chrono_literals::operator""s;
using test::Answer;
using test::KillAt;
using test::Killed;
using test::Route;

class CrashPoint : public test::PublishTest {
  protected:
    void kill_at(PublishPoint point, int times = 1) {
        KillAt observer(point, times);
        EXPECT_THROW(publish(observer), Killed);
    }
    // Runs until nothing changes any more.
    void settle() {
        for (int i = 0; i < 6; ++i) publish_after(301s);
    }
    void add_three() {
        for (int i = 0; i < 3; ++i) add({.last_s = test::kReportTime_s + i, .up_usage = 0.25 + i * 0.125});
    }
    void expect_three_stored_once() {
        std::vector<test::StoredReport> expected;
        for (int i = 0; i < 3; ++i) {
            expected.push_back(
                test::stored_form_of({.last_s = test::kReportTime_s + i, .up_usage = 0.25 + i * 0.125}));
        }
        EXPECT_EQ(stored(), expected);
        EXPECT_EQ(database_.number("SELECT count(*) FROM outbox WHERE state = 'sent'"), 3);
    }
};

class EveryPoint : public CrashPoint, public testing::WithParamInterface<std::tuple<PublishPoint, int>> {};

TEST_P(EveryPoint, LosesNothingAndSendsNothingTwice) {
    add_three();
    const auto [point, times] = GetParam();
    KillAt observer(point, times);
    try {
        (void)publish(observer);
    } catch (const Killed&) {
    }
    EXPECT_TRUE(observer.has_killed());
    settle();
    expect_three_stored_once();
}

INSTANTIATE_TEST_SUITE_P(Points, EveryPoint,
                         testing::Combine(testing::Values(PublishPoint::claiming, PublishPoint::claimed,
                                                          PublishPoint::noted, PublishPoint::requested,
                                                          PublishPoint::post_answered,
                                                          PublishPoint::recording, PublishPoint::recorded),
                                          testing::Values(1, 2, 3)));
INSTANTIATE_TEST_SUITE_P(Once, EveryPoint,
                         testing::Values(std::tuple{PublishPoint::recovered, 1},
                                         std::tuple{PublishPoint::restore_noticed, 1},
                                         std::tuple{PublishPoint::preflight_answered, 1}));

// Twenty of an address that is known: several are claimed in one commit, and of several what became of them
// is.
class Twenty : public CrashPoint {
  protected:
    static test::TestItem nth(int i) {
        return {.last_s = test::kReportTime_s + i, .up_usage = 0.25 + i * 0.0078125};
    }
    void add_twenty() {
        add({.installation = {7, 77}});
        publish();
        for (int i = 0; i < 20; ++i) add(nth(i));
    }
    [[nodiscard]] std::int64_t in_state(const std::string& state) {
        return database_.number("SELECT count(*) FROM outbox WHERE state = '" + state + "'");
    }
};

class SeveralInOneCommit : public Twenty,
                           public testing::WithParamInterface<std::tuple<PublishPoint, int>> {};

TEST_P(SeveralInOneCommit, LosesNothingAndSendsNothingTwice) {
    add_twenty();
    const auto [point, times] = GetParam();
    kill_at(point, times);
    settle();
    std::vector<test::StoredReport> expected = {test::stored_form_of({.installation = {7, 77}})};
    for (int i = 0; i < 20; ++i) expected.push_back(test::stored_form_of(nth(i)));
    std::sort(expected.begin(), expected.end());
    EXPECT_EQ(stored(), expected);
    EXPECT_EQ(in_state("sent"), 21);
}

INSTANTIATE_TEST_SUITE_P(Points, SeveralInOneCommit,
                         testing::Combine(testing::Values(PublishPoint::claiming, PublishPoint::claimed,
                                                          PublishPoint::noted, PublishPoint::requested,
                                                          PublishPoint::post_answered,
                                                          PublishPoint::recording, PublishPoint::recorded),
                                          testing::Values(2, 4, 11, 20)));

class ClaimsOfOneCommit : public Twenty {};

TEST_F(ClaimsOfOneCommit, AreMadeTogetherOrNotAtAll) {
    add_twenty();
    const auto claims = database_.number("SELECT claims FROM claim_record");
    kill_at(PublishPoint::claiming, 3);
    EXPECT_EQ(in_state("sending"), 0);
    EXPECT_EQ(database_.number("SELECT claims FROM claim_record"), claims);
    kill_at(PublishPoint::claimed);
    EXPECT_GE(in_state("sending"), 4);
    EXPECT_EQ(database_.number("SELECT claims FROM claim_record"), claims + in_state("sending"));
    EXPECT_EQ(api_.count(Route::post_report), 1U) << "no request has begun";
}

// Else a copy of the database that was made before the commit would not be noticed as one.
TEST_F(ClaimsOfOneCommit, AreNotedBeforeTheFirstOfTheirRequests) {
    add_twenty();
    kill_at(PublishPoint::requested);
    std::ifstream lock_file(database_.path().string() + ".publish.lock");
    std::string pid;
    std::string note;
    std::getline(lock_file, pid);
    std::getline(lock_file, note);
    const auto claims = database_.number("SELECT claims FROM claim_record");
    EXPECT_GE(claims, 5);
    EXPECT_TRUE(note.starts_with("claim " + std::to_string(claims) + " ")) << note;
}

// Remembers which items it was told of as recorded, and ends the run before the commit of the seventh. How
// many commits came before depends on how fast answers come.
class KillWhileRecording final : public PublishObserver {
  public:
    void reached(PublishPoint point, std::int64_t outbox_id) override {
        if (point == PublishPoint::recorded) recorded.insert(outbox_id);
        if (point == PublishPoint::recording && ++changed_ == 7) throw Killed{};
    }
    std::set<std::int64_t> recorded;

  private:
    int changed_ = 0;
};

TEST_F(ClaimsOfOneCommit, WhatIsToldAsRecordedIsAndNothingElse) {
    add_twenty();
    KillWhileRecording observer;
    EXPECT_THROW(publish(observer), Killed);
    for (const std::int64_t outbox_id : observer.recorded) EXPECT_EQ(state(outbox_id), OutboxState::sent);
    EXPECT_EQ(in_state("sent"), 1 + std::ssize(observer.recorded));
    settle();
    EXPECT_EQ(stored().size(), 21U);
}

class ResolvePoint : public CrashPoint, public testing::WithParamInterface<PublishPoint> {};

TEST_P(ResolvePoint, LosesNothingAndSendsNothingTwiceIfItWasStored) {
    api_.answer_next(Route::post_report, Answer::of(Answer::Kind::store_and_cut));
    add_three();
    publish();
    clock_.advance(301s);
    kill_at(GetParam());
    settle();
    expect_three_stored_once();
}

TEST_P(ResolvePoint, LosesNothingAndSendsNothingTwiceIfItWasNotStored) {
    api_.answer_next(Route::post_report, Answer::of(Answer::Kind::cut));
    add_three();
    publish();
    clock_.advance(301s);
    kill_at(GetParam());
    settle();
    expect_three_stored_once();
}

INSTANTIATE_TEST_SUITE_P(Points, ResolvePoint,
                         testing::Values(PublishPoint::resolve_answered, PublishPoint::resolving,
                                         PublishPoint::resolved));

TEST_F(CrashPoint, BeforeTheClaimIsCommittedNothingHasHappened) {
    const auto id = add();
    kill_at(PublishPoint::claiming);
    EXPECT_EQ(state(id), OutboxState::pending);
    EXPECT_EQ(item(id).attempts, 0);
    EXPECT_EQ(api_.count(Route::post_report), 0U);
}

TEST_F(CrashPoint, BetweenClaimAndRequestTheItemIsSending) {
    const auto id = add();
    kill_at(PublishPoint::claimed);
    EXPECT_EQ(state(id), OutboxState::sending);
    EXPECT_EQ(api_.count(Route::post_report), 0U);
}

TEST_F(CrashPoint, SettleOfAKilledRunIsCountedFromTheNextStart) {
    const auto id = add();
    kill_at(PublishPoint::post_answered);
    EXPECT_EQ(state(id), OutboxState::sending);
    const auto report = publish_after(std::chrono::hours(5));
    EXPECT_EQ(state(id), OutboxState::uncertain);
    EXPECT_EQ(item(id).next_attempt_ms, clock_.now_ms() + 300'000);
    EXPECT_EQ(report.counts.uncertain, 1);
    EXPECT_EQ(api_.count(Route::get_reports), 0U);
    publish_after(301s);
    EXPECT_EQ(state(id), OutboxState::sent);
    EXPECT_EQ(stored().size(), 1U);
}

TEST_F(CrashPoint, KilledTwiceInARowStillCountsOnce) {
    add_three();
    kill_at(PublishPoint::post_answered);
    kill_at(PublishPoint::recovered);
    clock_.advance(301s);
    kill_at(PublishPoint::resolving);
    settle();
    expect_three_stored_once();
}

TEST_F(CrashPoint, PreflightClaimsNothing) {
    const auto id = add();
    kill_at(PublishPoint::preflight_answered);
    EXPECT_EQ(state(id), OutboxState::pending);
}

}  // namespace
}  // namespace tixdb::publish
