// SPDX-License-Identifier: MIT
// tixdb explain, as a user sees it.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/commands/explain/adaptive_text.hpp"
#include "support/command_line.hpp"
#include "support/made_delays.hpp"
#include "support/report_inserter.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::cli::explain {
namespace {

constexpr std::int64_t kStart = 1'499'990'400;                 // 2017-07-14T00:00:00Z
constexpr const char* kFirstEnd = "2017-07-14T00:18:59Z";      // of 19 minutes
constexpr const char* kMinuteTwenty = "2017-07-14T00:20:00Z";  // in the second window of 28

class ExplainCommandTest : public testing::Test {
  protected:
    ExplainCommandTest() {
        line_.clock = &clock_;
        line_.environment = {{"TIXDB_DATABASE", temporary_.path().string()}};
    }

    void insert(const std::vector<test::MadeReport>& reports) { inserter_.insert(reports); }
    static std::vector<test::MadeReport> minutes(int from, int count) {
        std::vector<test::MadeReport> reports;
        for (int i = from; i < from + count; ++i) {
            reports.push_back(test::quiet_report(kStart + 60 * i, 60, "192.0.2.1", {3, 5}));
        }
        return reports;
    }
    // A minute with two thirds of its probes waiting 40 ms on their way down.
    static test::MadeReport busy_minute(int number) {
        test::MadeReport report = minutes(number, 1).front();
        test::delay_every(3, 40, report.observations);
        for (auto& probe : report.observations) {
            if (probe.day_timestamp_s % 3 == 1) test::delay(probe, 0, 40);
        }
        return report;
    }
    void process() {
        ASSERT_EQ(line_.run({"process"}).exit_code, 0);
        clock_.advance(std::chrono::hours(1));
    }
    void process(const std::vector<test::MadeReport>& reports) {
        insert(reports);
        process();
    }
    [[nodiscard]] test::CommandResult run(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), "explain");
        return line_.run(arguments);
    }
    [[nodiscard]] nlohmann::json json_of(std::vector<std::string> arguments) const {
        arguments.insert(arguments.end(), {"--format", "json"});
        const auto result = run(arguments);
        EXPECT_EQ(result.exit_code, 0) << result.err;
        return nlohmann::json::parse(result.out);
    }
    void expect(const std::string& name, const test::CommandResult& result) const {
        test::expect_golden("explain/" + name, result, {{temporary_.folder().path().string(), "{dir}"}});
    }
    void execute(const std::string& sql) { temporary_.database().execute(sql); }

    test::TemporaryDatabase temporary_;
    test::ReportInserter inserter_{temporary_.database()};
    test::FakeClock clock_;
    test::CommandLine line_;
};

TEST_F(ExplainCommandTest, TellsWhereEachNumberComesFrom) {
    auto reports = minutes(0, 19);
    reports[15] = busy_minute(15);
    process(reports);
    execute(
        "INSERT INTO source_file SELECT 3, 5, 'tix-report-' || first_observation_s || '.json', 1, 1, 1, "
        "'stored', "
        "report_id"
        " FROM report WHERE first_observation_s > 1499990400");
    expect("text", run({"3", "5", kFirstEnd, "--all"}));
    expect("essentials", run({"3", "5", kFirstEnd}));
}

TEST_F(ExplainCommandTest, JsonTellsTheSame) {
    auto reports = minutes(0, 19);
    reports[15] = busy_minute(15);
    process(reports);
    const nlohmann::json document = json_of({"3", "5", kFirstEnd});
    EXPECT_EQ(document["schema_version"], 1);
    EXPECT_EQ(document["window"]["last_s"], kStart + 19 * 60 - 1);
    EXPECT_EQ(document["reports"].size(), 19U);
    EXPECT_EQ(document["observations"]["recent"], 600);
    ASSERT_EQ(document["methods"].size(), 3U);
    const nlohmann::json& classic = document["methods"][0];
    EXPECT_EQ(classic["method"], "classic");
    EXPECT_EQ(classic["reproduced"], true);
    EXPECT_EQ(classic["classic"]["up_histogram"].size(), 24U);
    EXPECT_EQ(classic["classic"]["rtt_histogram"].size(), 33U);
    const nlohmann::json& queueing = document["methods"][1];
    EXPECT_EQ(queueing["figures"]["down_quality"]["stored"], 0.9);
    EXPECT_EQ(queueing["queueing"]["skew_trials"][0]["accepted"], true);
    EXPECT_EQ(queueing["queueing"]["minutes"][6]["down_congested"], true);
    EXPECT_EQ(queueing["baseline"]["own"], true);
    EXPECT_GT(queueing["hurst"]["up"]["rs_points"].size(), 100U);
    EXPECT_EQ(queueing["hurst"]["up"]["wavelet_points"].size(), 5U);
    EXPECT_EQ(document["outbox"][0]["body"]["timestamp"], kStart + 19 * 60 - 1);
}

