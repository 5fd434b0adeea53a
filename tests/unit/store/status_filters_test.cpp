// SPDX-License-Identifier: MIT
// What status and check count: each number apart from the others, and to the second.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "store/health_store.hpp"
#include "store/status_store.hpp"
#include "support/report_inserter.hpp"
#include "support/temporary_database.hpp"
#include "support/window_rows.hpp"

namespace tixdb::store::status_filters {
namespace {

constexpr std::int64_t kTime_s = 1'505'083'475;
const std::vector<std::string> kStates = {"pending", "sending", "retry",      "held",   "uncertain",
                                          "sent",    "dead",    "superseded", "dropped"};

class StatusFilters : public testing::Test {
  protected:
    Database& database() { return temporary_.database(); }
    void execute(const std::string& sql) { database().execute(sql); }
    std::int64_t window(std::int64_t last_s, model::InstallationKey key = {1, 1}) {
        return test::add_window(database(), {key.user_id, key.installation_id, "8.8.8.8", last_s});
    }
    void add_item(const std::string& state, std::int64_t last_s, int queued_ms) {
        execute(
            fmt::format("INSERT INTO outbox (user_id, installation_id, last_s, ip, body, source, state, "
                        "held_for, queued_ms)"
                        " VALUES (1, 1, {}, '', '{{}}', 'imported', '{}', {}, {})",
                        last_s, state, state == "held" ? "'user'" : "NULL", queued_ms));
    }
    Status status() { return StatusStore(database()).status(); }
    Health health(const HealthQuestion& question = {}) { return HealthStore(database()).health(question); }

