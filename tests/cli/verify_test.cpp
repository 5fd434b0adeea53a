// SPDX-License-Identifier: MIT
// tixdb verify: a sound database passes, and whatever is wrong on purpose is named.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "store/database.hpp"
#include "support/made_delays.hpp"
#include "support/maintained_database.hpp"
#include "support/report_builder.hpp"
#include "support/report_inserter.hpp"

namespace tixdb::cli::verify {
namespace {

using testing::HasSubstr;

class VerifyCommandTest : public test::MaintainedDatabase {
  protected:
    VerifyCommandTest() { fill(); }
};

TEST_F(VerifyCommandTest, SoundDatabasePassesEveryCheck) {
    expect("verify/sound", run({"verify"}));
}

TEST_F(VerifyCommandTest, EveryResultOfASoundDatabaseIsReproduced) {
    const auto result = run({"verify", "--full", "--format", "csv"});
    EXPECT_EQ(result.exit_code, 0) << result.err << result.out;
    EXPECT_THAT(result.out, HasSubstr("reproduced,0,"));
    EXPECT_THAT(result.err, HasSubstr("results computed again, no violations"));
}

TEST_F(VerifyCommandTest, ViolationsAreCountedAndTheFirstOnesNamed) {
    execute("UPDATE outbox SET last_s = last_s + 1");
    execute("DELETE FROM late_report; INSERT INTO setting VALUES ('epsilon-up', 'many', 0)");
    const auto result = run({"verify", "--format", "ndjson"});
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_THAT(result.out, HasSubstr(R"({"check":"outbox_items","violations":)"));
    EXPECT_THAT(result.out, HasSubstr("; …\"}"));
    EXPECT_THAT(result.err, HasSubstr("violations of outbox_items ("));
    EXPECT_THAT(result.err, HasSubstr("settings (1)"));
}

TEST_F(VerifyCommandTest, ResultThatIsNotReproducedIsNamed) {
    execute(
        "UPDATE result SET rtt_mode_ns = rtt_mode_ns + 1 WHERE method = 'classic'"
        " AND window_id = (SELECT min(window_id) FROM window WHERE superseded_ms IS NULL)");
    EXPECT_EQ(run({"verify"}).exit_code, 0);
    const auto result = run({"verify", "--full"});
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_THAT(result.out, HasSubstr("classic: rtt_mode_ns "));
    EXPECT_THAT(result.err, HasSubstr("violations of reproduced (1)"));
}

TEST_F(VerifyCommandTest, SampleIsDrawnByItsSeed) {
    const auto result = run({"verify", "--sample", "3", "--seed", "7"});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(result.err, HasSubstr("; 3 results computed again (seed 7), no violations"));
}

TEST_F(VerifyCommandTest, ReadsWhileAnotherProcessWritesAndChangesNothing) {
    auto writer = store::Database::open_for_writing(database());
    const store::Transaction transaction(writer);
    writer.execute("DELETE FROM outbox");
    EXPECT_EQ(run({"verify", "--full"}).exit_code, 0);
}

TEST_F(VerifyCommandTest, DamagedFileIsAViolationOfItsIntegrity) {
    constexpr std::uintmax_t kBytes = 4096 * 4;
    std::fstream file(database(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(std::filesystem::file_size(database()) - kBytes));
    file << std::string(kBytes, '\0');
    file.close();
    const auto result = run({"verify", "--format", "ndjson"});
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_THAT(result.out, HasSubstr(R"({"check":"integrity","violations":)"));
    EXPECT_THAT(result.err, HasSubstr("violations of integrity ("));
}

TEST_F(VerifyCommandTest, WrongOptionsAreUsageErrors) {
    expect("verify/full_and_sample", run({"verify", "--full", "--sample", "5"}));
    EXPECT_EQ(run({"verify", "--seed", "5"}).exit_code, 2);
    EXPECT_EQ(run({"verify", "--sample", "0"}).exit_code, 2);
}

TEST_F(VerifyCommandTest, JsonNamesEveryCheck) {
    const auto document = nlohmann::json::parse(run({"verify", "--format", "json"}).out);
    EXPECT_EQ(document.at("schema_version"), 1);
    EXPECT_GT(document.at("checks").size(), 20U);
    for (const auto& check : document.at("checks")) {
        EXPECT_EQ(check.at("violations"), 0) << check;
        EXPECT_TRUE(check.at("first").is_null()) << check;
    }
}

struct Fault {
    const char* check;
    const char* sql;
    const char* named;  // what the first violation says
};

class VerifiedFault : public test::MaintainedDatabase, public testing::WithParamInterface<Fault> {};

TEST_P(VerifiedFault, IsNamed) {
    fill();
    execute(GetParam().sql);
    const auto result = run({"verify", "--format", "ndjson"});
    EXPECT_EQ(result.exit_code, 1);
    std::istringstream lines(result.out);
    for (std::string line; std::getline(lines, line);) {
        const auto check = nlohmann::json::parse(line);
        if (check.at("check") != GetParam().check) continue;
        EXPECT_GT(check.at("violations"), 0);
        EXPECT_THAT(check.value("first", ""), HasSubstr(GetParam().named));
        return;
    }
    FAIL() << "there is no check " << GetParam().check;
}

const Fault kFaults[] = {
    {"integrity",
     "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'superseded_run_id INTEGER,',"
     " 'superseded_run_id INTEGER NOT NULL,') WHERE name = 'window'",
     "NULL value in window.superseded_run_id"},
    {"foreign_keys", "UPDATE window SET session_report_id = 999", "what it names in report is not there"},
    {"database_identity", "DELETE FROM database_identity", "database_identity has no row"},
    {"report_observations",
     "DELETE FROM observation WHERE observation_id = (SELECT first_observation_id + 7 FROM report WHERE "
     "report_id = 2)",
     "report 2: 59 observations are stored, 60 are counted"},
    {"report_observations", "UPDATE report SET observations_pruned_ms = 1 WHERE report_id = 2",
     "said to be pruned"},
    {"observation_ids", "UPDATE report SET observation_count = 61 WHERE report_id = 2",
     "report 3: its observations 121 to 121 are another report's too"},
    {"observation_ids", "UPDATE report SET first_observation_id = 1 WHERE report_id = 2",
     "report 2: its observations 1 to 60 are another report's too"},
    {"observation_ids", "UPDATE report SET observation_count = 58 WHERE report_id = 2",
     "observations 119 to 120 are no report's"},
    {"observation_ids", "DELETE FROM report WHERE report_id = 1", "observations 1 to 60 are no report's"},
    {"observation_ids", "INSERT INTO observation VALUES (1000000, 0, 0, 0, 0, 0)",
     "observations 1000000 to 1000000 are no report's"},
    {"observation_exceptions", "INSERT INTO observation_exception VALUES (61, 'L', 64)",
     "report 2: 1 observations have a type or size of their own, 0 are counted"},
    {"report_times", "UPDATE report SET latest_s = latest_s + 1 WHERE report_id = 2",
     "report 2: its observations"},
    {"source_files",
     "UPDATE source_file SET report_id = (SELECT min(report_id) FROM report WHERE installation_id = 6)"
     " WHERE installation_id = 5",
     "is of another installation"},
    {"unprocessed_reports",
     "INSERT INTO unprocessed_report SELECT 3, 5, min(m.report_id) FROM window_report AS m JOIN window USING "
     "(window_id)"
     " WHERE installation_id = 5 AND superseded_ms IS NULL",
     "waits to be processed, and is in a current window"},
    {"unprocessed_reports",
     "INSERT INTO unprocessed_report SELECT user_id, installation_id, report_id FROM late_report",
     "waits to be processed, and is late"},
    {"late_reports",
     "INSERT INTO late_report SELECT 3, 5, min(m.report_id), 0, NULL FROM window_report AS m"
     " JOIN window USING (window_id) WHERE installation_id = 5 AND superseded_ms IS NULL",
     "is late, and in a current window"},
    {"window_reports",
     "DELETE FROM window_report WHERE report_id = (SELECT min(report_id) FROM window_report)",
     "it says 19 with"},
    {"window_members", "UPDATE window SET installation_id = 6 WHERE installation_id = 5",
     "of 3/6: its report"},
    {"window_ends", "UPDATE window SET last_report_id = first_report_id WHERE window_id = 1",
     "window 1: its reports go"},
    {"window_size", "UPDATE window SET observations = 1083 WHERE window_id = 1",
     "window 1: 1083 observations"},
    {"window_chain",
     "UPDATE window SET superseded_ms = 1 WHERE window_id = (SELECT window_id FROM window WHERE "
     "installation_id = 6"
     " AND superseded_ms IS NULL ORDER BY first_report_s LIMIT 1 OFFSET 1)",
     "the next one starts at report"},
    {"window_chain",
     "UPDATE window SET superseded_ms = 1 WHERE window_id = (SELECT window_id FROM window WHERE "
     "installation_id = 6"
     " AND superseded_ms IS NULL ORDER BY first_report_s LIMIT 1)",
     "not at the session's first"},
    {"window_twice",
     "CREATE TEMP TABLE t AS SELECT * FROM window WHERE superseded_ms IS NULL LIMIT 1;"
     "UPDATE t SET window_id = 9999; INSERT INTO window SELECT * FROM t",
     "9999 start there"},
    {"window_superseded",
     "UPDATE window SET superseded_ms = 1 WHERE window_id = (SELECT max(window_id) FROM window WHERE "
     "superseded_ms IS"
     " NULL)",
     "superseded, and its result"},
    {"window_superseded", "UPDATE result SET superseded_ms = 1 WHERE superseded_ms IS NULL",
     "current, and has no current result"},
    {"current_results",
     "DROP INDEX current_result; CREATE TEMP TABLE t AS SELECT * FROM result WHERE superseded_ms IS NULL "
     "LIMIT 1;"
     "UPDATE t SET result_id = 9999; INSERT INTO result SELECT * FROM t",
     "9999 of method"},
    {"result_reasons", "UPDATE result SET up_usage = NULL WHERE result_id = 1",
     "result 1: up_usage is missing without a reason"},
    {"result_reasons", "UPDATE result SET up_usage = 0.5, reason = 'up_usage:too_few' WHERE result_id = 1",
     "result 1: up_usage is there, with a reason"},
    {"result_decisions", "UPDATE result SET up_quality = NULL WHERE publish_decision = 'queued'",
     "queued, and a usage or quality is missing"},
    {"baselines",
     "UPDATE result SET baseline_window_id = (SELECT min(window_id) FROM window WHERE installation_id = 6)"
     " WHERE baseline_window_id IN (SELECT window_id FROM window WHERE installation_id = 5)",
     "its baseline is that of window"},
    {"latency_rows", "DELETE FROM latency", "its latency is not stored"},
    {"latency_rows", "UPDATE latency SET received = received - 1", "its result is of 600"},
    {"latency_rows", "UPDATE latency SET rtt_p95_ns = 1", "percentiles of its latency descend"},
    {"latency_hours", "DELETE FROM latency_hour WHERE hour_s = 1499990400 AND installation_id = 6",
     "the hour that it ends in has no latency"},
    {"latency_hours", "UPDATE latency_hour SET covered_s = 3601", "hour 1499990400 of 3/5"},
    {"latency_minutes", "UPDATE latency_minute SET up_busy = probes + 1", "of them busy"},
    {"latency_minutes", "UPDATE latency_minute SET probes = 10 * probes", "its minutes hold"},
    {"queued_results", "DELETE FROM outbox WHERE outbox_id = (SELECT max(outbox_id) FROM outbox)",
     "queued, and has no item in the outbox"},
    {"queued_results", "UPDATE result SET publish_decision = 'reprocess' WHERE publish_decision = 'queued'",
     "reprocess, and has item"},
    {"outbox_items", "UPDATE outbox SET ip = '192.0.2.99'", "at 192.0.2.99; its result"},
    {"outbox_superseded",
     "UPDATE result SET superseded_ms = 5 WHERE superseded_ms IS NULL AND publish_decision = 'queued'",
     "pending, and its result"},
    {"outbox_states", "UPDATE outbox SET state = 'sent', sent_ms = NULL", "sent, and not when"},
    {"window_networks", "UPDATE window_as SET as_snapshot_id = NULL, prefix = '203.0.113.0/24'",
     "has a network, and no snapshot"},
    {"as_snapshots",
     "INSERT INTO as_snapshot (content, valid_from_s, source, format, digest, prefixes, names, imported_ms)"
     " VALUES ('ipv4', 0, 'table', 'iptoasn', zeroblob(32), 3, 0, 0)",
     "0 prefixes and 0 names are stored, it says 3 and 0"},
    {"settings", "INSERT INTO setting VALUES ('epsilon-up', 'many', 0)", "setting epsilon-up is"},
};

// Of an installation that has learned: four hours, the last of them loaded.
class LearnedDatabase : public test::MaintainedDatabase {
  protected:
    LearnedDatabase() {
        for (int i = 0; i < 260; ++i) {
            test::MadeReport report = test::quiet_report(kLearnedStart_s + 60 * i, 60);
            if (i >= 220) {
                test::delay_every(3, 20, report.observations);
                for (auto& probe : report.observations) test::delay(probe, 0, probe.day_timestamp_s % 2 * 30);
            }
            test::ReportBuilder(report.observations).of({3, 5}).write(reports());
        }
        expect_done({"ingest"});
        expect_done({"link", "set", "3", "5", "--down", "10", "--from", "2017-01-01"});
        expect_done({"process"});
    }
    // The first violation of a check in a copy of the database in which this is wrong; empty if there is
    // none.
    [[nodiscard]] std::string found(const Fault& fault) {
        const auto copy = folder_ / "copy.sqlite";
        std::filesystem::remove(copy);
        std::filesystem::copy_file(database(), copy);
        {
            auto opened = store::Database::open_for_writing(copy);
            opened.execute("PRAGMA ignore_check_constraints = ON");
            opened.execute(fault.sql);
        }
        std::istringstream lines(run({"--database", copy.string(), "verify", "--format", "ndjson"}).out);
        for (std::string line; std::getline(lines, line);) {
            const auto check = nlohmann::json::parse(line);
            if (check.at("check") != fault.check) continue;
            return check.at("first").is_null() ? "" : check.at("first").get<std::string>();
        }
        return "there is no such check";
    }

    static constexpr std::int64_t kLearnedStart_s = 1'499'990'400;
};

const char* const kLearnedFaults[][3] = {
    {"adaptive_details",
     "DELETE FROM adaptive_detail WHERE result_id = (SELECT max(result_id) FROM adaptive_detail)",
     "of adaptive has no row in adaptive_detail"},
    {"adaptive_details",
     "INSERT INTO adaptive_detail (result_id, history_windows, up_guarded, down_guarded)"
     " SELECT min(result_id), 1, 0, 0 FROM result WHERE method = 'queueing'",
     "of queueing has a row in adaptive_detail"},
    {"adaptive_values", "UPDATE result SET up_state = 'none' WHERE method = 'queueing'",
     "queueing has no state and no bounds"},
    {"adaptive_values", "UPDATE result SET down_state = NULL WHERE down_state = 'clear'",
     "down: a state and a lower bound come together"},
    {"adaptive_values",
     "UPDATE result SET up_low = NULL, up_state = NULL WHERE up_state = 'none' AND method = 'adaptive'",
     "up: a lower bound is missing exactly where a reason is named"},
    {"adaptive_values", "UPDATE result SET down_ceiling = NULL WHERE down_state IS NOT NULL",
     "down: a ceiling is missing exactly where a reason is named"},
    {"adaptive_values", "UPDATE result SET up_low = 0.1 WHERE up_state = 'none'",
     "up: the lower bound is 0 exactly where the state is none"},
    {"adaptive_values", "UPDATE result SET up_usage = 0.1 WHERE up_state = 'none'",
     "up: usage is 0 where the state is none"},
    {"adaptive_values", "UPDATE result SET down_usage = 0.99 WHERE down_state = 'clear'",
     "down: usage is the share of probes that waited"},
    {"adaptive_values", "UPDATE result SET down_low = 0.99 WHERE down_state = 'clear'",
     "down: the lower bound lies between 0 and usage"},
    {"adaptive_values", "UPDATE result SET down_ceiling = 1.1 WHERE down_ceiling IS NOT NULL",
     "down: a ceiling lies between 0 and 1"},
    {"adaptive_values", "UPDATE adaptive_detail SET down_link_mbps = NULL",
     "down: a ceiling and the rate that it rests on come together"},
    {"adaptive_values", "UPDATE adaptive_detail SET up_share = NULL, up_least_wait_ms = NULL",
     "up: what was learned comes with a state"},
    {"adaptive_values", "UPDATE adaptive_detail SET up_spread_ms = NULL",
     "up: what was learned has a spread"},
    {"adaptive_values", "UPDATE adaptive_detail SET up_guarded = 1",
     "up: what was not learned is not guarded"},
    {"adaptive_values", "UPDATE adaptive_detail SET up_quartile_ms = NULL",
     "up: a sketch and its quartile are there exactly where usage is"},
    {"adaptive_values", "UPDATE adaptive_detail SET history_windows = 17 WHERE history_windows = 18",
     "learned from fewer than 18 windows"},
    {"adaptive_values", "UPDATE adaptive_detail SET down_kernel_windows = NULL WHERE history_windows = 18",
     "down: windows are taken for idle from 18 on"},
    {"adaptive_kernels",
     "UPDATE adaptive_detail SET up_kernel_windows = json_insert(up_kernel_windows, '$[#]', 1)"
     " WHERE history_windows = 18",
     "up: 5 windows are taken for idle of 18"},
    {"adaptive_kernels",
     "UPDATE adaptive_detail SET up_kernel_windows = json_replace(up_kernel_windows, '$[0]', 9999)"
     " WHERE history_windows = 18",
     "up: window 9999 is taken for idle, which is not there"},
    {"adaptive_kernels",
     "UPDATE window SET ip = '192.0.2.99' WHERE window_id = (SELECT value FROM adaptive_detail,"
     " json_each(up_kernel_windows) ORDER BY history_windows LIMIT 1)",
     "at 192.0.2.99 until"},
    {"adaptive_kernels",
     "UPDATE adaptive_detail SET up_sketch = NULL WHERE result_id IN (SELECT result_id FROM result WHERE"
     " window_id = (SELECT value FROM adaptive_detail, json_each(up_kernel_windows) ORDER BY history_windows"
     " LIMIT 1))",
     "is taken for idle, of 3/5"},
    {"adaptive_sketches", "UPDATE latency SET kept = kept - 1", "probes, 599 were kept"},
    {"adaptive_sketches", "UPDATE adaptive_detail SET up_sketch = zeroblob(10)",
     "sketch up: it is no sketch"},
    {"adaptive_sketches", "UPDATE adaptive_detail SET down_quartile_ms = down_quartile_ms + 100",
     "sketch down: its upper quartile is not 100"},
};

TEST_F(LearnedDatabase, EveryFaultOfWhatAdaptiveKeepsIsNamed) {
    ASSERT_GT(number(database(), "SELECT count(*) FROM result WHERE down_state = 'clear'"), 0);
    ASSERT_GT(number(database(), "SELECT count(*) FROM result WHERE up_state = 'none'"), 0);
    const auto sound = run({"verify", "--full"});
    EXPECT_EQ(sound.exit_code, 0) << sound.out << sound.err;
    for (const auto& [check, sql, named] : kLearnedFaults) {
        EXPECT_THAT(found({check, sql, named}), HasSubstr(named)) << check << ": " << sql;
    }
}

INSTANTIATE_TEST_SUITE_P(Verify, VerifiedFault, testing::ValuesIn(kFaults), [](const auto& each) {
    return std::string(each.param.check) + "_" + std::to_string(each.index);
});

}  // namespace
}  // namespace tixdb::cli::verify
