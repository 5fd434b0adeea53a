// SPDX-License-Identifier: MIT
// Each check of `verify`: what it names, each way in which a row can be wrong by itself, and what it lets
// pass.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "model/window.hpp"
#include "store/invariant_reader.hpp"
#include "support/made_delays.hpp"
#include "support/processing.hpp"
#include "support/report_inserter.hpp"
#include "support/reprocessing.hpp"
#include "support/source_tree.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::report::invariants {
namespace {

constexpr std::int64_t kStart_s = 1'499'990'400;  // 2017-07-14T00:00:00Z

// A database in which everything that is right occurs: superseded windows and results, reports that are late,
// wait, or are pruned, results in every state of publishing, two families of addresses, an installation that
// `adaptive` has learned.
class SoundDatabase {
  public:
    SoundDatabase() {
        fill_reprocessed();
        fill_learned();
        fill_pruned();
        fill_networks();
        fill_outbox();
        move_reports();
        // What tests make wrong, SQLite itself would refuse.
        execute("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON");
    }
    [[nodiscard]] store::Database& database() { return temporary_.database(); }
    void execute(const std::string& sql) { database().execute(sql); }

  private:
    void insert_minutes(int from, int count, model::InstallationKey key, const std::string& ip) {
        std::vector<test::MadeReport> reports;
        for (int i = from; i < from + count; ++i) {
            reports.push_back(test::quiet_report(kStart_s + 60 * i, 60, ip, key));
        }
        reports.front().observations[3].type = 'L';
        reports.front().observations[4].packet_size = 1200;
        inserter_.insert(reports);
    }
    // 1/1: superseded windows, a late report, and reports that wait.
    void fill_reprocessed() {
        insert_minutes(0, 10, {1, 1}, "192.0.2.1");
        insert_minutes(11, 29, {1, 1}, "192.0.2.1");
        process();
        insert_minutes(10, 1, {1, 1}, "192.0.2.1");
        process();
        (void)test::reprocess(database());
        inserter_.insert(test::quiet_report(kStart_s + 90, 7));
        process();
        insert_minutes(40, 2, {1, 1}, "192.0.2.1");
        insert_minutes(0, 19, {1, 3}, "192.0.2.3");
        process();
    }
    // 1/3: copies of two reports took their place, from another address: in a window of the old one, late or
    // waiting at the new.
    void move_reports() {
        execute(
            "UPDATE report SET ip = '192.0.2.33' WHERE report_id IN (SELECT report_id FROM report"
            " WHERE installation_id = 3 ORDER BY first_observation_s LIMIT 2 OFFSET 5);"
            "INSERT INTO late_report SELECT 1, 3, min(report_id), 0, NULL FROM report WHERE ip = "
            "'192.0.2.33';"
            "INSERT INTO unprocessed_report SELECT 1, 3, max(report_id) FROM report WHERE ip = '192.0.2.33'");
    }
    // 1/2: four hours, the last of them loaded, over IPv6.
    void fill_learned() {
        std::vector<test::MadeReport> reports;
        for (int i = 0; i < 260; ++i) {
            test::MadeReport report = test::quiet_report(kStart_s + 60 * i, 60, "2001:db8::1", {1, 2});
            if (i >= 220) {
                test::delay_every(3, 20, report.observations);
                for (auto& probe : report.observations) test::delay(probe, 0, probe.day_timestamp_s % 2 * 30);
            }
            reports.push_back(report);
        }
        inserter_.insert(reports);
        execute(
            "INSERT INTO link_rate (user_id, installation_id, direction, from_s, mbps, set_ms)"
            " VALUES (1, 2, 'down', 0, 10, 0), (1, 2, 'up', 0, 5, 0)");
        process();
    }
    // 2/1: the first of two days is pruned, with the items of what was sent.
    void fill_pruned() {
        insert_minutes(0, 40, {2, 1}, "192.0.2.2");
        insert_minutes(1440, 40, {2, 1}, "192.0.2.2");
        process();
        execute(fmt::format(
            "DELETE FROM observation WHERE observation_id IN (SELECT o.observation_id FROM report AS r"
            " CROSS JOIN observation AS o ON o.observation_id BETWEEN r.first_observation_id"
            "      AND r.first_observation_id + r.observation_count - 1"
            " WHERE r.user_id = 2 AND r.first_observation_s < {0} + 86400);"
            "UPDATE report SET observations_pruned_ms = 1"
            " WHERE user_id = 2 AND first_observation_s < {0} + 86400;"
            "UPDATE installation SET observations_from_s = {0} + 86400, pruned_before_s = {0} + 86400,"
            " results_from_s = {0} + 1139, items_pruned_before_s = {0} + 1140 WHERE user_id = 2;"
            "DELETE FROM outbox WHERE user_id = 2 AND last_s = {0} + 1139",
            kStart_s));
    }
    void fill_networks() {
        execute(
            "INSERT INTO as_snapshot VALUES (1, 'ipv4', 0, 'table', 'iptoasn', zeroblob(32), 2, 1, 0, NULL, "
            "NULL),"
            " (2, 'ipv6', 0, 'table', 'iptoasn', randomblob(32), 0, 0, 0, NULL, NULL),"
            " (3, 'ipv4', 1, 'old', 'iptoasn', randomblob(32), 7, 8, 0, 5, NULL);"
            "INSERT INTO as_prefix (as_snapshot_id, first_address, prefix_length, parent_length, as_numbers)"
            " VALUES (1, zeroblob(4), 8, NULL, '5'), (1, x'01000000', 8, NULL, '6');"
            "INSERT INTO as_name VALUES (1, '5', 'FIVE');"
            "INSERT OR REPLACE INTO window_as SELECT window_id, iif(instr(ip, ':') > 0, 2, 1), 'public', "
            "'p', '5',"
            " 'FIVE', 'BE', 0, NULL FROM window;"
            "UPDATE window_as SET as_snapshot_id = NULL, prefix = NULL, as_number = NULL, as_name = NULL,"
            " country = NULL WHERE window_id = 1");
    }
    void fill_outbox() {
        execute(
            "UPDATE outbox SET state = CASE outbox_id % 5 WHEN 0 THEN 'pending' WHEN 1 THEN 'sent' WHEN 2 "
            "THEN 'held'"
            " WHEN 3 THEN 'retry' ELSE 'sending' END, held_for = iif(outbox_id % 5 = 2, 'user', NULL),"
            " sent_ms = iif(outbox_id % 5 = 1, 9, NULL), next_attempt_ms = iif(outbox_id % 5 IN (2, 3), 9, "
            "NULL),"
            " claimed_ms = iif(outbox_id % 5 = 4, 9, NULL) WHERE state = 'pending';"
            "INSERT INTO outbox (user_id, installation_id, last_s, ip, method, body, source, state, "
            "queued_ms)"
            " VALUES (1, 1, 5, '192.0.2.9', 'queueing', '{}', 'imported', 'dead', 0);"
            "UPDATE result SET publish_decision = 'before_publish_from' WHERE method = 'classic'");
    }
    void process() { (void)test::process_all(temporary_.database()); }
    test::TemporaryDatabase temporary_;
    test::ReportInserter inserter_{temporary_.database()};
};

class Invariants : public testing::Test {
  protected:
    static void SetUpTestSuite() { sound_ = std::make_unique<SoundDatabase>(); }
    static void TearDownTestSuite() { sound_.reset(); }

