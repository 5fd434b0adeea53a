// SPDX-License-Identifier: MIT
// What a dry run of `reprocess` says is what happens.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>

#include "support/reprocess_fixture.hpp"

namespace tixdb::process::dry_run {
namespace {

constexpr std::int64_t kFirstS = 1'500'000'000;

class DryRun : public test::ReprocessFixture {
  protected:
    // Clients at one address, of which the slow one has two sessions: it is not to read of the fast one that
    // its link is idle.
    void process_a_fast_and_a_slow_client() {
        insert_minutes(0, 30);
        for (int i = 0; i < 80; ++i) {
            if (i >= 30 && i < 50) continue;
            test::MadeReport report = test::quiet_report(kStart + 60 * i, 60, "192.0.2.1", {1, 2});
            for (model::Observation& probe : report.observations) probe.final_ns += 40'000'000;
            insert({report});
        }
        test::process_all(database_);
    }
    void expect_told_as_done(test::ReprocessOptions options) {
        options.dry_run = true;
        const std::string planned = test::told_by(reprocess(options));
        options.dry_run = false;
        EXPECT_EQ(planned, test::told_by(reprocess(options)));
    }
};

TEST_F(DryRun, OfSeveralClientsReadsNothingOfAnother) {
    process_a_fast_and_a_slow_client();
    expect_told_as_done({.epsilon_down_ms = 3});
}

// The second session is of another route once the first one counts: its item goes with that, and not once
// more with the results that its own range gives it.
TEST_F(DryRun, ItemOfAFollowerIsReplacedOnce) {
    insert_slow_minutes(20 * 60, 30, 80);
    test::process_all(database_);
    insert_minutes(0, 30);
    test::process_all(database_);
    execute("UPDATE result SET method_version = 0 WHERE window_id > 2 AND method = 'queueing'");
    expect_told_as_done({.epsilon_down_ms = 3});
    EXPECT_EQ(states(), "pending:2 superseded:4");
}

// What was sent and then computed with another epsilon is queued as a follower of the first session; its own
// range finds it queued, and the same.
TEST_F(DryRun, FollowerThatIsQueuedIsNotQueuedOnceMore) {
    insert_slow_minutes(0, 10, 20);
    insert_slow_minutes(11, 20, 20);
    insert_slow_minutes(20 * 60, 30, 20);
    EXPECT_EQ(test::process_all(database_).windows, 4);
    set_state("sent");
    reprocess({.epsilon_down_ms = 50});
    ASSERT_EQ(current_decisions(), "reprocess:4");
    insert_minutes(10, 1);
    test::process_all(database_);
    expect_told_as_done({.epsilon_down_ms = 50, .republish = true});
    EXPECT_EQ(number("SELECT count(*) FROM outbox WHERE state = 'pending' AND last_s > " +
                     std::to_string(kStart + 36'000)),
              2);
}

// The first session's late minute makes the second one's windows followers; then a report of another address
// divides that session, whose windows are no more: the third one reads nothing of them.
TEST_F(DryRun, WindowThatFollowedAndIsNoMoreIsNotRead) {
    insert_slow_minutes(0, 10, 20);
    insert_slow_minutes(11, 20, 20);
    insert_slow_minutes(20 * 60, 15, 20);
    insert_slow_minutes(20 * 60 + 16, 15, 20);
    insert_slow_minutes(40 * 60, 30, 40);
    EXPECT_EQ(test::process_all(database_).windows, 6);
    insert_minutes(10, 1);
    insert_minutes(20 * 60 + 15, 1, "192.0.2.2");
    test::process_all(database_);
    expect_told_as_done({});
    EXPECT_EQ(number("SELECT count(*) FROM window WHERE superseded_ms IS NULL"), 4);
}

// Some gaps, another address now and then, another route, and queues: reports of two clients at one address,
// in the order in which they arrive.
std::vector<test::MadeReport> any_reports(std::mt19937& random) {
    constexpr std::array<std::int64_t, 10> kGaps = {60, 60, 60, 60, 60, 60, 120, 301, 900, 30'000};
    std::vector<std::pair<int, test::MadeReport>> arriving;
    for (const std::int64_t client : {1, 2}) {
        std::int64_t time_s = kFirstS;
        for (int i = 0; i < 45; ++i) {
            time_s += kGaps[random() % kGaps.size()];
            const std::string ip = random() % 14 == 0 ? "2001:db8::1" : "192.0.2.1";
            test::MadeReport report = test::quiet_report(time_s, 40, ip, {1, client});
            const std::int64_t fast_ns = random() % 8 == 0 ? 0 : 6'000'000;
            const std::int64_t route_ns =
                time_s / 10'000 * 7919 % 4 * 40'000'000 + client * 5'000'000 + fast_ns;
            for (std::size_t n = 0; n < report.observations.size(); ++n) {
                report.observations[n].final_ns +=
                    route_ns + (n % 3 == 0 ? time_s * 7919 % 90 * 1'000'000 : 0);
            }
            report.claimed_count = 90;
            arriving.emplace_back(i + static_cast<int>(random() % 15), std::move(report));
        }
    }
    std::stable_sort(arriving.begin(), arriving.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<test::MadeReport> reports;
    for (auto& [order, report] : arriving) reports.push_back(std::move(report));
    return reports;
}

class DryRunOfAnything : public DryRun, public testing::WithParamInterface<int> {
  protected:
    test::ReprocessOptions any_options() {
        test::ReprocessOptions options;
        options.range.from_s = kFirstS + static_cast<std::int64_t>(random_() % 40'000) - 1000;
        options.range.to_s = options.range.from_s + (random_() % 2 == 0 ? 3000 : 1'000'000);
        options.epsilon_down_ms = random_() % 2 == 0 ? 0 : 3;
        options.republish = random_() % 3 == 0;
        return options;
    }
    void set_any_states() {
        execute(
            "UPDATE outbox SET state = CASE outbox_id % 5 WHEN 0 THEN 'sent' WHEN 1 THEN 'dead' WHEN 2"
            " THEN 'dropped' ELSE state END WHERE state = 'pending'");
    }

    std::mt19937 random_{static_cast<std::mt19937::result_type>(GetParam())};
};

TEST_P(DryRunOfAnything, TellsWhatIsDone) {
    execute("PRAGMA synchronous = OFF");
    const auto reports = any_reports(random_);
    for (std::size_t next = 0; next < reports.size(); next += 30) {
        insert({reports.begin() + static_cast<std::ptrdiff_t>(next),
                reports.begin() + static_cast<std::ptrdiff_t>(next + 30)});
        test::process_all(database_);
        set_any_states();
        expect_told_as_done(any_options());
    }
    set_any_states();
    expect_told_as_done({.epsilon_down_ms = 5});
}

INSTANTIATE_TEST_SUITE_P(Seeds, DryRunOfAnything, testing::Range(1, 6));

}  // namespace
}  // namespace tixdb::process::dry_run
