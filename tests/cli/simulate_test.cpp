// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "support/command_line.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb::test {
namespace {

class SimulateCli : public testing::Test {
  protected:
    CommandResult simulate(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"simulate", "--output", output_.string()});
        CommandLine line;
        line.clock = &clock_;
        return line.run(arguments);
    }

    void expect(const std::string& golden, const std::vector<std::string>& arguments) {
        expect_golden("simulate/" + golden, simulate(arguments), {{folder_.path().string(), "FOLDER"}});
    }

    [[nodiscard]] std::string content_of(const std::string& name) const {
        std::ifstream file(output_ / name, std::ios::binary);
        std::ostringstream text;
        text << file.rdbuf();
        return text.str();
    }

    [[nodiscard]] std::size_t report_files() const {
        std::size_t count = 0;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(output_ / "reports")) {
            if (entry.is_regular_file()) ++count;
        }
        return count;
    }

    TemporaryFolder folder_;
    std::filesystem::path output_ = folder_ / "out";
    FakeClock clock_{1'505'088'030'000};  // 2017-09-11T00:00:30Z
};

TEST_F(SimulateCli, WritesReportsAndTruth) {
    expect("written", {"--installations", "2", "--duration", "3min", "--seed", "5"});
    EXPECT_EQ(report_files(), 6U);
    EXPECT_TRUE(content_of("truth.csv").starts_with("user_id,installation_id,minute_s,"));
    EXPECT_TRUE(std::filesystem::exists(output_ / "reports/1/1/tix-report-1505087820.json"));
}

TEST_F(SimulateCli, OptionsReachTheSimulation) {
    expect("all_options", {"--from",
                           "2017-09-10T23:00",
                           "--to",
                           "2017-09-10T23:10",
                           "--installations",
                           "2",
                           "--installations-per-user",
                           "2",
                           "--first-user",
                           "7",
                           "--first-installation",
                           "41",
                           "--up-utilisation",
                           "0,0.5",
                           "--down-utilisation",
                           "0.9",
                           "--up-rate-kbps",
                           "1000",
                           "--down-rate-kbps",
                           "100000",
                           "--queue",
                           "stationary",
                           "--up-base-delay",
                           "1500us",
                           "--down-base-delay",
                           "2.5ms",
                           "--packet-bytes",
                           "1000",
                           "--burst-packets",
                           "2",
                           "--buffer",
                           "1s",
                           "--jitter",
                           "0.1ms",
                           "--loss",
                           "0",
                           "--clock-offset",
                           "-1.5s",
                           "--clock-drift-ppm",
                           "-20",
                           "--clock-step",
                           "+2s",
                           "--clock-step-after",
                           "5min",
                           "--client-utc-offset",
                           "-03:00",
                           "--server-utc-offset",
                           "5.5",
                           "--first-ip",
                           "203.0.113.9",
                           "--ip-change-every",
                           "5min",
                           "--gap-every",
                           "4min",
                           "--gap-length",
                           "30s",
                           "--resent-share",
                           "1",
                           "--threads",
                           "2"});
    const std::string truth = content_of("truth.csv");
    EXPECT_NE(truth.find(",0.000000,0.900000,"), std::string::npos);
    EXPECT_NE(truth.find(",0.500000,0.900000,"), std::string::npos);
    EXPECT_TRUE(std::filesystem::exists(output_ / "reports/7/42"));
}

TEST_F(SimulateCli, ThePlanGivesEachInstallationItsLoads) {
    std::ofstream(folder_ / "plan.csv") << "user_id,installation_id,after_s,up_utilisation,down_utilisation\n"
                                           "1,1,0,0.1,0.3\n1,1,60,0.7,0.3\n";
    const CommandResult result =
        simulate({"--duration", "2min", "--utilisation-plan", (folder_ / "plan.csv").string()});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_NE(content_of("truth.csv").find(",0.700000,0.300000,"), std::string::npos);
}

TEST_F(SimulateCli, DryRunWritesNothing) {
    expect("dry_run", {"-n", "--installations", "3"});
    EXPECT_FALSE(std::filesystem::exists(output_));
}

TEST_F(SimulateCli, DryRunCountsTheReportThatIsBegunLast) {
    for (const auto& [duration, reports] :
         {std::pair{"60s", "2 reports"}, {"61s", "4 reports"}, {"2min", "4 reports"}})
        EXPECT_NE(simulate({"-n", "--installations", "2", "--duration", duration})
                      .err.find(std::string("would write at most ") + reports + " of 2 installations"),
                  std::string::npos)
            << duration;
}

TEST_F(SimulateCli, RefusesAFolderThatIsNotEmpty) {
    std::filesystem::create_directories(output_ / "reports");
    expect("not_empty", {"--duration", "1min"});
    expect("not_empty_dry_run", {"-n", "--duration", "1min"});
    EXPECT_EQ(simulate({"--duration", "1min", "--force"}).exit_code, 0);
    EXPECT_EQ(report_files(), 1U);
}

