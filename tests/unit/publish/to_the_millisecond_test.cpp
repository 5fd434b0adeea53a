// SPDX-License-Identifier: MIT
// When something comes due, and how long an answer may be: exactly so, one less and one more.
#include <gtest/gtest.h>

#include <string>

#include "support/publish_fixture.hpp"

namespace tixdb::publish::to_the_millisecond {
namespace {

using model::OutboxState;
using std::chrono_literals::operator""h;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;
using test::Answer;
using test::Route;

class ToTheMillisecond : public test::PublishTest {
  protected:
    std::int64_t add_uncertain() {
        api_.answer_next(Route::post_report, Answer::of(Answer::Kind::cut));
        const auto id = add();
        publish();
        return id;
    }
    std::int64_t add_due_in(std::chrono::milliseconds duration) {
        const auto id = add();
        database_.database().execute("UPDATE outbox SET state = 'retry', next_attempt_ms = " +
                                     std::to_string(clock_.now_ms() + duration.count()));
        return id;
    }
    // A list without a report, of so many bytes.
    void answer_list_of(std::size_t bytes) {
        api_.answer_next(Route::get_reports, Answer::json(200, "[" + std::string(bytes - 2, ' ') + "]"));
    }
};

TEST_F(ToTheMillisecond, LookUpWaitsForTheWholeSettleDelay) {
    add_uncertain();
    publish_after(299'999ms);
    EXPECT_EQ(api_.count(Route::get_reports), 0U);
    publish_after(1ms);
    EXPECT_EQ(api_.count(Route::get_reports), 1U);
}

TEST_F(ToTheMillisecond, RetryGoesWhenItIsDue) {
    const auto id = add_due_in(5s);
    publish_after(4'999ms);
    EXPECT_EQ(state(id), OutboxState::retry);
    publish_after(1ms);
    EXPECT_EQ(state(id), OutboxState::sent);
}

TEST_F(ToTheMillisecond, WaitTakesInWhatComesDueAtItsEnd) {
    settings_.wait = 60s;
    const std::int64_t begin_ms = clock_.now_ms();
    const auto late = add_due_in(60'001ms);
    publish();
    EXPECT_EQ(state(late), OutboxState::retry);
    EXPECT_EQ(clock_.now_ms(), begin_ms) << "it does not sleep for nothing";
    const auto id = add_due_in(60s);
    publish();
    EXPECT_EQ(state(id), OutboxState::sent);
}

TEST_F(ToTheMillisecond, RetryAfterOfADayHoldsForAll) {
    for (const char* seconds : {"86400", "86401"}) {
        const auto id = add();
        api_.answer_next(Route::post_report, Answer::with_status(429, "", {{"Retry-After", seconds}}));
        publish();
        const auto asked = api_.requests().size();
        publish_after(24h - 1ms);
        EXPECT_EQ(api_.requests().size(), asked) << seconds;
        publish_after(1ms);
        EXPECT_EQ(state(id), OutboxState::sent) << seconds;
        database_.database().execute("DELETE FROM outbox");
    }
    add();
    api_.answer_next(Route::post_report, Answer::with_status(429, "", {{"Retry-After", "86399"}}));
    publish();
    EXPECT_EQ(database_.number("SELECT wait_until_ms FROM api_server"), clock_.now_ms() + 86'399'000);
}

TEST_F(ToTheMillisecond, ListOfFourMebibytesIsReadAndOneOfAByteMoreIsNot) {
    const auto id = add_uncertain();
    answer_list_of(4'194'305);
    publish_after(300s);
    EXPECT_EQ(state(id), OutboxState::uncertain);
    EXPECT_NE(item(id).note.value_or("").find("too long"), std::string::npos);
    answer_list_of(4'194'304);
    publish_after(24h);
    EXPECT_EQ(state(id), OutboxState::retry) << "not stored";
}

TEST(PublishedWithinADay, IsCountedToTheMillisecond) {
    constexpr std::int64_t kNow_ms = 1'505'000'000'000;
    constexpr std::int64_t kDay_ms = 86'400'000;
    const auto kind_after = [](std::int64_t accepted_ms, std::int64_t queued_ms) {
        PublishReport report;
        report.open[OutboxState::retry] = 1;
        report.last_accepted_ms = accepted_ms;
        report.oldest_waiting_ms = queued_ms;
        return error_of(report, kNow_ms).value().kind();
    };
    EXPECT_EQ(kind_after(kNow_ms - kDay_ms, kNow_ms - kDay_ms), ErrorKind::configuration);
    EXPECT_EQ(kind_after(kNow_ms - kDay_ms - 1, kNow_ms - kDay_ms - 1), ErrorKind::configuration);
    EXPECT_EQ(kind_after(kNow_ms - kDay_ms + 1, kNow_ms - kDay_ms), ErrorKind::try_again);
    EXPECT_EQ(kind_after(kNow_ms - kDay_ms, kNow_ms - kDay_ms + 1), ErrorKind::try_again);
}

}  // namespace
}  // namespace tixdb::publish::to_the_millisecond
