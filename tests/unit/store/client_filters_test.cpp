// SPDX-License-Identifier: MIT
// What is asked, changed or copied of one client is of that one: not of another installation of the same
// user, and not of the installation of the same number of another user.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "store/archive_store.hpp"
#include "store/content_copy.hpp"
#include "store/content_digest.hpp"
#include "store/expired_rows_store.hpp"
#include "store/forget_store.hpp"
#include "store/history_reader.hpp"
#include "store/installation_store.hpp"
#include "store/link_rate_store.hpp"
#include "store/outbox_import_store.hpp"
#include "store/outbox_store.hpp"
#include "store/processed_report_reader.hpp"
#include "store/report_reader.hpp"
#include "store/signed_report_reader.hpp"
#include "store/source_store.hpp"
#include "store/unread_file_store.hpp"
#include "store/window_as_store.hpp"
#include "support/query_rows.hpp"
#include "support/report_inserter.hpp"
#include "support/temporary_database.hpp"
#include "support/window_rows.hpp"

namespace tixdb::store::client_filters {
namespace {

constexpr std::int64_t kTime_s = 1'505'080'800;  // 2017-09-10T22:00:00Z
constexpr model::InstallationKey kClient{1, 1};
const std::vector<model::InstallationKey> kClients = {{1, 1}, {1, 2}, {2, 1}};
const std::vector<model::InstallationKey> kOthers = {{1, 2}, {2, 1}};

class ClientFilters : public testing::Test {
  protected:
    Database& database() { return temporary_.database(); }
    void execute(const std::string& sql) { database().execute(sql); }
    std::int64_t number(const std::string& sql) { return temporary_.number(sql); }
    std::string rows(const std::string& sql) { return test::rows_of(database(), sql); }
    // {0} is the user, {1} the installation.
    void for_each(const std::vector<model::InstallationKey>& clients, const std::string& sql) {
        for (const auto& key : clients)
            execute(fmt::format(fmt::runtime(sql), key.user_id, key.installation_id));
    }
    void add_clients() {
        for_each(kClients,
                 "INSERT INTO installation (user_id, installation_id, first_seen_ms) VALUES ({0}, {1}, 0)");
    }

