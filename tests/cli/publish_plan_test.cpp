// SPDX-License-Identifier: MIT
// What `publish --dry-run` shows is what the run then asks and sends, and it changes nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "base/file_origin.hpp"
#include "support/command_line.hpp"
#include "support/fake_tix_api.hpp"
#include "support/outbox_builder.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::cli::publish_plan {
namespace {

using test::Answer;
using test::kReportTime_s;
using test::Route;

class PublishPlan : public testing::Test {
  protected:
    PublishPlan() {
        line_.clock = &clock_;
        line_.environment = {{"TIXDB_DATABASE", temporary_.path().string()}, {"TIXDB_IN_FLIGHT", "1"}};
        line_.environment.merge(api_.environment());
    }

    std::int64_t add(int minute, const test::TestItem& item = {}) {
        test::TestItem moved = item;
        moved.last_s = kReportTime_s + 60 * minute;
        return builder_.add(moved);
    }
    void execute(const std::string& sql) { temporary_.database().execute(sql); }
    // Its file is this one: nothing is noticed anew.
    void make_restored_since(std::chrono::milliseconds duration) {
        const auto boot = clock_.boot_time();
        clock_.advance(duration);
        execute("UPDATE database_identity SET restored_ms = " + std::to_string(kReportTime_s * 1000));
        const auto origin = file_origin(temporary_.path());
        execute(
            "INSERT INTO claim_record (claim_record_id, claims, file_inode, file_birth_ns, restored_boot_id, "
            "restored_boot_ms) VALUES (1, 0, " +
            std::to_string(origin.inode) + ", " + std::to_string(origin.birth_ns) + ", '" + boot.boot_id +
            "', " + std::to_string(boot.ms) + ")");
        std::ofstream(temporary_.path().string() + ".publish.lock")
            << "1\nclaim 0 " << temporary_.text("SELECT database_id FROM database_identity") << "\n";
    }
    [[nodiscard]] test::CommandResult publish(std::vector<std::string> arguments = {}) const {
        arguments.insert(arguments.begin(), "publish");
        return line_.run(arguments);
    }
    // "METHOD /path body" of each request that was shown.
    [[nodiscard]] std::vector<std::string> shown(const std::string& out) const {
        const std::string host = "http://127.0.0.1:" + std::to_string(api_.port());
        std::vector<std::string> requests;
        std::istringstream lines(out);
        for (std::string line; std::getline(lines, line);) {
            if (line.starts_with('{')) {
                requests.back() += line;
                continue;
            }
            const auto at = line.find(host);
            EXPECT_NE(at, std::string::npos) << line;
            requests.push_back(line.erase(at, host.size()) + " ");
        }
        return requests;
    }
    [[nodiscard]] std::vector<std::string> received() const {
        std::vector<std::string> requests;
        for (const auto& request : api_.requests())
            requests.push_back(request.method + " " + request.target + " " + request.body);
        return requests;
    }
    [[nodiscard]] std::string stored() {
        std::string all;
        for (const char* name : {"", "-wal", ".publish.lock", ".data.lock"}) {
            std::ifstream file(temporary_.path().string() + name, std::ios::binary);
            all.append(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()) += '\n';
        }
        return all;
    }
    // The dry run says this, changes nothing, and the run does what it shows.
    void expect_as_shown(const std::string& summary, const std::vector<std::string>& arguments = {}) {
        const std::string before = stored();
        std::vector<std::string> dry = arguments;
        dry.emplace_back("--dry-run");
        const auto plan = publish(dry);
        EXPECT_EQ(plan.exit_code, 0) << plan.err;
        EXPECT_EQ(plan.err, "tixdb: publish: would " + summary + "\n");
        EXPECT_EQ(stored(), before);
        EXPECT_TRUE(api_.requests().empty());
        (void)publish(arguments);
        expect_same(shown(plan.out), received());
    }
    // A pre-flight may begin while reports of another installation are sent.
    static void expect_same(std::vector<std::string> one, std::vector<std::string> other) {
        const auto is_post = [](const std::string& request) { return request.starts_with("POST"); };
        for (auto* requests : {&one, &other}) {
            const auto gets = std::stable_partition(requests->begin(), requests->end(), is_post);
            std::sort(gets, requests->end());
        }
        EXPECT_EQ(one, other);
    }

