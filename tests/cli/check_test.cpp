// SPDX-License-Identifier: MIT
// What `tixdb check` tells of an installation on which something is wrong, and what its metrics say of it.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>
#include <vector>

#include "cli/stages/prometheus_text.hpp"
#include "store/database.hpp"
#include "support/command_line.hpp"
#include "support/fake_clock.hpp"
#include "support/shell.hpp"
#include "support/simulated_reports.hpp"
#include "support/source_tree.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb::cli::watching {
namespace {

using namespace std::chrono_literals;

// Two installations that measured for 40 minutes, taken in a minute after the last report: two results wait
// for tix-api.
class CheckTest : public testing::Test {
  protected:
    CheckTest() {
        test::SimulatedReports(
            {"--from", "2026-03-01T10:00:00Z", "--duration", "40min", "--installations", "2"})
            .copy_all(folder_ / "reports");
        line_.clock = &clock_;
        clock_.set_ms(kNow_s * 1000);
    }
    [[nodiscard]] test::CommandResult run(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), {"--config", "/dev/null", "--database", path()});
        return line_.run(arguments);
    }
    void run_stages() const {
        const auto result = run({"run", (folder_ / "reports").string()});
        EXPECT_EQ(result.exit_code, 0) << result.err;
    }
    // The disk under the tests is whose it is.
    [[nodiscard]] test::CommandResult check(std::vector<std::string> limits = {}) const {
        limits.insert(limits.begin(), {"check", "--min-free", "0%"});
        auto result = run(limits);
        result.out =
            std::regex_replace(result.out, std::regex("[0-9.]+% of the disk free"), "{n}% of the disk free");
        result.out = std::regex_replace(result.out, std::regex("free=[0-9.]+%"), "free={n}%");
        return result;
    }
    // One that is no report, as old as the others.
    void add_wrong_file(const std::string& name) const {
        const auto file = folder_ / "reports/1/1" / name;
        std::ofstream(file) << "{}";
        const timespec time{kNow_s - 600, 0};
        const std::array<timespec, 2> times = {time, time};
        EXPECT_EQ(utimensat(AT_FDCWD, file.c_str(), times.data(), 0), 0);
    }
    void execute(const std::string& sql) const { store::Database::open_for_writing(path()).execute(sql); }
    [[nodiscard]] std::string path() const { return (folder_ / "tixdb.sqlite").string(); }

    static constexpr std::int64_t kNow_s = 1'772'361'660;  // 2026-03-01T10:41:00Z

    test::TemporaryFolder folder_;
    test::FakeClock clock_;
    test::CommandLine line_;
};

// "name{a="b"}" -> value, of every sample.
std::map<std::string, double> samples_of(const std::string& text) {
    std::istringstream lines(text);
    std::map<std::string, double> samples;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with('#')) continue;
        const auto space = line.rfind(' ');
        EXPECT_TRUE(samples.emplace(line.substr(0, space), std::stod(line.substr(space + 1))).second) << line;
    }
    return samples;
}

TEST_F(CheckTest, AllIsWell) {
    run_stages();
    test::expect_golden("check/ok", check());
    test::expect_golden("check/nagios_ok", check({"--nagios"}));
}

TEST_F(CheckTest, StoppedTimerShows) {
    run_stages();
    clock_.sleep_for(31min);
    EXPECT_EQ(check().out,
              "not well: ingest ended well 31min ago for the last time (limit 30min); process ended well "
              "31min ago for "
              "the last time (limit 30min)\n");
    EXPECT_EQ(check().exit_code, 4);
    EXPECT_EQ(check({"--max-age", "32min"}).exit_code, 0);
}

TEST_F(CheckTest, AgeIsToldInTheLargestUnitOfWhichItHasTwo) {
    run_stages();
    const std::int64_t ended_ms = clock_.now_ms();
    for (const auto& [age, told] :
         std::vector<std::pair<std::chrono::seconds, std::string>>{{119s, "119s"},
                                                                   {2min, "2min"},
                                                                   {119min, "119min"},
                                                                   {2h, "2h"},
                                                                   {47h + 59min, "47h"},
                                                                   {48h, "2d"},
                                                                   {71h, "2d"}}) {
        clock_.set_ms(ended_ms + age.count() * 1000);
        EXPECT_EQ(check({"--max-age", "9d", "--max-waiting", "9d", "--silent-installations", "100%"})
                      .out.substr(0, ("ok: ingest " + told + " ago,").size()),
                  "ok: ingest " + told + " ago,");
    }
}

