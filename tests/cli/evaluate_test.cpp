// SPDX-License-Identifier: MIT
// tixdb evaluate, as a user sees it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "support/command_line.hpp"
#include "support/made_delays.hpp"
#include "support/report_builder.hpp"
#include "support/report_inserter.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb::cli::evaluate {
namespace {

constexpr std::int64_t kStart = 1'499'990'400;  // 2017-07-14T00:00:00Z

// Twenty minutes at a quarter of the link, forty at three quarters.
constexpr const char* kPhases =
    R"({"connection_speed": 2000, "phases": [{"start": 1499990400, "lapse": 1200, "speed": 500},)"
    R"( {"start": 1499991600, "lapse": 2400, "speed": 1500}]})";

// Where paths are relative to, while it lives.
class WorkingFolder {
  public:
    explicit WorkingFolder(const std::filesystem::path& folder) { std::filesystem::current_path(folder); }
    ~WorkingFolder() { std::filesystem::current_path(before_); }
    WorkingFolder(const WorkingFolder&) = delete;
    WorkingFolder& operator=(const WorkingFolder&) = delete;

  private:
    std::filesystem::path before_ = std::filesystem::current_path();
};

class EvaluateCommandTest : public testing::Test {
  protected:
    EvaluateCommandTest() { line_.clock = &clock_; }

    [[nodiscard]] std::filesystem::path path(const std::string& name) const { return folder_ / name; }
    void write(const std::string& name, const std::string& text) const {
        std::filesystem::create_directories(path(name).parent_path());
        std::ofstream(path(name)) << text;
    }
    // An hour of reports below name/reports: a tenth of the probes waits, from minute 20 on two thirds.
    void write_reports(const std::string& name) const {
        for (int i = 0; i < 60; ++i) {
            test::MadeReport report = test::quiet_report(kStart + 60 * i, 60);
            if (i < 20) {
                test::delay_every(10, 20, report.observations);
            } else {
                test::delay_every(3, 20, report.observations);
                for (auto& probe : report.observations) {
                    if (probe.day_timestamp_s % 3 == 1) test::delay(probe, 0, 20);
                }
            }
            test::ReportBuilder(report.observations).write(path(name) / "reports");
        }
    }
    void write_experiment(const std::string& name) const {
        write_reports(name);
        write(name + "/phases.json", kPhases);
    }
    void simulate(const std::string& name) const {
        const auto result = line_.run({"simulate", "--output", path(name).string(), "--installations", "1",
                                       "--seed", "7", "--from", "2017-07-14", "--to", "2017-07-14T00:40:00Z",
                                       "--down-utilisation", "0.2,0.8", "--up-utilisation", "0.1"});
        ASSERT_EQ(result.exit_code, 0) << result.err;
    }
    [[nodiscard]] test::CommandResult run(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), "evaluate");
        return line_.run(arguments);
    }
    void expect(const std::string& name, const test::CommandResult& result) const {
        test::expect_golden("evaluate/" + name, result, {{folder_.path().string(), "{dir}"}});
    }

    test::TemporaryFolder folder_;
    test::FakeClock clock_;
    test::CommandLine line_;
};

TEST_F(EvaluateCommandTest, ScoresARecordedExperiment) {
    write_experiment("a");
    expect("recorded", run({path("a").string()}));
    expect("recorded_csv", run({path("a").string(), "--format", "csv"}));
    expect("recorded_json", run({path("a").string(), "--format", "json"}));
    expect("recorded_ndjson", run({path("a").string() + "/", "--format", "ndjson", "--method", "queueing"}));
}

TEST_F(EvaluateCommandTest, ShowsEachWindowIfTold) {
    write_experiment("a");
    expect("windows", run({path("a").string(), "--windows"}));
    expect("windows_csv",
           run({path("a").string(), "--windows", "--method", "queueing", "--format", "csv", "--no-header"}));
}

TEST_F(EvaluateCommandTest, ScoresBothDirectionsOfASimulation) {
    simulate("simulated");
    expect("simulated", run({path("simulated").string()}));
    expect("simulated_epsilon", run({path("simulated").string(), "--method", "queueing", "--epsilon-down",
                                     "4", "--epsilon-up", "8"}));
}

TEST_F(EvaluateCommandTest, SeveralExperimentsAreScoredTogetherToo) {
    write_experiment("a/same");
    write_experiment("b/same");
    simulate("simulated");
    // Experiments of one name are shown by their paths, whose length the columns would take over.
    const WorkingFolder here(folder_.path());
    expect("several", run({"a/same", "b/same", "simulated", "--method", "queueing"}));
}

