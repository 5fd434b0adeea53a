// SPDX-License-Identifier: MIT
// Which items each step of publishing reaches: by their state, to the last millisecond, and of that client
// alone; and each column that it changes.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "store/outbox_store.hpp"
#include "support/query_rows.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::store::outbox_filters {
namespace {

using std::chrono::milliseconds;

constexpr std::int64_t kTime_s = 1'505'083'475;
constexpr std::int64_t kNow_ms = 1'505'090'000'000;
const std::vector<std::string> kStates = {"pending", "sending", "retry",      "held",   "uncertain",
                                          "sent",    "dead",    "superseded", "dropped"};
const OutboxMoment kNow{kNow_ms, {"this boot", 5000}};

struct Row {
    std::string state = "pending";
    model::InstallationKey key{1, 1};
    std::int64_t last_s = kTime_s;
    std::string columns{};  // ", name"
    std::string values{};   // ", value"
    std::string ip = "192.0.2.1";
    std::string held_for = "address";
};

class OutboxFilters : public testing::Test {
  protected:
    OutboxFilters() {
        execute(
            "INSERT INTO installation (user_id, installation_id, first_seen_ms) VALUES (1, 1, 0), (1, 2, 0), "
            "(2, 1, 0)");
    }
    void execute(const std::string& sql) { temporary_.database().execute(sql); }
    std::int64_t add(const Row& row) {
        execute(fmt::format(
            "INSERT INTO outbox (user_id, installation_id, last_s, ip, body, source, state, held_for,"
            " queued_ms{}) VALUES ({}, {}, {}, '{}', '{{}}', 'imported', '{}', {}, 7{})",
            row.columns, row.key.user_id, row.key.installation_id, row.last_s, row.ip, row.state,
            row.state == "held" ? "'" + row.held_for + "'" : "NULL", row.values));
        return temporary_.database().handle().getLastInsertRowid();
    }
    // An item in each state, and what its state is then.
    void add_each_state(const std::string& columns = "", const std::string& values = "") {
        for (const auto& state : kStates) add({state, {1, 1}, kTime_s, columns, values});
    }
    std::string states() {
        return temporary_.text(
            "SELECT group_concat(state, ' ') FROM (SELECT state FROM outbox ORDER BY outbox_id)");
    }
    std::string rows(const std::string& columns, std::int64_t outbox_id) {
        return test::rows_of(temporary_.database(),
                             fmt::format("SELECT {} FROM outbox WHERE outbox_id = {}", columns, outbox_id));
    }

