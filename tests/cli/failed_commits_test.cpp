// SPDX-License-Identifier: MIT
// Each COMMIT of each command fails once: the command says so, nothing is half there, no file is gone whose
// report is not stored, and run again it does what it would have done.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <map>

#include "base/digest.hpp"
#include "store/database.hpp"
#include "support/failing_commit.hpp"
#include "support/fake_tix_api.hpp"
#include "support/maintained_database.hpp"
#include "support/report_builder.hpp"
#include "support/stored_content.hpp"

namespace tixdb::cli::failed_commits {
namespace {

namespace fs = std::filesystem;
using test::ReportBuilder;
using testing::HasSubstr;

class FailedCommits : public test::MaintainedDatabase {
  protected:
    [[nodiscard]] std::string file(const std::string& name, const std::string& content) const {
        std::ofstream(folder_ / name) << content;
        return (folder_ / name).string();
    }
    void copy(const fs::path& from, const fs::path& to) const {
        fs::remove_all(to);
        fs::create_directories(to);
        for (const auto& entry : fs::recursive_directory_iterator(from)) {
            const fs::path target = to / fs::relative(entry.path(), from);
            if (entry.is_directory()) {
                fs::create_directories(target);
                continue;
            }
            fs::copy_file(entry.path(), target);
            fs::last_write_time(target, entry.last_write_time());
        }
    }
    void keep() const { copy(folder_.path(), kept_ / "all"); }
    void put_back() const { copy(kept_ / "all", folder_.path()); }

    // All that a user could miss or find twice.
    [[nodiscard]] static std::string all_content(const fs::path& path) {
        if (!fs::exists(path)) return "none";
        auto database = store::Database::open_for_reading(path);
        std::string all =
            test::stored_reports(database) + test::stored_results(database) + test::stored_hours(database);
        for (const char* rows :
             {"SELECT coalesce(group_concat(path || reason), '') FROM (SELECT * FROM rejected ORDER BY path)",
              "SELECT coalesce(group_concat(state || last_s), '') FROM (SELECT * FROM outbox ORDER BY "
              "last_s, outbox_id)",
              "SELECT count(*) FROM as_prefix", "SELECT count(*) FROM as_snapshot WHERE pruned_ms IS NULL",
              "SELECT count(*) FROM window_as WHERE as_number IS NOT NULL",
              "SELECT count(*) FROM forgotten_installation", "SELECT count(*) FROM key_change",
              "SELECT group_concat(direction || mbps) FROM (SELECT DISTINCT direction, mbps FROM link_rate)",
              "SELECT coalesce(group_concat(name || value), '') FROM (SELECT * FROM setting ORDER BY name)"})
            all += database.handle().execAndGet(rows).getString() + "\n";
        return all;
    }
    [[nodiscard]] std::ptrdiff_t files_of_reports() const {
        std::ptrdiff_t files = 0;
        for (const auto& entry : fs::recursive_directory_iterator(reports()))
            files += entry.is_regular_file() ? 1 : 0;
        return files;
    }
    // Takes what is there now as where each trial begins. again: what to run after a failure, if not the
    // same.
    void expect_each_to_fail_alone(const std::vector<std::string>& arguments, int least,
                                   const std::vector<std::string>& again = {}) {
        keep();
        const auto files = files_of_reports();
        ASSERT_EQ(run(arguments).exit_code, 0) << arguments.front();
        const std::string wanted = all_content(database());
        for (int number = 1;; ++number) {
            put_back();
            SCOPED_TRACE(arguments.front() + ", commit " + std::to_string(number));
            test::CommandResult failed;
            {
                const test::FailingCommit failing(number);
                failed = run(arguments);
                if (!failing.has_failed()) {
                    EXPECT_GT(number, least);
                    EXPECT_EQ(failed.exit_code, 0) << failed.err;
                    break;
                }
            }
            EXPECT_EQ(failed.exit_code, 1) << failed.err;
            EXPECT_THAT(failed.err, HasSubstr("tixdb: error: "));
            EXPECT_THAT(failed.err, HasSubstr("constraint failed"));
            expect_nothing_half(files);
            const auto done = run(again.empty() ? arguments : again);
            EXPECT_EQ(done.exit_code, 0) << done.err;
            EXPECT_EQ(all_content(database()), wanted);
        }
    }
    // Before the schema was made there is nothing to read.
    void expect_nothing_half(std::ptrdiff_t files_before) {
        std::ptrdiff_t stored = 0;
        if (auto database_ = store::Database::open_for_writing(database()); database_.schema_version() > 0) {
            stored = database_.handle().execAndGet("SELECT count(*) FROM report").getInt();
            const auto verified = run({"verify"});
            EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
        }
        EXPECT_GE(files_of_reports() + stored, files_before);
    }
    // before: what is done before each trial, tix-api beside it.
    void expect_publish_to_send_each_once(int least, const std::function<void()>& before) {
        keep();
        const auto items = static_cast<std::size_t>(number(database(), "SELECT count(*) FROM outbox"));
        ASSERT_GT(items, 1U);
        const std::int64_t begin_ms = clock_.now_ms();
        for (int number = 1;; ++number) {
            put_back();
            clock_.set_ms(begin_ms);
            SCOPED_TRACE("commit " + std::to_string(number));
            test::FakeTixApi api;
            for (const auto& [name, value] : api.environment()) line_.environment[name] = value;
            before();
            {
                const test::FailingCommit failing(number);
                const auto failed = run({"publish"});
                if (!failing.has_failed()) {
                    EXPECT_GT(number, least);
                    break;
                }
                EXPECT_EQ(failed.exit_code, 1) << failed.err;
                EXPECT_THAT(failed.err, HasSubstr("constraint failed"));
            }
            for (int again = 0; again < 3; ++again) {
                clock_.advance(std::chrono::minutes(6));
                EXPECT_EQ(run({"publish"}).exit_code, 0);
            }
            EXPECT_EQ(api.reports().size(), items);
            EXPECT_EQ(
                MaintainedDatabase::number(database(), "SELECT count(*) FROM outbox WHERE state = 'sent'"),
                items);
        }
    }
    // Two installations with a window each, and what waits for ingest.
    void fill_small() {
        write_minutes(0, 20);
        write_minutes(0, 20, {3, 6});
        expect_done({"ingest", "--after", "delete"});
        expect_done({"process"});
    }