TEST_F(CheckTest, ResultThatWaitsTooLongShows) {
    run_stages();
    clock_.sleep_for(2h + 1s);
    const auto result = check({"--max-age", "1d", "--silent-installations", "100%"});
    EXPECT_EQ(result.exit_code, 4);
    EXPECT_NE(result.out.find("results wait since 2h"), std::string::npos) << result.out;
    EXPECT_EQ(check({"--max-age", "1d", "--silent-installations", "100%", "--max-waiting", "3h"}).exit_code,
              0);
}

TEST_F(CheckTest, WhatIsHeldDoesNotWait) {
    run_stages();
    execute("UPDATE outbox SET state = 'held', held_for = 'address', next_attempt_ms = 1");
    clock_.sleep_for(3h);
    EXPECT_EQ(check({"--max-age", "1d", "--silent-installations", "100%"}).exit_code, 0);
}

TEST_F(CheckTest, SilentInstallationsShow) {
    run_stages();
    clock_.sleep_for(1h);
    const auto result = check({"--max-age", "1d"});
    EXPECT_EQ(result.out, "not well: 2 of 2 installations silent for 1h (limit 50%)\n");
    EXPECT_EQ(check({"--max-age", "1d", "--silent-after", "2h"}).exit_code, 0);
    clock_.sleep_for(7 * 24h);
    EXPECT_EQ(check({"--max-age", "2w", "--max-waiting", "2w"}).exit_code, 0) << "they have left";
}

TEST_F(CheckTest, DeadResultShows) {
    run_stages();
    execute("UPDATE outbox SET state = 'dead' WHERE outbox_id = 1");
    EXPECT_EQ(check().out, "not well: 1 result dead (limit 0)\n");
    EXPECT_EQ(check({"--nagios"}).exit_code, 1);
    EXPECT_EQ(check({"--max-dead", "1"}).exit_code, 0);
}

// Of a Nagios plugin some are a warning; of a monitor that knows the exit code alone all are one.
TEST_F(CheckTest, WhateverIsFoundExitsWith4) {
    add_wrong_file("a.json");
    run_stages();
    EXPECT_EQ(check({"--max-rejected", "0"}).exit_code, 4);
    EXPECT_EQ(check({"--max-rejected", "0", "--nagios"}).exit_code, 1);
    execute("UPDATE outbox SET state = 'dead' WHERE outbox_id = 1");
    EXPECT_EQ(check().exit_code, 4);
    EXPECT_EQ(check({"--max-dead", "1"}).exit_code, 0);
    clock_.sleep_for(1h);
    EXPECT_EQ(check({"--max-age", "1d", "--max-dead", "1"}).exit_code, 4) << "silent installations";
    EXPECT_EQ(check({"--max-age", "1d", "--max-dead", "1", "--nagios"}).exit_code, 1);
}

TEST_F(CheckTest, RefusedFilesShowWhereALimitIsGiven) {
    add_wrong_file("a.json");
    add_wrong_file("b.json");
    run_stages();
    EXPECT_EQ(check().exit_code, 0);
    EXPECT_EQ(check({"--max-rejected", "1"}).out, "not well: 2 files refused within a day (limit 1)\n");
    EXPECT_EQ(check({"--max-rejected", "2"}).exit_code, 0);
}

TEST_F(CheckTest, FailureOfALastRunShowsWithItsReason) {
    run_stages();
    execute(
        "UPDATE run SET exit_code = 78, reason = 'the certificate is refused: it has expired' WHERE command "
        "= 'publish'");
    EXPECT_EQ(check().out,
              "not well: the last publish ended with 78: the certificate is refused: it has expired\n");
    EXPECT_EQ(check({"--nagios"}).exit_code, 2);
    execute("UPDATE run SET exit_code = 75 WHERE command = 'publish'");
    EXPECT_EQ(check().exit_code, 0) << "it passes by itself";
}

TEST_F(CheckTest, WrongFolderOfReportsShowsAtOnce) {
    run_stages();
    EXPECT_EQ(run({"run", "/nowhere/reports"}).exit_code, 78);
    const auto result = check();
    EXPECT_EQ(result.exit_code, 4);
    EXPECT_EQ(result.out.find("not well: the last ingest ended with 78: "), 0U) << result.out;
    EXPECT_NE(result.out.find("/nowhere/reports"), std::string::npos) << result.out;
}

