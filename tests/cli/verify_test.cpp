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

constexpr std::int64_t kMsOfDay = 86'400'000;

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
    execute("DELETE FROM database_identity");
    EXPECT_THAT(run({"verify", "--format", "ndjson"}).out,
                HasSubstr("\"first\":\"database_identity has no row\"}"))
        << "there are no more of it";
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

TEST_F(VerifyCommandTest, SampleWithoutASeedIsAnotherOneEachDay) {
    clock_.set_ms(17'363 * kMsOfDay);
    EXPECT_THAT(run({"verify", "--sample", "3"}).err, HasSubstr("(seed 17363)"));
    clock_.set_ms(17'364 * kMsOfDay - 1);
    EXPECT_THAT(run({"verify", "--sample", "3"}).err, HasSubstr("(seed 17363)"));
    clock_.set_ms(17'364 * kMsOfDay);
    EXPECT_THAT(run({"verify", "--sample", "3"}).err, HasSubstr("(seed 17364)"));
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

TEST_F(VerifyCommandTest, ResultsThatWereReplacedAreNeitherComputedAgainNorDrawn) {
    expect_done({"reprocess", "--epsilon-down", "3"});
    const auto current = number(database(), "SELECT count(*) FROM result WHERE superseded_ms IS NULL");
    ASSERT_GT(number(database(),
                     "SELECT count(*) FROM result JOIN window USING (window_id) WHERE "
                     "result.superseded_ms IS NOT NULL AND window.superseded_ms IS NULL"),
              0);
    const std::string all = std::to_string(current);
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{"verify", "--full"}, {"verify", "--sample", all, "--seed", "7"}}) {
        const auto result = run(arguments);
        EXPECT_EQ(result.exit_code, 0) << result.err;
        EXPECT_THAT(result.err, HasSubstr(" " + all + " results computed again"));
    }
}

// Of 3/5, 3/6 and 4/6, which all measure from one address.
class VerifiedClients : public VerifyCommandTest {
  protected:
    VerifiedClients() {
        write_minutes(0, 40, {4, 6});
        expect_done({"ingest"});
        expect_done({"process"});
    }
    [[nodiscard]] std::int64_t violations_of(const std::string& check) {
        std::istringstream lines(run({"verify", "--format", "ndjson"}).out);
        for (std::string line; std::getline(lines, line);) {
            const auto found = nlohmann::json::parse(line);
            if (found.at("check") == check) return found.at("violations").get<std::int64_t>();
        }
        return -1;
    }
};

TEST_F(VerifiedClients, WindowsThatShouldBePrunedAreThoseOfTheClient) {
    EXPECT_EQ(violations_of("retention"), 0);
    const std::string of_it = " WHERE user_id = 3 AND installation_id = 6";
    execute("UPDATE installation SET results_from_s = 9000000000" + of_it);
    EXPECT_EQ(violations_of("retention"), number(database(), "SELECT count(*) FROM window" + of_it));
}

TEST_F(VerifiedClients, WhatIsPrunedOfAnotherExcusesNoGap) {
    execute(
        "UPDATE window SET superseded_ms = 1 WHERE window_id = (SELECT window_id FROM window WHERE user_id = "
        "3 AND "
        "installation_id = 6 AND superseded_ms IS NULL ORDER BY first_report_s LIMIT 1 OFFSET 1)");
    const auto violations = violations_of("window_chain");
    EXPECT_GT(violations, 0);
    for (const char* other : {"user_id = 4", "installation_id = 5"}) {
        execute("UPDATE report SET observations_pruned_ms = 1 WHERE " + std::string(other));
        EXPECT_EQ(violations_of("window_chain"), violations) << other;
    }
    execute("UPDATE report SET observations_pruned_ms = 1");
    EXPECT_EQ(violations_of("window_chain"), 0);
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

// How each check goes wrong is tests/unit/report/verified_faults.txt; these are of SQLite, of the command,
// and two for all.
const Fault kFaults[] = {
    {"integrity",
     "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'superseded_run_id INTEGER,',"
     " 'superseded_run_id INTEGER NOT NULL,') WHERE name = 'window'",
     "NULL value in window.superseded_run_id"},
    {"foreign_keys", "UPDATE window SET session_report_id = 999", "what it names in report is not there"},
    {"database_identity", "DELETE FROM database_identity", "database_identity has no row"},
    {"observation_ids", "UPDATE report SET observation_count = 61 WHERE report_id = 2",
     "report 3: its observations 121 to 121 are another report's too"},
    {"window_chain",
     "UPDATE window SET superseded_ms = 1 WHERE window_id = (SELECT window_id FROM window WHERE "
     "installation_id = 6"
     " AND superseded_ms IS NULL ORDER BY first_report_s LIMIT 1 OFFSET 1)",
     "the next one starts at report"},
    {"settings", "INSERT INTO setting VALUES ('epsilon-up', 'many', 0)", "setting epsilon-up is"},
    {"settings", "INSERT INTO setting VALUES ('keep-runs', 'soon', 0)", "setting keep-runs is"},
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
    {"adaptive_sketches", "UPDATE latency SET kept = kept - 1", "probes, 599 were kept"},
    {"adaptive_sketches", "UPDATE adaptive_detail SET up_sketch = zeroblob(10)",
     "sketch up: it is no sketch"},
    {"adaptive_sketches", "UPDATE adaptive_detail SET down_quartile_ms = down_quartile_ms + 100",
     "sketch down: its upper quartile is not 100"},
    // Its rows are looked for in an index of another table.
    {"adaptive_sketches",
     "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema"
     " WHERE name = 'current_result') WHERE name = 'adaptive_detail'",
     "it cannot be checked: database disk image is malformed"},
};

TEST_F(LearnedDatabase, EveryFaultOfASketchIsNamed) {
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
