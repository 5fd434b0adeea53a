// SPDX-License-Identifier: MIT
// What is expected of a window, from phases and from a simulation's truth.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "base/error.hpp"
#include "report/recorded_phases.hpp"
#include "report/simulated_truth.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb::report {
namespace {

store::WindowUsage window(std::int64_t first_report_s, std::int64_t last_s) {
    store::WindowUsage usage;
    usage.installation = {3, 5};
    usage.first_report_s = first_report_s;
    usage.last_probe_s = last_s;
    return usage;
}

// A gap from 3000 to 4000.
const RecordedPhases& phases() {
    static const RecordedPhases kPhases({{1000, 2000, 1.0}, {2000, 3000, 0.25}, {4000, 5000, 0.25}});
    return kPhases;
}

TEST(RecordedPhases, WindowInsideOfAPhaseHasItsUsage) {
    EXPECT_EQ(phases().expected(window(1000, 1999), Direction::down), 1.0);
    EXPECT_EQ(phases().expected(window(2000, 2999), Direction::down), 0.25);
}

TEST(RecordedPhases, WindowAcrossTwoIsWeightedByItsTimeInEither) {
    // 300 s of 1.0, 700 s of 0.25
    EXPECT_NEAR(phases().expected(window(1700, 2700), Direction::down).value(), 0.475, 1e-12);
}

TEST(RecordedPhases, SamePhaseUsageAcrossAGapIsThatUsage) {
    EXPECT_EQ(phases().expected(window(2500, 4500), Direction::down), 0.25);
}

TEST(RecordedPhases, OneEndOutsideTakesTheOtherOnes) {
    EXPECT_EQ(phases().expected(window(500, 1500), Direction::down), 1.0);
    EXPECT_EQ(phases().expected(window(2500, 3500), Direction::down), 0.25);
    EXPECT_EQ(phases().expected(window(500, 1000), Direction::down), 1.0) << "its first second is of a phase";
    EXPECT_FALSE(phases().expected(window(500, 999), Direction::down));
    EXPECT_EQ(phases().expected(window(2999, 3500), Direction::down), 0.25);
}

TEST(RecordedPhases, BothEndsOutsideAreNotKnown) {
    EXPECT_FALSE(phases().expected(window(0, 500), Direction::down));
    EXPECT_FALSE(phases().expected(window(3000, 3999), Direction::down));
    EXPECT_FALSE(phases().expected(window(3500, 5000), Direction::down));
}

TEST(RecordedPhases, UplinkIsNeverKnown) {
    EXPECT_FALSE(phases().expected(window(1000, 1999), Direction::up));
}

class PhasesFile : public testing::Test {
  protected:
    [[nodiscard]] std::filesystem::path file(const std::string& content) const {
        std::ofstream(folder_ / "phases.json") << content;
        return folder_ / "phases.json";
    }
    void expect_refused(const std::string& content, const std::string& why) const {
        try {
            (void)read_phases(file(content));
            ADD_FAILURE() << "taken: " << content;
        } catch (const Error& error) {
            EXPECT_NE(std::string(error.what()).find(why), std::string::npos) << error.what();
        }
    }