    // What the check says once this has been done to the database: the number of violations and the first.
    static std::string said(const std::string& check, const std::string& sql) {
        sound_->execute("SAVEPOINT made_wrong");
        sound_->execute(sql);
        const auto invariants = store::InvariantReader::invariants();
        const auto found = std::find_if(invariants.begin(), invariants.end(),
                                        [&](const store::Invariant& each) { return each.name == check; });
        std::string text = "there is no such check";
        if (found != invariants.end()) {
            const auto violations =
                store::InvariantReader(sound_->database()).violations(*found, model::kWindowObservations);
            text = fmt::format("{}: {}", violations.count,
                               violations.first.empty() ? "" : violations.first.front());
        }
        sound_->execute("ROLLBACK TO made_wrong; RELEASE made_wrong");
        return text;
    }
    static std::unique_ptr<SoundDatabase> sound_;
};

std::unique_ptr<SoundDatabase> Invariants::sound_;

TEST_F(Invariants, LetPassAllThatIsRight) {
    for (const store::Invariant& invariant : store::InvariantReader::invariants())
        EXPECT_EQ(said(std::string(invariant.name), "SELECT 1"), "0: ") << invariant.name;
}

// Blocks of `verified_faults.txt`: the check, what is done to the database, what is said then. The last line
// of each is renewed with TIXDB_UPDATE_GOLDENS=1: read the diff.
TEST_F(Invariants, NameEachFaultAndNothingElse) {
    const auto path = test::source_folder() / "tests/unit/report/verified_faults.txt";
    std::ifstream file(path);
    std::string expected;
    std::string actual;
    std::string check;
    std::string sql;
    for (std::string line; std::getline(file, line);) {
        expected += line + '\n';
        if (line.starts_with("check ")) check = line.substr(6);
        if (line.starts_with("do ")) sql = line.substr(3);
        if (line.starts_with("says ")) line = "says " + said(check, sql);
        actual += line + '\n';
    }
    if (std::getenv("TIXDB_UPDATE_GOLDENS") != nullptr) {
        std::ofstream(path) << actual;
        return;
    }
    EXPECT_NE(expected, "");
    EXPECT_EQ(actual, expected);
}

}  // namespace
}  // namespace tixdb::report::invariants