    test::TemporaryDatabase temporary_;
    test::OutboxBuilder builder_{temporary_.database()};
    test::FakeTixApi api_;
    test::FakeClock clock_{(kReportTime_s + 7'200) * 1000};
    test::CommandLine line_;
};

TEST_F(PublishPlan, OfResultsThatWait) {
    for (const int minute : {2, 0, 1}) add(minute);
    add(3, {.installation = {1, 12}, .ip = "200.0.2.2"});
    expect_as_shown("send 4 results");
}

TEST_F(PublishPlan, OfAsManyAsTheLimitAllows) {
    for (const int minute : {2, 0, 1}) add(minute);
    expect_as_shown("send 2 results", {"--limit", "2"});
}

TEST_F(PublishPlan, LooksUpWhatIsOfATimeWhoseItemsArePruned) {
    for (const int minute : {0, 1, 2, 3, 4, 5}) add(minute);
    execute("UPDATE outbox SET state = 'retry', next_attempt_ms = 9e15 WHERE outbox_id = 2");
    execute("UPDATE outbox SET looked_up_ms = 1 WHERE outbox_id = 3");
    execute(
        "UPDATE outbox SET state = 'held', held_for = 'report', next_attempt_ms = 9e15 WHERE outbox_id = 4");
    add(0, {.installation = {1, 12}});
    execute("UPDATE installation SET items_pruned_before_s = " + std::to_string(kReportTime_s + 5 * 60) +
            " WHERE installation_id = 11");
    expect_as_shown("send 3 results, and first look up 4 results");
}

TEST_F(PublishPlan, LooksUpWhatARestoredDatabaseMayHaveSent) {
    add(0);
    add(1);
    add(60);
    add(24 * 60, {.installation = {1, 12}});
    execute("UPDATE outbox SET looked_up_ms = " + std::to_string(kReportTime_s * 1000) +
            " WHERE outbox_id = 2");
    make_restored_since(std::chrono::minutes(5));
    expect_as_shown("send 2 results, and first look up 2 results");
}

TEST_F(PublishPlan, WaitsForWhatARestoredDatabaseMayHaveSentToSettleWhateverItsState) {
    for (const int minute : {0, 1, 2}) add(minute);
    add(24 * 60, {.installation = {1, 12}});
    execute("UPDATE outbox SET state = 'retry', next_attempt_ms = 1 WHERE outbox_id = 2");
    execute("UPDATE outbox SET state = 'held', held_for = 'report', next_attempt_ms = 1 WHERE outbox_id = 3");
    make_restored_since(std::chrono::minutes(2));
    expect_as_shown("send 1 result, and look up 3 results in 3min");
}

TEST_F(PublishPlan, WaitsBeforeItLooksUpWhatARunWouldNoticeToBeRestored) {
    add(0);
    add(1);
    add(24 * 60, {.installation = {1, 12}});
    std::ofstream(temporary_.path().string() + ".publish.lock") << "1\nclaim 7 another\n";
    expect_as_shown("send 1 result, and look up 2 results in 5min");
}

TEST_F(PublishPlan, WaitsAlsoWithWhatIsUncertainOrPrunedWhereARunWouldNoticeThatItIsRestored) {
    add(0);
    add(1);
    add(24 * 60, {.installation = {1, 12}});
    execute("UPDATE outbox SET state = 'uncertain', next_attempt_ms = 1 WHERE outbox_id = 1");
    execute("UPDATE installation SET items_pruned_before_s = " + std::to_string(kReportTime_s + 61) +
            " WHERE installation_id = 11");
    std::ofstream(temporary_.path().string() + ".publish.lock") << "1\nclaim 7 another\n";
    expect_as_shown("send 1 result, and look up 1 result in 5min");
}

TEST_F(PublishPlan, SendsNothingOfATimeOfWhichSomethingElseIsLookedUp) {
    add(0);
    add(0);
    add(1);
    execute("UPDATE outbox SET looked_up_ms = 1 WHERE outbox_id = 1");
    execute("UPDATE installation SET items_pruned_before_s = " + std::to_string(kReportTime_s + 1));
    const auto plan = publish({"--dry-run"});
    EXPECT_EQ(plan.err, "tixdb: publish: would send 1 result, and first look up 1 result\n");
    const auto requests = shown(plan.out);
    ASSERT_EQ(requests.size(), 3U);
    EXPECT_NE(requests[0].find("/reports?"), std::string::npos);
    EXPECT_NE(requests[2].find(std::to_string(kReportTime_s + 60)), std::string::npos);
    // The look-up finds nothing, which lets the other go too.
    EXPECT_EQ(publish().exit_code, 0);
    EXPECT_EQ(received().front(), requests.front());
    EXPECT_EQ(api_.count(Route::post_report), 2U);
}

TEST_F(PublishPlan, SendsNothingOfATimeOfWhichAKilledRunWasSending) {
    add(0);
    add(0);
    add(1);
    execute("UPDATE outbox SET state = 'sending', attempts = 1, claimed_ms = 1 WHERE outbox_id = 1");
    expect_as_shown("send 1 result");
}

TEST_F(PublishPlan, AsksOncePerInstallationAndDayOfWhatIsUncertainToo) {
    add(0);
    add(1);
    add(2);
    execute("UPDATE outbox SET state = 'uncertain', next_attempt_ms = 1 WHERE outbox_id = 1");
    execute("UPDATE installation SET items_pruned_before_s = " + std::to_string(kReportTime_s + 61));
    expect_as_shown("send 1 result, and first look up 1 result");
}

TEST_F(PublishPlan, IsEmptyWhileTheServerAsksForNothing) {
    add(0);
    add(1);
    api_.answer_next(Route::post_report, Answer::with_status(429, "", {{"Retry-After", "600"}}));
    EXPECT_EQ(publish().exit_code, 75);
    clock_.advance(std::chrono::milliseconds(599'999));
    const auto asked = api_.requests().size();
    const auto plan = publish({"--dry-run"});
    EXPECT_EQ(plan.out, "");
    EXPECT_EQ(plan.err,
              "tixdb: publish: would send nothing: the server asked not to be asked before "
              "2017-09-11T00:54:35Z\n");
    EXPECT_EQ(publish().exit_code, 75);
    EXPECT_EQ(api_.requests().size(), asked);
    clock_.advance(std::chrono::milliseconds(1));
    EXPECT_EQ(publish({"--dry-run"}).err, "tixdb: publish: would send 2 results\n");
    EXPECT_EQ(publish().exit_code, 0);
    EXPECT_EQ(api_.reports().size(), 2U);
}

}  // namespace
}  // namespace tixdb::cli::publish_plan