TEST_F(SimulateCli, QuietSaysNothing) {
    const CommandResult result = simulate({"-q", "--duration", "1min"});
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_EQ(result.out + result.err, "");
}

TEST_F(SimulateCli, WrongOptionsAreUsageErrors) {
    expect("bad_utilisation", {"--up-utilisation", "0.5,high"});
    expect("utilisation_out_of_range", {"--down-utilisation", "3"});
    expect("bad_delay", {"--up-base-delay", "15 parsec"});
    expect("bad_offset", {"--client-utc-offset", "-3:77"});
    expect("bad_time", {"--from", "soon"});
    expect("bad_duration", {"--duration", "0s"});
    expect("three_times", {"--from", "2h", "--to", "1h", "--duration", "1h"});
    expect("reversed_times", {"--from", "1h", "--to", "2h"});
    expect("bad_ip", {"--first-ip", "1.2.3"});
    expect("gap_without_length", {"--gap-every", "10min"});
    expect("bad_queue", {"--queue", "fast"});
    expect("loss_out_of_range", {"--loss", "1.5"});
    expect("empty_from", {"--from", ""});
    EXPECT_EQ(simulate({"--loss", "nan"}).exit_code, 2);
    for (const char* offset : {"3.5:30", "+-3", "+-3:00", "3:0x", ":30", "3:", "+", "25h"}) {
        EXPECT_EQ(simulate({"--client-utc-offset", offset}).exit_code, 2) << offset;
    }
    expect("burst_over_buffer", {"--burst-packets", "1000"});
    EXPECT_FALSE(std::filesystem::exists(output_));
}

TEST_F(SimulateCli, DisturbancesAreInTheReportsAndInTheTruth) {
    const CommandResult result = simulate(
        {"--from", "2026-03-01", "--duration", "8min", "--clock-step", "300ms@1min,server:-300ms@1min",
         "--slew", "30ms/500ppm@2min", "--frequency-change", "-50ppm@4min", "--route-change",
         "up:+120ms@5min..6min,down:-5ms@5min", "--wrong-probes", "short-trip:3@7min,server+1s:1@7min"});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    const std::string truth = content_of("truth.csv");
    for (const char* row_end :
         {",clock-step\n", ",slew\n", ",frequency-change\n", ",route-change\n", ",\n", ",wrong-probes\n"}) {
        EXPECT_NE(truth.find(row_end), std::string::npos) << row_end;
    }
}

