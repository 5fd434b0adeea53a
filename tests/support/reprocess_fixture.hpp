// SPDX-License-Identifier: MIT
// A database of one client or several, whose history tests reprocess.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "model/installation.hpp"
#include "store/setting_store.hpp"
#include "support/processing.hpp"
#include "support/report_inserter.hpp"
#include "support/reprocessing.hpp"
#include "support/stored_content.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::test {

class ReprocessFixture : public testing::Test {
  protected:
    static constexpr std::int64_t kStart = 1'499'990'400;  // 2017-07-14T00:00:00Z, of minute 0

    // A minute of probes; 19 of these fill a window of 1140 observations, the next one starts nine on.
    void insert_minutes(int from, int count, const std::string& ip = "192.0.2.1",
                        model::InstallationKey key = {1, 1}) {
        std::vector<MadeReport> reports;
        for (int i = from; i < from + count; ++i) {
            reports.push_back(quiet_report(kStart + 60 * i, 60, ip, key));
        }
        insert(reports);
    }
    // With both delays larger by so much, and queues now and then.
    void insert_slow_minutes(int from, int count, std::int64_t more_ms) {
        std::vector<MadeReport> reports;
        for (int i = from; i < from + count; ++i) {
            MadeReport report = quiet_report(kStart + 60 * i, 60);
            for (model::Observation& probe : report.observations) {
                const std::int64_t queue_ms = probe.day_timestamp_s % 5 == 0 ? 40 : 0;
                probe.reception_ns += more_ms * 1'000'000;
                probe.sent_ns += more_ms * 1'000'000;
                probe.final_ns += (2 * more_ms + queue_ms) * 1'000'000;
            }
            reports.push_back(report);
        }
        insert(reports);
    }
    void insert(const std::vector<MadeReport>& reports) {
        all_reports_.insert(all_reports_.end(), reports.begin(), reports.end());
        inserter_.insert(reports);
    }
    std::vector<process::RangePlan> reprocess(const ReprocessOptions& options = {}) {
        return test::reprocess(database_, options);
    }
    std::int64_t number(const std::string& sql) { return temporary_.number(sql); }
    std::string text(const std::string& sql) { return temporary_.text(sql); }
    void execute(const std::string& sql) { database_.execute(sql); }
    void set(const std::string& name, const std::string& value) {
        store::SettingStore(database_).set(name, value, 0);
    }
    // Of all items.
    void set_state(const std::string& state) {
        execute("UPDATE outbox SET state = '" + state + "'" +
                (state == "held" ? ", held_for = 'address'" : ", held_for = NULL"));
    }
    std::string states() {
        return text(
            "SELECT group_concat(s, ' ') FROM (SELECT state || ':' || count(*) AS s FROM outbox"
            " GROUP BY state ORDER BY state)");
    }
    std::string current_decisions() {
        return text(
            "SELECT group_concat(s, ' ') FROM (SELECT publish_decision || ':' || count(*) AS s"
            "  FROM result WHERE superseded_ms IS NULL AND method = 'queueing'"
            " GROUP BY publish_decision ORDER BY 1)");
    }

    TemporaryDatabase temporary_;
    store::Database& database_ = temporary_.database();
    ReportInserter inserter_{database_};
    std::vector<MadeReport> all_reports_;
};

// Two sessions, of which the second reads what the first one says.
class TwoSlowSessions : public ReprocessFixture {
  protected:
    // A session that lacks its eleventh minute, and 20 hours later another one; both with 20 ms more each way
    // than that minute will have.
    void process_two_slow_sessions() {
        insert_slow_minutes(0, 10, 20);
        insert_slow_minutes(11, 20, 20);
        insert_slow_minutes(20 * 60, 30, 20);
        EXPECT_EQ(test::process_all(database_).windows, 4);
    }
    std::vector<process::RangePlan> reprocess_the_first_session() {
        test::ReprocessOptions options;
        options.range.to_s = kStart + 36'000;
        return reprocess(options);
    }
    // The fast minute, late, of which R0 falls; only the first session is asked for.
    std::vector<process::RangePlan> reprocess_with_the_fast_minute() {
        insert_minutes(10, 1);
        EXPECT_EQ(test::process_all(database_).late_reports, 1);
        return reprocess_the_first_session();
    }
    // What all of it, met at once, gives.
    std::string in_one_go() {
        test::TemporaryDatabase other;
        test::ReportInserter inserter(other.database());
        inserter.insert(all_reports_);
        test::process_all(other.database());
        return test::stored_results(other.database());
    }
    const std::string later_ =
        "SELECT count(*) FROM result AS x JOIN window AS w USING (window_id)"
        " WHERE x.method = 'queueing' AND x.superseded_ms IS NULL AND w.first_report_s > " +
        std::to_string(kStart + 36'000);
};

}  // namespace tixdb::test