// Two probes a second: enough of them after nine and a half minutes.
TEST_F(ExplainCommandTest, MissingValuesHaveReasons) {
    auto reports = minutes(0, 10);
    for (auto& report : reports) {
        auto twice = report.observations;
        for (auto& probe : twice) probe.initial_ns += 500'000'000;
        report.observations.insert(report.observations.end(), twice.begin(), twice.end());
    }
    process(reports);
    expect("too_short", run({"3", "5", "2017-07-14T00:05:00Z", "--all"}));
    expect("essentials_missing", run({"3", "5", "2017-07-14T00:05:00Z"}));
}

// Long probes count for the window, but not for the metrics.
TEST_F(ExplainCommandTest, JsonNamesReasonsToo) {
    auto reports = minutes(0, 19);
    for (auto& report : reports) {
        for (auto& probe : report.observations) {
            if (probe.day_timestamp_s % 10 != 0) probe.type = 'L';
        }
    }
    process(reports);
    expect("too_few_json",
           run({"3", "5", "2017-07-14T00:05:00Z", "--method", "queueing", "--format", "json"}));
}

TEST_F(ExplainCommandTest, ClockStepIsTold) {
    auto reports = minutes(0, 20);
    // The client's clock is 100 ms late from second 870 on, after half a minute without a probe.
    for (auto& report : reports) {
        std::erase_if(report.observations, [](const model::Observation& probe) {
            return probe.day_timestamp_s >= kStart + 840 && probe.day_timestamp_s < kStart + 870;
        });
        for (auto& probe : report.observations) {
            if (probe.day_timestamp_s >= kStart + 870) test::delay(probe, 100, -100);
        }
    }
    process(reports);
    expect("clock_step", run({"3", "5", kFirstEnd, "--method", "queueing", "--all"}));
}

TEST_F(ExplainCommandTest, LateReportsAreListedUntilTheyAreTakenIn) {
    process(minutes(0, 28));
    process({test::quiet_report(kStart + 400, 30, "192.0.2.1", {3, 5})});
    expect("late", run({"3", "5", kFirstEnd, "--method", "queueing", "--all"}));
    expect("essentials_late", run({"3", "5", kFirstEnd, "--method", "queueing"}));
    const nlohmann::json late = json_of({"3", "5", kFirstEnd})["late_reports"];
    ASSERT_EQ(late.size(), 1U);
    EXPECT_EQ(late[0]["in_window"], true);
    ASSERT_EQ(line_.run({"reprocess", "-q"}).exit_code, 0);
    const nlohmann::json after = json_of({"3", "5", "2017-07-14"});
    EXPECT_EQ(after["late_reports"].size(), 0U);
    EXPECT_EQ(after["window"]["first_s"], kStart);
    EXPECT_EQ(after["reports"].size(), 19U);
}

TEST_F(ExplainCommandTest, HistoryThatHasChangedIsToldWithWhatTakesItIn) {
    process(minutes(600, 28));
    EXPECT_NE(run({"3", "5", "2017-07-14T10:18:59Z", "--all"}).out.find("earlier results say the same today"),
              std::string::npos);
    process(minutes(0, 28));  // an old upload
    EXPECT_NE(
        run({"3", "5", "2017-07-14T10:18:59Z"})
            .out.find("earlier results say something else today; `tixdb reprocess --user 3 --installation 5"
                      " --from 2017-07-14T10:18:59Z --to 2017-07-14T10:19:00Z` takes it in"),
        std::string::npos);
    EXPECT_EQ(json_of({"3", "5", "2017-07-14T10:18:59Z"})["methods"][1]["history_changed"], true);
    ASSERT_EQ(line_.run({"reprocess"}).exit_code, 0);
    EXPECT_EQ(json_of({"3", "5", "2017-07-14T10:18:59Z"})["methods"][1]["same_history"], true);
}

TEST_F(ExplainCommandTest, WayThroughTheOutboxIsTold) {
    process(minutes(0, 19));
    execute(
        "UPDATE outbox SET state = 'held', held_for = 'address', attempts = 2, last_status = 500,"
        " last_error = 'tix-api knows no network of this address' || char(27), next_attempt_ms = "
        "1500086400000");
    ASSERT_EQ(line_.run({"reprocess", "--epsilon-down", "0.5", "-q"}).exit_code, 0);
    execute(
        "UPDATE outbox SET state = 'sent', attempts = 1, last_status = 200, sent_ms = 1500007200000,"
        " claimed_ms = 1500007199000 WHERE state = 'pending'");
    expect("essentials_outbox", run({"3", "5", kFirstEnd, "--method", "queueing"}));
    const auto result = run({"3", "5", kFirstEnd, "--method", "queueing", "--all"});
    const auto at = result.out.find("superseded results");
    ASSERT_NE(at, std::string::npos);
    expect("outbox", {result.exit_code, result.out.substr(at), result.err});
}

TEST_F(ExplainCommandTest, PrunedWindowShowsWhatIsStored) {
    process(minutes(0, 19));
    test::delete_observations(temporary_.database(), 4, 4);
    execute("UPDATE report SET observations_pruned_ms = 1500000000000 WHERE report_id = 4");
    expect("pruned", run({"3", "5", kFirstEnd, "--all"}));
    expect("essentials_pruned", run({"3", "5", kFirstEnd}));
}

