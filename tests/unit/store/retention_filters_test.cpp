// SPDX-License-Identifier: MIT
// What pruning, archiving and forgetting read and take of a client: by its times to the second, and nothing
// of another client.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "store/archive_store.hpp"
#include "store/expired_rows_store.hpp"
#include "store/forget_store.hpp"
#include "store/retention_store.hpp"
#include "support/query_rows.hpp"
#include "support/report_inserter.hpp"
#include "support/temporary_database.hpp"
#include "support/window_rows.hpp"

namespace tixdb::store::retention_filters {
namespace {

constexpr std::int64_t kFrom_s = 1'505'080'800;  // 2017-09-10T22:00:00Z
constexpr std::int64_t kUntil_s = kFrom_s + 3600;
constexpr model::InstallationKey kClient{1, 1};
const std::vector<model::InstallationKey> kClients = {{1, 1}, {1, 2}, {2, 1}};

// Three clients with the same rows.
class RetentionFilters : public testing::Test {
  protected:
    Database& database() { return temporary_.database(); }
    void execute(const std::string& sql) { database().execute(sql); }
    std::int64_t number(const std::string& sql) { return temporary_.number(sql); }
    std::string rows(const std::string& sql) { return test::rows_of(database(), sql); }
    // Reports of ten probes that begin just before the range, at its first and last second, and just after
    // it: of 1/1 these are 1 to 4, of 1/2 5 to 8.
    void insert_reports() {
        for (const auto& key : kClients) {
            for (const std::int64_t first_s : {kFrom_s - 1, kFrom_s, kUntil_s - 1, kUntil_s})
                inserter_.insert(test::quiet_report(first_s, 10, "192.0.2.1", key));
        }
    }
    void add_everywhere(const std::string& sql, const std::vector<std::int64_t>& seconds) {
        for (const auto& key : kClients) {
            execute(
                fmt::format("INSERT OR IGNORE INTO installation (user_id, installation_id, first_seen_ms)"
                            " VALUES ({}, {}, 0)",
                            key.user_id, key.installation_id));
            for (const std::int64_t second : seconds)
                execute(fmt::format(fmt::runtime(sql), key.user_id, key.installation_id, second));
        }
    }
    // Of one report each; returns their ids: those of 1/1 first.
    std::vector<std::int64_t> add_windows(const std::vector<std::int64_t>& seconds) {
        std::vector<std::int64_t> ids;
        for (const auto& key : kClients) {
            for (const std::int64_t second : seconds)
                ids.push_back(
                    test::add_window(database(), {key.user_id, key.installation_id, "8.8.8.8", second}));
        }
        execute("INSERT INTO window_report SELECT first_report_id, window_id FROM window");
        return ids;
    }
    // How many rows of each client there are, of 1/1 first.
    std::string count_by_client(const std::string& table, const std::string& where = "1") {
        return temporary_.text(
            fmt::format("SELECT group_concat((SELECT count(*) FROM {} AS t WHERE t.user_id = i.user_id"
                        " AND t.installation_id = i.installation_id AND {}), ' ') FROM"
                        " (SELECT * FROM installation ORDER BY user_id, installation_id) AS i",
                        table, where));
    }

