// SPDX-License-Identifier: MIT
// The program is killed while tix-api works on its request: what is stored is stored once.
#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <sstream>

#include "support/fake_tix_api.hpp"
#include "support/outbox_builder.hpp"
#include "support/program.hpp"
#include "support/temporary_database.hpp"

namespace tixdb {
namespace {

using test::Answer;
using test::Route;

class KilledPublishTest : public testing::Test {
  protected:
    [[nodiscard]] std::map<std::string, std::string> environment() const {
        std::map<std::string, std::string> environment = {{"TIXDB_DATABASE", temporary_.path().string()},
                                                          {"TIXDB_SETTLE_DELAY", "300ms"},
                                                          {"TIXDB_RETRY_BASE", "50ms"}};
        environment.merge(api_.environment());
        return environment;
    }
    [[nodiscard]] std::string output_file() const { return (temporary_.folder() / "output").string(); }
    [[nodiscard]] std::string output() const {
        std::ostringstream text;
        text << std::ifstream(output_file()).rdbuf();
        return text.str();
    }
    // Starts a run and returns once its POST is there.
    void end_during_request(int signal_number, int expected_code) {
        const auto posts = api_.count(Route::post_report);
        test::Program program({"publish"}, environment(), output_file());
        ASSERT_TRUE(api_.wait_for(Route::post_report, posts + 1, std::chrono::seconds(60))) << output();
        program.send_signal(signal_number);
        EXPECT_EQ(program.wait(), expected_code) << output();
    }
    void run_to_the_end() {
        test::Program program({"publish", "--wait", "30s"}, environment(), output_file());
        EXPECT_EQ(program.wait(), 0) << output();
    }

    test::TemporaryDatabase temporary_;
    test::OutboxBuilder builder_{temporary_.database()};
    test::FakeTixApi api_;
};

TEST_F(KilledPublishTest, KilledAfterTheServerStoredIsNotSentAgain) {
    const auto id = builder_.add({});
    api_.answer_next(Route::post_report, Answer::of(Answer::Kind::store_and_hang));
    end_during_request(SIGKILL, 128 + SIGKILL);
    EXPECT_EQ(builder_.state(id), model::OutboxState::sending);
    run_to_the_end();
    EXPECT_EQ(builder_.state(id), model::OutboxState::sent);
    EXPECT_EQ(api_.reports(), std::vector{test::stored_form_of({})});
}

TEST_F(KilledPublishTest, KilledBeforeTheServerStoredIsSentAgain) {
    const auto id = builder_.add({});
    api_.answer_next(Route::post_report, Answer::of(Answer::Kind::hang));
    end_during_request(SIGKILL, 128 + SIGKILL);
    run_to_the_end();
    EXPECT_EQ(builder_.state(id), model::OutboxState::sent);
    EXPECT_EQ(api_.reports(), std::vector{test::stored_form_of({})});
}

TEST_F(KilledPublishTest, KilledAgainAndAgainItStillIsStoredOnce) {
    for (int i = 0; i < 3; ++i) builder_.add({.last_s = test::kReportTime_s + i});
    for (const auto kind : {Answer::Kind::hang, Answer::Kind::store_and_hang}) {
        api_.answer_next(Route::post_report, Answer::of(kind));
        end_during_request(SIGKILL, 128 + SIGKILL);
    }
    run_to_the_end();
    EXPECT_EQ(temporary_.number("SELECT count(*) FROM outbox WHERE state = 'sent'"), 3);
    EXPECT_EQ(api_.reports().size(), 3U);
}

TEST_F(KilledPublishTest, AskedToStopItLeavesItsRequestUncertain) {
    const auto id = builder_.add({});
    api_.answer_next(Route::post_report, Answer::of(Answer::Kind::store_and_hang));
    end_during_request(SIGTERM, 128 + SIGTERM);
    EXPECT_EQ(builder_.state(id), model::OutboxState::uncertain);
    EXPECT_NE(output().find("uncertain=1 due in"), std::string::npos) << output();
    EXPECT_EQ(temporary_.number("SELECT exit_code FROM run ORDER BY run_id DESC LIMIT 1"), 128 + SIGTERM);
    run_to_the_end();
    EXPECT_EQ(builder_.state(id), model::OutboxState::sent);
    EXPECT_EQ(api_.reports().size(), 1U);
}

TEST_F(KilledPublishTest, AskedToStopItGivesBackWhatItHasClaimedAhead) {
    for (int i = 0; i < 40; ++i) builder_.add({.last_s = test::kReportTime_s + i});
    std::atomic<int> posts = 0;
    api_.choose_answers([&posts](const test::ReceivedRequest& request) -> std::optional<Answer> {
        if (request.route != Route::post_report || ++posts < 12) return std::nullopt;
        return Answer::of(Answer::Kind::hang);
    });
    test::Program program({"publish"}, environment(), output_file());
    ASSERT_TRUE(api_.wait_for(Route::post_report, 15, std::chrono::seconds(60))) << output();
    program.send_signal(SIGTERM);
    EXPECT_EQ(program.wait(), 128 + SIGTERM) << output();
    const auto number = [this](const std::string& what) {
        return temporary_.number("SELECT " + what + " FROM outbox");
    };
    EXPECT_EQ(number("count(*) FILTER (WHERE state = 'sent')"), 11);
    EXPECT_EQ(number("count(*) FILTER (WHERE state = 'uncertain')"), 4);
    EXPECT_EQ(number("count(*) FILTER (WHERE state = 'pending')"), 25);
    EXPECT_EQ(number("sum(attempts) FILTER (WHERE state = 'pending')"), 0);
    EXPECT_EQ(api_.count(Route::post_report), 15U);
}

TEST_F(KilledPublishTest, SecondRunAtTheSameTimeIsSentAway) {
    builder_.add({});
    api_.answer_next(Route::post_report, Answer::of(Answer::Kind::hang));
    test::Program first({"publish"}, environment(), output_file());
    ASSERT_TRUE(api_.wait_for(Route::post_report, 1, std::chrono::seconds(60)));
    test::Program second({"publish"}, environment(), (temporary_.folder() / "second").string());
    EXPECT_EQ(second.wait(), 75);
    EXPECT_EQ(api_.count(Route::post_report), 1U);
}

}  // namespace
}  // namespace tixdb