TEST_F(ExplainCommandTest, MethodThatWasNotComputedIsNotShown) {
    insert(minutes(0, 19));
    ASSERT_EQ(line_.run({"process", "--method", "queueing"}).exit_code, 0);
    const auto result = run({"3", "5", kFirstEnd, "--method", "classic", "--all"});
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_NE(result.out.find("\nno current result of the methods asked for\n"), std::string::npos)
        << result.out;
}

TEST_F(ExplainCommandTest, TimeMayBeWrittenInAnyForm) {
    process(minutes(0, 28));
    const std::string expected = run({"3", "5", kMinuteTwenty}).out;
    EXPECT_NE(expected.find("others"), 0U);
    for (const std::string& time : {std::to_string(kStart + 1200), "@" + std::to_string(kStart + 1200),
                                    std::string("2017-07-14 00:20"), std::string("12000s")}) {
        EXPECT_EQ(run({"3", "5", time}).out, expected) << time;
    }
}

TEST_F(ExplainCommandTest, TimeWithoutAWindowNamesThoseAround) {
    auto reports = minutes(0, 19);
    const auto later = minutes(60, 19);
    reports.insert(reports.end(), later.begin(), later.end());
    process(reports);
    expect("between", run({"3", "5", "2017-07-14T00:30:00Z"}));
    expect("before_all", run({"3", "5", "2017-07-13"}));
    expect("after_all", run({"3", "5", "2017-07-15"}));
}

TEST_F(ExplainCommandTest, InstallationWithoutWindowsOrReportsIsTold) {
    process(minutes(0, 3));
    expect("no_windows", run({"3", "5", kFirstEnd}));
    expect("unknown_installation", run({"3", "6", kFirstEnd}));
}

TEST_F(ExplainCommandTest, WrongArgumentsAreUsageErrors) {
    expect("wrong_user", run({"me", "5", kFirstEnd}));
    expect("wrong_installation", run({"3", "0", kFirstEnd}));
    expect("wrong_time", run({"3", "5", "soon"}));
    expect("wrong_method", run({"3", "5", kFirstEnd, "--method", "guess"}));
    expect("wrong_format", run({"3", "5", kFirstEnd, "--format", "csv"}));
    expect("no_time", run({"3", "5"}));
}

TEST_F(ExplainCommandTest, DatabaseIsNotMade) {
    line_.environment["TIXDB_DATABASE"] = (temporary_.folder() / "none.sqlite").string();
    expect("no_database", run({"3", "5", kFirstEnd}));
    EXPECT_FALSE(std::filesystem::exists(temporary_.folder() / "none.sqlite"));
}

// Up to a millisecond of jitter each way; after three and a half hours one probe in three waits downstream.
test::MadeReport jittery_minute(int number) {
    test::MadeReport report = test::quiet_report(kStart + 60 * number, 60, "192.0.2.1", {3, 5});
    for (model::Observation& probe : report.observations) {
        const std::int64_t t = probe.day_timestamp_s;
        const std::int64_t up_ns = t * 7919 % 1009 * 1000;
        const bool waits = number >= 210 && t % 3 == 0;
        const std::int64_t down_ns =
            t * 6007 % 997 * 1000 + (waits ? 5'000'000 + t * 7727 % 20'011 * 1000 : 0);
        probe.reception_ns += up_ns;
        probe.sent_ns += up_ns;
        probe.final_ns += up_ns + down_ns;
    }
    return report;
}

TEST_F(ExplainCommandTest, ALearnedLinkShowsWhatWasSeenAndFromWhat) {
    std::vector<test::MadeReport> reports;
    for (int i = 0; i < 240; ++i) reports.push_back(jittery_minute(i));
    insert(reports);
    execute(
        "INSERT INTO link_rate (user_id, installation_id, direction, from_s, mbps, set_ms) VALUES (3, 5, "
        "'down',"
        " 0, 10, 0)");
    process();
    const std::vector<std::string> loaded = {"3",        "5",        "2017-07-14T03:50:00Z",
                                             "--method", "adaptive", "--all"};
    expect("learned", run(loaded));
    auto as_json = loaded;
    as_json.insert(as_json.end(), {"--format", "json"});
    expect("learned_json", run(as_json));
    execute("DELETE FROM observation");
    execute("UPDATE report SET observations_pruned_ms = 1500000000000");
    expect("learned_pruned", run(loaded));
}

TEST(StateInWords, OfNothingSeenSaysWhatWaitsInBothDirectionsWouldBe) {
    model::AdaptiveDirection direction;
    direction.low = 0.0;
    direction.state = model::DetectionState::none;
    direction.ceiling = 0.9;
    direction.share = 0.795;
    EXPECT_EQ(state_in_words(direction),
              "none: no load seen, below detection on this link (up to 0.90 could hide)");
    direction.guarded = true;
    EXPECT_EQ(state_in_words(direction),
              "none: no load seen, below detection on this link (up to 0.90 could hide); the waits of both "
              "directions could be jitter that grew: if they are not, usage is 0.80");
}

}  // namespace
}  // namespace tixdb::cli::explain
