// SPDX-License-Identifier: MIT
// tixdb merge and tixdb split, with real databases: content stays what it is, whoever holds it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "base/digest.hpp"
#include "base/file_lock.hpp"
#include "model/shard.hpp"
#include "store/database.hpp"
#include "store/statement.hpp"
#include "support/fake_tix_api.hpp"
#include "support/maintained_database.hpp"
#include "support/query_rows.hpp"
#include "support/report_builder.hpp"
#include "support/report_inserter.hpp"
#include "support/shell.hpp"
#include "support/source_tree.hpp"

namespace tixdb::cli::merge {
namespace {

using testing::HasSubstr;

class MergeTest : public test::MaintainedDatabase {
  protected:
    [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }
    [[nodiscard]] std::string shard_path(int index) const { return path(fmt_name(index)); }
    static std::string fmt_name(int index) { return "shard-" + std::to_string(index) + ".sqlite"; }
    [[nodiscard]] std::vector<std::string> shard_paths(int count) const {
        std::vector<std::string> paths;
        for (int i = 0; i < count; ++i) paths.push_back(shard_path(i));
        return paths;
    }

    // Reports of six installations, one of them over several sessions, and a refused file.
    void write_fleet() {
        write_minutes(0, 44, {3, 5});
        write_minutes(50, 22, {3, 5});
        for (const model::InstallationKey& key :
             {model::InstallationKey{3, 6}, {1, 1}, {1, 2}, {7, 1}, {9, 4}})
            write_minutes(0, 22, key);
        test::write_file(reports() / "3/6/broken.json", "x", 1'499'990'400);
    }
    void take_in(const std::string& file, const std::vector<std::string>& more = {}) {
        for (std::vector<std::string> arguments : {std::vector<std::string>{"ingest"}, {"process"}}) {
            arguments.insert(arguments.end(), {"-d", file});
            arguments.insert(arguments.end(), more.begin(), more.end());
            expect_done(arguments);
        }
    }
    void take_in_by_shards(int count) {
        for (int i = 0; i < count; ++i) take_in(shard_path(i), {"--shard", model::Shard{i, count}.text()});
    }
    [[nodiscard]] std::string digest_of(const std::string& file) {
        const auto result = run({"verify", "--digest", "--format", "csv", "-d", file});
        EXPECT_EQ(result.exit_code, 0) << result.err;
        return result.out;
    }
    [[nodiscard]] test::CommandResult merge(const std::string& target,
                                            const std::vector<std::string>& sources,
                                            const std::vector<std::string>& more = {}) {
        std::vector<std::string> arguments{"merge", path(target)};
        arguments.insert(arguments.end(), sources.begin(), sources.end());
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run(arguments);
    }
    void expect_merged(const std::string& target, const std::vector<std::string>& sources) {
        const auto result = merge(target, sources);
        ASSERT_EQ(result.exit_code, 0) << result.err;
        const auto verified = run({"verify", "--full", "-d", path(target)});
        EXPECT_EQ(verified.exit_code, 0) << verified.err << verified.out;
    }
    void expect_refused(const test::CommandResult& result, const std::string& text, int code = 78) const {
        EXPECT_EQ(result.exit_code, code) << result.err;
        EXPECT_THAT(result.err, HasSubstr(text));
        EXPECT_FALSE(std::filesystem::exists(path("merged.sqlite")));
    }
    void execute_on(const std::string& file, const std::string& sql) const {
        auto opened = store::Database::open_for_writing(file);
        opened.execute("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON");
        opened.execute(sql);
    }
    [[nodiscard]] std::int64_t number_in(const std::string& file, const std::string& sql) const {
        return number(file, sql);
    }
};

TEST_F(MergeTest, EightShardsMakeTheDatabaseThatOneMachineMakes) {
    write_fleet();
    take_in(path("whole.sqlite"));
    take_in_by_shards(8);
    expect_merged("merged.sqlite", shard_paths(8));
    EXPECT_EQ(digest_of(path("merged.sqlite")), digest_of(path("whole.sqlite")));
    EXPECT_EQ(
        number_in(path("merged.sqlite"), "SELECT count(*) FROM database_identity WHERE shard_count IS NULL"),
        1);
}

TEST_F(MergeTest, OrderOfTheShardsDoesNotMatter) {
    write_fleet();
    take_in_by_shards(3);
    auto paths = shard_paths(3);
    expect_merged("a.sqlite", paths);
    std::reverse(paths.begin(), paths.end());
    expect_merged("b.sqlite", paths);
    EXPECT_EQ(digest_of(path("a.sqlite")), digest_of(path("b.sqlite")));
}

TEST_F(MergeTest, MergedDatabaseGoesOnAsIfItHadDoneEverythingItself) {
    write_fleet();
    take_in(path("whole.sqlite"));
    take_in_by_shards(3);
    expect_merged("merged.sqlite", shard_paths(3));
    write_minutes(44, 6, {3, 5});
    write_minutes(22, 22, {1, 1});
    for (const char* file : {"whole.sqlite", "merged.sqlite"}) {
        take_in(path(file));
        expect_done({"reprocess", "-d", path(file)});
        EXPECT_EQ(run({"verify", "--full", "-d", path(file)}).exit_code, 0);
    }
    EXPECT_EQ(digest_of(path("merged.sqlite")), digest_of(path("whole.sqlite")));
}

// Everything that a database can hold, rows of every table.
TEST_F(MergeTest, WhatIsSplitAndMergedIsWhatItWas) {
    fill();
    write_fleet();
    take_in(database().string());
    expect_done({"forget", "3", "6"});
    expect_done({"link", "set", "3", "5", "--down", "20", "--up", "2"});
    expect_done({"config", "set", "keep-runs", "90d"});
    execute(
        "INSERT INTO unread_file VALUES (1, 2, 'y', 'EIO', 1, 1, 1);"
        "INSERT INTO rejected VALUES (100, '9/', 'unreadable_folder', 'd', NULL, 0, 0, 0, 1, 1, 1, NULL);"
        "INSERT INTO key_change SELECT 1, 1, 1, NULL, client_key_id, 1, 2 FROM client_key LIMIT 1;"
        "INSERT INTO as_snapshot VALUES (1, 'ipv4', 0, 'f', 'pyasn', zeroblob(32), 1, 0, 1, NULL, NULL);"
        "INSERT INTO as_prefix VALUES (1, x'01020304', 32, NULL, '1', 'BE');"
        "UPDATE window_as SET as_snapshot_id = 1;"
        "INSERT INTO api_server VALUES ('https', 'h', 443, '/api', 5, 'h', 1, 6);"
        "INSERT INTO claim_record VALUES (1, 12, 3, 4, NULL, NULL);"
        "UPDATE outbox SET state = 'sent', sent_ms = 5 WHERE outbox_id % 2 = 0 AND state = 'pending';"
        "UPDATE outbox SET state = 'held', held_for = 'address', next_attempt_ms = 9 "
        "WHERE outbox_id % 5 = 0 AND state = 'pending'");
    expect_done({"split", "--into", "3", path("shard-{}.sqlite"), "-d", database().string()});
    for (int i = 0; i < 3; ++i) {
        const auto verified = run({"verify", "--format", "csv", "-d", shard_path(i)});
        EXPECT_EQ(verified.exit_code, 0) << verified.err << verified.out;
    }
    ASSERT_EQ(merge("merged.sqlite", shard_paths(3)).exit_code, 0);
    EXPECT_EQ(digest_of(path("merged.sqlite")), digest_of(database().string()));
    for (const char* same :
         {"SELECT count(*) FROM recent_delays", "SELECT count(*) FROM setting_change",
          "SELECT count(*) FROM forgotten_installation", "SELECT sum(last_accepted_ms) FROM api_server",
          "SELECT count(*) FROM client_key", "SELECT sum(sent_ms) FROM outbox",
          "SELECT sum(formed_ms) FROM window", "SELECT sum(computed_ms) FROM result",
          "SELECT sum(next_attempt_ms) FROM outbox", "SELECT sum(first_seen_ms) FROM installation",
          "SELECT total(mtime_ns) FROM source_file", "SELECT total(inode) FROM source_folder",
          "SELECT sum(stores_odd_answers) FROM api_server"})
        EXPECT_EQ(number_in(path("merged.sqlite"), same), number_in(database().string(), same)) << same;
    EXPECT_EQ(number_in(path("merged.sqlite"), "SELECT file_inode FROM claim_record"), 0)
        << "publish is to notice that this is another file";
    EXPECT_EQ(number_in(path("merged.sqlite"),
                        "SELECT count(*) FROM window AS w LEFT JOIN run AS r USING (run_id) "
                        "WHERE r.command IS NOT 'process' AND r.command IS NOT 'reprocess'"),
              0)
        << "a window names another run than it did";
    take_in(path("merged.sqlite"));
    EXPECT_EQ(number_in(path("merged.sqlite"), "SELECT count(*) FROM installation WHERE user_id = 3"), 1)
        << "a forgotten installation has come back";
}

// They are copied in steps of 4096.
TEST_F(MergeTest, ReportsOfMoreThanOneStepAreAllThere) {
    write_minutes(0, 1, {1, 1});
    write_minutes(0, 1, {1, 2});
    take_in_by_shards(2);
    constexpr int kReports = 2 * 4096 + 1;
    {
        auto shard = store::Database::open_for_writing(shard_path(0));
        std::vector<test::MadeReport> reports;
        for (int i = 1; i < kReports; ++i)
            reports.push_back(test::quiet_report(1'500'000'000 + 2 * i, 1, "192.0.2.1", {1, 2}));
        (void)test::ReportInserter(shard).insert(reports);
        shard.execute(
            "INSERT OR IGNORE INTO report_signature (report_id, signature) SELECT report_id, zeroblob(1) "
            "FROM report");
    }
    const auto merged = merge("merged.sqlite", shard_paths(2));
    ASSERT_EQ(merged.exit_code, 0) << merged.err;
    EXPECT_EQ(number_in(path("merged.sqlite"), "SELECT count(*) FROM report WHERE installation_id = 2"),
              kReports);
    EXPECT_EQ(number_in(path("merged.sqlite"), "SELECT count(*) FROM observation"), kReports - 1 + 2 * 60);
    EXPECT_EQ(number_in(path("merged.sqlite"), "SELECT count(*) FROM report_signature"), kReports + 1);
}

// What is of a database and not of its installations.
TEST_F(MergeTest, FactsOfSeveralDatabasesAreJoinedOnTheSideOfCaution) {
    write_minutes(0, 1, {1, 1});
    write_minutes(0, 1, {1, 2});
    take_in_by_shards(2);
    execute_on(
        shard_path(0),
        "INSERT INTO api_server VALUES ('https', 'both', 443, '/api', 5, 'both', 1, 6),"
        " ('https', 'one', 443, '/api', 4, NULL, 1, NULL), ('https', 'same', 443, '/api', NULL, NULL, 1, "
        "NULL);"
        "INSERT INTO claim_record VALUES (1, 12, 3, 4, NULL, NULL);"
        "UPDATE database_identity SET restored_ms = 5;"
        "DELETE FROM setting_change;"
        "INSERT INTO setting_change (name, old_value, new_value, changed_ms) VALUES ('x', '1', '2', 7);"
        "INSERT INTO as_snapshot VALUES (1, 'ipv4', 0, 'f', 'pyasn', zeroblob(32), 1, 0, 1, 9, NULL)");
    execute_on(
        shard_path(1),
        "INSERT INTO api_server VALUES ('https', 'both', 443, '/api', 9, NULL, 0, 2),"
        " ('https', 'one', 443, '/api', NULL, 'one', 0, 3), ('https', 'same', 443, '/api', NULL, NULL, 1, "
        "NULL);"
        "INSERT INTO claim_record VALUES (1, 30, 3, 4, NULL, NULL);"
        "UPDATE database_identity SET restored_ms = 9;"
        "DELETE FROM setting_change;"
        "INSERT INTO setting_change (name, old_value, new_value, changed_ms) VALUES ('x', '1', '2', 7),"
        " ('x', '2', '1', 8), ('x', '1', '2', 9);"
        "INSERT INTO as_snapshot VALUES (1, 'ipv4', 0, 'f', 'pyasn', zeroblob(32), 1, 0, 1, NULL, NULL);"
        "INSERT INTO as_prefix VALUES (1, x'01020304', 32, NULL, '1', 'BE')");
    for (const auto& [name, paths] : {std::pair{"a.sqlite", std::vector{shard_path(0), shard_path(1)}},
                                      {"b.sqlite", {shard_path(1), shard_path(0)}}}) {
        const auto merged = merge(name, paths);
        ASSERT_EQ(merged.exit_code, 0) << merged.err;
        auto database = store::Database::open_for_reading(path(name));
        EXPECT_EQ(
            test::rows_of(database,
                          "SELECT host, wait_until_ms, resolved_name, stores_odd_answers, last_accepted_ms"
                          "  FROM api_server ORDER BY host"),
            "host=both wait_until_ms=9 resolved_name=both stores_odd_answers=0 last_accepted_ms=6\n"
            "host=one wait_until_ms=4 resolved_name=one stores_odd_answers=0 last_accepted_ms=3\n"
            "host=same wait_until_ms=NULL resolved_name=NULL stores_odd_answers=1 last_accepted_ms=NULL\n");
        EXPECT_EQ(test::rows_of(database, "SELECT claims, restored_ms FROM claim_record, database_identity"),
                  "claims=42 restored_ms=9\n");
        EXPECT_EQ(
            test::rows_of(database, "SELECT old_value, changed_ms FROM setting_change ORDER BY changed_ms"),
            "old_value=1 changed_ms=7\nold_value=2 changed_ms=8\nold_value=1 changed_ms=9\n");
        EXPECT_EQ(
            test::rows_of(database,
                          "SELECT count(*) AS prefixes FROM as_prefix JOIN as_snapshot USING (as_snapshot_id)"
                          " WHERE pruned_ms IS NULL"),
            "prefixes=1\n")
            << "what one has pruned the other still has";
        EXPECT_EQ(test::rows_of(database, "SELECT count(*) AS keys FROM merged_forget_key"), "keys=0\n")
            << "nobody was forgotten";
    }
}

TEST_F(MergeTest, WhatNamesAnotherRowNamesItAfterwards) {
    write_minutes(0, 22, {1, 1});
    write_minutes(0, 22, {1, 2});
    take_in_by_shards(2);
    for (int i = 0; i < 2; ++i) {
        execute_on(shard_path(i),
                   "UPDATE result SET baseline_window_id = window_id, earlier_skew_window_id = window_id,"
                   " earlier_floor_sum_window_id = window_id, earlier_since_window_id = window_id,"
                   " route_start_window_id = window_id;"
                   "UPDATE adaptive_detail SET up_kernel_windows = (SELECT json_array(window_id) FROM result "
                   "AS x WHERE"
                   " x.result_id = adaptive_detail.result_id);"
                   "UPDATE adaptive_detail SET down_kernel_windows = up_kernel_windows;"
                   "UPDATE outbox SET state = 'sent', claimed_ms = 5, sent_ms = 7;"
                   "UPDATE report SET exception_count = 1 WHERE report_id = 1;"
                   "INSERT INTO observation_exception SELECT first_observation_id, 'L', 99 FROM report WHERE "
                   "report_id = 1");
    }
    ASSERT_EQ(merge("merged.sqlite", shard_paths(2)).exit_code, 0);
    auto database = store::Database::open_for_reading(path("merged.sqlite"));
    const auto expect_none = [&](const std::string& rows) {
        EXPECT_EQ(test::rows_of(database, "SELECT count(*) AS rows FROM " + rows), "rows=0\n") << rows;
    };
    for (const char* column : {"baseline_window_id", "earlier_skew_window_id", "earlier_floor_sum_window_id",
                               "earlier_since_window_id", "route_start_window_id"})
        expect_none(std::string("result WHERE ") + column + " IS NOT window_id");
    for (const char* column : {"up_kernel_windows", "down_kernel_windows"})
        expect_none(std::string("adaptive_detail JOIN result USING (result_id) WHERE ") + column +
                    " IS NOT json_array(window_id)");
    expect_none("outbox WHERE (claimed_ms, sent_ms) IS NOT (5, 7)");
    expect_none(
        "outbox JOIN result USING (result_id) JOIN window AS w USING (window_id)"
        " WHERE w.installation_id <> outbox.installation_id");
    EXPECT_EQ(test::rows_of(database,
                            "SELECT count(*) AS rows FROM observation_exception AS x JOIN report AS r"
                            " ON r.first_observation_id = x.observation_id WHERE r.exception_count = 1"),
              "rows=2\n");
}

TEST_F(MergeTest, NumbersThatPrunedRowsHadAreNotGivenAgain) {
    write_minutes(0, 22, {1, 1});
    write_minutes(0, 22, {1, 2});
    take_in_by_shards(2);
    execute_on(
        shard_path(0),
        "DELETE FROM observation; DELETE FROM report_signature; UPDATE report SET observations_pruned_ms = 1;"
        "UPDATE result SET route_start_window_id = 1000");
    ASSERT_EQ(merge("merged.sqlite", shard_paths(2)).exit_code, 0);
    const auto verified = run({"verify", "-d", path("merged.sqlite")});
    EXPECT_EQ(verified.exit_code, 0) << verified.out;
    EXPECT_EQ(number_in(path("merged.sqlite"),
                        "SELECT min(window_id) > 1000 FROM window WHERE installation_id = 1"),
              1)
        << "a window that is gone had that number";
}

TEST_F(MergeTest, RowOfAnInstallationThatHasNothingElseComesAlongOnce) {
    write_minutes(0, 1, {1, 1});
    take_in(database().string());
    execute(
        "INSERT INTO unread_file VALUES (20, 1, 'y', 'EIO', 1, 1, 1);"
        "INSERT INTO source_folder VALUES (20, 2, 1, 1, 1, 1, 0, 0);"
        "INSERT INTO rejected VALUES (100, '20/4/a', 'json', 'd', NULL, 0, 0, 0, 1, 1, 1, NULL),"
        " (101, '30/', 'unreadable_folder', 'd', NULL, 0, 0, 0, 1, 1, 1, NULL)");
    // Others of the same number, of whom several parts have some.
    for (int user_id = 20; user_id < 30; ++user_id)
        expect_done({"link", "set", std::to_string(user_id), "4", "--down", "5"});
    expect_done({"split", "--into", "3", path("shard-{}.sqlite"), "-d", database().string()});
    ASSERT_EQ(merge("merged.sqlite", shard_paths(3)).exit_code, 0);
    for (const char* table : {"unread_file", "source_folder", "rejected", "link_rate"}) {
        const std::string count = std::string("SELECT count(*) FROM ") + table;
        EXPECT_EQ(number_in(path("merged.sqlite"), count), number_in(database().string(), count)) << table;
    }
}

TEST_F(MergeTest, KeyOfEarlierTimesGoesWithThePartThatItIsOf) {
    write_minutes(0, 1, {1, 1});
    take_in(database().string());
    execute(
        "INSERT INTO client_key (client_key_id, digest, public_key) VALUES (70, zeroblob(32), x'00');"
        "INSERT INTO key_change SELECT 1, 1, 1, 70, client_key_id, 1, 1 FROM installation");
    expect_done({"split", "--into", "1", path("part.sqlite"), "-d", database().string()});
    EXPECT_EQ(run({"verify", "-d", path("part.sqlite")}).exit_code, 0);
    EXPECT_EQ(number_in(path("part.sqlite"),
                        "SELECT count(*) FROM key_change AS c JOIN client_key AS k ON"
                        " k.client_key_id = c.old_client_key_id WHERE k.digest = zeroblob(32)"),
              1);
}

TEST_F(MergeTest, KeyThatWasRefusedCanBeTrustedInAPartAsInTheWhole) {
    write_fleet();
    test::ReportBuilder(1'499'994'000, 60).of({3, 5}).key(1).write(reports(), "other-key.json");
    take_in(database().string());
    expect_done({"split", "--into", "1", path("part.sqlite"), "-d", database().string()});
    const std::string digest = hex(sha256(test::public_key_of(1)));
    expect_done({"trust", "3", "5", "--key", digest, "-d", path("part.sqlite")});
    EXPECT_THAT(run({"ingest", "-d", path("part.sqlite")}).err, HasSubstr("1 report stored"));
}

TEST_F(MergeTest, OneShardMoreTakesItsPartsFromTheOthers) {
    write_fleet();
    take_in(path("whole.sqlite"));
    take_in_by_shards(3);
    std::vector<std::string> moved;
    for (int i = 0; i < 3; ++i) {
        const std::string name = "of-" + std::to_string(i) + "-{}.sqlite";
        expect_done({"split", "--into", "4", path(name), "-d", shard_path(i)});
        EXPECT_TRUE(
            std::filesystem::exists(path("of-" + std::to_string(i) + "-" + std::to_string(i) + ".sqlite")));
        moved.push_back(path("of-" + std::to_string(i) + "-3.sqlite"));
        EXPECT_TRUE(std::filesystem::exists(moved.back()));
    }
    EXPECT_FALSE(std::filesystem::exists(path("of-0-1.sqlite")))
        << "nothing moves between shards that were there";
    ASSERT_EQ(merge("new-3.sqlite", moved).exit_code, 0);
    EXPECT_EQ(number_in(path("new-3.sqlite"), "SELECT 10 * shard_index + shard_count FROM database_identity"),
              34);
    expect_merged("merged.sqlite", {path("of-0-0.sqlite"), path("of-1-1.sqlite"), path("of-2-2.sqlite"),
                                    path("new-3.sqlite")});
    EXPECT_EQ(digest_of(path("merged.sqlite")), digest_of(path("whole.sqlite")));
}

// With --overwrite the second would take the place of the first.
TEST_F(MergeTest, PartsOfASplitHaveNamesOfTheirOwn) {
    take_in(database().string());
    for (const char* second : {"part.sqlite", "./part.sqlite"}) {
        expect_refused(run({"split", "--overwrite", "--into", "2", path("part.sqlite"), path(second), "-d",
                            database().string()}),
                       "part.sqlite is named twice", 2);
    }
    EXPECT_FALSE(std::filesystem::exists(path("part.sqlite")));
}

TEST_F(MergeTest, CommonInstallationsAreRefusedByName) {
    write_minutes(0, 3, {3, 5});
    take_in(path("a.sqlite"));
    write_minutes(0, 3, {1, 1});
    take_in(path("b.sqlite"));
    expect_refused(merge("merged.sqlite", {path("a.sqlite"), path("b.sqlite")}),
                   "installation 3/5 is in " + path("a.sqlite") + " and in " + path("b.sqlite"));
    expect_refused(merge("merged.sqlite", {path("a.sqlite"), path("b.sqlite")}, {"-n"}),
                   "installation 3/5 is in");
    expect_refused(merge("merged.sqlite", {path("a.sqlite"), path("a.sqlite")}), "installation 3/5 is in");
    write_minutes(0, 1, {1, 2});
    take_in(path("a.sqlite"));
    take_in(path("b.sqlite"));
    const auto refused = merge("merged.sqlite", {path("a.sqlite"), path("b.sqlite")});
    EXPECT_NE(refused.err.find("; 3/5 is in "), std::string::npos) << refused.err;
    EXPECT_EQ(refused.err.find(" more"), std::string::npos) << "three are all named: " << refused.err;
    for (const std::int64_t id : {3, 4}) write_minutes(0, 1, {1, id});
    take_in(path("a.sqlite"));
    take_in(path("b.sqlite"));
    expect_refused(merge("merged.sqlite", {path("a.sqlite"), path("b.sqlite")}), "; and 2 more");
}

// What nothing was computed by is no difference.
TEST_F(MergeTest, MethodThatIsPublishedMattersOnlyWhereBothHaveResultsOrHaveChosenOne) {
    write_minutes(0, 22, {3, 5});
    take_in(path("a.sqlite"));
    expect_done({"config", "set", "publish-method", "classic", "-d", path("a.sqlite")});
    const std::string other = path("other");
    test::ReportBuilder(1'499'990'400, 60).of({1, 1}).write(other);
    expect_done({"ingest", other, "-d", path("b.sqlite")});
    EXPECT_EQ(merge("merged.sqlite", {path("a.sqlite"), path("b.sqlite")}).exit_code, 0);
    EXPECT_EQ(merge("other-way.sqlite", {path("b.sqlite"), path("a.sqlite")}).exit_code, 0);
    std::filesystem::remove(path("merged.sqlite"));
    expect_done({"config", "set", "publish-method", "queueing", "-d", path("b.sqlite")});
    expect_refused(merge("merged.sqlite", {path("a.sqlite"), path("b.sqlite")}),
                   "the setting publish-method is classic in");
}

TEST_F(MergeTest, OtherSettingsAreRefusedByName) {
    write_fleet();
    take_in_by_shards(2);
    expect_done({"config", "set", "epsilon-down", "40", "-d", shard_path(1)});
    expect_refused(
        merge("merged.sqlite", shard_paths(2)),
        "the setting epsilon-down is not set in " + shard_path(0) + ", and 40 in " + shard_path(1));
    expect_done({"config", "set", "epsilon-down", "40", "-d", shard_path(0)});
    expect_done({"config", "set", "publish-from", "none", "-d", shard_path(1)});
    expect_refused(
        merge("merged.sqlite", shard_paths(2)),
        "the setting publish-from is not set in " + shard_path(0) + ", and none in " + shard_path(1));
}

TEST_F(MergeTest, ShardsThatAreNotAllThereAreRefused) {
    write_fleet();
    take_in_by_shards(4);
    expect_refused(merge("merged.sqlite", {shard_path(0), shard_path(2)}),
                   "of 4 shards these are missing: 1, 3");
    expect_refused(merge("merged.sqlite", {shard_path(2), shard_path(1)}),
                   "of 4 shards these are missing: 0, 3");
    take_in(path("of-two.sqlite"), {"--shard", "0/2"});
    expect_refused(merge("merged.sqlite", {shard_path(0), path("of-two.sqlite")}),
                   "is shard 0/4, and " + path("of-two.sqlite") + " is shard 0/2");
    take_in(path("whole.sqlite"));
    expect_refused(merge("merged.sqlite", {path("whole.sqlite"), shard_path(0)}), "is not a shard, and");
}

TEST_F(MergeTest, OtherSchemaIsRefusedByName) {
    write_fleet();
    take_in_by_shards(2);
    execute_on(shard_path(1), "PRAGMA user_version = 99");
    expect_refused(merge("merged.sqlite", shard_paths(2)), shard_path(1) + " has schema 99");
    test::write_file(path("text"), "no database", 1);
    expect_refused(merge("merged.sqlite", {shard_path(0), path("text")}), path("text"), 1);
    expect_refused(merge("merged.sqlite", {shard_path(0), path("none.sqlite")}), "there is no database", 1);
}

TEST_F(MergeTest, WhatIsNotWholeIsNotPutInPlace) {
    write_fleet();
    take_in_by_shards(2);
    for (const int shard : {0, 1}) execute_on(shard_path(shard), "UPDATE window SET last_report_id = 999999");
    expect_refused(merge("merged.sqlite", shard_paths(2)), "merged.sqlite would not be whole: ", 1);
}

TEST_F(MergeTest, DatabaseThatSomebodyIsAtWorkOnIsLeft) {
    write_fleet();
    take_in_by_shards(2);
    const FileLock lock(shard_path(1) + ".publish.lock", std::chrono::milliseconds(0), clock_);
    expect_refused(merge("merged.sqlite", shard_paths(2)), "is at work on " + shard_path(1), 75);
    EXPECT_EQ(run({"split", "--into", "3", path("x-{}"), "-d", shard_path(1)}).exit_code, 75);
}

TEST_F(MergeTest, NothingIsReplacedUnlessItIsSaid) {
    write_fleet();
    take_in_by_shards(2);
    expect_merged("merged.sqlite", shard_paths(2));
    const std::string digest = digest_of(path("merged.sqlite"));
    const auto again = merge("merged.sqlite", shard_paths(2));
    EXPECT_EQ(again.exit_code, 1);
    EXPECT_THAT(again.err, HasSubstr("exists already"));
    EXPECT_EQ(merge("merged.sqlite", shard_paths(2), {"--overwrite"}).exit_code, 0);
    EXPECT_EQ(digest_of(path("merged.sqlite")), digest);
    EXPECT_EQ(merge("shard-0.sqlite", shard_paths(2), {"--overwrite"}).exit_code, 2);
    EXPECT_EQ(
        run({"split", "--into", "2", shard_path(0), shard_path(1), "-d", path("merged.sqlite")}).exit_code,
        1);
    EXPECT_EQ(run({"split", "--into", "2", path("x"), path("x"), "-d", path("merged.sqlite")}).exit_code, 2);
    EXPECT_EQ(run({"split", "--into", "2", path("x"), "-d", path("merged.sqlite")}).exit_code, 2);
    EXPECT_EQ(run({"split", "--into", "1", path("merged.sqlite"), "--overwrite", "-d", path("merged.sqlite")})
                  .exit_code,
              2);
}

TEST_F(MergeTest, SaysWhatItWouldMakeAndWhatItMade) {
    write_fleet();
    take_in_by_shards(2);
    const auto before = files();
    expect("merge/dry_run", merge("merged.sqlite", shard_paths(2), {"-n", "-v"}));
    expect("split/dry_run", run({"split", "--into", "3", path("x-{}"), "-n", "-v", "-d", shard_path(0)}));
    EXPECT_EQ(files(), before);
    expect("merge/done", merge("merged.sqlite", shard_paths(2)));
    EXPECT_EQ(number_in(path("merged.sqlite"),
                        "SELECT command = 'merge' AND exit_code = 0 FROM run ORDER BY run_id DESC LIMIT 1"),
              1);
    expect("split/done", run({"split", "--into", "3", path("x-{}"), "-v", "-d", path("merged.sqlite")}));
}

TEST_F(MergeTest, MergedDatabasePublishesWhatWasNotSentAndNothingTwice) {
    write_fleet();
    take_in_by_shards(2);
    const test::FakeTixApi api;
    line_.environment.merge(api.environment());
    clock_.set_ms(1'500'100'000'000);
    expect_done({"publish", "--in-flight-per-shard", "1", "-d", shard_path(0)});
    const std::size_t sent = api.reports().size();
    EXPECT_GT(sent, 0U);
    ASSERT_EQ(merge("merged.sqlite", shard_paths(2)).exit_code, 0);
    const auto first = run({"publish", "-d", path("merged.sqlite")});
    EXPECT_THAT(first.err, HasSubstr("this database was restored, copied or moved"));
    // Settled, looked up, and then sent one by one, all being of one address.
    for (int i = 0; i < 20; ++i) {
        clock_.advance(std::chrono::hours(1));
        (void)run({"publish", "-d", path("merged.sqlite")});
    }
    const auto items = number_in(path("merged.sqlite"), "SELECT count(*) FROM outbox");
    EXPECT_EQ(number_in(path("merged.sqlite"), "SELECT count(*) FROM outbox WHERE state = 'sent'"), items);
    EXPECT_EQ(api.reports().size(), static_cast<std::size_t>(items));
}

// A column that a copy does not name would be lost without a word.
TEST_F(MergeTest, CopiesNameEveryColumn) {
    write_minutes(0, 1);
    take_in(database().string());
    auto opened = store::Database::open_for_reading(database());
    store::Statement query(
        opened,
        "SELECT t.name, c.name FROM pragma_table_list AS t, pragma_table_info(t.name) AS c "
        "WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite%'");
    while (query.step()) {
        const std::string table = query.text(0);
        const std::string column = query.text(1);
        // Made with the new database; numbers that no other row refers to are given anew.
        if (table.starts_with("schema_") || table == "database_identity" || table == "claim_record") continue;
        if (table == "setting_change" || column == table + "_id") continue;
        const std::string text =
            test::text_of_file(test::source_folder() / "src/store/sql/copy" / (table + ".sql"));
        EXPECT_NE(text.find(column), std::string::npos) << table << '.' << column;
    }
}

}  // namespace
}  // namespace tixdb::cli::merge