TEST_F(CheckTest, UnreadableFolderShows) {
    run_stages();
    execute(
        "INSERT INTO rejected (path, reason, detail, size_bytes, mtime_ns, inode, first_seen_ms, "
        "last_seen_ms, "
        "seen_count) VALUES ('3', 'unreadable_folder', 'mode 0700 root:root', 0, 0, 0, 1, 1, 1)");
    EXPECT_EQ(check().out, "not well: 1 folder cannot be read\n");
    EXPECT_EQ(check({"--nagios"}).exit_code, 2);
}

TEST_F(CheckTest, FullDiskShows) {
    run_stages();
    const auto result = run({"check", "--min-free", "100%"});
    EXPECT_EQ(result.exit_code, 4);
    EXPECT_NE(result.out.find("of the disk is free (limit 100%)"), std::string::npos) << result.out;
}

TEST_F(CheckTest, WhatIsAtItsLimitIsWell) {
    run_stages();
    clock_.sleep_for(30min);
    EXPECT_EQ(check().exit_code, 0) << "30min ago is not too long ago";
    clock_.sleep_for(1ms);
    EXPECT_EQ(check().exit_code, 4);
    clock_.sleep_for(90min - 1ms);
    EXPECT_EQ(check({"--max-age", "1d", "--silent-installations", "100%"}).exit_code, 0) << "waiting for 2h";
    clock_.sleep_for(1ms);
    EXPECT_EQ(check({"--max-age", "1d", "--silent-installations", "100%"}).exit_code, 4);
}

TEST_F(CheckTest, CommandThatHasNeverEndedWellShows) {
    run_stages();
    execute("DELETE FROM run WHERE command IN ('ingest', 'process')");
    EXPECT_EQ(check().out, "not well: ingest has never ended well; process has never ended well\n");
    EXPECT_EQ(check({"--nagios"}).exit_code, 2);
}

TEST_F(CheckTest, WhatWaitsIsWhatMayStillBeSentWithoutHelpSinceItsOldest) {
    run_stages();
    struct Case {
        const char* state;
        bool waits;
    };
    for (const auto& [state, waits] :
         {Case{"pending", true}, Case{"sending", true}, Case{"retry", true}, Case{"uncertain", true},
          Case{"held", false}, Case{"sent", false}, Case{"superseded", false}, Case{"dropped", false}}) {
        const std::string text = state;
        execute("UPDATE outbox SET state = '" + text +
                "', held_for = " + (text == "held" ? "'address'" : "NULL") +
                ", queued_ms = queued_ms - 7200001 WHERE outbox_id = 1");
        EXPECT_EQ(check().out.find(waits ? "6 results wait since 2h" : "ok: "), waits ? 10U : 0U)
            << state << ": " << check().out;
        execute("UPDATE outbox SET queued_ms = queued_ms + 7200001 WHERE outbox_id = 1");
    }
}

// One has measured for ten minutes, the other for forty.
TEST_F(CheckTest, ShareOfSilentInstallationsMayBeItsLimit) {
    std::vector<std::filesystem::path> files;
    for (const auto& file : std::filesystem::directory_iterator(folder_ / "reports/1/1"))
        files.push_back(file.path());
    std::sort(files.begin(), files.end());
    for (std::size_t i = 10; i < files.size(); ++i) std::filesystem::remove(files[i]);
    run_stages();
    EXPECT_EQ(check({"--silent-after", "20min"}).exit_code, 0) << "half of them, and half is the limit";
    EXPECT_EQ(check({"--silent-after", "20min", "--silent-installations", "49%"}).out,
              "not well: 1 of 2 installations silent for 20min (limit 49%)\n");
    clock_.sleep_for(45min);
    const auto samples = samples_of(run({"status", "--format", "prometheus"}).out);
    EXPECT_EQ(samples.at("tixdb_installations_active"), 2);
    EXPECT_EQ(samples.at("tixdb_installations_silent"), 1);
}

TEST_F(CheckTest, BarInAReasonBeginsNoPerformanceData) {
    run_stages();
    execute("UPDATE run SET exit_code = 1, reason = 'either | or' WHERE command = 'publish'");
    const std::string out = check({"--nagios"}).out;
    EXPECT_EQ(out.find("TIXDB CRITICAL: the last publish ended with 1: either / or | ingest_age="), 0U)
        << out;
}