    test::TemporaryDatabase temporary_;
    test::ReportInserter inserter_{temporary_.database()};
};

TEST_F(ClientFilters, WhatIsKnownOfAnInstallationIsItsOwn) {
    InstallationStore store(database());
    store.add({1, 2}, 0);
    store.add({2, 1}, 0);
    EXPECT_FALSE(store.exists(kClient));
    store.add(kClient, 0);
    EXPECT_TRUE(store.exists(kClient));
    for_each(kOthers,
             "UPDATE installation SET pruned_before_s = 5, results_from_s = 6 WHERE user_id = {0} AND "
             "installation_id = {1}");
    EXPECT_FALSE(store.pruned_before_s(kClient));
    EXPECT_FALSE(store.results_from_s(kClient));
    for (const auto& key : kOthers) {
        EXPECT_EQ(store.pruned_before_s(key), 5) << key.text();
        EXPECT_EQ(store.results_from_s(key), 6) << key.text();
    }
    store.add({2, 2}, 0);
    store.add({3, 1}, 0);
    for (const model::InstallationKey& key : {model::InstallationKey{2, 2}, {3, 1}}) {
        EXPECT_FALSE(store.pruned_before_s(key)) << key.text();
        EXPECT_FALSE(store.results_from_s(key)) << key.text();
    }
}

TEST_F(ClientFilters, KeyIsPinnedAndSeenOfOneClient) {
    execute("INSERT INTO client_key VALUES (7, zeroblob(32), x'00'), (8, x'" + std::string(64, '1') +
            "', x'01')");
    InstallationStore store(database());
    for (const auto& key : kClients) store.add(key, 0);
    for (const auto& key : kOthers) store.pin(key, 7, 1);
    EXPECT_FALSE(store.pinned_key(kClient));
    store.pin(kClient, 8, 2);
    EXPECT_EQ(store.pinned_key(kClient)->client_key_id, 8);
    for (const auto& key : kOthers) EXPECT_EQ(store.pinned_key(key)->client_key_id, 7) << key.text();
    for (const auto& key : kOthers) inserter_.insert(test::quiet_report(kTime_s, 10, "192.0.2.1", key));
    for (const auto& key : store.seen_keys(kClient)) EXPECT_EQ(key.reports, 0);
    inserter_.insert(test::quiet_report(kTime_s, 10));
    std::int64_t reports = 0;
    for (const auto& key : store.seen_keys(kClient)) reports += key.reports;
    EXPECT_EQ(reports, 1);
}

TEST_F(ClientFilters, FoldersAndUnreadFilesAreOfOneClient) {
    add_clients();
    SourceStore folders(database());
    for (const auto& key : kOthers) folders.remember_folder(key, {1, 2, 3, 4, 5, 6});
    EXPECT_FALSE(folders.folder(kClient));
    EXPECT_EQ(folders.folder({2, 1})->mtime_ns, 3);
    UnreadFileStore unread(database());
    for (const auto& key : kClients) unread.note(key, "a.json", "EIO", 1, 1);
    unread.forget(kClient, "a.json");
    EXPECT_EQ(rows("SELECT user_id, installation_id FROM unread_file ORDER BY 1, 2"),
              "user_id=1 installation_id=2\nuser_id=2 installation_id=1\n");
}

TEST_F(ClientFilters, ReportsWaitForTheUnreadFilesOfTheirOwnClient) {
    for (const auto& key : kClients) inserter_.insert(test::quiet_report(kTime_s, 10, "192.0.2.1", key));
    UnreadFileStore unread(database());
    for (const auto& key : kOthers) unread.note(key, "a.json", "EIO", 1, 1);
    ReportReader reader(database());
    EXPECT_EQ(reader.next_unprocessed({}), kClient);
    EXPECT_FALSE(reader.next_unprocessed(kClient));
}

TEST_F(ClientFilters, NextInstallationIsOfTheUserAndOfTheNumber) {
    add_clients();
    ProcessedReportReader reader(database());
    EXPECT_EQ(reader.next_installation({}, 2, std::nullopt), (model::InstallationKey{2, 1}));
    EXPECT_EQ(reader.next_installation({}, std::nullopt, 2), (model::InstallationKey{1, 2}));
    EXPECT_FALSE(reader.next_installation({}, 2, 2));
    EXPECT_FALSE(reader.next_installation({1, 2}, 1, std::nullopt));
    EXPECT_FALSE(reader.next_installation({1, 2}, std::nullopt, 2));
    EXPECT_EQ(reader.next_installation({}, std::nullopt, std::nullopt), kClient);
}

TEST_F(ClientFilters, RatesAreOfOneLink) {
    LinkRateStore store(database());
    for (const auto& key : kOthers) store.add({key, {false, 5, 10.0}}, 1, 1);
    EXPECT_TRUE(store.changes(kClient).empty());
    store.add({kClient, {true, 6, 20.0}}, 1, 1);
    const auto changes = store.changes(kClient);
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_TRUE(changes.front().is_up);
    EXPECT_EQ(changes.front().mbps, 20.0);
}

TEST_F(ClientFilters, ArchiveIsReadOfOneClient) {
    for (const auto& key : kOthers) inserter_.insert(test::quiet_report(kTime_s, 10, "192.0.2.1", key));
    inserter_.insert(test::quiet_report(kTime_s + 60, 10));
    execute("INSERT OR IGNORE INTO report_signature SELECT report_id, zeroblob(256) FROM report");
    ArchiveReader reader(database());
    EXPECT_EQ(reader.first_report_s(kClient, kTime_s, kTime_s + 600), kTime_s + 60);
    EXPECT_EQ(reader.digests(kClient, kTime_s, kTime_s + 600).size(), 1U);
    SignedReportReader reports(database(), kClient, kTime_s, kTime_s + 600);
    model::Report report;
    ASSERT_TRUE(reports.next(report));
    EXPECT_EQ(report.installation, kClient);
    EXPECT_FALSE(reports.next(report));
}

// The same message of another client is another report.
TEST_F(ClientFilters, ArchivedReportIsGivenBackToItsOwnClient) {
    const auto made = test::quiet_report(kTime_s, 10);
    for (const auto& key : kClients) inserter_.insert(test::quiet_report(kTime_s, 10, "192.0.2.1", key));
    execute("UPDATE report SET digest = (SELECT digest FROM report WHERE report_id = 1)");
    test::prune_reports(database(), "user_id = 2 OR installation_id = 2");
    InstallationStore(database()).add({2, 2}, 0);
    execute("UPDATE installation SET observations_from_s = 9000000000, pruned_before_s = 9000000000");
    model::Report report;
    report.installation = kClient;
    report.observations = made.observations;
    report.signature.assign(256, 1);
    const auto bytes = temporary_.text("SELECT hex(digest) FROM report WHERE report_id = 1");
    for (std::size_t i = 0; i < report.message_digest.size(); ++i)
        report.message_digest[i] = static_cast<std::uint8_t>(std::stoi(bytes.substr(2 * i, 2), nullptr, 16));
    ArchiveIntakeStore store(database());
    EXPECT_EQ(store.give_back(report), GivenBack::there) << "only those of others are pruned";
    report.installation = {2, 1};
    EXPECT_EQ(store.give_back(report), GivenBack::given);
    EXPECT_EQ(rows("SELECT user_id, installation_id FROM report WHERE observations_pruned_ms IS NOT NULL"),
              "user_id=1 installation_id=2\n");
    EXPECT_EQ(
        rows("SELECT user_id, installation_id FROM installation WHERE observations_from_s < 9000000000"),
        "user_id=2 installation_id=1\n");
    report.installation = {2, 2};
    EXPECT_EQ(store.give_back(report), GivenBack::unknown);
}

TEST_F(ClientFilters, ItemsArePrunedOfOneClientAndSaidSo) {
    add_clients();
    for_each(kClients,
             "INSERT INTO outbox (user_id, installation_id, last_s, ip, body, state, sent_ms, queued_ms, "
             "next_attempt_ms, source) VALUES ({0}, {1}, 5, '8.8.8.8', '{{}}', 'sent', 1, 1, 0, 'imported')");
    EXPECT_EQ(ExpiredRowsStore(database()).delete_done_items(kClient, 100, 100, 10), 1);
    EXPECT_EQ(
        rows("SELECT user_id, installation_id FROM installation WHERE items_pruned_before_s IS NOT NULL"),
        "user_id=1 installation_id=1\n");
    EXPECT_EQ(
        number("SELECT items_pruned_before_s FROM installation WHERE items_pruned_before_s IS NOT NULL"), 6);
}

TEST_F(ClientFilters, OpenItemsAreCountedByTheirState) {
    add_clients();
    int count = 0;
    for (const char* state :
         {"pending", "sending", "retry", "held", "uncertain", "dead", "sent", "dropped", "superseded"}) {
        ++count;
        for (int i = 0; i < count; ++i) {
            execute(fmt::format(
                "INSERT INTO outbox (user_id, installation_id, last_s, ip, body, state, queued_ms, source, "
                "held_for) VALUES (1, 1, {}, '8.8.8.8', '{{}}', '{}', 1, 'imported', {})",
                100 * count + i, state, std::string_view(state) == "held" ? "'user'" : "NULL"));
        }
    }
    using enum model::OutboxState;
    const std::map<model::OutboxState, std::int64_t> expected = {{pending, 1}, {sending, 2},   {retry, 3},
                                                                 {held, 4},    {uncertain, 5}, {dead, 6}};
    EXPECT_EQ(OutboxStore(database()).count_open(), expected);
}

// Of 1/1 what was sent before 1000 is pruned, of the others nothing.
TEST_F(ClientFilters, ItemsAreAskedAboutWhereTheirOwnClientIsPruned) {
    add_clients();
    execute("UPDATE installation SET items_pruned_before_s = 1000 WHERE user_id = 1 AND installation_id = 1");
    int count = 0;
    for (const char* state :
         {"pending", "retry", "held", "sending", "uncertain", "sent", "dead", "dropped"}) {
        for_each(
            kClients,
            fmt::format("INSERT INTO outbox (user_id, installation_id, last_s, ip, body, state, queued_ms, "
                        "source, held_for) VALUES ({{0}}, {{1}}, {}, '8.8.8.8', '{{{{}}}}', '{}', 1, "
                        "'imported', {})",
                        500 + count, state, std::string_view(state) == "held" ? "'user'" : "NULL"));
        ++count;
    }
    std::string asked;
    for (const AskedFirst& item : OutboxStore(database()).asked_first(std::nullopt))
        asked += fmt::format("{}@{} {}, ", item.installation.text(), item.last_s, item.is_pruned);
    EXPECT_EQ(asked, "1/1@500 true, 1/1@501 true, 1/1@502 true, ");
}

TEST_F(ClientFilters, ImportedResultMeetsItemsOfItsOwnClientAlone) {
    OutboxImportStore store(database());
    model::NewOutboxItem item{kClient, 500, "8.8.8.8", "", "{}", std::nullopt, 1, std::nullopt};
    for (const auto& key : kOthers) {
        item.installation = key;
        store.insert(item);
    }
    item.installation = kClient;
    EXPECT_FALSE(store.item_in_the_way(item));
    item.last_s = 501;
    store.insert(item);
    item.last_s = 500;
    EXPECT_FALSE(store.item_in_the_way(item)) << "of another time";
    store.insert(item);
    ASSERT_TRUE(store.item_in_the_way(item));
    EXPECT_TRUE(store.item_in_the_way(item)->is_same);
    item.body = "[]";
    EXPECT_FALSE(store.item_in_the_way(item)->is_same);
}

// Each state has a day of its own, and all are due.
TEST_F(ClientFilters, LookupsAreOfDaysWithAnUncertainItem) {
    add_clients();
    int day = 0;
    for (const char* state :
         {"pending", "sending", "retry", "held", "uncertain", "dead", "sent", "dropped"}) {
        ++day;
        execute(fmt::format(
            "INSERT INTO outbox (user_id, installation_id, last_s, ip, body, state, queued_ms, source, "
            "held_for, next_attempt_ms) VALUES (1, 1, {}, '8.8.8.8', '{{}}', '{}', 1, 'imported', {}, 10)",
            86'400 * day, state, std::string_view(state) == "held" ? "'user'" : "NULL"));
    }
    OutboxStore outbox(database());
    const OutboxMoment now{100, {"boot", 5}};
    EXPECT_EQ(outbox.due_lookups_after({}, now, 100), (std::vector<LookupGroup>{{{1, 1}, 5}}));
    execute("UPDATE outbox SET next_attempt_ms = NULL");
    EXPECT_EQ(outbox.waiting(now).left_to_operator, 1);
}

TEST_F(ClientFilters, HoldOfAnInstallationIsOfNoOtherOne) {
    add_clients();
    execute(
        "INSERT INTO outbox (user_id, installation_id, last_s, ip, body, state, queued_ms, source, held_for, "
        "next_attempt_ms) VALUES (2, 1, 5, '8.8.8.8', '{}', 'held', 1, 'imported', 'installation', 10)");
    OutboxStore outbox(database());
    OutboxCandidate candidate;
    candidate.ip = "8.8.4.4";
    for (const auto& key : {model::InstallationKey{1, 1}, {1, 2}, {2, 2}}) {
        candidate.installation = key;
        EXPECT_FALSE(outbox.hold_of(candidate)) << key.text();
    }
    candidate.installation = {2, 1};
    EXPECT_TRUE(outbox.hold_of(candidate));
}

// Methods have versions of their own: those of one say nothing of another.
TEST_F(ClientFilters, HistoryHasEachWindowOnce) {
    const auto window_id = test::add_window(database(), {});
    for (const char* method : {"classic", "queueing", "adaptive"})
        test::add_result(database(), window_id, method, 0.5, 0.5);
    HistoryReader reader(database(), {1, 1});
    EXPECT_EQ(reader.results(kClient, 0, 9'000'000'000).size(), 1U);
}

// Rates can be known of a link of which nothing came.
TEST_F(ClientFilters, ForgettingAUserLeavesTheRatesOfOthers) {
    LinkRateStore rates(database());
    for (const model::InstallationKey& key : {model::InstallationKey{1, 1}, {1, 2}, {2, 1}, {2, 2}})
        rates.add({key, {false, 5, 10.0}}, 1, 1);
    ForgetStore(database()).delete_of_user(1);
    EXPECT_TRUE(rates.changes({1, 1}).empty());
    EXPECT_TRUE(rates.changes({1, 2}).empty());
    EXPECT_EQ(rates.all().size(), 2U);
}

TEST_F(ClientFilters, NetworksAreLookedUpOfCurrentWindowsOfTheClient) {
    std::vector<std::int64_t> ids;
    for (const auto& key : kClients)
        ids.push_back(test::add_window(database(), {key.user_id, key.installation_id, "8.8.8.8", kTime_s}));
    const auto superseded = test::add_window(database(), {1, 1, "8.8.8.8", kTime_s});
    execute("UPDATE window SET superseded_ms = 1 WHERE window_id = " + std::to_string(superseded));
    WindowAsStore store(database());
    const auto found = [&](const WindowRange& range) {
        std::vector<std::int64_t> windows;
        for (const auto& window : store.windows(range, 0, 10)) windows.push_back(window.window_id);
        return windows;
    };
    EXPECT_EQ(found({}), ids);
    EXPECT_EQ(found({.user_id = 1}), (std::vector{ids[0], ids[1]}));
    EXPECT_EQ(found({.installation_id = 1}), (std::vector{ids[0], ids[2]}));
    EXPECT_EQ(found({.user_id = 1, .installation_id = 1}), (std::vector{ids[0]}));
    EXPECT_EQ(found({.from_s = kTime_s, .to_s = kTime_s + 1}), ids);
    EXPECT_TRUE(found({.from_s = kTime_s + 1}).empty());
    EXPECT_TRUE(found({.to_s = kTime_s}).empty());
    const auto coverage = store.coverage();
    ASSERT_EQ(coverage.size(), 1U);
    EXPECT_EQ(coverage.front().windows, 3) << "the superseded one is not looked at";
}

// Rows that a client has only now and then are copied with it too, and those of nobody else.
TEST_F(ClientFilters, CopyHasTheRowsOfTheChosenClientAlone) {
    for (const auto& key : kClients) {
        auto made = test::quiet_report(kTime_s, 10, "192.0.2.1", key);
        made.observations[3].packet_size += 1;
        inserter_.insert(made);
        inserter_.insert(test::quiet_report(kTime_s + 60, 10, "192.0.2.1", key));
    }
    ASSERT_GE(number("SELECT count(*) FROM observation_exception"), 3);
    execute(
        "INSERT INTO late_report SELECT user_id, installation_id, report_id, 0, 1 FROM report "
        "WHERE first_observation_s > " +
        std::to_string(kTime_s));
    UnreadFileStore unread(database());
    LinkRateStore rates(database());
    for (const auto& key : kClients) {
        unread.note(key, "a.json", "EIO", 1, 1);
        rates.add({key, {false, 5, 10.0}}, 1, 1);
    }
    for (const auto& chosen : kClients) {
        test::TemporaryFolder folder;
        Database target = Database::open_for_writing(folder / "copy.sqlite");
        test::make_database(folder / "copy.sqlite");
        ContentCopy copy(target);
        copy.add(temporary_.path(), {chosen});
        for (const auto* table :
             {"report", "unprocessed_report", "late_report", "link_rate", "unread_file"}) {
            const std::string count = fmt::format("SELECT count(*) FROM {}", table);
            const std::string own = fmt::format("{} WHERE user_id = {} AND installation_id = {}", count,
                                                chosen.user_id, chosen.installation_id);
            EXPECT_EQ(target.handle().execAndGet(count).getInt64(), number(own)) << table << chosen.text();
            EXPECT_EQ(target.handle().execAndGet(own).getInt64(), number(own)) << table << chosen.text();
            EXPECT_GT(number(own), 0) << table;
        }
        EXPECT_EQ(target.handle().execAndGet("SELECT count(*) FROM observation").getInt64(), 20);
        EXPECT_EQ(target.handle().execAndGet("SELECT count(*) FROM observation_exception").getInt64(),
                  number("SELECT count(*) FROM observation_exception") / 3)
            << chosen.text();
    }
}

// Of two windows of the same reports, one of which is superseded, each has what is its own.
TEST_F(ClientFilters, DigestTellsWhichOfTwoWindowsARowIsOf) {
    const auto current = test::add_window(database(), {});
    execute(
        "INSERT INTO window (user_id, installation_id, ip, session_report_id, first_report_id, "
        "last_report_id, "
        "first_report_s, last_report_s, first_probe_s, last_probe_s, reports, observations, "
        "distinct_observations, "
        "formed_ms, superseded_ms) SELECT user_id, installation_id, ip, session_report_id, first_report_id, "
        "last_report_id, first_report_s, last_report_s, first_probe_s, last_probe_s, reports, observations, "
        "distinct_observations, formed_ms, 1 FROM window");
    const auto superseded = number("SELECT max(window_id) FROM window");
    execute(
        fmt::format("INSERT INTO window_report (report_id, window_id) SELECT first_report_id, window_id FROM "
                    "window WHERE window_id = {};"
                    "INSERT INTO window_as (window_id, address_kind, as_number, looked_up_ms) VALUES ({}, "
                    "'global', '1', 0);",
                    current, current));
    execute(
        fmt::format("INSERT INTO latency (window_id, received, covered_s, silent_s, burst, duplicates, "
                    "impossible, kept) VALUES "
                    "({}, 1, 1, 1, 1, 1, 1, 1)",
                    current));
    test::add_result(database(), current, "adaptive", 0.5, 0.5);
    execute(
        "INSERT INTO adaptive_detail (result_id, history_windows, up_guarded, down_guarded) SELECT "
        "result_id, 0, 0, 0 "
        "FROM result");
    const auto digests = [this] {
        std::map<std::string, model::Digest> all;
        for (const TableDigest& table : digest_content(database()).tables)
            all.emplace(table.table, table.digest);
        return all;
    };
    const auto before = digests();
    for (const std::string table : {"window_report", "window_as", "result", "latency"}) {
        execute(fmt::format("UPDATE {} SET window_id = {}", table, superseded));
        EXPECT_NE(digests().at(table), before.at(table)) << table;
        if (table == "result") {
            EXPECT_NE(digests().at("adaptive_detail"), before.at("adaptive_detail"));
        }
        execute(fmt::format("UPDATE {} SET window_id = {}", table, current));
    }
    execute("UPDATE result SET superseded_ms = 1");
    EXPECT_NE(digests().at("result"), before.at("result"));
    EXPECT_NE(digests().at("adaptive_detail"), before.at("adaptive_detail"));
    EXPECT_EQ(digests().at("window"), before.at("window"));
    execute(fmt::format("UPDATE window SET superseded_ms = NULL WHERE window_id = {}", superseded));
    EXPECT_NE(digests().at("window"), before.at("window"));
}

}  // namespace
}  // namespace tixdb::store::client_filters
