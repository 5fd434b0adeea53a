// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <algorithm>

#include "base/file_lock.hpp"
#include "store/outbox_store.hpp"
#include "support/command_line.hpp"
#include "support/outbox_builder.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::cli {
namespace {

using model::HeldFor;
using model::OutboxState;

class OutboxCommandTest : public testing::Test {
  protected:
    OutboxCommandTest() {
        line_.clock = &clock_;
        line_.environment = {{"TIXDB_DATABASE", temporary_.path().string()}};
        pending_ = builder_.add({});
        held_ = add({.last_s = test::kReportTime_s + 600, .ip = "2001:db8::1"}, OutboxState::held, 500,
                    "tix-api knows no network of this address: 500 ValueError");
        dead_ =
            add({.installation = {2, 21}}, OutboxState::dead, 400, "report refused: 400 <pre>\x1b[31m</pre>");
        uncertain_ =
            add({.installation = {2, 22}}, OutboxState::uncertain, std::nullopt, "no answer: timed out");
        sent_ = add({.installation = {3, 31}}, OutboxState::sent, 200, std::nullopt);
    }

    std::int64_t add(const test::TestItem& item, OutboxState state, std::optional<std::int64_t> status,
                     std::optional<std::string> error) {
        const auto id = builder_.add(item);
        store::OutboxMove move(store::OutboxStore(temporary_.database()).find(id).value());
        move.state = state;
        move.last_status = status;
        move.last_error = std::move(error);
        if (state == OutboxState::held) move.held_for = HeldFor::address;
        if (state == OutboxState::held || state == OutboxState::uncertain) {
            move.next_attempt_ms = clock_.now_ms() + 60'000;
        }
        EXPECT_TRUE(store::OutboxStore(temporary_.database()).move(id, OutboxState::pending, move));
        return id;
    }
    [[nodiscard]] test::CommandResult run(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), "outbox");
        return line_.run(arguments);
    }
    static void expect(const std::string& name, const test::CommandResult& result) {
        test::expect_golden("outbox/" + name, result);
    }

    test::TemporaryDatabase temporary_;
    test::OutboxBuilder builder_{temporary_.database()};
    test::FakeClock clock_{(test::kReportTime_s + 600) * 1000};
    test::CommandLine line_;
    std::int64_t pending_ = 0;
    std::int64_t held_ = 0;
    std::int64_t dead_ = 0;
    std::int64_t uncertain_ = 0;
    std::int64_t sent_ = 0;
};

TEST_F(OutboxCommandTest, ListsWhatIsNotDoneWith) {
    expect("list", run({"list"}));
}

TEST_F(OutboxCommandTest, WhatNeedsAttentionIsInColourOnATerminal) {
    EXPECT_EQ(run({"list"}).out.find("\x1b["), std::string::npos);
    const std::string shown = run({"list", "--color", "always"}).out;
    for (const char* state : {"held", "dead", "uncertain"})
        EXPECT_NE(shown.find("\x1b[1;31m" + std::string(state) + "\x1b[0m"), std::string::npos) << shown;
    EXPECT_EQ(shown.find("\x1b[1;31mpending"), std::string::npos) << shown;
}

TEST_F(OutboxCommandTest, ListsInEveryFormat) {
    expect("list_json", run({"list", "--format", "json"}));
    expect("list_ndjson", run({"list", "--format", "ndjson", "--state", "held"}));
    expect("list_csv", run({"list", "--format", "csv", "--state", "all", "--user", "1", "--no-header"}));
}

TEST_F(OutboxCommandTest, ListsByUserInstallationAndTime) {
    expect("list_user", run({"list", "--user", "2"}));
    expect("list_installation", run({"list", "--user", "2", "--installation", "21"}));
    expect("list_time", run({"list", "--from", "2017-09-10T22:45Z", "--to", "2017-09-11"}));
    expect("list_nothing", run({"list", "--state", "dropped"}));
    expect("list_bad_state", run({"list", "--state", "lost"}));
    expect("list_bad_time", run({"list", "--from", "soon"}));
}

TEST_F(OutboxCommandTest, ShowsAllAboutOneItem) {
    expect("show_pending", run({"show", std::to_string(pending_)}));
    expect("show_held", run({"show", std::to_string(held_)}));
    expect("show_json", run({"show", std::to_string(dead_), "--format", "json"}));
    expect("show_none", run({"show", "99"}));
    expect("show_no_number", run({"show", "first"}));
}

TEST_F(OutboxCommandTest, RetriesItems) {
    expect("retry_dry_run", run({"retry", std::to_string(dead_), "-n"}));
    EXPECT_EQ(builder_.state(dead_), OutboxState::dead);
    expect("retry", run({"retry", std::to_string(dead_), std::to_string(held_)}));
    EXPECT_EQ(builder_.state(dead_), OutboxState::pending);
    EXPECT_EQ(builder_.state(held_), OutboxState::pending);
}