TEST_F(CheckTest, MissingDatabaseIsUnknown) {
    EXPECT_EQ(run({"check"}).exit_code, 1);
    const auto result = run({"check", "--nagios"});
    EXPECT_EQ(result.exit_code, 3);
    EXPECT_EQ(result.out.find("TIXDB UNKNOWN: "), 0U) << result.out;
}

TEST_F(CheckTest, ShareThatIsNoneIsRefused) {
    EXPECT_EQ(run({"check", "--min-free", "110%"}).exit_code, 2);
    EXPECT_EQ(run({"check", "--min-free", "100.1%"}).exit_code, 2);
    EXPECT_EQ(run({"check", "--min-free", "five"}).exit_code, 2);
}

std::set<std::string> families_of(const std::string& text) {
    static const std::regex kType("# TYPE (\\w+) gauge\n");
    std::set<std::string> names;
    for (std::sregex_iterator type(text.begin(), text.end(), kType); type != std::sregex_iterator(); ++type)
        names.insert((*type)[1]);
    return names;
}

TEST_F(CheckTest, MetricsSayWhatIsThere) {
    add_wrong_file("a.json");
    run_stages();
    clock_.sleep_for(2h);
    // Somebody is at work: the -wal file is emptied when the last one goes.
    auto at_work = store::Database::open_for_writing(path());
    at_work.execute("UPDATE run SET pid = pid + 1");
    const auto samples = samples_of(run({"status", "--format", "prometheus"}).out);
    EXPECT_EQ(samples.at("tixdb_run_last_success_timestamp_seconds{command=\"ingest\"}"), kNow_s);
    EXPECT_EQ(samples.at("tixdb_run_last_exit_code{command=\"publish\"}"), 0);
    EXPECT_EQ(samples.at("tixdb_reports"), 80);
    EXPECT_EQ(samples.at("tixdb_observations"), 4800);
    EXPECT_EQ(samples.at("tixdb_installations"), 2);
    EXPECT_EQ(samples.at("tixdb_installations_active"), 2);
    EXPECT_EQ(samples.at("tixdb_installations_silent"), 2);
    EXPECT_EQ(samples.at("tixdb_rejected_files{reason=\"missing_field\"}"), 1);
    EXPECT_EQ(samples.at("tixdb_outbox_oldest_queued_timestamp_seconds{state=\"pending\"}"), kNow_s);
    EXPECT_GT(samples.at("tixdb_outbox_items{state=\"pending\"}"), 0);
    EXPECT_GT(samples.at("tixdb_disk_free_bytes"), 0);
    EXPECT_GE(samples.at("tixdb_disk_size_bytes"), samples.at("tixdb_disk_free_bytes"));
    const auto bytes_of = [this](const char* suffix) {
        return static_cast<double>(std::filesystem::file_size(path() + suffix));
    };
    EXPECT_EQ(samples.at("tixdb_database_bytes"), bytes_of(""));
    EXPECT_EQ(samples.at("tixdb_wal_bytes"), bytes_of("-wal"));
    EXPECT_GT(samples.at("tixdb_wal_bytes"), 0);
}

TEST_F(CheckTest, RunThatGoesOnHasNeitherDurationNorExitCode) {
    run_stages();
    execute("UPDATE run SET exit_code = NULL, duration_ms = NULL WHERE command = 'process'");
    const auto samples = samples_of(run({"status", "--format", "prometheus"}).out);
    EXPECT_TRUE(samples.contains("tixdb_run_last_start_timestamp_seconds{command=\"process\"}"));
    EXPECT_FALSE(samples.contains("tixdb_run_last_duration_seconds{command=\"process\"}"));
    EXPECT_FALSE(samples.contains("tixdb_run_last_exit_code{command=\"process\"}"));
    EXPECT_TRUE(samples.contains("tixdb_run_last_exit_code{command=\"publish\"}"));
}