    test::TemporaryFolder kept_;
};

TEST_F(FailedCommits, OfIngestThatMakesTheDatabaseLeaveEveryFile) {
    write_minutes(0, 3);
    test::write_file(reports() / "3/5/bad.json", "x", 1'499'990'400);
    expect_each_to_fail_alone({"ingest", "--after", "delete"}, 3);
}

TEST_F(FailedCommits, OfIngestLeaveEveryFile) {
    fill_small();
    write_minutes(20, 3);
    write_minutes(20, 2, {3, 7});
    expect_each_to_fail_alone({"ingest", "--after", "delete"}, 3);
}

TEST_F(FailedCommits, OfProcessAndReprocessLeaveTheRestToTheNextRun) {
    write_minutes(0, 20);
    write_minutes(0, 20, {3, 6});
    expect_done({"ingest", "--after", "delete"});
    expect_each_to_fail_alone({"process"}, 3);
    expect_each_to_fail_alone({"reprocess", "--epsilon-down", "3"}, 3);
}

TEST_F(FailedCommits, OfPruneAndForgetLeaveTheRestToTheNextRun) {
    fill_small();
    write_minutes(8 * 1'440, 2, {3, 7});
    expect_done({"ingest", "--after", "delete"});
    expect_done({"process"});
    execute("UPDATE outbox SET state = 'sent', sent_ms = 1");
    clock_.advance(std::chrono::hours(9 * 24));
    expect_each_to_fail_alone({"prune", "--observations-older-than", "3d", "--results-older-than", "3d"}, 4);
    expect_each_to_fail_alone({"forget", "3", "6"}, 4);
}

TEST_F(FailedCommits, OfPublishLoseNothingAndSendNothingTwice) {
    fill_small();
    expect_publish_to_send_each_once(4, [] {});
}

TEST_F(FailedCommits, OfPublishOfARestoredDatabaseLoseNothingAndSendNothingTwice) {
    fill_small();
    expect_done({"backup", backup()});
    expect_publish_to_send_each_once(6, [this] {
        expect_done({"publish", "--limit", "1"});
        expect_done({"restore", backup()});
    });
}

TEST_F(FailedCommits, OfTheRestChangeNothingByHalves) {
    fill_small();
    expect_done({"archive", (folder_ / "archive").string()});
    execute("UPDATE window SET ip = '8.8.8.8'");
    execute("UPDATE outbox SET ip = '8.8.8.8', body = replace(body, '203.0.113.7', '8.8.8.8')");
    expect_each_to_fail_alone(
        {"asn", "import", file("rv-20170101.pfx2as", "8.8.8.0\t24\t3356\n9.0.0.0\t8\t1\n")}, 3);
    expect_each_to_fail_alone({"asn", "refresh"}, 2);
    expect_each_to_fail_alone({"asn", "prune", "--before", "2017-07-01"}, 2);
    expect_each_to_fail_alone({"link", "set", "3", "5", "--down", "100", "--up", "10"}, 2);
    expect_each_to_fail_alone(
        {"link", "import", file("rates.csv", "user_id,installation_id,down_mbps\n3,5,5\n3,6,7\n")}, 2);
    expect_each_to_fail_alone({"link", "unset", "3", "5"}, 2);
    expect_each_to_fail_alone({"config", "set", "epsilon-down", "50"}, 2);
    execute("UPDATE outbox SET state = 'dead' WHERE outbox_id = 1");
    expect_each_to_fail_alone({"outbox", "retry", "--state", "dead"}, 2);
    expect_each_to_fail_alone({"outbox", "drop", "1", "2", "--reason", "measured in the lab"}, 2);
    execute("UPDATE outbox SET state = 'sent', sent_ms = 1, drop_reason = NULL");
    write_minutes(8 * 1'440, 2, {3, 7});
    expect_done({"ingest", "--after", "delete"});
    expect_done({"process"});
    clock_.advance(std::chrono::hours(9 * 24));
    expect_done({"prune", "--observations-older-than", "3d"});
    expect_each_to_fail_alone({"ingest", "--archive", (folder_ / "archive").string()}, 2);
}

TEST_F(FailedCommits, OfTrustLeaveTheKeyThatWasPinned) {
    fill_small();
    ReportBuilder(1'499'990'400 + 60 * 20, 60).key(1).write(reports());
    expect_done({"ingest"});
    const std::string key = hex(sha256(test::public_key_of(1)));
    expect_each_to_fail_alone({"trust", "3", "5", "--key", key}, 3);
    expect_each_to_fail_alone({"ingest", "--after", "delete"}, 2);
}

TEST_F(FailedCommits, OfResultsThatAreTakenOverTakeAllOrNone) {
    fill_small();
    for (const char* time : {"1499000000", "1499000600"}) {
        fs::create_directories(folder_ / "old/3/5/failed-results");
        (void)file(
            "old/3/5/failed-results/failed-report-" + std::string(time) + ".json",
            R"({"results": {"timestamp": )" + std::string(time) +
                R"(, "upstream": {"usage": 0.5, "quality": 1.0, "hurst": {"rs": 0.5, "wavelet": 0.5}}, )"
                R"("downstream": {"usage": 0.5, "quality": 0.5, "hurst": {"rs": 0.5, "wavelet": 0.5}}}, )"
                R"("ip": "8.8.8.8"})");
    }
    expect_each_to_fail_alone({"outbox", "import", (folder_ / "old").string()}, 2);
}

// As a program with other views leaves a database.
TEST_F(FailedCommits, OfAnUpgradeLeaveAllViewsOrNoneAsTheyWere) {
    fill_small();
    execute(
        "DROP VIEW v_result; CREATE VIEW v_result AS SELECT 1 AS of_another_release;"
        "DROP VIEW v_gap; CREATE VIEW v_left AS SELECT 1; UPDATE schema_views SET digest = 'another'");
    const auto views = [this] {
        auto opened = store::Database::open_for_reading(database());
        return opened.handle()
            .execAndGet(
                "SELECT (SELECT digest = 'another' FROM schema_views) || group_concat(name || sql) FROM "
                "(SELECT "
                "* FROM sqlite_schema WHERE type = 'view' ORDER BY name)")
            .getString();
    };
    const std::string older = views();
    keep();
    expect_done({"config", "set", "epsilon-down", "50"});
    const std::string newer = views();
    ASSERT_NE(older, newer);
    put_back();
    int failures = 0;
    for (int number = 1;; ++number) {
        put_back();
        SCOPED_TRACE("commit " + std::to_string(number));
        {
            const test::FailingCommit failing(number);
            const auto failed = run({"config", "set", "epsilon-down", "50"});
            if (!failing.has_failed()) break;
            EXPECT_EQ(failed.exit_code, 1) << failed.err;
        }
        ++failures;
        EXPECT_EQ(views(), number == 1 ? older : newer);
        expect_done({"config", "set", "epsilon-down", "50"});
        EXPECT_EQ(views(), newer);
    }
    EXPECT_GT(failures, 2);
    put_back();
    expect_each_to_fail_alone({"process"}, 2);
    put_back();
    expect_each_to_fail_alone({"outbox", "import", folder_.path().string()}, 2);
}

}  // namespace
}  // namespace tixdb::cli::failed_commits