TEST_F(SimulateCli, AStepWithoutATimeTakesThatOfItsOwnOption) {
    const auto reports_with = [this](const std::vector<std::string>& more) {
        std::vector<std::string> arguments = {"--force", "--from", "2026-03-01", "--duration", "2min"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        EXPECT_EQ(simulate(arguments).exit_code, 0);
        return content_of("reports/1/1/tix-report-1772323260.json");
    };
    const std::string stepped = reports_with({"--clock-step", "300ms", "--clock-step-after", "70s"});
    EXPECT_TRUE(stepped == reports_with({"--clock-step", "300ms@70s"}));
    EXPECT_FALSE(stepped == reports_with({}));
}

TEST_F(SimulateCli, WrongDisturbancesAreUsageErrors) {
    expect("bad_clock_step", {"--clock-step", "300ms@soon"});
    expect("clock_step_out_of_range", {"--clock-step", "8d@1h"});
    expect("bad_slew", {"--slew", "120ms@1h"});
    expect("slew_without_a_rate", {"--slew", "120ms/0ppm@1h"});
    expect("bad_frequency_change", {"--frequency-change", "50ppm"});
    expect("bad_drift_profile", {"--drift-profile", "20ppm"});
    expect("bad_route_change", {"--route-change", "120ms@2h"});
    expect("route_shorter_than_nothing", {"--route-change", "up:-20ms@1h"});
    expect("bad_jitter_change", {"--jitter-change", "up:much@1h"});
    expect("bad_wrong_probes", {"--wrong-probes", "odd:3@2h"});
    expect("too_many_wrong_probes", {"--wrong-probes", "short-trip:20/10s"});
    EXPECT_FALSE(std::filesystem::exists(output_));
}

TEST_F(SimulateCli, TrafficAccessAndBusyHoursReachTheSimulation) {
    const CommandResult result = simulate({"--from",
                                           "2026-03-01T17:59",
                                           "--duration",
                                           "2min",
                                           "--traffic",
                                           "web",
                                           "--up-traffic",
                                           "paced",
                                           "--down-rate-kbps",
                                           "50000",
                                           "--down-buffer",
                                           "80ms",
                                           "--up-buffer",
                                           "300ms",
                                           "--connections",
                                           "2",
                                           "--access",
                                           "wifi",
                                           "--down-utilisation",
                                           "0.5",
                                           "--busy-hours",
                                           "18-23",
                                           "--busy-days",
                                           "sun",
                                           "--quiet-share",
                                           "0.1"});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    const std::string truth = content_of("truth.csv");
    EXPECT_NE(truth.find(",0.020000,0.050000,"), std::string::npos) << truth;
    EXPECT_NE(truth.find(",0.200000,0.500000,"), std::string::npos) << truth;
}

TEST_F(SimulateCli, EachOptionMakesSomethingElseOfTheSameScenario) {
    using Words = std::vector<std::string>;
    int number = 0;
    const auto written_with = [&](const Words& words) {
        output_ = folder_ / ("out" + std::to_string(++number));
        Words all = {"--from", "2026-03-01T20:00", "--duration", "1min", "--jitter", "0.2ms"};
        all.insert(all.end(), words.begin(), words.end());
        const CommandResult result = simulate(all);
        EXPECT_EQ(result.exit_code, 0) << result.err;
        std::map<std::string, std::string> files;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(output_)) {
            if (!entry.is_regular_file()) continue;
            std::ostringstream text;
            text << std::ifstream(entry.path()).rdbuf();
            files[entry.path().lexically_relative(output_).string()] = text.str();
        }
        return files;
    };
    const Words busy = {"--up-utilisation", "1.2", "--down-utilisation", "1.2"};
    // Each is tried with what it needs to be about anything.
    const std::vector<std::pair<Words, std::vector<Words>>> tried = {
        {busy,
         {{"--seed", "2"},
          {"--installations", "2"},
          {"--first-user", "5"},
          {"--first-installation", "5"},
          {"--vary"},
          {"--up-rate-kbps", "700"},
          {"--down-rate-kbps", "700"},
          {"--up-base-delay", "30ms"},
          {"--down-base-delay", "30ms"},
          {"--packet-bytes", "500"},
          {"--burst-packets", "3"},
          {"--buffer", "50ms"},
          {"--up-buffer", "50ms"},
          {"--down-buffer", "50ms"},
          {"--probe-spread", "100ms"},
          {"--loss", "0.3"},
          {"--clock-offset", "2s"},
          {"--clock-drift-ppm", "50"},
          {"--server-clock-drift-ppm", "50"},
          {"--vary-clocks"},
          {"--client-utc-offset", "9"},
          {"--server-utc-offset", "9"},
          {"--first-ip", "203.0.113.9"},
          {"--ip-change-every", "30s"},
          {"--saved-share", "1"},
          {"--resent-share", "1"},
          {"--traffic", "paced"},
          {"--up-traffic", "paced"},
          {"--down-traffic", "paced"},
          {"--access", "wifi"},
          {"--busy-hours", "3-4"},
          {"--clock-step", "300ms@30s"},
          {"--clock-step", "server:300ms@30s"},
          {"--slew", "30ms/500ppm@10s"},
          {"--slew", "server:30ms/500ppm@10s"},
          {"--frequency-change", "50ppm@10s"},
          {"--frequency-change", "server:50ppm@10s"},
          {"--drift-profile", "20ppm/1min"},
          {"--drift-profile", "server:20ppm/1min"},
          {"--route-change", "up:120ms@30s"},
          {"--route-change", "down:120ms@30s"},
          {"--jitter-change", "up:4@30s"},
          {"--jitter-change", "down:4@30s"},
          {"--wrong-probes", "short-trip:3@30s"}}},
        {{"--installations", "2"}, {{"--installations-per-user", "2"}}},
        {{},
         {{"--gap-every", "30s", "--gap-length", "20s"},
          {"--gap-every", "30s", "--gap-length", "10s"},
          {"--gap-every", "40s", "--gap-length", "20s"}}},
        {{"--down-rate-kbps", "50000"}, {{"--queue", "stationary"}}},
        {{"--traffic", "web"}, {{"--connections", "5"}}},
        {{"--busy-hours", "18-23"}, {{"--busy-days", "mon"}}},
        {{"--busy-hours", "3-4"}, {{"--quiet-share", "0.9"}}},
        {{"--clock-step", "300ms"}, {{"--clock-step-after", "30s"}}},
    };
    for (const auto& [needed, each] : tried) {
        std::set<std::map<std::string, std::string>> seen = {written_with(needed)};
        for (const Words& option : each) {
            Words words = needed;
            words.insert(words.end(), option.begin(), option.end());
            EXPECT_TRUE(seen.insert(written_with(words)).second) << option.front() << ' ' << option.back();
        }
    }
}