TEST(PrometheusText, LabelsKeepTheirTextsOnTheirLine) {
    std::ostringstream out;
    PrometheusWriter writer(out);
    writer.gauge("things", "What there is.");
    writer.sample(0.5, {{"one", "a \"b\" \\ c"}, {"two", "first\nsecond"}});
    writer.sample(1772361660);
    EXPECT_EQ(out.str(),
              "# HELP things What there is.\n# TYPE things gauge\n"
              "things{one=\"a \\\"b\\\" \\\\ c\",two=\"first\\nsecond\"} 0.5\nthings 1772361660\n");
}

TEST_F(CheckTest, RunLeavesItsMetricsInAFile) {
    const auto file = folder_ / "tixdb.prom";
    const auto result = run({"run", (folder_ / "reports").string(), "--metrics-file", file.string()});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_EQ(families_of(test::text_of_file(file)),
              families_of(run({"status", "--format", "prometheus"}).out));
    const auto others_read =
        std::filesystem::status(file).permissions() & std::filesystem::perms::others_read;
    EXPECT_NE(others_read, std::filesystem::perms::none) << "the collector is another user";
}

TEST_F(CheckTest, DryRunLeavesTheMetricsAsTheyAre) {
    run_stages();
    const auto file = folder_ / "tixdb.prom";
    EXPECT_EQ(run({"run", "-n", (folder_ / "reports").string(), "--metrics-file", file.string()}).exit_code,
              0);
    EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(CheckTest, MetricsFileThatCannotBeWrittenIsToldAndKeepsNothingFromItsWork) {
    const auto result = run({"run", (folder_ / "reports").string(), "--metrics-file", "/nowhere/tixdb.prom"});
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_NE(result.err.find("tixdb: error: run: no metrics"), std::string::npos) << result.err;
    EXPECT_NE(result.err.find("process: "), std::string::npos);
}

TEST_F(CheckTest, PrometheusClientParsesTheMetrics) {
    run_stages();
    std::ofstream(folder_ / "tixdb.prom") << run({"status", "--format", "prometheus"}).out;
    const auto result = test::run_in_shell(
        "/usr/bin/python3 -c \"from prometheus_client.parser import text_string_to_metric_families as "
        "families\n"
        "for family in families(open('tixdb.prom').read()):\n"
        "    assert family.type == 'gauge' and family.documentation, family\n"
        "    assert all(sample.timestamp is None for sample in family.samples), family\n"
        "    print(family.name)\"",
        folder_.path());
    EXPECT_EQ(result.exit_code, 0) << result.text();
    EXPECT_GT(result.lines.size(), 20U);
}

TEST_F(CheckTest, PromtoolFindsNoFault) {
    if (test::run_in_shell("command -v promtool", folder_.path()).exit_code != 0)
        GTEST_SKIP() << "there is no promtool here (Debian's package prometheus)";
    run_stages();
    std::ofstream(folder_ / "tixdb.prom") << run({"status", "--format", "prometheus"}).out;
    const auto metrics = test::run_in_shell("promtool check metrics < tixdb.prom", folder_.path());
    EXPECT_EQ(metrics.text(), "exit 0\n");
    const auto rules = test::run_in_shell(
        "promtool check rules '" + test::source_folder().string() + "/contrib/prometheus/tixdb-alerts.yaml'",
        folder_.path());
    EXPECT_EQ(rules.exit_code, 0) << rules.text();
}

std::set<std::string> metrics_named_in(const std::string& text) {
    static const std::regex kName("\\btixdb_[a-z_]+");
    std::set<std::string> names;
    for (std::sregex_iterator name(text.begin(), text.end(), kName); name != std::sregex_iterator(); ++name)
        names.insert(name->str());
    return names;
}

TEST_F(CheckTest, AlertsDashboardAndPageNameOnlyMetricsThatExist) {
    add_wrong_file("a.json");
    run_stages();
    const auto families = families_of(run({"status", "--format", "prometheus"}).out);
    const std::string dashboard = test::page("contrib/grafana/tixdb.json");
    EXPECT_TRUE(nlohmann::json::accept(dashboard));
    for (const std::string& text : {dashboard, test::page("contrib/prometheus/tixdb-alerts.yaml")}) {
        const auto named = metrics_named_in(text);
        EXPECT_GT(named.size(), 5U);
        for (const std::string& name : named) EXPECT_TRUE(families.contains(name)) << name;
    }
    EXPECT_EQ(metrics_named_in(test::page("docs/man/tixdb-status.md")), families)
        << "the page lists them all";
}

}  // namespace
}  // namespace tixdb::cli::watching