    test::TemporaryDatabase temporary_;
    OutboxStore outbox_{temporary_.database()};
};

TEST_F(OutboxFilters, WhatARestoredDatabaseMayHaveForgottenIsAskedAbout) {
    constexpr std::int64_t kRestored_ms = kTime_s * 1000;
    add_each_state();
    EXPECT_EQ(outbox_.ask_about_forgotten(kRestored_ms, kNow, milliseconds(300)), 3);
    EXPECT_EQ(states(), "uncertain sending uncertain uncertain uncertain sent dead superseded dropped");
    for (const std::int64_t id : {1, 3, 4}) {
        EXPECT_EQ(
            rows("state, held_for, next_attempt_ms, settle_boot_id, settle_until_boot_ms, last_error", id),
            "state=uncertain held_for=NULL next_attempt_ms=1505090000300 settle_boot_id=this boot"
            " settle_until_boot_ms=5300 last_error=the database was restored, copied or moved: it may have "
            "been"
            " sent\n");
    }
    execute("DELETE FROM outbox");
    const std::int64_t last_s = (kRestored_ms + kForgottenAfterRestore.count()) / 1000;
    for (const char* state : {"pending", "retry", "held"}) {
        const auto reached = add({state, {1, 1}, last_s});
        const auto later = add({state, {1, 1}, last_s + 1});
        const auto asked = add({state, {1, 1}, last_s, ", looked_up_ms", fmt::format(", {}", kRestored_ms)});
        const auto before =
            add({state, {1, 1}, last_s, ", looked_up_ms", fmt::format(", {}", kRestored_ms - 1)});
        EXPECT_EQ(outbox_.ask_about_forgotten(kRestored_ms, kNow, milliseconds(300)), 2) << state;
        EXPECT_EQ(rows("state", reached), "state=uncertain\n");
        EXPECT_EQ(rows("state", before), "state=uncertain\n");
        EXPECT_EQ(rows("state", later), fmt::format("state={}\n", state));
        EXPECT_EQ(rows("state", asked), fmt::format("state={}\n", state));
    }
}

TEST_F(OutboxFilters, WhatIsQueuedOfAPrunedTimeIsAskedAbout) {
    execute(
        fmt::format("UPDATE installation SET items_pruned_before_s = CASE WHEN user_id = 2 THEN NULL"
                    " WHEN installation_id = 2 THEN {0} - 100 ELSE {0} + 1 END",
                    kTime_s));
    add_each_state();
    EXPECT_EQ(outbox_.ask_about_pruned(kNow_ms), 3);
    EXPECT_EQ(states(), "uncertain sending uncertain uncertain uncertain sent dead superseded dropped");
    EXPECT_EQ(rows("held_for, next_attempt_ms, settle_boot_id, last_error", 4),
              "held_for=NULL next_attempt_ms=1505090000000 settle_boot_id=NULL"
              " last_error=what was sent of this time is pruned: this may be among it\n");
    execute("DELETE FROM outbox");
    for (const char* state : {"pending", "retry", "held"}) {
        add({state, {1, 1}, kTime_s + 1});
        add({state, {1, 2}, kTime_s - 100});
        add({state, {2, 1}, kTime_s});
        add({state, {1, 1}, kTime_s, ", looked_up_ms", ", 1"});
    }
    EXPECT_EQ(outbox_.ask_about_pruned(kNow_ms), 0);
}

// On the last second of a time, and on the next one.
TEST_F(OutboxFilters, WhatIsLookedUpFirstIsToldToTheSecond) {
    constexpr std::int64_t kRestored_ms = kTime_s * 1000;
    constexpr std::int64_t kForgotten_s = kTime_s + kForgottenAfterRestore.count() / 1000;
    execute(fmt::format("UPDATE installation SET items_pruned_before_s = {} WHERE user_id = 1", kTime_s));
    const auto told = [&](std::optional<std::int64_t> restored_ms) {
        std::string text;
        for (const AskedFirst& item : outbox_.asked_first(restored_ms))
            text += fmt::format("{}@{} {}, ", item.installation.text(), item.last_s - kTime_s,
                                item.is_pruned ? "pruned" : "restored");
        return text;
    };
    for (const char* state : {"pending", "retry", "held"}) {
        SCOPED_TRACE(state);
        execute("DELETE FROM outbox");
        add({state, {1, 1}, kTime_s - 1});
        add({state, {1, 2}, kTime_s});
        EXPECT_EQ(told(std::nullopt), "1/1@-1 pruned, ");
        add({state, {1, 2}, kForgotten_s});
        add({state, {1, 2}, kForgotten_s + 1});
        const std::string restored = "1/1@-1 pruned, 1/2@0 restored, 1/2@3600 restored, ";
        EXPECT_EQ(told(kRestored_ms), restored);
        add({state, {1, 1}, kTime_s - 2, ", looked_up_ms", fmt::format(", {}", kRestored_ms)});
        EXPECT_EQ(told(kRestored_ms), restored) << "looked up since it was restored";
        add({state, {1, 1}, kTime_s - 3, ", looked_up_ms", fmt::format(", {}", kRestored_ms - 1)});
        EXPECT_EQ(told(kRestored_ms), "1/1@-3 restored, " + restored) << "looked up before that";
    }
}

TEST_F(OutboxFilters, DelaysAreCappedOfWhatComesDueByItself) {
    add_each_state(", next_attempt_ms", ", 1001");
    EXPECT_EQ(outbox_.cap_delays(1000, kTime_s), 4);
    for (const std::int64_t id : {1, 3, 4, 5})
        EXPECT_EQ(rows("next_attempt_ms", id), "next_attempt_ms=1000\n");
    EXPECT_EQ(outbox_.cap_delays(1000, kTime_s), 0) << "due just then";
    execute("UPDATE outbox SET next_attempt_ms = 1001");
    EXPECT_EQ(outbox_.cap_delays(1000, kTime_s - 1), 0) << "the clock is behind";
}

TEST_F(OutboxFilters, SendableIsWhatWaitsAndIsDue) {
    add_each_state(", next_attempt_ms", ", 1000");
    add({});
    const auto ids = [&](std::int64_t due_ms) {
        std::vector<std::int64_t> found;
        for (const auto& candidate : outbox_.sendable_after({}, due_ms, 100))
            found.push_back(candidate.outbox_id);
        return found;
    };
    EXPECT_EQ(ids(1000), (std::vector<std::int64_t>{1, 3, 4, 10}));
    EXPECT_EQ(ids(999), (std::vector<std::int64_t>{10}));
    execute("UPDATE outbox SET attempts = 4, unclear_ends = outbox_id % 2");
    const auto candidates = outbox_.sendable_after({}, 1000, 3);
    ASSERT_EQ(candidates.size(), 3U);
    EXPECT_EQ(candidates[0].outbox_id, 4);
    EXPECT_EQ(candidates[0].state, model::OutboxState::held);
    EXPECT_EQ(candidates[0].ip, "192.0.2.1");
    EXPECT_EQ(candidates[0].attempts, 4);
    EXPECT_EQ(candidates[2].unclear_ends, 1);
}

TEST_F(OutboxFilters, LookupsAreOfUncertainItemsOfTheClientAndDayThatAreDue) {
    constexpr std::int64_t kDay_s = kTime_s / 86'400 * 86'400;
    const LookupGroup group{{1, 1}, kDay_s / 86'400};
    add_each_state(", next_attempt_ms", fmt::format(", {}", kNow_ms));
    const auto settled =
        add({"uncertain", {1, 1}, kDay_s, ", settle_boot_id, settle_until_boot_ms", ", 'this boot', 5000"});
    const auto last =
        add({"uncertain", {1, 1}, kDay_s + 86'399, ", next_attempt_ms", fmt::format(", {}", kNow_ms)});
    // One millisecond, one second, one client or one boot beside it.
    add({"uncertain", {1, 1}, kTime_s, ", next_attempt_ms", fmt::format(", {}", kNow_ms + 1)});
    add({"uncertain", {1, 1}, kTime_s, ", settle_boot_id, settle_until_boot_ms", ", 'this boot', 5001"});
    add({"uncertain", {1, 1}, kTime_s, ", settle_boot_id, settle_until_boot_ms", ", 'another boot', 0"});
    add({"uncertain", {1, 1}, kTime_s});
    const std::string due = fmt::format(", {}", kNow_ms);
    add({"uncertain", {1, 1}, kDay_s - 1, ", next_attempt_ms", due});
    add({"uncertain", {1, 1}, kDay_s + 86'400, ", next_attempt_ms", due});
    add({"uncertain", {1, 2}, kTime_s, ", next_attempt_ms", due});
    add({"uncertain", {2, 1}, kTime_s, ", next_attempt_ms", due});
    EXPECT_EQ(outbox_.due_of_lookup(group, kNow), (std::vector<std::int64_t>{settled, 5, last}));
    const auto day = group.day;
    EXPECT_EQ(outbox_.due_lookups_after({}, kNow, 100),
              (std::vector<LookupGroup>{
                  {{1, 1}, day - 1}, {{1, 1}, day}, {{1, 1}, day + 1}, {{1, 2}, day}, {{2, 1}, day}}));
    EXPECT_EQ(outbox_.due_lookups_after(group, kNow, 2),
              (std::vector<LookupGroup>{{{1, 1}, day + 1}, {{1, 2}, day}}));
}

TEST_F(OutboxFilters, KeyOfAnItemIsItsClientAndTime) {
    add_each_state(", sent_ms", ", 9");
    for (const auto& [key, last_s] : std::vector<std::pair<model::InstallationKey, std::int64_t>>{
             {{1, 2}, kTime_s}, {{2, 1}, kTime_s}, {{1, 1}, kTime_s + 1}}) {
        EXPECT_TRUE(outbox_.uncertain_at(key, last_s).empty());
        EXPECT_FALSE(outbox_.is_key_busy(key, last_s));
        EXPECT_TRUE(outbox_.sent_bodies(key, last_s).empty());
    }
    EXPECT_EQ(outbox_.uncertain_at({1, 1}, kTime_s), (std::vector<std::int64_t>{5}));
    EXPECT_EQ(outbox_.sent_bodies({1, 1}, kTime_s).size(), 1U);
    EXPECT_TRUE(outbox_.is_key_busy({1, 1}, kTime_s));
    for (const char* state : {"sending", "uncertain"}) {
        execute("DELETE FROM outbox");
        add({state});
        EXPECT_TRUE(outbox_.is_key_busy({1, 1}, kTime_s)) << state;
    }
    execute("DELETE FROM outbox");
    for (const auto& state : kStates) {
        if (state != "sending" && state != "uncertain") add({state});
    }
    EXPECT_FALSE(outbox_.is_key_busy({1, 1}, kTime_s));
}

TEST_F(OutboxFilters, ClaimWaitsForWhatIsOnItsWayOfTheSameKeyOnly) {
    execute("INSERT INTO run (run_id, command, version, started_ms) VALUES (3, 'publish', '', 0)");
    for (const char* state : {"sending", "uncertain"}) {
        add({state, {1, 2}});
        add({state, {2, 1}});
        add({state, {1, 1}, kTime_s + 1});
    }
    for (const char* state : {"pending", "retry", "held"}) {
        const auto id = add({state, {1, 1}, kTime_s, ", next_attempt_ms, attempts", ", 5, 2"});
        EXPECT_TRUE(outbox_.claim(id, 11, 3)) << state;
        EXPECT_EQ(rows("state, attempts, claimed_ms, run_id, next_attempt_ms, held_for", id),
                  "state=sending attempts=3 claimed_ms=11 run_id=3 next_attempt_ms=NULL held_for=NULL\n");
        const auto same = add({state});
        EXPECT_FALSE(outbox_.claim(same, 11, 3));
        execute(fmt::format("UPDATE outbox SET state = 'uncertain' WHERE outbox_id = {}", id));
        EXPECT_FALSE(outbox_.claim(same, 11, 3));
        execute(fmt::format("DELETE FROM outbox WHERE outbox_id IN ({}, {})", id, same));
    }
}

TEST_F(OutboxFilters, ClaimIsRefusedWhereTixApiHasToBeAskedFirst) {
    execute("INSERT INTO run (run_id, command, version, started_ms) VALUES (3, 'publish', '', 0)");
    const std::int64_t restored_ms = kTime_s * 1000 - kForgottenAfterRestore.count();
    execute(fmt::format("UPDATE database_identity SET restored_ms = {}", restored_ms));
    EXPECT_FALSE(outbox_.claim(add({}), 1, 3));
    EXPECT_FALSE(outbox_.claim(
        add({"pending", {1, 1}, kTime_s, ", looked_up_ms", fmt::format(", {}", restored_ms - 1)}), 1, 3));
    EXPECT_TRUE(outbox_.claim(
        add({"pending", {1, 1}, kTime_s, ", looked_up_ms", fmt::format(", {}", restored_ms)}), 1, 3));
    EXPECT_TRUE(outbox_.claim(add({"pending", {1, 1}, kTime_s + 1}), 1, 3));
    execute(fmt::format(
        "DELETE FROM outbox; UPDATE database_identity SET restored_ms = NULL;"
        "UPDATE installation SET items_pruned_before_s = {} WHERE user_id = 1 AND installation_id = 1",
        kTime_s));
    EXPECT_FALSE(outbox_.claim(add({"pending", {1, 1}, kTime_s - 1}), 1, 3));
    EXPECT_TRUE(outbox_.claim(add({"pending", {1, 1}, kTime_s - 2, ", looked_up_ms", ", 1"}), 1, 3));
    EXPECT_TRUE(outbox_.claim(add({"pending", {1, 1}, kTime_s}), 1, 3));
    EXPECT_TRUE(outbox_.claim(add({"pending", {1, 2}, kTime_s - 1}), 1, 3));
    EXPECT_TRUE(outbox_.claim(add({"pending", {2, 1}, kTime_s - 1}), 1, 3));
}

TEST_F(OutboxFilters, ItemsOfAKilledRunSettleAndNoOthers) {
    add_each_state(", unclear_ends, first_unclear_ms, last_status", ", 2, 44, 500");
    add({"sending"});
    EXPECT_EQ(outbox_.recover_sending(kNow, milliseconds(300)), 2);
    EXPECT_EQ(states(), "pending uncertain retry held uncertain sent dead superseded dropped uncertain");
    const std::string columns =
        "unclear_ends, first_unclear_ms, next_attempt_ms, settle_boot_id, settle_until_boot_ms, last_status, "
        "last_error";
    const std::string settling =
        " next_attempt_ms=1505090000300 settle_boot_id=this boot settle_until_boot_ms=5300 last_status=NULL"
        " last_error=the run was killed while sending\n";
    EXPECT_EQ(rows(columns, 2), "unclear_ends=3 first_unclear_ms=44" + settling);
    EXPECT_EQ(rows(columns, 10), "unclear_ends=1 first_unclear_ms=1505090000000" + settling);
}

TEST_F(OutboxFilters, SettleDelayOfAnotherBootBeginsAnewAndNoOther) {
    add({"uncertain", {1, 1}, kTime_s, ", settle_boot_id, settle_until_boot_ms", ", 'another boot', 1"});
    add({"uncertain", {1, 1}, kTime_s, ", settle_boot_id, settle_until_boot_ms", ", 'this boot', 1"});
    add({"uncertain", {1, 1}, kTime_s, ", next_attempt_ms", ", 1"});
    EXPECT_EQ(outbox_.settle_anew(kNow, milliseconds(300)), 1);
    const std::string columns = "next_attempt_ms, settle_boot_id, settle_until_boot_ms";
    EXPECT_EQ(rows(columns, 1),
              "next_attempt_ms=1505090000300 settle_boot_id=this boot settle_until_boot_ms=5300\n");
    EXPECT_EQ(rows(columns, 2), "next_attempt_ms=NULL settle_boot_id=this boot settle_until_boot_ms=1\n");
    EXPECT_EQ(rows(columns, 3), "next_attempt_ms=1 settle_boot_id=NULL settle_until_boot_ms=NULL\n");
}

TEST_F(OutboxFilters, ReleaseReachesWhatIsHeldForTheSameThing) {
    for (const char* held_for : {"address", "user", "installation", "report"}) {
        for (const model::InstallationKey key : {model::InstallationKey{1, 1}, {1, 2}, {2, 1}})
            add({"held", key, kTime_s, ", next_attempt_ms", ", 5",
                 key.user_id == 2 ? "192.0.2.1" : "192.0.2.2", held_for});
    }
    EXPECT_EQ(outbox_.release(model::HeldFor::installation, {1, 1}, "192.0.2.2"), 1);
    EXPECT_EQ(outbox_.release(model::HeldFor::user, {1, 1}, "192.0.2.2"), 2);
    EXPECT_EQ(outbox_.release(model::HeldFor::address, {1, 1}, "192.0.2.2"), 2);
    EXPECT_EQ(states(), "pending pending held pending pending held pending held held held held held");
    EXPECT_EQ(rows("held_for, next_attempt_ms", 1), "held_for=NULL next_attempt_ms=NULL\n");
    EXPECT_EQ(rows("held_for, next_attempt_ms", 4), "held_for=NULL next_attempt_ms=NULL\n");
    EXPECT_EQ(rows("held_for, next_attempt_ms", 7), "held_for=NULL next_attempt_ms=NULL\n");
}

TEST_F(OutboxFilters, LastSentOfAnAddressIsOfWhatWasSent) {
    add({"sent", {1, 1}, kTime_s, ", sent_ms", ", 5"});
    add({"sent", {1, 1}, kTime_s, ", sent_ms", ", 7"});
    add({"sent", {1, 1}, kTime_s, ", sent_ms", ", 9", "192.0.2.2"});
    add({"dropped", {1, 1}, kTime_s, ", sent_ms", ", 11"});
    EXPECT_EQ(outbox_.last_sent_ms_of_ip("192.0.2.1"), 7);
}

TEST_F(OutboxFilters, ListIsOfTheStatesClientsAndTimesAskedFor) {
    for (const model::InstallationKey key : {model::InstallationKey{1, 1}, {1, 2}, {2, 1}}) {
        for (const auto& state : kStates) add({state, key});
    }
    for (std::size_t i = 0; i < kStates.size(); ++i) {
        OutboxFilter filter{{model::kOutboxStates.require(kStates[i])}};
        const auto first = static_cast<std::int64_t>(i) + 1;
        EXPECT_EQ(outbox_.ids(filter), (std::vector<std::int64_t>{first, first + 9, first + 18}))
            << kStates[i];
        filter.user_id = 1;
        EXPECT_EQ(outbox_.ids(filter), (std::vector<std::int64_t>{first, first + 9}));
        filter.installation_id = 2;
        EXPECT_EQ(outbox_.ids(filter), (std::vector<std::int64_t>{first + 9}));
        filter.user_id.reset();
        filter.installation_id = 1;
        EXPECT_EQ(outbox_.ids(filter), (std::vector<std::int64_t>{first, first + 18}));
        filter.from_s = kTime_s;
        filter.to_s = kTime_s + 1;
        EXPECT_EQ(outbox_.ids(filter).size(), 2U);
        filter.from_s = kTime_s + 1;
        filter.to_s = kTime_s + 2;
        EXPECT_TRUE(outbox_.ids(filter).empty());
        filter.from_s = kTime_s - 1;
        filter.to_s = kTime_s;
        EXPECT_TRUE(outbox_.ids(filter).empty());
    }
}

TEST_F(OutboxFilters, NextDueIsOfWhatComesDueByItself) {
    EXPECT_FALSE(outbox_.next_due_ms(kNow, kNow));
    for (const char* state : {"pending", "retry", "uncertain"}) {
        execute("DELETE FROM outbox");
        for (const auto& other : kStates) {
            if (other != "pending" && other != "retry" && other != "uncertain")
                add({other, {1, 1}, kTime_s, ", next_attempt_ms", fmt::format(", {}", kNow_ms + 1)});
        }
        add({state, {1, 1}, kTime_s, ", next_attempt_ms", fmt::format(", {}", kNow_ms)});
        EXPECT_FALSE(outbox_.next_due_ms(kNow, kNow)) << state << " was due already";
        add({state, {1, 1}, kTime_s, ", next_attempt_ms", fmt::format(", {}", kNow_ms + 50)});
        add({state, {1, 1}, kTime_s, ", next_attempt_ms", fmt::format(", {}", kNow_ms + 40)});
        EXPECT_EQ(outbox_.next_due_ms(kNow, kNow), kNow_ms + 40) << state;
    }
    execute("DELETE FROM outbox");
    const std::string columns = ", next_attempt_ms, settle_boot_id, settle_until_boot_ms";
    add({"uncertain", {1, 1}, kTime_s, columns, fmt::format(", {}, 'this boot', 5000", kNow_ms + 1)});
    add({"uncertain", {1, 1}, kTime_s, columns, fmt::format(", {}, 'another boot', 6000", kNow_ms + 1)});
    EXPECT_FALSE(outbox_.next_due_ms(kNow, kNow));
    add({"uncertain", {1, 1}, kTime_s, columns, fmt::format(", {}, 'this boot', 5070", kNow_ms + 1)});
    EXPECT_EQ(outbox_.next_due_ms(kNow, kNow), kNow_ms + 70);
}

TEST_F(OutboxFilters, WhatIsUncertainInARestoredDatabaseSettlesOnceMore) {
    add_each_state();  // the uncertain one is left to the operator
    const auto due_in = [](int ms) { return fmt::format(", {}", kNow_ms + ms); };
    const auto sooner = add({"uncertain", {1, 1}, kTime_s, ", next_attempt_ms", due_in(299)});
    const auto later = add({"uncertain", {1, 2}, kTime_s, ", next_attempt_ms", due_in(300)});
    const std::string settling = ", next_attempt_ms, settle_boot_id, settle_until_boot_ms";
    const auto settles_sooner =
        add({"uncertain", {2, 1}, kTime_s, settling, due_in(900) + ", 'this boot', 5299"});
    const auto settles_later =
        add({"uncertain", {2, 1}, kTime_s, settling, due_in(-900) + ", 'this boot', 5300"});
    EXPECT_EQ(outbox_.settle_restored(kNow, milliseconds(300)), 2);
    EXPECT_EQ(
        states(),
        "pending sending retry held uncertain sent dead superseded dropped uncertain uncertain uncertain "
        "uncertain");
    for (const auto id : {sooner, settles_sooner}) {
        const auto item = outbox_.find(id).value();
        EXPECT_EQ(item.next_attempt_ms, kNow_ms + 300);
        EXPECT_EQ(item.settling.value().boot_id, "this boot");
        EXPECT_EQ(item.settling.value().until_boot_ms, 5300);
    }
    EXPECT_EQ(outbox_.find(later).value().next_attempt_ms, kNow_ms + 300);
    EXPECT_FALSE(outbox_.find(later).value().settling);
    EXPECT_EQ(outbox_.find(settles_later).value().next_attempt_ms, kNow_ms - 900);
}

TEST_F(OutboxFilters, WaitingTellsOfTheOldestAndWhatComesDue) {
    int queued_ms = 100;
    for (const auto& state : kStates) {
        add({state, {1, 1}, kTime_s, ", next_attempt_ms", fmt::format(", {}", kNow_ms + 60)});
        execute(fmt::format("UPDATE outbox SET queued_ms = {} WHERE state = '{}'", queued_ms--, state));
    }
    EXPECT_EQ(outbox_.waiting(kNow).oldest_queued_ms, 96)
        << "of the uncertain one: what is dead or done does not wait";
    for (const auto& [state, oldest] : std::vector<std::pair<std::string, int>>{
             {"uncertain", 97}, {"held", 98}, {"retry", 99}, {"sending", 100}}) {
        execute("DELETE FROM outbox WHERE state = '" + state + "'");
        EXPECT_EQ(outbox_.waiting(kNow).oldest_queued_ms, oldest);
    }
    execute("DELETE FROM outbox WHERE state = 'pending'");
    EXPECT_FALSE(outbox_.waiting(kNow).oldest_queued_ms);
    EXPECT_FALSE(outbox_.waiting(kNow).next_held_ms);
    EXPECT_FALSE(outbox_.waiting(kNow).next_uncertain_ms);
    add({"held", {1, 1}, kTime_s, ", next_attempt_ms", ", 9"});
    add({"held", {1, 1}, kTime_s, ", next_attempt_ms", ", 8"});
    add({"uncertain", {1, 1}, kTime_s, ", next_attempt_ms", fmt::format(", {}", kNow_ms + 30)});
    add({"uncertain",
         {1, 1},
         kTime_s,
         ", next_attempt_ms, settle_boot_id, settle_until_boot_ms",
         fmt::format(", {}, 'this boot', 5020", kNow_ms + 1)});
    add({"uncertain"});
    EXPECT_EQ(outbox_.waiting(kNow).next_held_ms, 8);
    EXPECT_EQ(outbox_.waiting(kNow).next_uncertain_ms, kNow_ms + 20);
    EXPECT_EQ(outbox_.waiting(kNow).left_to_operator, 1);
}

TEST_F(OutboxFilters, WhatPeopleChangeForgetsWhatItWaitedFor) {
    const std::string waits = ", next_attempt_ms";
    const auto dropped = add({"held", {1, 1}, kTime_s, waits, ", 5"});
    EXPECT_TRUE(outbox_.drop(dropped, "why"));
    EXPECT_EQ(rows("state, held_for, next_attempt_ms, drop_reason", dropped),
              "state=dropped held_for=NULL next_attempt_ms=NULL drop_reason=why\n");
    const auto settling =
        add({"uncertain", {1, 1}, kTime_s, waits + ", settle_boot_id, settle_until_boot_ms", ", 5, 'b', 5"});
    EXPECT_TRUE(outbox_.drop(settling, "why"));
    EXPECT_EQ(rows("settle_boot_id, settle_until_boot_ms", settling),
              "settle_boot_id=NULL settle_until_boot_ms=NULL\n");
    const auto superseded = add({"held", {1, 1}, kTime_s, waits, ", 5"});
    EXPECT_TRUE(outbox_.supersede(superseded));
    EXPECT_EQ(rows("state, held_for, next_attempt_ms", superseded),
              "state=superseded held_for=NULL next_attempt_ms=NULL\n");
    const auto retried = add({"retry", {1, 1}, kTime_s, waits, ", 5"});
    EXPECT_TRUE(outbox_.retry(retried));
    EXPECT_EQ(rows("state, held_for, next_attempt_ms", retried),
              "state=pending held_for=NULL next_attempt_ms=NULL\n");
    const auto left = add({"uncertain"});
    EXPECT_TRUE(outbox_.retry(left));
    EXPECT_EQ(rows("state, settle_boot_id", left), "state=pending settle_boot_id=NULL\n");
    for (const auto& state : kStates) {
        const bool waits_now = state == "pending" || state == "retry" || state == "held";
        EXPECT_EQ(outbox_.hold(add({state}), {model::HeldFor::user, 9}), waits_now) << state;
    }
    const auto held = add({"pending"});
    EXPECT_TRUE(outbox_.hold(held, {model::HeldFor::user, 9}));
    EXPECT_EQ(rows("state, held_for, next_attempt_ms", held), "state=held held_for=user next_attempt_ms=9\n");
}

TEST_F(OutboxFilters, MoveWritesEachColumn) {
    const auto id = add({"sending"});
    OutboxMove move(outbox_.find(id).value());
    move.state = model::OutboxState::uncertain;
    move.attempts = 2;
    move.unclear_ends = 3;
    move.first_unclear_ms = 4;
    move.next_attempt_ms = 5;
    move.settling = model::Settling{"b", 6};
    move.looked_up_ms = 7;
    move.last_status = 8;
    move.last_error = "nine";
    move.note = "ten";
    move.sent_ms = 11;
    EXPECT_TRUE(outbox_.move(id, model::OutboxState::sending, move));
    EXPECT_EQ(
        rows("state, attempts, unclear_ends, first_unclear_ms, next_attempt_ms, settle_boot_id,"
             " settle_until_boot_ms, looked_up_ms, held_for, last_status, last_error, note, sent_ms",
             id),
        "state=uncertain attempts=2 unclear_ends=3 first_unclear_ms=4 next_attempt_ms=5 settle_boot_id=b"
        " settle_until_boot_ms=6 looked_up_ms=7 held_for=NULL last_status=8 last_error=nine note=ten "
        "sent_ms=11\n");
    move.state = model::OutboxState::held;
    move.settling.reset();
    move.held_for = model::HeldFor::report;
    EXPECT_TRUE(outbox_.move(id, model::OutboxState::uncertain, move));
    EXPECT_EQ(rows("state, held_for, settle_boot_id", id),
              "state=held held_for=report settle_boot_id=NULL\n");
}

}  // namespace
}  // namespace tixdb::store::outbox_filters