TEST_F(SimulateCli, BufferOfADirectionGoesBeforeThatOfBoth) {
    const auto truth_with = [this](std::vector<std::string> words) {
        words.insert(words.end(), {"--force", "--from", "2026-03-01T20:00", "--duration", "2min",
                                   "--up-utilisation", "1.5", "--down-utilisation", "1.5"});
        EXPECT_EQ(simulate(words).exit_code, 0);
        return content_of("reports/1/1/tix-report-1772395260.json");
    };
    const std::string both = truth_with({"--buffer", "50ms"});
    ASSERT_NE(both, "");
    EXPECT_EQ(truth_with({"--up-buffer", "50ms", "--down-buffer", "50ms"}), both);
    EXPECT_EQ(truth_with({"--buffer", "50ms", "--down-buffer", "5s"}), truth_with({"--up-buffer", "50ms"}));
    EXPECT_EQ(truth_with({"--buffer", "50ms", "--up-buffer", "5s"}), truth_with({"--down-buffer", "50ms"}));
}

TEST_F(SimulateCli, WrongTrafficIsAUsageError) {
    expect("bad_traffic", {"--traffic", "torrent"});
    expect("bad_access", {"--access", "modem"});
    expect("bad_busy_hours", {"--busy-hours", "23-18"});
    expect("bad_busy_days", {"--busy-hours", "18-23", "--busy-days", "monday"});
    expect("bad_buffer", {"--up-buffer", "big"});
    EXPECT_FALSE(std::filesystem::exists(output_));
}

TEST_F(SimulateCli, WrongVariableIsAConfigurationError) {
    CommandLine line;
    line.environment["TIXDB_SEED"] = "seven";
    expect_golden("simulate/wrong_variable", line.run({"simulate", "--output", output_.string()}));
    line.environment["TIXDB_SEED"] = "-7";
    expect_golden("simulate/variable_out_of_range", line.run({"simulate", "--output", output_.string()}));
    line.environment.clear();
    line.environment["TIXDB_FIRST_IP"] = "300.1.1.1";
    EXPECT_EQ(line.run({"simulate", "--output", output_.string()}).exit_code, 78);
    EXPECT_FALSE(std::filesystem::exists(output_));
}

TEST_F(SimulateCli, FolderThatCannotBeMadeIsAFailure) {
    std::ofstream(folder_ / "file") << "no folder";
    output_ = folder_ / "file/out";
    expect("unwritable", {"--duration", "1min"});
}

TEST_F(SimulateCli, OutputIsRequired) {
    expect_golden("simulate/no_output", CommandLine{}.run({"simulate"}));
}

TEST_F(SimulateCli, OffsetsFromUtcAreWrittenInManyWays) {
    const auto reports_with = [this](const std::string& offset,
                                     const std::string& from = "2026-03-01T20:00:00Z") {
        const CommandResult result =
            simulate({"--force", "--from", from, "--duration", "1min", "--client-utc-offset", offset});
        EXPECT_EQ(result.exit_code, 0) << offset << ": " << result.err;
        std::ostringstream text;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(output_ / "reports")) {
            if (entry.is_regular_file()) text << std::ifstream(entry.path()).rdbuf();
        }
        return text.str();
    };
    const std::string expected = reports_with("5.5");
    EXPECT_TRUE(expected != reports_with("0")) << "the next day has begun at the client";
    for (const char* offset : {"+05:30", "5:30", "+5.5", "330min", "+5.5h"}) {
        EXPECT_TRUE(reports_with(offset) == expected) << offset;
    }
    const std::string morning = "2026-03-01T03:00:00Z";
    const std::string west = reports_with("-3.5", morning);
    EXPECT_TRUE(west != reports_with("-2.5", morning)) << "it is still the day before";
    for (const char* offset : {"-03:30", "-3:30", "-210min"})
        EXPECT_TRUE(reports_with(offset, morning) == west) << offset;
}

TEST_F(SimulateCli, PlannedInstallationThatIsNotSimulatedIsNamed) {
    std::ofstream(folder_ / "plan.csv") << "user_id,installation_id,after_s,up_utilisation,down_utilisation\n"
                                           "1,1,0,0.1,0.1\n9,9,0,0.1,0.1\n";
    expect("plan_unused",
           {"-n", "--from", "2026-03-01", "--utilisation-plan", (folder_ / "plan.csv").string()});
}

TEST_F(SimulateCli, APlanThatDoesNotFitIsAUsageErrorWithItsLine) {
    std::ofstream(folder_ / "plan.csv") << "user_id,installation_id,after_s,up_utilisation,down_utilisation\n"
                                           "1,1,0,0.1\n";
    expect("bad_plan", {"--utilisation-plan", (folder_ / "plan.csv").string()});
    expect("missing_plan", {"--utilisation-plan", (folder_ / "none.csv").string()});
    EXPECT_FALSE(std::filesystem::exists(output_));
}

}  // namespace
}  // namespace tixdb::test