TEST_F(EvaluateCommandTest, PackedReportsAreUnpacked) {
    write_experiment("a");
    const auto expected = run({path("a").string()});
    ASSERT_EQ(std::system(("tar -C '" + path("a").string() + "' -czf '" + path("a").string() +
                           "/reports.tar.gz' reports")
                              .c_str()),
              0);
    std::filesystem::remove_all(path("a") / "reports");
    const auto result = run({path("a").string()});
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_EQ(result.out, expected.out);
    EXPECT_EQ(result.err, expected.err);
}

TEST_F(EvaluateCommandTest, NothingIsLeftBehindAndNoDatabaseIsTouched) {
    write_experiment("a");
    std::filesystem::create_directory(path("tmp"));
    line_.environment["TIXDB_DATABASE"] = path("tixdb.sqlite").string();
    EXPECT_EQ(run({path("a").string()}).exit_code, 0);
    EXPECT_FALSE(std::filesystem::exists(path("tixdb.sqlite")));
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(path("a"))) {
        names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    EXPECT_EQ(names, (std::vector<std::string>{"phases.json", "reports"}));
}

TEST_F(EvaluateCommandTest, ExperimentWhoseWindowsAllLieOutsideIsWarnedOf) {
    write_reports("a");
    write("a/phases.json", R"({"connection_speed": 1, "phases": []})");
    expect("nothing_known", run({path("a").string()}));
}

TEST_F(EvaluateCommandTest, FolderThatIsNoExperimentIsRefused) {
    expect("missing", run({path("none").string()}));
    std::filesystem::create_directory(path("empty"));
    expect("neither", run({path("empty").string()}));
    write("both/phases.json", kPhases);
    write("both/truth.csv", "");
    expect("both", run({path("both").string()}));
    write("no_reports/phases.json", kPhases);
    expect("no_reports", run({path("no_reports").string()}));
    write("file", "");
    expect("file", run({path("file").string()}));
}

TEST_F(EvaluateCommandTest, ReportsThatCannotBeStoredAreRefused) {
    write("a/phases.json", kPhases);
    std::filesystem::create_directory(path("a") / "reports");
    expect("nothing_stored", run({path("a").string()}));
    write("a/reports/3/5/bad.json", "{}");
    test::set_mtime(path("a/reports/3/5/bad.json"), kStart);
    expect("all_rejected", run({path("a").string()}));
}

TEST_F(EvaluateCommandTest, BrokenPhasesAreRefused) {
    std::filesystem::create_directories(path("a") / "reports");
    write("a/phases.json", "{");
    expect("phases_no_json", run({path("a").string()}));
    write("a/phases.json", R"({"phases": []})");
    expect("phases_no_speed", run({path("a").string()}));
    write("a/phases.json", R"({"connection_speed": 2000, "phases": [{"start": 1, "lapse": "long"}]})");
    expect("phases_no_lapse", run({path("a").string()}));
}

TEST_F(EvaluateCommandTest, BrokenTruthIsRefused) {
    std::filesystem::create_directories(path("a") / "reports");
    const std::string heading = "user_id,installation_id,minute_s,up_utilisation,down_utilisation\n";
    write("a/truth.csv", "user_id,installation_id\n");
    expect("truth_no_column", run({path("a").string()}));
    write("a/truth.csv", heading + "3,5,1499990400,0.1,\n");
    expect("truth_no_number", run({path("a").string()}));
    write("a/truth.csv", heading + "3,5,1499990400,0.1,0.2\n3,5,1499990400,0.1,0.3\n");
    expect("truth_twice", run({path("a").string()}));
}

TEST_F(EvaluateCommandTest, BrokenArchiveIsRefused) {
    write("a/phases.json", kPhases);
    write("a/reports.tar.gz", "no archive");
    expect("broken_archive", run({path("a").string()}));
    std::filesystem::remove(path("a/reports.tar.gz"));
    write("inner/other/file", "");
    ASSERT_EQ(std::system(("tar -C '" + path("inner").string() + "' -czf '" + path("a").string() +
                           "/reports.tar.gz' other")
                              .c_str()),
              0);
    expect("other_archive", run({path("a").string()}));
}

TEST_F(EvaluateCommandTest, WrongOptionsAreUsageErrors) {
    write("a/phases.json", kPhases);
    expect("no_folder", run({}));
    expect("wrong_method", run({path("a").string(), "--method", "guess"}));
    expect("wrong_format", run({path("a").string(), "--format", "xml"}));
    expect("wrong_epsilon", run({path("a").string(), "--epsilon-up", "-1"}));
}

}  // namespace
}  // namespace tixdb::cli::evaluate
