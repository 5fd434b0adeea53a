// SPDX-License-Identifier: MIT

#include "store/outbox_store.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "support/outbox_builder.hpp"
#include "support/source_tree.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::store {
namespace {

using model::HeldFor;
using model::OutboxState;

class OutboxStoreTest : public testing::Test {
  protected:
    std::int64_t add(const test::TestItem& item = {}) { return builder_.add(item); }
    std::int64_t add_in(OutboxState state, const test::TestItem& item = {}) {
        const auto id = add(item);
        OutboxMove move(builder_.item(id));
        move.state = state;
        if (state == OutboxState::held) move.held_for = HeldFor::address;
        EXPECT_TRUE(outbox_.move(id, OutboxState::pending, move));
        return id;
    }
    void add_run() {
        temporary_.database().execute(
            "INSERT INTO run (run_id, command, version, started_ms) VALUES (1, 'publish', '', 0)");
    }
    [[nodiscard]] OutboxState state(std::int64_t id) { return builder_.state(id); }

    test::TemporaryDatabase temporary_;
    test::OutboxBuilder builder_{temporary_.database()};
    OutboxStore outbox_{temporary_.database()};
};

const std::vector<OutboxState> kAllStates = {
    OutboxState::pending, OutboxState::sending,    OutboxState::retry,
    OutboxState::held,    OutboxState::uncertain,  OutboxState::sent,
    OutboxState::dead,    OutboxState::superseded, OutboxState::dropped};

TEST_F(OutboxStoreTest, NewItemIsPendingWithItsBodyAsGiven) {
    const auto id = builder_.add_computed({});
    const auto item = outbox_.find(id).value();
    EXPECT_EQ(item.state, OutboxState::pending);
    EXPECT_EQ(item.attempts, 0);
    EXPECT_EQ(item.method, "classic");
    EXPECT_EQ(item.ip, "200.0.2.1");
    EXPECT_TRUE(item.body.starts_with(R"({"timestamp":1505083475,"version":"1.0.0",)"));
    EXPECT_EQ(temporary_.text("SELECT source FROM outbox"), "computed");
    EXPECT_EQ(outbox_.id_of_result(item.result_id.value()), id);
}

TEST_F(OutboxStoreTest, ResultHasAtMostOneItem) {
    const auto id = builder_.add_computed({});
    model::NewOutboxItem second;
    second.installation = {1, 11};
    second.body = "{}";
    second.result_id = outbox_.find(id)->result_id;
    EXPECT_THROW(outbox_.insert(second), SQLite::Exception);
}

TEST_F(OutboxStoreTest, ItemWithoutAResultIsImported) {
    const auto id = add();
    EXPECT_EQ(temporary_.text("SELECT source FROM outbox"), "imported");
    EXPECT_FALSE(outbox_.find(id)->result_id);
}

TEST_F(OutboxStoreTest, OnlyWhatWaitsIsClaimed) {
    add_run();
    for (const OutboxState from : kAllStates) {
        const auto id = add_in(from, {.last_s = static_cast<std::int64_t>(from) * 10});
        const bool may =
            from == OutboxState::pending || from == OutboxState::retry || from == OutboxState::held;
        EXPECT_EQ(outbox_.claim(id, 5, 1), may) << model::name_of(from);
        EXPECT_EQ(state(id), may ? OutboxState::sending : from);
    }
}

TEST_F(OutboxStoreTest, KeyOfWhatMayBeStoredIsBusy) {
    add_in(OutboxState::uncertain);
    const auto same = add();
    const auto other = add({.last_s = 7});
    add_run();
    EXPECT_TRUE(outbox_.is_key_busy({1, 11}, test::kReportTime_s));
    EXPECT_FALSE(outbox_.claim(same, 5, 1));
    EXPECT_FALSE(outbox_.is_key_busy({1, 11}, 7));
    EXPECT_TRUE(outbox_.claim(other, 5, 1));
    EXPECT_TRUE(outbox_.is_key_busy({1, 11}, 7));
    EXPECT_EQ(builder_.item(other).attempts, 1);
    EXPECT_EQ(builder_.item(other).claimed_ms, 5);
}

TEST_F(OutboxStoreTest, SupersedesWhatIsCertainlyNotSent) {
    for (const OutboxState from : kAllStates) {
        const auto id = add_in(from);
        const bool may = from == OutboxState::pending || from == OutboxState::retry ||
                         from == OutboxState::held || from == OutboxState::dead;
        EXPECT_EQ(outbox_.supersede(id), may) << model::name_of(from);
        EXPECT_EQ(state(id), may ? OutboxState::superseded : from);
    }
}

TEST_F(OutboxStoreTest, RetriesWhatTheOperatorMaySend) {
    for (const OutboxState from : kAllStates) {
        const auto id = add_in(from);
        const bool may = from == OutboxState::retry || from == OutboxState::held ||
                         from == OutboxState::dead ||
                         from == OutboxState::uncertain;  // without a time: left to the operator
        EXPECT_EQ(outbox_.retry(id), may) << model::name_of(from);
        EXPECT_EQ(state(id), may ? OutboxState::pending : from);
    }
}

TEST_F(OutboxStoreTest, ItemOfAKilledRunForgetsTheAnswerBeforeAndSettles) {
    add_run();
    const auto id = add_in(OutboxState::retry);
    OutboxMove failed(builder_.item(id));
    failed.last_status = 500;
    failed.last_error = "the server failed";
    ASSERT_TRUE(outbox_.move(id, OutboxState::retry, failed));
    ASSERT_TRUE(outbox_.claim(id, 5, 1));
    EXPECT_EQ(outbox_.recover_sending({1'000, {"boot", 70}}, std::chrono::milliseconds(300)), 1);
    const auto item = builder_.item(id);
    EXPECT_EQ(item.state, OutboxState::uncertain);
    EXPECT_EQ(item.last_status, std::nullopt);
    EXPECT_EQ(item.unclear_ends, 1);
    EXPECT_EQ(item.first_unclear_ms, 1'000);
    EXPECT_EQ(item.next_attempt_ms, 1'300);
    EXPECT_EQ(item.settling, (model::Settling{"boot", 370}));
}

TEST_F(OutboxStoreTest, LookupIsDueByTheTimeSinceTheBootUntilItWasAskedOnce) {
    const auto id = add();
    OutboxMove move(builder_.item(id));
    move.state = OutboxState::uncertain;
    move.next_attempt_ms = 1'000;
    move.settling = model::Settling{"boot", 500};
    ASSERT_TRUE(outbox_.move(id, OutboxState::pending, move));
    const auto is_due = [this](const OutboxMoment& now) {
        const bool is_group_due = !outbox_.due_lookups_after({{INT64_MIN, INT64_MIN}, -1}, now, 10).empty();
        EXPECT_EQ(outbox_.due_of_lookup({{1, 11}, test::kReportTime_s / 86'400}, now).size(),
                  is_group_due ? 1U : 0U);
        return is_group_due;
    };
    EXPECT_FALSE(is_due({9'999, {"boot", 499}}));
    EXPECT_TRUE(is_due({1, {"boot", 500}}));
    EXPECT_FALSE(is_due({9'999, {"another", 9'999}}));
    EXPECT_EQ(outbox_.next_due_ms({0, {"boot", 350}}, {100, {"boot", 450}}), 150);
    // What has come due since it was last looked for is not forgotten.
    EXPECT_EQ(outbox_.next_due_ms({90, {"boot", 499}}, {100, {"boot", 509}}), 91);
    EXPECT_FALSE(outbox_.next_due_ms({91, {"boot", 500}}, {100, {"boot", 509}}));
    EXPECT_EQ(outbox_.waiting({100, {"boot", 450}}).next_uncertain_ms, 150);
    EXPECT_EQ(outbox_.settle_anew({20'000, {"another", 9'999}}, std::chrono::milliseconds(300)), 1);
    EXPECT_FALSE(is_due({30'000, {"another", 10'298}}));
    EXPECT_TRUE(is_due({30'000, {"another", 10'299}}));
    OutboxMove asked(builder_.item(id));
    asked.settling.reset();
    asked.next_attempt_ms = 40'000;
    ASSERT_TRUE(outbox_.move(id, OutboxState::uncertain, asked));
    EXPECT_FALSE(is_due({39'999, {"another", 99'999}}));
    EXPECT_TRUE(is_due({40'000, {"another", 1}}));
}

TEST_F(OutboxStoreTest, ItemsComeInTheOrderOfSendingPageByPage) {
    std::vector<std::int64_t> expected;
    const auto add_at = [this](OutboxState state, std::int64_t last_s, std::int64_t unclear_ends) {
        const auto id = add({.last_s = last_s});
        OutboxMove move(builder_.item(id));
        move.state = state;
        move.unclear_ends = unclear_ends;
        if (state != OutboxState::pending) move.next_attempt_ms = 10;
        if (state == OutboxState::held) move.held_for = HeldFor::user;
        EXPECT_TRUE(outbox_.move(id, OutboxState::pending, move));
        return id;
    };
    const auto last = add_at(OutboxState::retry, 1, 2);
    const auto second_last = add_at(OutboxState::held, 3, 1);
    expected.push_back(add_at(OutboxState::held, 5, 0));
    expected.push_back(add_at(OutboxState::pending, 6, 0));
    expected.push_back(add_at(OutboxState::retry, 7, 0));
    expected.push_back(add_at(OutboxState::pending, 8, 0));
    expected.push_back(second_last);
    expected.push_back(last);
    add_in(OutboxState::uncertain, {.last_s = 2});
    add_in(OutboxState::dead, {.last_s = 4});
    std::vector<std::int64_t> ids;
    OutboxPlace place;
    for (auto page = outbox_.sendable_after(place, 10, 2); !page.empty();
         page = outbox_.sendable_after(place, 10, 2)) {
        for (const auto& candidate : page) ids.push_back(candidate.outbox_id);
        place = place_of(page.back());
    }
    EXPECT_EQ(ids, expected);
    EXPECT_EQ(outbox_.sendable_after({}, 9, 10).size(), 2U) << "pending ones alone are due at once";
}

TEST_F(OutboxStoreTest, UnknownStateIsAnError) {
    const auto id = add();
    temporary_.database().execute(
        "PRAGMA ignore_check_constraints = ON; UPDATE outbox SET state = 'elsewhere'");
    EXPECT_THROW((void)outbox_.find(id), Error);
}

TEST_F(OutboxStoreTest, LaterThanTheLatestNothingWaits) {
    const auto due_at = [this](OutboxState state, std::optional<std::int64_t> next_attempt_ms) {
        const auto id = add();
        OutboxMove move(builder_.item(id));
        move.state = state;
        move.next_attempt_ms = next_attempt_ms;
        if (state == OutboxState::held) move.held_for = HeldFor::address;
        EXPECT_TRUE(outbox_.move(id, OutboxState::pending, move));
        return id;
    };
    std::vector<std::int64_t> far;
    for (const OutboxState state : {OutboxState::retry, OutboxState::held, OutboxState::uncertain}) {
        far.push_back(due_at(state, 9'000));
    }
    const auto near = due_at(OutboxState::retry, 999);
    const auto left_to_the_operator = due_at(OutboxState::uncertain, std::nullopt);
    EXPECT_EQ(outbox_.cap_delays(1'000, test::kReportTime_s - 1), 0)
        << "a clock that is behind shortens nothing";
    EXPECT_EQ(outbox_.cap_delays(1'000, test::kReportTime_s), 3);
    for (const auto id : far) EXPECT_EQ(builder_.item(id).next_attempt_ms, 1'000);
    EXPECT_EQ(builder_.item(near).next_attempt_ms, 999);
    EXPECT_EQ(builder_.item(left_to_the_operator).next_attempt_ms, std::nullopt);
}

TEST_F(OutboxStoreTest, UncertainItemThatWillBeAskedAboutIsNotRetried) {
    const auto id = add();
    OutboxMove move(builder_.item(id));
    move.state = OutboxState::uncertain;
    move.next_attempt_ms = 5;
    outbox_.move(id, OutboxState::pending, move);
    EXPECT_FALSE(outbox_.retry(id));
}

TEST_F(OutboxStoreTest, DropsWhatIsNotDoneWith) {
    for (const OutboxState from : kAllStates) {
        const auto id = add_in(from);
        const bool may = from != OutboxState::sending && from != OutboxState::sent &&
                         from != OutboxState::superseded && from != OutboxState::dropped;
        EXPECT_EQ(outbox_.drop(id, "why"), may) << model::name_of(from);
        EXPECT_EQ(state(id), may ? OutboxState::dropped : from);
    }
}

TEST_F(OutboxStoreTest, RetryOfAHeldItemReleasesAllThatWaitWithIt) {
    const auto first = add_in(OutboxState::held);
    const auto same_ip = add_in(OutboxState::held, {.installation = {2, 22}});
    const auto other_ip = add_in(OutboxState::held, {.ip = "200.0.2.2"});
    EXPECT_TRUE(outbox_.retry(first));
    EXPECT_EQ(state(same_ip), OutboxState::pending);
    EXPECT_EQ(state(other_ip), OutboxState::held);
}

TEST_F(OutboxStoreTest, HoldReachesExactlyThoseItIsFor) {
    const auto hold_of = [this](std::int64_t user, std::int64_t installation, const char* ip) {
        OutboxCandidate candidate;
        candidate.installation = {user, installation};
        candidate.ip = ip;
        const auto hold = outbox_.hold_of(candidate);
        return hold ? hold->until_ms : 0;
    };
    ASSERT_TRUE(outbox_.hold(add({.installation = {1, 11}, .ip = "200.0.2.1"}), {HeldFor::address, 100}));
    ASSERT_TRUE(outbox_.hold(add({.installation = {2, 21}, .ip = "200.0.2.2"}), {HeldFor::user, 200}));
    ASSERT_TRUE(
        outbox_.hold(add({.installation = {3, 31}, .ip = "200.0.2.3"}), {HeldFor::installation, 300}));
    EXPECT_EQ(hold_of(9, 99, "200.0.2.1"), 100);
    EXPECT_EQ(hold_of(2, 99, "200.0.2.9"), 200);
    EXPECT_EQ(hold_of(3, 31, "200.0.2.9"), 300);
    EXPECT_EQ(hold_of(3, 31, "200.0.2.1"), 300) << "the longest";
    EXPECT_EQ(hold_of(3, 99, "200.0.2.3"), 0);
    EXPECT_EQ(hold_of(1, 11, "200.0.2.9"), 0);
}

TEST_F(OutboxStoreTest, StateGivenByAnotherSinceIsNotOverwritten) {
    const auto id = add();
    ASSERT_TRUE(outbox_.drop(id, "why"));
    OutboxMove move(builder_.item(id));
    move.state = OutboxState::sent;
    EXPECT_FALSE(outbox_.move(id, OutboxState::sending, move));
    EXPECT_EQ(state(id), OutboxState::dropped);
}

TEST_F(OutboxStoreTest, KilledWhileSendingSaysNothingOfTheAttemptBefore) {
    const auto id = add();
    temporary_.database().execute(
        "UPDATE outbox SET state = 'sending', last_status = 500, last_error = 'refused'");
    EXPECT_EQ(outbox_.recover_sending({1000, {"boot", 1}}, std::chrono::milliseconds(300)), 1);
    const auto item = outbox_.find(id).value();
    EXPECT_EQ(item.state, model::OutboxState::uncertain);
    EXPECT_FALSE(item.last_status);
    EXPECT_EQ(item.last_error, "the run was killed while sending");
}

TEST_F(OutboxStoreTest, ListsByStateKeyAndTime) {
    std::map<OutboxState, std::int64_t> ids;
    for (const OutboxState each : kAllStates) {
        ids[each] = add_in(each, {.installation = {1, 11 + static_cast<std::int64_t>(each)},
                                  .last_s = static_cast<std::int64_t>(each)});
    }
    for (const OutboxState each : kAllStates) {
        EXPECT_EQ(outbox_.ids({.states = {each}}), std::vector{ids[each]}) << model::name_of(each);
    }
    const std::set<OutboxState> all(kAllStates.begin(), kAllStates.end());
    EXPECT_EQ(outbox_.ids({.states = all}).size(), kAllStates.size());
    EXPECT_EQ(outbox_.ids({.states = all, .installation_id = 13}), std::vector{ids[OutboxState::retry]});
    EXPECT_EQ(outbox_.ids({.states = all, .from_s = 1, .to_s = 3}).size(), 2U);
    EXPECT_EQ(outbox_.ids({.states = all, .limit = 4}).size(), 4U);
    EXPECT_EQ(outbox_.count_open().at(OutboxState::dead), 1);
    EXPECT_EQ(outbox_.count_open().size(), 6U);
}

// However many rows were ever sent, a query reads what it returns: every access to the table goes through the
// row's number, a key, or an index that holds open rows only.
TEST_F(OutboxStoreTest, EveryQueryGoesByAnIndex) {
    const std::regex open_rows_only(
        R"(SCAN outbox USING (COVERING )?INDEX outbox_(pending|retry|held|uncertain|open|held_\w+))");
    const std::filesystem::path folder = test::source_folder() / "src/store/sql/outbox";
    int checked = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        std::ostringstream sql;
        sql << std::ifstream(entry.path()).rdbuf();
        SQLite::Statement plan(temporary_.database().handle(), "EXPLAIN QUERY PLAN " + sql.str());
        while (plan.executeStep()) {
            const std::string line = plan.getColumn(3).getString();
            const bool is_listing_of_all = entry.path().stem() == "select_ids" && line == "SCAN outbox";
            if (line.starts_with("SCAN outbox") && !is_listing_of_all) {
                EXPECT_TRUE(std::regex_search(line, open_rows_only))
                    << entry.path().filename() << ": " << line;
            }
            ++checked;
        }
    }
    EXPECT_GT(checked, 20);
}

TEST_F(OutboxStoreTest, ViewShowsItemsForPeople) {
    const auto id = add();
    OutboxMove move(builder_.item(id));
    move.state = OutboxState::held;
    move.held_for = HeldFor::address;
    move.next_attempt_ms = 1'505'169'875'999;
    move.last_status = 500;
    move.last_error = "why";
    ASSERT_TRUE(outbox_.move(id, OutboxState::pending, move));
    EXPECT_EQ(
        temporary_.text(
            "SELECT user_id || '|' || installation_id || '|' || method || '|' || last_s || '|' || state || "
            "'|' || "
            "attempts || '|' || next_attempt || '|' || last_status || '|' || last_error || '|' || "
            "ip || '|' || held_for || '|' || window_end FROM v_outbox"),
        "1|11|classic|1505083475|held|0|2017-09-11T22:44:35Z|500|why|200.0.2.1|address|2017-09-10T22:44:35Z");
    const SQLite::Statement columns(temporary_.database().handle(), "SELECT * FROM v_outbox");
    const std::vector<std::string> first = {"user_id",      "installation_id", "method",
                                            "last_s",       "state",           "attempts",
                                            "next_attempt", "last_status",     "last_error"};
    for (int i = 0; i < static_cast<int>(first.size()); ++i) {
        EXPECT_EQ(columns.getColumnName(i), first[static_cast<std::size_t>(i)]);
    }
}

}  // namespace
}  // namespace tixdb::store