    test::TemporaryDatabase temporary_;
};

using StatusOf = StatusFilters;
using HealthOf = StatusFilters;

TEST_F(StatusOf, ReportsTellsPrunedOnesWaitingOnesAndLateOnesApart) {
    test::ReportInserter inserter(database());
    for (int i = 0; i < 5; ++i)
        inserter.insert(test::quiet_report(kTime_s + 60 * i, 10, "192.0.2.1", {1, 1 + i % 2}));
    execute(
        "UPDATE report SET observations_pruned_ms = 1 WHERE report_id = 1; DELETE FROM unprocessed_report "
        "WHERE report_id > 3;"
        "INSERT INTO late_report VALUES (1, 1, 5, 0, NULL), (1, 2, 4, 0, NULL);"
        "UPDATE installation SET pruned_before_s = 7 * installation_id;"
        "INSERT INTO source_folder VALUES (1, 1, 1, 1, 1, 1, 2, 0), (1, 2, 1, 1, 1, 1, 3, 9)");
    const auto said = status();
    EXPECT_EQ(said.installations, 2);
    EXPECT_EQ(said.reports, 5);
    EXPECT_EQ(said.pruned_reports, 1);
    EXPECT_EQ(said.observations, 40);
    EXPECT_EQ(said.latest_s, kTime_s + 249);
    EXPECT_EQ(said.unprocessed_reports, 3);
    EXPECT_EQ(said.late_reports, 2);
    EXPECT_EQ(said.late_range->from_s, kTime_s + 180);
    EXPECT_EQ(said.late_range->to_s, kTime_s + 241);
    EXPECT_FALSE(said.late_range->installation) << "of two";
    EXPECT_EQ(said.unfinished_files, 5);
    EXPECT_EQ(said.pruned_before_s, 14);
    execute("DELETE FROM late_report WHERE installation_id = 2");
    EXPECT_EQ(status().late_range->installation, (model::InstallationKey{1, 1}));
    execute("UPDATE late_report SET user_id = 2; INSERT INTO late_report VALUES (1, 1, 3, 0, NULL)");
    EXPECT_FALSE(status().late_range->installation);
}

TEST_F(StatusOf, SizesAreInBytes) {
    execute(
        "CREATE TABLE large (text); INSERT INTO large SELECT hex(zeroblob(100000)) FROM (VALUES (1), (2), "
        "(3));"
        "DROP TABLE large");
    const auto said = status();
    EXPECT_EQ(said.size_bytes,
              temporary_.number("PRAGMA page_count") * temporary_.number("PRAGMA page_size"));
    EXPECT_EQ(said.free_bytes,
              temporary_.number("PRAGMA freelist_count") * temporary_.number("PRAGMA page_size"));
    EXPECT_GT(said.free_bytes, 500'000);
}

TEST_F(StatusOf, RangesAreMissingWhereNothingIsLateOrChanged) {
    test::add_result(database(), window(kTime_s), "classic", 0.5, 1.0);
    EXPECT_FALSE(status().late_range);
    EXPECT_FALSE(status().history_changed_range);
    EXPECT_EQ(status().history_changed, 0);
}

TEST_F(StatusOf, NewestIngestIsTheLastThatEndedWell) {
    execute(
        "INSERT INTO run (command, version, started_ms, duration_ms, exit_code) VALUES ('ingest', '', 100, "
        "5, 0),"
        " ('ingest', '', 106, NULL, 0), ('ingest', '', 200, 5, 1), ('ingest', '', 300, 5, NULL), ('process', "
        "'', 400, 5, 0)");
    EXPECT_EQ(status().newest_ingested_ms, 106);
    execute(
        "INSERT INTO run (command, version, started_ms, duration_ms, exit_code) VALUES ('ingest', '', 150, "
        "5, 3)");
    EXPECT_EQ(status().newest_ingested_ms, 155) << "what --strict says of refused files is no failure";
}

TEST_F(StatusOf, WindowsAndResultsAreCurrentOnes) {
    for (int i = 0; i < 3; ++i)
        test::add_result(database(), window(kTime_s + i, {1, 1 + i % 2}), "classic", 0.5, 1.0);
    test::add_result(database(), 3, "queueing", 0.5, 1.0);
    execute(
        "UPDATE result SET history_changed = 1; UPDATE window SET superseded_ms = 1 WHERE window_id = 1;"
        "UPDATE result SET superseded_ms = 1 WHERE window_id = 1");
    auto said = status();
    EXPECT_EQ(said.windows, 2);
    EXPECT_EQ(said.results, (NamedCounts{{"classic", 2}, {"queueing", 1}}));
    EXPECT_EQ(said.history_changed, 3);
    EXPECT_EQ(said.history_changed_range->from_s, kTime_s + 1);
    EXPECT_EQ(said.history_changed_range->to_s, kTime_s + 3);
    EXPECT_FALSE(said.history_changed_range->installation);
    execute("UPDATE result SET history_changed = 0 WHERE window_id = 2");
    said = status();
    EXPECT_EQ(said.history_changed, 2);
    EXPECT_EQ(said.history_changed_range->installation, (model::InstallationKey{1, 1}));
}

TEST_F(StatusOf, DetectionIsOfTheDayUpToTheNewestObservation) {
    const auto add = [&](std::int64_t last_s, const std::string& up, const std::string& down,
                         model::InstallationKey key = {1, 1}, const std::string& method = "adaptive") {
        const auto id = window(last_s, key);
        test::add_result(database(), id, method, 0.5, 1.0);
        execute(fmt::format("UPDATE result SET up_state = {}, down_state = {} WHERE window_id = {}", up, down,
                            id));
        return id;
    };
    add(kTime_s - 86'400, "'clear'", "'clear'");
    add(kTime_s - 86'399, "'none'", "'none'");
    add(kTime_s - 1, "'none'", "'none'");
    add(kTime_s, "'weak'", "'clear'");
    add(kTime_s - 2, "'clear'", "NULL", {1, 2});
    add(kTime_s - 3, "'none'", "'none'", {1, 2});
    add(kTime_s - 4, "'none'", "'weak'", {2, 1});
    // Just half of the windows upstream, of another client downstream.
    add(kTime_s - 8, "'none'", "'none'", {2, 2});
    add(kTime_s - 9, "NULL", "'none'", {2, 2});
    add(kTime_s - 8, "'none'", "'none'", {2, 3});
    add(kTime_s - 9, "'none'", "NULL", {2, 3});
    add(kTime_s - 5, "'clear'", "'clear'", {1, 1}, "queueing");
    execute(fmt::format("UPDATE window SET superseded_ms = 1 WHERE window_id = {}",
                        add(kTime_s - 6, "'clear'", "'clear'")));
    execute(fmt::format("UPDATE result SET superseded_ms = 1 WHERE window_id = {}",
                        add(kTime_s - 7, "'clear'", "'clear'")));
    const auto said = status().detection;
    EXPECT_EQ(said.windows, 10);
    EXPECT_EQ(said.up.none, 7);
    EXPECT_EQ(said.up.weak, 1);
    EXPECT_EQ(said.up.clear, 1);
    EXPECT_EQ(said.down.none, 6);
    EXPECT_EQ(said.down.weak, 1);
    EXPECT_EQ(said.down.clear, 1);
    EXPECT_EQ(said.links, 5);
    EXPECT_EQ(said.links_of_state_none, 1)
        << "half of its windows are not most, and one direction is not both";
}

TEST_F(StatusOf, OldestWaitingIsNeitherSentNorGivenUp) {
    window(kTime_s);
    std::int64_t last_s = 100;
    for (const auto& state :
         {"dropped", "superseded", "dead", "sent", "uncertain", "held", "retry", "sending", "pending"})
        add_item(state, last_s++, 1);
    for (const std::int64_t oldest : {104, 105, 106, 107, 108}) {
        EXPECT_EQ(status().oldest_waiting_s, oldest);
        execute(fmt::format("DELETE FROM outbox WHERE last_s = {}", oldest));
    }
    EXPECT_FALSE(status().oldest_waiting_s);
    EXPECT_EQ(status().outbox, (NamedCounts{{"dead", 1}, {"dropped", 1}, {"sent", 1}, {"superseded", 1}}));
}

TEST_F(HealthOf, InstallationsAreActiveAndSilentToTheSecond) {
    test::ReportInserter inserter(database());
    // The last report of each counts: of ten probes, the last one at 1009, 1010, 2009, 2010.
    int place = 0;
    for (const std::int64_t first_s : {1000, 1001, 2000, 2001}) {
        const model::InstallationKey key{1 + place / 2, 1 + place % 2};
        ++place;
        inserter.insert({test::quiet_report(kTime_s + first_s - 5000, 10, "192.0.2.1", key),
                         test::quiet_report(kTime_s + first_s, 10, "192.0.2.1", key)});
    }
    const auto said = health({kTime_s + 1010, kTime_s + 2010, 0});
    EXPECT_EQ(said.installations, 4);
    EXPECT_EQ(said.active_installations, 3);
    EXPECT_EQ(said.silent_installations, 2);
}

TEST_F(HealthOf, RefusalsAreNewFilesAndFoldersThatCannotBeRead) {
    for (const int first_ms : {99, 100, 101}) {
        execute(
            fmt::format("INSERT INTO rejected (path, reason, detail, size_bytes, mtime_ns, inode, "
                        "first_seen_ms, last_seen_ms,"
                        " seen_count) VALUES ('1/1/{0}', 'json', '', 1, 1, 1, {0}, 999, 1), ('{0}/', "
                        "'unreadable_folder', '',"
                        " 1, 1, 1, {0}, 999, 1)",
                        first_ms));
    }
    const auto said = health({0, 0, 100});
    EXPECT_EQ(said.newly_refused_files, 2);
    EXPECT_EQ(said.unreadable_folders, 3);
}

TEST_F(HealthOf, OpenItemsAreThoseNeitherSentNorGivenUp) {
    window(kTime_s);
    int count = 1;
    for (const auto& state : kStates) {
        ++count;
        for (int i = 0; i < count; ++i) add_item(state, kTime_s, 1000 * count - i);
    }
    const auto said = health();
    EXPECT_EQ(said.open.size(), 6U);
    count = 1;
    for (const auto& state : kStates) {
        ++count;
        const bool is_open = state != "sent" && state != "superseded" && state != "dropped";
        const OpenItems* open = said.open_in(state);
        ASSERT_EQ(open != nullptr, is_open) << state;
        if (!is_open) continue;
        EXPECT_EQ(open->count, count) << state;
        EXPECT_EQ(open->oldest_queued_ms, 1000 * count - count + 1) << state;
    }
}

TEST_F(HealthOf, SuccessIsTheEndOfTheLastRunThatEndedAsItShould) {
    execute(
        "INSERT INTO run (command, version, started_ms, duration_ms, exit_code) VALUES ('ingest', '', 100, "
        "5, 0),"
        " ('ingest', '', 110, 7, 3), ('ingest', '', 200, 5, 1), ('process', '', 400, NULL, 0), ('publish', "
        "'', 1, 1, 75)");
    const auto said = health();
    EXPECT_EQ(said.success_ms.size(), 2U);
    EXPECT_EQ(said.success_ms.at("ingest"), 117);
    EXPECT_EQ(said.success_ms.at("process"), 400);
}

}  // namespace
}  // namespace tixdb::store::status_filters