TEST_F(OutboxCommandTest, ListsAtMostSoMany) {
    const auto rows = [this](const std::string& limit) {
        const std::string out = run({"list", "--state", "all", "--format", "ndjson", "--limit", limit}).out;
        return std::count(out.begin(), out.end(), '\n');
    };
    EXPECT_EQ(rows("1"), 1);
    EXPECT_EQ(rows("3"), 3);
    EXPECT_EQ(rows("9"), 5);
}

TEST_F(OutboxCommandTest, ItemThatIsNamedTwiceIsOne) {
    const std::string dead = std::to_string(dead_);
    EXPECT_EQ(run({"retry", dead, dead}).err, "tixdb: outbox retry: 1 item released\n");
    EXPECT_EQ(run({"drop", dead, dead, "--reason", "why not"}).err, "tixdb: outbox drop: 1 item dropped\n");
}

TEST_F(OutboxCommandTest, RetryAsksAServerThatWantedToBeLeftAlone) {
    temporary_.database().execute(
        "INSERT INTO api_server (scheme, host, port, path, wait_until_ms) VALUES ('http', 'tix.example', 80, "
        "'/api', 5)");
    const std::string waits = "SELECT count(*) FROM api_server WHERE wait_until_ms IS NOT NULL";
    EXPECT_EQ(run({"drop", std::to_string(held_), "--reason", "why not"}).exit_code, 0);
    EXPECT_EQ(run({"retry", std::to_string(dead_), "-n"}).exit_code, 0);
    EXPECT_EQ(temporary_.number(waits), 1);
    EXPECT_EQ(run({"retry", std::to_string(dead_)}).exit_code, 0);
    EXPECT_EQ(temporary_.number(waits), 0);
}

TEST_F(OutboxCommandTest, ShowsEachTimeOfAnItemUnderItsName) {
    temporary_.database().execute(
        "UPDATE outbox SET queued_ms = 1500000000000, claimed_ms = 1500000060000, sent_ms = 1500000120000,"
        " next_attempt_ms = 1500000180000 WHERE outbox_id = " +
        std::to_string(sent_));
    const std::string shown = run({"show", std::to_string(sent_)}).out;
    for (const char* line :
         {"\nqueued          2017-07-14T02:40:00Z\n", "\nclaimed         2017-07-14T02:41:00Z\n",
          "\nsent            2017-07-14T02:42:00Z\n", "\nnext_attempt    2017-07-14T02:43:00Z\n"})
        EXPECT_NE(shown.find(line), std::string::npos) << line << shown;
}

TEST_F(OutboxCommandTest, RetriesAllOfAState) {
    add({.last_s = test::kReportTime_s + 1200, .ip = "2001:db8::1"}, OutboxState::held, std::nullopt,
        std::nullopt);
    expect("retry_state", run({"retry", "--state", "held"}));
    EXPECT_EQ(temporary_.number("SELECT count(*) FROM outbox WHERE state = 'held'"), 0);
}

TEST_F(OutboxCommandTest, RetriesAllOrNothing) {
    expect("retry_uncertain", run({"retry", std::to_string(dead_), std::to_string(uncertain_)}));
    expect("retry_sent", run({"retry", std::to_string(dead_), std::to_string(sent_)}));
    expect("retry_none", run({"retry", std::to_string(dead_), "99"}));
    expect("retry_nothing_named", run({"retry"}));
    EXPECT_EQ(builder_.state(dead_), OutboxState::dead);
}

TEST_F(OutboxCommandTest, DropsItemsForAReason) {
    expect("drop_dry_run", run({"drop", std::to_string(dead_), "--reason", "test client", "-n"}));
    EXPECT_EQ(builder_.state(dead_), OutboxState::dead);
    expect("drop", run({"drop", std::to_string(dead_), "--reason", "test client"}));
    EXPECT_EQ(builder_.state(dead_), OutboxState::dropped);
    EXPECT_EQ(builder_.item(dead_).drop_reason, "test client");
    expect("drop_again", run({"drop", std::to_string(dead_), "--reason", "another reason"}));
    EXPECT_EQ(builder_.item(dead_).drop_reason, "test client");
    EXPECT_EQ(run({"drop", std::to_string(dead_), "--reason", "test client"}).exit_code, 0)
        << "as it is already";
    expect("drop_sent", run({"drop", std::to_string(sent_), "--reason", "test client"}));
    expect("drop_without_reason", run({"drop", std::to_string(held_)}));
    expect("drop_nothing_named", run({"drop", "--reason", "test client"}));
}

TEST_F(OutboxCommandTest, ChangesNothingWhileARunPublishes) {
    const FileLock lock(temporary_.path().string() + ".publish.lock", std::chrono::milliseconds(0), clock_);
    test::expect_golden("outbox/retry_locked", run({"retry", std::to_string(held_)}));
    test::expect_golden("outbox/drop_locked", run({"drop", std::to_string(held_), "--reason", "x"}));
    EXPECT_EQ(builder_.state(held_), OutboxState::held);
    EXPECT_EQ(run({"list"}).exit_code, 0) << "who reads is never in the way";
}

TEST_F(OutboxCommandTest, NeedsASubcommand) {
    expect("no_subcommand", run({}));
}

}  // namespace
}  // namespace tixdb::cli