    test::TemporaryDatabase temporary_;
    test::ReportInserter inserter_{temporary_.database()};
};

TEST_F(RetentionFilters, ObservationsGoOfReportsThatBeginInTheRange) {
    insert_reports();
    execute(
        "INSERT INTO late_report SELECT user_id, installation_id, report_id, 0, NULL FROM report WHERE "
        "report_id IN (2, 4, 6);"
        "INSERT OR REPLACE INTO report_signature SELECT report_id, x'01' FROM report;"
        "INSERT INTO observation_exception SELECT first_observation_id, 'L', 1 FROM report"
        " UNION ALL SELECT first_observation_id + 9, 'L', 1 FROM report; UPDATE report SET exception_count = "
        "2;"
        // Of 3 the second only.
        "DELETE FROM observation_exception WHERE observation_id ="
        " (SELECT first_observation_id FROM report WHERE report_id = 3);"
        "UPDATE report SET exception_count = 1 WHERE report_id = 3");
    const ForeignKeysOff unchecked(database());
    RetentionStore store(database());
    auto counts = store.count_observations(kClient, kFrom_s, kUntil_s);
    EXPECT_EQ(counts.reports, 2);
    EXPECT_EQ(counts.observations, 20);
    EXPECT_EQ(counts.late_reports, 1);
    counts = store.prune_observations(kClient, kFrom_s, kUntil_s, 1, false, 99);
    EXPECT_EQ(counts.reports, 1);
    EXPECT_EQ(counts.late_reports, 1);
    EXPECT_EQ(
        rows("SELECT report_id, observations_pruned_ms FROM report WHERE observations_pruned_ms IS NOT NULL"),
        "report_id=2 observations_pruned_ms=99\n");
    EXPECT_EQ(store.count_observations(kClient, kFrom_s, kUntil_s).reports, 1);
    EXPECT_EQ(store.installations().front().observations_from_s, kFrom_s)
        << "another report may begin in the same second";
    counts = store.prune_observations(kClient, kFrom_s, kUntil_s, 9, true, 99);
    EXPECT_EQ(counts.reports, 1);
    EXPECT_EQ(counts.observations, 10);
    EXPECT_EQ(number("SELECT count(*) FROM observation"), 100);
    EXPECT_EQ(number("SELECT count(*) FROM observation_exception"), 20);
    EXPECT_EQ(rows("SELECT group_concat(report_id) AS late FROM late_report"), "late=4,6\n");
    EXPECT_EQ(number("SELECT count(*) FROM report_signature"), 11);
    EXPECT_EQ(number("SELECT count(*) FROM report_signature WHERE report_id = 2"), 0);
    EXPECT_EQ(number("SELECT count(*) FROM report WHERE observations_pruned_ms IS NOT NULL"), 2);
    EXPECT_EQ(store.count_observations({1, 2}, kFrom_s, kUntil_s).reports, 2);
}

TEST_F(RetentionFilters, PlacesNeverGoBackAndAreOfOneClient) {
    insert_reports();
    RetentionStore store(database());
    for (const std::int64_t time_s : {100, 200, 150}) {
        store.set_pruned_before(kClient, time_s);
        store.set_observations_from(kClient, time_s + 1);
        ExpiredRowsStore(database()).set_results_from(kClient, time_s + 2);
    }
    EXPECT_EQ(
        rows("SELECT user_id, installation_id, pruned_before_s, observations_from_s, results_from_s FROM "
             "installation"),
        "user_id=1 installation_id=1 pruned_before_s=200 observations_from_s=201 results_from_s=202\n"
        "user_id=1 installation_id=2 pruned_before_s=NULL observations_from_s=NULL results_from_s=NULL\n"
        "user_id=2 installation_id=1 pruned_before_s=NULL observations_from_s=NULL results_from_s=NULL\n");
    const auto installations = store.installations();
    ASSERT_EQ(installations.size(), 3U);
    EXPECT_EQ(installations[0].observations_from_s, 201);
    EXPECT_EQ(installations[0].results_from_s, 202);
    EXPECT_EQ(installations[2].key, (model::InstallationKey{2, 1}));
    EXPECT_EQ(store.newest_observation_s(), kUntil_s + 9);
}

TEST_F(RetentionFilters, FirstOnesAreOfOneClient) {
    for (const auto& key : {model::InstallationKey{2, 1}, {1, 2}})
        inserter_.insert({test::quiet_report(kFrom_s - 500, 10, "192.0.2.1", key),
                          test::quiet_report(kFrom_s + 5, 10, "192.0.2.1", key)});
    inserter_.insert({test::quiet_report(kFrom_s, 10), test::quiet_report(kFrom_s + 100, 10)});
    RetentionStore store(database());
    ExpiredRowsStore expired(database());
    EXPECT_EQ(store.first_unprocessed_s(kClient), kFrom_s);
    execute("DELETE FROM unprocessed_report WHERE report_id = 5");
    EXPECT_EQ(store.first_unprocessed_s(kClient), kFrom_s + 100);
    EXPECT_FALSE(store.first_unprocessed_s({2, 2}));
    EXPECT_EQ(expired.first_report_s(kClient, kFrom_s), kFrom_s);
    EXPECT_EQ(expired.first_report_s(kClient, kFrom_s + 1), kFrom_s + 100);
    EXPECT_FALSE(expired.first_report_s(kClient, kFrom_s + 101));
    const auto ids = add_windows({kFrom_s - 1, kFrom_s, kUntil_s - 1, kUntil_s});
    execute("UPDATE window SET first_report_s = last_probe_s - window_id * 10");
    EXPECT_EQ(store.first_of_windows_s(kClient, kFrom_s, kUntil_s), kFrom_s - 20);
    execute("UPDATE window SET superseded_ms = 1 WHERE window_id = 2");
    EXPECT_EQ(store.first_of_windows_s(kClient, kFrom_s, kUntil_s), kUntil_s - 1 - 30);
    EXPECT_FALSE(store.first_of_windows_s(kClient, kFrom_s, kUntil_s - 1));
    EXPECT_EQ(store.first_of_windows_s(kClient, kUntil_s - 1, kUntil_s), kUntil_s - 1 - 30);
}

TEST_F(RetentionFilters, RefusalsGoThatWereLastSeenBefore) {
    for (const int seen_ms : {999, 1000, 1001}) {
        execute(
            fmt::format("INSERT INTO rejected (path, reason, detail, size_bytes, mtime_ns, inode, "
                        "first_seen_ms, last_seen_ms,"
                        " seen_count) VALUES ('{0}', 'json', '', 1, 1, 1, 0, {0}, 1)",
                        seen_ms));
    }
    ExpiredRowsStore store(database());
    EXPECT_EQ(store.count_rejected(1001), 2);
    EXPECT_EQ(store.delete_rejected(1001, 1), 1);
    EXPECT_EQ(store.delete_rejected(1001, 9), 1);
    EXPECT_EQ(rows("SELECT path FROM rejected"), "path=1001\n");
}

TEST_F(RetentionFilters, OfEachCommandTheLastRunStaysAndTheLastThatEndedAsItShould) {
    execute("DELETE FROM unprocessed_report; DELETE FROM run");
    // A command, its exit code, and when: ids 1 on.
    int started_ms = 100;
    for (const auto& [command, exit_code] :
         std::vector<std::pair<std::string, std::string>>{{"ingest", "0"},
                                                          {"ingest", "3"},
                                                          {"ingest", "1"},
                                                          {"ingest", "NULL"},
                                                          {"process", "0"},
                                                          {"process", "1"},
                                                          {"process", "0"},
                                                          {"publish", "0"},
                                                          {"publish", "1"},
                                                          {"publish", "1"}}) {
        execute(
            fmt::format("INSERT INTO run (command, version, started_ms, exit_code) VALUES ('{}', '', {}, {})",
                        command, started_ms++, exit_code));
    }
    ExpiredRowsStore store(database());
    EXPECT_EQ(store.count_runs(100), 0);
    EXPECT_EQ(store.delete_runs(100, 9), 0);
    EXPECT_EQ(store.count_runs(101), 1);
    EXPECT_EQ(store.count_runs(200), 5);
    EXPECT_EQ(store.delete_runs(200, 2), 2);
    EXPECT_EQ(store.delete_runs(200, 9), 3);
    EXPECT_EQ(rows("SELECT group_concat(started_ms) AS left_over FROM run"),
              "left_over=101,103,106,107,109\n");
}

TEST_F(RetentionFilters, ItemsGoThatAreDoneOfATimeBefore) {
    const auto add = [&](const std::string& state, std::int64_t last_s, const std::string& sent_ms,
                         int queued_ms) {
        add_everywhere(
            fmt::format(
                "INSERT INTO outbox (user_id, installation_id, last_s, ip, body, source, state, held_for,"
                " sent_ms, queued_ms) VALUES ({{0}}, {{1}}, {{2}}, '', '{{{{}}}}', 'imported', '{}', {}, {}, "
                "{})",
                state, state == "held" ? "'user'" : "NULL", sent_ms, queued_ms),
            {last_s});
    };
    ExpiredRowsStore store(database());
    for (const char* open : {"pending", "sending", "retry", "held", "uncertain", "dead"}) {
        for (const char* done : {"sent", "superseded", "dropped"}) add(done, kFrom_s - 9, "1", 0);
        add(open, kFrom_s, "NULL", 0);
        add(open, kFrom_s + 1, "NULL", 0);
        EXPECT_EQ(store.first_open_item_s(kClient, kFrom_s + 9), kFrom_s) << open;
        EXPECT_EQ(store.first_open_item_s(kClient, kFrom_s + 1), kFrom_s) << open;
        EXPECT_FALSE(store.first_open_item_s(kClient, kFrom_s));
        execute("DELETE FROM outbox WHERE user_id = 1 AND installation_id = 1");
        EXPECT_FALSE(store.first_open_item_s(kClient, kFrom_s + 1));
        execute("DELETE FROM outbox");
    }
    add("pending", kFrom_s, "NULL", 0);
    for (const char* done : {"sent", "superseded", "dropped"}) {
        add(done, kFrom_s, "99", 0);
        add(done, kFrom_s, "NULL", 99);
        add(done, kFrom_s, "100", 0);
        add(done, kFrom_s, "NULL", 100);
        add(done, kFrom_s + 1, "99", 0);
    }
    EXPECT_EQ(store.count_done_items(kClient, kFrom_s + 1, 100), 6);
    EXPECT_TRUE(store.has_done_items(kClient, kFrom_s + 1, 100));
    EXPECT_FALSE(store.has_done_items(kClient, kFrom_s, 100));
    EXPECT_FALSE(store.has_done_items(kClient, kFrom_s + 1, 99));
    EXPECT_EQ(store.delete_done_items(kClient, kFrom_s + 1, 100, 2), 2);
    EXPECT_EQ(store.delete_done_items(kClient, kFrom_s + 1, 100, 99), 4);
    EXPECT_EQ(count_by_client("outbox"), "10 16 16");
    EXPECT_EQ(store.count_done_items({1, 2}, kFrom_s + 1, 100), 6);
    EXPECT_FALSE(store.has_done_items(kClient, kFrom_s + 1, 100));
    const std::string place = "SELECT items_pruned_before_s FROM installation WHERE installation_id = 1";
    EXPECT_EQ(rows(place + " AND user_id = 1"), fmt::format("items_pruned_before_s={}\n", kFrom_s + 1));
    EXPECT_EQ(rows(place + " AND user_id = 2"), "items_pruned_before_s=NULL\n");
    add("sent", kFrom_s - 50, "99", 0);
    EXPECT_EQ(store.delete_done_items(kClient, kFrom_s + 1, 100, 99), 1);
    EXPECT_EQ(rows(place + " AND user_id = 1"), fmt::format("items_pruned_before_s={}\n", kFrom_s + 1));
}

TEST_F(RetentionFilters, WindowsThatEndBeforeGoWithAllThatIsOfThem) {
    const auto ids = add_windows({kFrom_s - 1, kFrom_s, kFrom_s + 1});
    for (const auto id : ids) {
        test::add_result(database(), id, "adaptive", 0.5, 1.0);
        execute(fmt::format(
            "INSERT INTO adaptive_detail (result_id, history_windows, up_guarded, down_guarded) SELECT "
            "result_id, 0, 0, 0 FROM"
            " result WHERE window_id = {0};"
            "INSERT INTO latency (window_id, received, covered_s, silent_s, burst, duplicates, impossible, "
            "kept)"
            " VALUES ({0}, 1, 1, 0, 0, 0, 0, 1);"
            "INSERT INTO window_as (window_id, address_kind, looked_up_ms) VALUES ({0}, 'public', 0);"
            "INSERT INTO outbox (user_id, installation_id, last_s, ip, body, source, result_id, state, "
            "queued_ms)"
            " SELECT user_id, installation_id, last_probe_s, '', '{{}}', 'computed', result_id, 'sent', 0 "
            "FROM window JOIN result"
            " USING (window_id) WHERE window_id = {0}",
            id));
    }
    execute(fmt::format("UPDATE window SET superseded_ms = 1 WHERE window_id = {}", ids[0]));
    execute("UPDATE report SET first_observation_s = first_observation_s - 100");
    // One of two reports, of which it counts once.
    execute(fmt::format(
        "INSERT INTO window_report VALUES ({}, {})",
        number(fmt::format("SELECT first_report_id FROM window WHERE window_id = {}", ids[0])), ids[1]));
    ExpiredRowsStore store(database());
    EXPECT_EQ(store.count_windows(kClient, kFrom_s + 1), 2);
    EXPECT_EQ(store.count_windows(kClient, kFrom_s), 1);
    const ForeignKeysOff unchecked(database());
    EXPECT_EQ(store.delete_windows(kClient, kFrom_s + 1, 1), 1);
    EXPECT_EQ(store.delete_windows(kClient, kFrom_s + 1, 9), 1);
    EXPECT_EQ(count_by_client("window"), "1 3 3");
    EXPECT_EQ(count_by_client("outbox"), "1 3 3");
    for (const char* table : {"result", "adaptive_detail", "latency", "window_as", "window_report"})
        EXPECT_EQ(number(fmt::format("SELECT count(*) FROM {}", table)), 7) << table;
    EXPECT_EQ(number("SELECT count(*) FROM pragma_foreign_key_check"), 0);
}

TEST_F(RetentionFilters, ReportsGoThatArePrunedAndThatNoWindowRefersTo) {
    insert_reports();
    execute(
        "DELETE FROM unprocessed_report; UPDATE report SET observations_pruned_ms = 1;"
        "INSERT OR REPLACE INTO report_signature SELECT report_id, x'01' FROM report;"
        "INSERT INTO source_file SELECT user_id, installation_id, 'f' || report_id, 1, 1, 1, 'stored', "
        "report_id FROM report");
    add_everywhere(
        "INSERT INTO latency_hour (user_id, installation_id, hour_s, received, covered_s, silent_s, burst, "
        "duplicates,"
        " impossible, kept) VALUES ({0}, {1}, {2}, 1, 1, 0, 0, 0, 0, 1);"
        "INSERT INTO latency_minute VALUES ({0}, {1}, {2}, 60, 0, 0, 1, 1, 1, 1, 1);"
        "INSERT INTO recent_delays VALUES ({0}, {1}, {2}, 1, x'')",
        {kFrom_s, kUntil_s});
    ExpiredRowsStore store(database());
    // A window, a session, a superseded session, or its own observations keep a report.
    const auto keep = [&](const std::string& how) {
        execute("SAVEPOINT kept");
        execute(how);
        const auto gone = store.delete_reports(kClient, kUntil_s);
        execute("ROLLBACK TO kept; RELEASE kept");
        return gone;
    };
    const ForeignKeysOff unchecked(database());
    const std::string window =
        "INSERT INTO window (user_id, installation_id, ip, session_report_id, first_report_id, "
        "last_report_id, first_report_s,"
        " last_report_s, first_probe_s, last_probe_s, reports, observations, distinct_observations, "
        "formed_ms, superseded_ms)"
        " VALUES (1, 1, '', {}, 4, 4, 0, 0, 0, 0, 1, 1, 1, 0, {})";
    EXPECT_EQ(keep("SELECT 1"), 3);
    EXPECT_EQ(keep("INSERT INTO window_report VALUES (2, 77)"), 2);
    EXPECT_EQ(keep(fmt::format(fmt::runtime(window), 2, "NULL")), 2);
    EXPECT_EQ(keep(fmt::format(fmt::runtime(window), 2, "1")), 2);
    EXPECT_EQ(keep("UPDATE report SET observations_pruned_ms = NULL WHERE report_id = 2"), 2);
    EXPECT_EQ(store.delete_reports(kClient, kUntil_s), 3);
    for (const auto& [table, left] :
         std::vector<std::pair<std::string, std::string>>{{"report", "1 4 4"},
                                                          {"source_file", "1 4 4"},
                                                          {"latency_hour", "1 2 2"},
                                                          {"latency_minute", "1 2 2"},
                                                          {"recent_delays", "1 2 2"}}) {
        EXPECT_EQ(count_by_client(table), left) << table;
    }
    EXPECT_EQ(number("SELECT count(*) FROM report_signature"), 9);
    EXPECT_EQ(number("SELECT min(hour_s) FROM latency_hour WHERE user_id = 1 AND installation_id = 1"),
              kUntil_s);
}

TEST_F(RetentionFilters, ArchiveReadsReportsOfTheRangeThatHaveObservationsAndSignature) {
    insert_reports();
    execute(
        "DELETE FROM report_signature; INSERT INTO report_signature SELECT report_id, x'01' FROM report "
        "WHERE report_id <> 3;"
        "UPDATE report SET observations_pruned_ms = 1 WHERE report_id = 6");
    ArchiveReader reader(database());
    EXPECT_EQ(reader.installations(std::nullopt, std::nullopt).size(), 3U);
    EXPECT_EQ(reader.installations(1, std::nullopt), (std::vector<model::InstallationKey>{{1, 1}, {1, 2}}));
    EXPECT_EQ(reader.installations(std::nullopt, 1), (std::vector<model::InstallationKey>{{1, 1}, {2, 1}}));
    EXPECT_EQ(reader.first_report_s(kClient, kFrom_s, kUntil_s), kFrom_s);
    EXPECT_EQ(reader.first_report_s(kClient, kFrom_s + 1, kUntil_s), kUntil_s - 1);
    EXPECT_FALSE(reader.first_report_s(kClient, kFrom_s + 1, kUntil_s - 1));
    EXPECT_EQ(reader.first_report_s({1, 2}, kFrom_s, kUntil_s), kUntil_s - 1) << "the first is pruned";
    EXPECT_EQ(reader.digests(kClient, kFrom_s, kUntil_s).size(), 1U) << "one has no signature";
    EXPECT_EQ(reader.digests({1, 2}, kFrom_s, kUntil_s).size(), 1U) << "one is pruned";
    EXPECT_EQ(reader.digests({2, 1}, kFrom_s, kUntil_s).size(), 2U);
    EXPECT_EQ(reader.digests({2, 1}, kFrom_s - 1, kUntil_s + 1).size(), 4U);
}

TEST_F(RetentionFilters, ForgettingTakesWhatIsOfOneClient) {
    insert_reports();
    execute(
        "INSERT INTO source_file SELECT user_id, installation_id, 'f' || ((report_id - 1) % 4), 1, 1, 1,"
        " 'stored', report_id FROM report;"
        "INSERT INTO source_file SELECT user_id, installation_id, 'a' || report_id, 1, 1, 1, 'known', "
        "report_id"
        " FROM report WHERE report_id > 4;"
        "INSERT INTO late_report SELECT user_id, installation_id, report_id, 0, NULL FROM report");
    add_everywhere(
        "INSERT INTO latency_hour (user_id, installation_id, hour_s, received, covered_s, silent_s, burst, "
        "duplicates,"
        " impossible, kept) VALUES ({0}, {1}, {2}, 1, 1, 0, 0, 0, 0, 1);"
        "INSERT INTO latency_minute VALUES ({0}, {1}, {2}, 60, 0, 0, 1, 1, 1, 1, 1);"
        "INSERT INTO recent_delays VALUES ({0}, {1}, {2}, 1, x'');"
        "INSERT INTO source_folder VALUES ({0}, {1}, 1, 1, 1, 1, 0, 0);"
        "INSERT INTO unread_file VALUES ({0}, {1}, 'a', 'e', 0, 0, 1);"
        "INSERT INTO link_rate (user_id, installation_id, direction, from_s, mbps, set_ms) VALUES ({0}, {1}, "
        "'up', 0, 1, 0);"
        "INSERT INTO key_change (user_id, installation_id, new_client_key_id, changed_ms) VALUES ({0}, {1}, "
        "1, 0);"
        "INSERT INTO rejected (path, reason, detail, size_bytes, mtime_ns, inode, first_seen_ms, "
        "last_seen_ms, seen_count)"
        " VALUES ('{0}/{1}/a', 'json', '', 1, 1, 1, 0, 0, 1);"
        "INSERT INTO outbox (user_id, installation_id, last_s, ip, body, source, queued_ms) VALUES ({0}, "
        "{1}, 1, '', '{{}}',"
        " 'imported', 0)",
        {kFrom_s});
    for (int hour = 1; hour <= 5; ++hour) {
        execute(fmt::format(
            "INSERT INTO latency_hour (user_id, installation_id, hour_s, received, covered_s, silent_s, "
            "burst,"
            " duplicates, impossible, kept) SELECT user_id, installation_id, {0}, 1, 1, 0, 0, 0, 0, 1 FROM"
            " installation WHERE user_id + installation_id > 2;"
            "INSERT INTO latency_minute SELECT user_id, installation_id, {0}, 60, 0, 0, 1, 1, 1, 1, 1 FROM"
            " installation WHERE user_id + installation_id > 2",
            kFrom_s - 3600 * hour));
    }
    execute(
        "INSERT INTO rejected (path, reason, detail, size_bytes, mtime_ns, inode, first_seen_ms, "
        "last_seen_ms, seen_count)"
        " VALUES ('1/', 'unreadable_folder', '', 0, 1, 1, 0, 0, 1), ('1/1/', 'unreadable_folder', '', 0, 1, "
        "1, 0, 0, 1)");
    add_windows({kFrom_s, kUntil_s});
    execute("UPDATE window SET superseded_ms = 1 WHERE window_id = 1");
    for (int id = 1; id <= 6; ++id) test::add_result(database(), id, "classic", 0.5, 1.0);
    execute("UPDATE report SET observations_pruned_ms = 1 WHERE report_id = 1");
    for (const char* done : {"sent", "superseded", "dropped"}) {
        execute(fmt::format(
            "INSERT INTO outbox (user_id, installation_id, last_s, ip, body, source, state, queued_ms)"
            " VALUES (1, 1, 1, '', '{{}}', 'imported', '{}', 0)",
            done));
    }
    ForgetStore store(database());
    EXPECT_EQ(store.installations(1, std::nullopt), (std::vector<model::InstallationKey>{{1, 1}, {1, 2}}));
    EXPECT_EQ(store.installations(1, 2), (std::vector<model::InstallationKey>{{1, 2}}));
    const auto counts = store.count(kClient);
    EXPECT_EQ(counts.reports, 6);
    EXPECT_EQ(counts.observations, 30 + 120);
    EXPECT_EQ(counts.results, 2);
    EXPECT_EQ(counts.unsent_items, 1);
    EXPECT_EQ(store.windows(kClient), (std::vector<std::int64_t>{1, 2})) << "superseded ones too";
    const ForeignKeysOff unchecked(database());
    store.delete_open(kClient);
    EXPECT_EQ(count_by_client("outbox"), "0 1 1");
    EXPECT_EQ(count_by_client("unprocessed_report"), "0 4 4");
    execute(
        "DELETE FROM window_report WHERE window_id <= 2; DELETE FROM result WHERE window_id <= 2; DELETE "
        "FROM window WHERE"
        " window_id <= 2");
    while (store.delete_some(kClient, 3) == 3) {
    }
    store.delete_rest(kClient);
    EXPECT_EQ(number("SELECT count(*) FROM installation"), 2);
    execute("INSERT INTO installation (user_id, installation_id, first_seen_ms) VALUES (1, 1, 0)");
    for (const auto& [table, left] :
         std::vector<std::pair<std::string, std::string>>{{"report", "0 6 6"},
                                                          {"source_file", "0 8 8"},
                                                          {"late_report", "0 4 4"},
                                                          {"latency_hour", "0 6 6"},
                                                          {"latency_minute", "0 6 6"},
                                                          {"recent_delays", "0 1 1"},
                                                          {"source_folder", "0 1 1"},
                                                          {"unread_file", "0 1 1"},
                                                          {"link_rate", "0 1 1"},
                                                          {"key_change", "0 1 1"}}) {
        EXPECT_EQ(count_by_client(table), left) << table;
    }
    EXPECT_EQ(rows("SELECT path FROM rejected ORDER BY path"), "path=1/\npath=1/2/a\npath=2/1/a\n");
    store.delete_of_user(1);
    EXPECT_EQ(count_by_client("source_folder"), "0 0 1");
    EXPECT_EQ(count_by_client("unread_file"), "0 0 1");
    EXPECT_EQ(rows("SELECT group_concat(path) AS paths FROM rejected"), "paths=2/1/a\n");
}

// Of the last of three clients: the rows of those before it would be found first.
TEST_F(RetentionFilters, ForgettingTakesSoManyRowsOfOneClientAtATime) {
    add_everywhere(
        "INSERT INTO latency_hour (user_id, installation_id, hour_s, received, covered_s, silent_s, burst, "
        "duplicates,"
        " impossible, kept) VALUES ({0}, {1}, {2}, 1, 1, 0, 0, 0, 0, 1);"
        "INSERT INTO latency_minute VALUES ({0}, {1}, {2} + 60 * (3 * {0} + {1}), 60, 0, 0, 1, 1, 1, 1, 1)",
        {kFrom_s, kFrom_s + 3600, kFrom_s + 7200});
    insert_reports();
    execute(
        "UPDATE latency_hour SET hour_s = hour_s - 36000 * (3 - user_id * 3 / 2 + 2 - installation_id);"
        "INSERT INTO source_file SELECT user_id, installation_id, 'f' || report_id, 1, 1, 1, 'stored', "
        "report_id FROM report");
    const ForeignKeysOff unchecked(database());
    ForgetStore store(database());
    for (const model::InstallationKey key : {model::InstallationKey{2, 1}, {1, 2}}) {
        for (int i = 0; i < 20 && store.delete_some(key, 2) == 2; ++i) {
        }
    }
    for (const auto& [table, left] :
         std::vector<std::pair<std::string, std::string>>{{"report", "4 0 0"},
                                                          {"source_file", "4 0 0"},
                                                          {"latency_hour", "3 0 0"},
                                                          {"latency_minute", "3 0 0"}}) {
        EXPECT_EQ(count_by_client(table), left) << table;
    }
}

TEST_F(RetentionFilters, KeysStayThatAnybodyHas) {
    insert_reports();
    execute(
        "DELETE FROM observation; UPDATE report SET verified = 1;"
        "INSERT INTO client_key (client_key_id, digest, public_key) VALUES (11, randomblob(32), x'11'),"
        " (12, randomblob(32), x'12'), (13, randomblob(32), x'13'), (14, randomblob(32), x'14'),"
        " (15, x'ABCDEF0000000000000000000000000000000000000000000000000000000000', x'15'), (16, "
        "randomblob(32), x'16');"
        "UPDATE installation SET client_key_id = CASE WHEN user_id = 2 THEN 11 WHEN installation_id = 1 THEN "
        "1 END;"
        "UPDATE report SET verified = 0, client_key_id = 12 WHERE report_id = 1;"
        "INSERT INTO key_change (user_id, installation_id, old_client_key_id, new_client_key_id, changed_ms)"
        " VALUES (1, 1, 13, 14, 0), (1, 1, NULL, 14, 0);"
        "INSERT INTO rejected (path, reason, detail, size_bytes, mtime_ns, inode, first_seen_ms, "
        "last_seen_ms, seen_count)"
        " VALUES ('1/1/a', 'key_changed', 'key "
        "abcdef0000000000000000000000000000000000000000000000000000000000', 1, 1, 1, 0, 0, 1);"
        "INSERT INTO rejected (path, reason, detail, size_bytes, mtime_ns, inode, first_seen_ms, "
        "last_seen_ms, seen_count)"
        " SELECT '1/1/b', 'json', 'key ' || lower(hex(digest)), 1, 1, 1, 0, 0, 1 FROM client_key WHERE "
        "client_key_id = 16");
    ForgetStore(database()).delete_unused_keys();
    EXPECT_EQ(rows("SELECT group_concat(client_key_id) AS keys FROM (SELECT client_key_id FROM client_key "
                   "ORDER BY 1)"),
              "keys=1,11,12,13,14,15\n");
}

}  // namespace
}  // namespace tixdb::store::retention_filters