    test::TemporaryFolder folder_;
};

TEST_F(PhasesFile, GivesEachPhaseItsShareOfTheLink) {
    const auto phases = read_phases(file(
        R"({"connection_speed": 1500, "phases": [{"start": 1510459200, "lapse": 3600, "speed": 375}]})"));
    ASSERT_EQ(phases.size(), 1U);
    EXPECT_EQ(phases[0].start_s, 1510459200);
    EXPECT_EQ(phases[0].end_s, 1510462800);
    EXPECT_EQ(phases[0].usage, 0.25);
}

TEST_F(PhasesFile, SaysWhatIsWrongWithIt) {
    expect_refused("", "is not a JSON object");
    expect_refused("[1]", "is not a JSON object");
    expect_refused(R"({"phases": []})", "\"connection_speed\" is missing or no number");
    expect_refused(R"({"connection_speed": 0, "phases": []})", "not above zero");
    expect_refused(R"({"connection_speed": 1})", "\"phases\" is missing or no array");
    expect_refused(R"({"connection_speed": 1, "phases": [{"start": 1, "lapse": 2}]})",
                   "\"speed\" is missing");
    expect_refused(R"({"connection_speed": 1, "phases": [7]})", "\"start\" is missing");
}

constexpr const char* kHeading =
    "user_id,installation_id,minute_s,up_utilisation,down_utilisation,up_set,down_set\n";

SimulatedTruth truth_of(const std::string& rows) {
    std::istringstream csv(kHeading + rows);
    return SimulatedTruth(parse_truth(csv, "truth.csv"));
}

TEST(SimulatedTruth, IsTheMeanOverTheTenMinutesThatAResultDescribes) {
    // Minutes 0 … 11: up is 0.1 in minutes 0 to 5 and 0.3 from 6 on; down is 1 throughout.
    std::string rows;
    for (int minute = 0; minute < 12; ++minute) {
        rows += "3,5," + std::to_string(minute * 60) + (minute < 6 ? ",0.1,1,0,0\n" : ",0.3,1,0,0\n");
    }
    const SimulatedTruth truth = truth_of(rows);
    // The seconds 60 … 659 are minutes 1 to 10: five of 0.1, five of 0.3.
    EXPECT_NEAR(truth.expected(window(0, 659), Direction::up).value(), 0.2, 1e-12);
    // 90 … 689: half of minute 1 less, half of minute 11 more.
    EXPECT_NEAR(truth.expected(window(0, 689), Direction::up).value(), (270 * 0.1 + 330 * 0.3) / 600, 1e-12);
    EXPECT_NEAR(truth.expected(window(0, 689), Direction::down).value(), 1, 1e-12);
}

TEST(SimulatedTruth, MinutesThatAreNotThereDoNotCount) {
    const SimulatedTruth truth = truth_of("3,5,600,0.5,0.7,0,0\n");
    EXPECT_NEAR(truth.expected(window(0, 630), Direction::down).value(), 0.7, 1e-12);
    EXPECT_FALSE(truth.expected(window(0, 599), Direction::down));
    EXPECT_FALSE(truth.expected(window(0, 1260), Direction::down));
    // The first second that no longer looks back into it.
    EXPECT_TRUE(truth.expected(window(0, 1258), Direction::down));
    EXPECT_FALSE(truth.expected(window(0, 1259), Direction::down));
}

TEST(SimulatedTruth, OfAnotherInstallationIsNotKnown) {
    EXPECT_FALSE(truth_of("3,6,600,0.5,0.7,0,0\n").expected(window(0, 630), Direction::down));
}

TEST(SimulatedTruth, ColumnsAreFoundByTheirNames) {
    std::istringstream csv(
        "down_utilisation,minute_s,up_utilisation,installation_id,user_id\r\n0.7,600,0.5,5,3\r\n");
    const SimulatedTruth truth(parse_truth(csv, "truth.csv"));
    EXPECT_EQ(truth.expected(window(0, 630), Direction::up), 0.5);
}

TEST(SimulatedTruth, SaysWhichLineIsWrong) {
    const auto message = [](const std::string& text) -> std::string {
        std::istringstream csv(text);
        try {
            (void)parse_truth(csv, "truth.csv");
        } catch (const Error& error) {
            return error.what();
        }
        return "taken";
    };
    EXPECT_EQ(message(""), "truth.csv line 1: there is no column user_id");
    EXPECT_EQ(message("user_id,installation_id,minute_s,up_utilisation\n"),
              "truth.csv line 1: there is no column down_utilisation");
    EXPECT_EQ(message(std::string(kHeading) + "3,5,60,0.5,0.5,0,0\n3,5,120,0.5\n"),
              "truth.csv line 3: a number is missing");
    for (const char* row :
         {"3,5,60,nan,0.5,0,0", "3,5,60,0.5,nan,0,0", "3,5,60,inf,0.5,0,0", "3,5,60,0.5,,0,0",
          "3,,60,0.5,0.5,0,0", "x,5,60,0.5,0.5,0,0", "3,5,1.5,0.5,0.5,0,0"}) {
        EXPECT_EQ(message(std::string(kHeading) + row + "\n"), "truth.csv line 2: a number is missing")
            << row;
    }
    EXPECT_EQ(message(std::string(kHeading) + "3,5,60,0.5,0.5,0,0\n3,6,60,0.5,0.5,0,0\n3,5,60,0.5,0.5,0,0\n"),
              "truth.csv line 4: this minute of the installation was there before");
}

}  // namespace
}  // namespace tixdb::report
