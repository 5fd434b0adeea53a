// SPDX-License-Identifier: MIT
// A database that was put back, copied or moved sends nothing again that it has forgotten.
#include "publish/restored_database.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "support/publish_fixture.hpp"

namespace tixdb::publish::restored {
namespace {

namespace fs = std::filesystem;
using model::OutboxState;
using std::chrono_literals::operator""h;
using std::chrono_literals::operator""s;
using std::chrono_literals::operator""min;
using test::Answer;
using test::KillAt;
using test::Killed;
using test::Route;

TEST(ClaimNote, ReadsWhatItWrites) {
    const auto note = claim_note_in(text_of(ClaimNote{1'234, "abc"}));
    ASSERT_TRUE(note);
    EXPECT_EQ(note->claims, 1'234);
    EXPECT_EQ(note->database_id, "abc");
    for (const char* text : {"", "claim", "claim ", "claim x y", "claim 7", "7 abc"})
        EXPECT_FALSE(claim_note_in(text)) << text;
}

TEST(WhyRestored, NoticesEachOfTheThree) {
    const store::ClaimRecord record{10, {5, 6}, std::nullopt};
    const auto is_noticed = [&record](const std::optional<ClaimNote>& note, FileOrigin file = {5, 6}) {
        return why_restored(record, "id", note, file).has_value();
    };
    EXPECT_FALSE(is_noticed(ClaimNote{10, "id"}));
    EXPECT_FALSE(is_noticed(ClaimNote{9, "id"})) << "killed between the commit and the note";
    EXPECT_TRUE(is_noticed(std::nullopt));
    EXPECT_TRUE(is_noticed(ClaimNote{11, "id"}));
    EXPECT_TRUE(is_noticed(ClaimNote{10, "another"}));
    EXPECT_TRUE(is_noticed(ClaimNote{10, "id"}, {7, 6}));
    EXPECT_TRUE(is_noticed(ClaimNote{10, "id"}, {5, 8}));
}

TEST(WhyRestored, DatabaseThatHasNeverClaimedIsTheOneHereIfNobodyHas) {
    const auto is_noticed = [](const std::optional<ClaimNote>& note) {
        return why_restored(std::nullopt, "id", note, {5, 6}).has_value();
    };
    EXPECT_FALSE(is_noticed(std::nullopt));
    EXPECT_FALSE(is_noticed(ClaimNote{0, "id"}));
    EXPECT_TRUE(is_noticed(ClaimNote{1, "id"})) << "a backup from before the first claim";
    EXPECT_TRUE(is_noticed(ClaimNote{1, "another"})) << "made anew, from the same reports";
}

class Restored : public test::PublishTest {
  protected:
    fs::path backup() const { return database_.folder() / "backup.sqlite"; }
    fs::path lock_file() const { return database_.path().string() + ".publish.lock"; }
    void back_up() {
        fs::remove(backup());
        database_.database().execute("VACUUM INTO '" + backup().string() + "'");
    }
    void put_back() { database_.replace_by(backup()); }
    void add_hourly(int count) {
        for (int i = 0; i < count; ++i)
            ids_.push_back(add({.last_s = test::kReportTime_s + 60 * i, .up_usage = 0.01 * i}));
    }
    // Of a result that is queued after its restore: it is looked up before it is sent.
    std::int64_t add_to_a_restored_database(const test::TestItem& item) {
        add_hourly(1);
        publish();
        fs::remove(lock_file());
        const auto id = add(item);
        publish();
        EXPECT_EQ(state(id), OutboxState::uncertain);
        return id;
    }
    [[nodiscard]] std::int64_t in_state(const std::string& state) {
        return database_.number("SELECT count(*) FROM outbox WHERE state = '" + state + "'");
    }
    std::vector<std::int64_t> ids_;
};

TEST_F(Restored, BackupThatIsPutBackSendsNothingTwice) {
    add_hourly(12);
    settings_.limit = 3;
    publish();
    settings_.limit = -1;
    back_up();
    publish();
    ASSERT_EQ(stored().size(), 12U);
    put_back();
    ASSERT_EQ(in_state("pending"), 9);
    const auto report = publish();
    EXPECT_NE(logged_.find("restored, copied or moved"), std::string::npos) << logged_;
    EXPECT_EQ(in_state("uncertain"), 9);
    EXPECT_EQ(report.counts.sent, 0);
    EXPECT_EQ(api_.count(Route::get_reports), 0U) << "what the former one sent last may still be on its way";
    publish_after(301s);
    EXPECT_EQ(in_state("sent"), 12);
    EXPECT_EQ(api_.count(Route::get_reports), 1U) << "one question";
    EXPECT_EQ(stored().size(), 12U);
    publish_after(301s);
    EXPECT_EQ(logged_.find("restored"), std::string::npos) << "noticed once";
}

TEST_F(Restored, WhatWasNotSentIsSentAfterAll) {
    add_hourly(2);
    settings_.limit = 1;
    publish();
    back_up();
    put_back();
    publish();
    publish_after(301s);
    publish_after(301s);
    EXPECT_EQ(in_state("sent"), 2);
    EXPECT_EQ(stored().size(), 2U);
}

// Reports whose windows are formed again from files that are still there.
TEST_F(Restored, ResultsQueuedLaterOfATimeBeforeAreLookedUpToo) {
    add_hourly(1);
    publish();
    back_up();
    add({.last_s = test::kReportTime_s + 120, .up_usage = 0.75});
    publish();
    ASSERT_EQ(stored().size(), 2U);
    put_back();
    publish();
    clock_.advance(301s);
    const auto again = add({.last_s = test::kReportTime_s + 120, .up_usage = 0.75});
    const auto later = add({.last_s = clock_.now_ms() / 1000 + 2 * 3'600, .up_usage = 0.5});
    publish();
    EXPECT_EQ(state(again), OutboxState::sent);
    EXPECT_EQ(state(later), OutboxState::sent) << "of a time that it cannot have sent";
    EXPECT_EQ(stored().size(), 3U);
    EXPECT_EQ(api_.count(Route::get_reports), 1U);
    EXPECT_EQ(api_.count(Route::post_report), 3U);
}

TEST_F(Restored, DroppingTheLockFileOrMovingTheDatabaseIsNoticed) {
    add_hourly(1);
    publish();
    const auto notices = [this] {
        publish_after(301s);
        return logged_.find("restored, copied or moved") != std::string::npos;
    };
    EXPECT_FALSE(notices());
    fs::remove(lock_file());
    EXPECT_TRUE(notices());
    EXPECT_FALSE(notices());
    std::ofstream(lock_file()) << "123\n";
    EXPECT_TRUE(notices());
    std::ofstream(lock_file()) << "123\nclaim 1 0123456789abcdef0123456789abcdef\n";
    EXPECT_TRUE(notices());
    back_up();
    put_back();
    EXPECT_TRUE(notices());
    EXPECT_FALSE(notices());
}

TEST_F(Restored, DatabaseThatHasNeverClaimedHasNothingToForget) {
    const auto id = add();
    back_up();
    put_back();
    publish();
    EXPECT_EQ(state(id), OutboxState::sent);
}

TEST_F(Restored, BackupFromBeforeTheFirstClaimSendsNothingTwice) {
    const auto id = add();
    back_up();
    publish();
    ASSERT_EQ(stored().size(), 1U);
    put_back();
    publish();
    EXPECT_EQ(state(id), OutboxState::uncertain);
    publish_after(301s);
    EXPECT_EQ(state(id), OutboxState::sent);
    EXPECT_EQ(stored().size(), 1U);
    publish_after(301s);
    EXPECT_EQ(logged_.find("restored"), std::string::npos) << "noticed once";
}

TEST_F(Restored, HeldAndRetriedItemsAreLookedUpToo) {
    add_hourly(1);
    publish();
    store::OutboxStore outbox(database_.database());
    std::vector<std::int64_t> ids;
    for (const OutboxState state : {OutboxState::pending, OutboxState::retry, OutboxState::held}) {
        ids.push_back(add({.installation = {2, 22}, .last_s = test::kReportTime_s + std::ssize(ids)}));
        store::OutboxMove move(item(ids.back()));
        move.state = state;
        if (state != OutboxState::pending) move.next_attempt_ms = clock_.now_ms() + 900'000;
        if (state == OutboxState::held) move.held_for = model::HeldFor::user;
        ASSERT_TRUE(outbox.move(ids.back(), OutboxState::pending, move));
    }
    fs::remove(lock_file());
    publish();
    for (const auto id : ids) EXPECT_EQ(state(id), OutboxState::uncertain);
}

// The database that was replaced had found it not stored, and sent it again a moment before.
TEST_F(Restored, UncertainItemsSettleOnceMore) {
    api_.answer_next(Route::post_report, Answer::of(Answer::Kind::cut));
    const auto id = add();
    publish();
    ASSERT_EQ(state(id), OutboxState::uncertain);
    back_up();
    publish_after(301s);
    http_settings_.request_timeout = kShortTimeout;
    api_.answer_next(Route::post_report, Answer::of(Answer::Kind::hang_and_store_later));
    publish_after(5s);
    ASSERT_EQ(api_.count(Route::post_report), 2U);
    put_back();
    publish();
    EXPECT_EQ(state(id), OutboxState::uncertain) << "it may be on its way";
    EXPECT_EQ(api_.count(Route::get_reports), 1U) << "by the former database";
    publish_after(299s);
    EXPECT_EQ(api_.count(Route::get_reports), 1U);
    api_.store_late_reports();
    publish_after(1s);
    EXPECT_EQ(state(id), OutboxState::sent);
    publish_after(5s);
    EXPECT_EQ(stored().size(), 1U);
}

TEST_F(Restored, UncertainItemsThatWaitLongerOrForTheOperatorAreLeftAsTheyAre) {
    add_hourly(3);
    store::OutboxStore outbox(database_.database());
    const std::int64_t tomorrow_ms = clock_.now_ms() + 86'400'000;
    for (const auto& [id, due_ms] : {std::pair{ids_[1], std::optional(tomorrow_ms)},
                                     std::pair{ids_[2], std::optional<std::int64_t>()}}) {
        store::OutboxMove move(item(id));
        move.state = OutboxState::uncertain;
        move.next_attempt_ms = due_ms;
        ASSERT_TRUE(outbox.move(id, OutboxState::pending, move));
    }
    publish();
    fs::remove(lock_file());
    publish();
    EXPECT_NE(logged_.find("restored, copied or moved"), std::string::npos);
    EXPECT_EQ(item(ids_[1]).next_attempt_ms, tomorrow_ms);
    EXPECT_FALSE(item(ids_[1]).settling);
    EXPECT_FALSE(item(ids_[2]).next_attempt_ms);
    EXPECT_FALSE(item(ids_[2]).settling);
}

// He has looked there himself; tix-api, asked again, would only say the same.
TEST_F(Restored, OperatorMaySendWhatWasLeftToHim) {
    const auto id = add_to_a_restored_database({.installation = {2, 22}});
    api_.store(test::stored_form_of({.installation = {2, 22}, .last_s = test::kReportTime_s + 3'600}));
    publish_after(5min);
    ASSERT_EQ(state(id), OutboxState::uncertain);
    ASSERT_FALSE(item(id).next_attempt_ms) << "the same figures one hour off";
    ASSERT_TRUE(store::OutboxStore(database_.database()).retry(id));
    publish();
    EXPECT_EQ(state(id), OutboxState::sent);
}

// Else the number of a later claim could be that of one which another backup has forgotten.
TEST_F(Restored, ClaimsAreCountedOnFromTheHighestNumber) {
    add_hourly(12);
    settings_.limit = 3;
    publish();
    settings_.limit = -1;
    back_up();
    publish();
    const auto claims = [this] { return database_.number("SELECT claims FROM claim_record"); };
    const auto highest = claims();
    ASSERT_GE(highest, 12);
    put_back();
    ASSERT_LT(claims(), highest);
    publish();
    EXPECT_EQ(claims(), highest);
    fs::remove(lock_file());
    publish();
    EXPECT_EQ(claims(), highest) << "the lock's file tells of none";
}

// The look-up counts, though by the clock it was before the database was restored.
TEST_F(Restored, ClockThatIsSetBackUndoesNoLookUp) {
    const auto id = add_to_a_restored_database({.installation = {2, 22}});
    clock_.step(-1h);
    publish_after(301s);
    ASSERT_EQ(state(id), OutboxState::retry) << "it is not stored";
    publish_after(5s);
    EXPECT_EQ(state(id), OutboxState::sent);
    EXPECT_EQ(api_.count(Route::get_reports), 1U);
}

TEST_F(Restored, KilledWhileNoticingNoticesAgain) {
    add_hourly(4);
    settings_.limit = 1;
    publish();
    settings_.limit = -1;
    back_up();
    publish();
    put_back();
    KillAt observer(PublishPoint::restore_noticed);
    EXPECT_THROW((void)publish(observer), Killed);
    for (int i = 0; i < 4; ++i) publish_after(301s);
    EXPECT_EQ(stored().size(), 4U);
    EXPECT_EQ(in_state("sent"), 4);
}

// `tixdb restore` tells it itself.
TEST_F(Restored, RestoreThatIsToldOfIsTakenAtItsWord) {
    const auto id = add();
    const auto later = add({.last_s = clock_.now_ms() / 1000 + 3'601});
    store::IdentityStore(database_.database()).note_restored(clock_.now_ms());
    publish();
    EXPECT_EQ(state(id), OutboxState::uncertain);
    EXPECT_EQ(state(later), OutboxState::sent);
    publish_after(301s);
    publish_after(5s);
    EXPECT_EQ(state(id), OutboxState::sent);
}

}  // namespace
}  // namespace tixdb::publish::restored
