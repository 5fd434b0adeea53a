// SPDX-License-Identifier: MIT
// The recorded experiments through the real database: windows and values as an independent implementation
// found them.
#include "support/recordings.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "store/statement.hpp"
#include "support/processing.hpp"
#include "support/report_inserter.hpp"
#include "support/temporary_database.hpp"

namespace tixdb {
namespace {

using nlohmann::json;

// In as many runs as given, each with the next part of the reports.
void store_and_process(test::TemporaryDatabase& temporary, const test::Recording& recording,
                       std::size_t runs) {
    test::ReportInserter inserter(temporary.database());
    const std::size_t part = recording.reports.size() / runs + 1;
    std::vector<test::MadeReport> reports;
    for (const test::RecordedReport& report : recording.reports) {
        reports.push_back({{3, 5}, report.ip, report.observations});
        if (reports.size() < part && &report != &recording.reports.back()) continue;
        inserter.insert(reports);
        test::process_all(temporary.database(), 2);
        reports.clear();
    }
}

constexpr const char* kWindows =
    "SELECT w.ip, w.reports, w.first_report_s, w.last_report_s, w.distinct_observations, w.first_probe_s, "
    "w.last_probe_s,"
    " x.recent_observations, x.minutes, x.rtt_mode_ns, x.clock_anchors,"
    " x.up_usage, x.up_quality, x.up_hurst_rs, x.up_hurst_wavelet, x.up_mode_ns, x.up_threshold_ns,"
    " x.down_usage, x.down_quality, x.down_hurst_rs, x.down_hurst_wavelet, x.down_mode_ns, "
    "x.down_threshold_ns"
    " FROM window AS w JOIN result AS x USING (window_id) WHERE x.method = ?1 ORDER BY w.first_report_s, "
    "w.last_probe_s";

void expect_near(double actual, const json& expected, double absolute) {
    const auto value = expected.get<double>();
    EXPECT_NEAR(actual, value, std::max(absolute, 1e-6 * std::abs(value)));
}

void expect_bounds(const store::Statement& row, const json& expected) {
    EXPECT_EQ(row.text(0), expected.at("ip"));
    int column = 1;
    for (const char* name :
         {"reports", "first_report", "last_report", "observations", "first", "last", "meaningful"}) {
        EXPECT_EQ(row.int64(column++), expected.at(name)) << name;
    }
}

// Six columns from `column` on.
void expect_direction(const store::Statement& row, int column, const json& expected) {
    EXPECT_EQ(row.real(column), expected.at("usage").get<double>());
    EXPECT_EQ(row.real(column + 1), expected.at("quality").get<double>());
    expect_near(row.real(column + 2), expected.at("hurst_rs"), 0);
    expect_near(row.real(column + 3), expected.at("hurst_wavelet"), 0);
    expect_near(row.real(column + 4), expected.at("mode_ns"), 50);
    expect_near(row.real(column + 5), expected.at("threshold_ns"), 50);
}

void expect_classic(store::Database& database, const json& windows) {
    store::Statement row(database, kWindows);
    row.bind_all("classic");
    for (const json& expected : windows) {
        ASSERT_TRUE(row.step());
        SCOPED_TRACE(expected.at("first").dump());
        expect_bounds(row, expected);
        if (expected.value("midnight", false)) continue;
        EXPECT_EQ(row.int64(8), expected.at("minutes"));
        EXPECT_EQ(row.real(9), expected.at("rtt_mode_ns").get<double>());
        EXPECT_EQ(row.int64(10), expected.at("clock_anchors"));
        expect_direction(row, 11, expected.at("up"));
        expect_direction(row, 17, expected.at("down"));
    }
    EXPECT_FALSE(row.step());
}

void expect_queueing(store::Database& database, const json& windows) {
    store::Statement row(database, kWindows);
    row.bind_all("queueing");
    int further_off = 0;
    for (const json& expected : windows) {
        ASSERT_TRUE(row.step());
        SCOPED_TRACE(expected.at("first").dump());
        EXPECT_EQ(row.int64(6), expected.at("last"));
        const auto compare = [&](int column, const char* direction, const char* name) {
            const double off = std::abs(row.real(column) - expected.at(direction).at(name).get<double>());
            EXPECT_LE(off, 0.01) << direction << ' ' << name;
            if (off > 0.001) ++further_off;
        };
        compare(11, "up", "usage");
        compare(12, "up", "quality");
        compare(17, "down", "usage");
        compare(18, "down", "quality");
    }
    EXPECT_FALSE(row.step());
    EXPECT_LE(further_off * 100, static_cast<int>(windows.size()) * 4);
}

class Recordings : public testing::TestWithParam<std::string> {};

TEST_P(Recordings, AllWindowsInOneRunAgreeWithTheIndependentImplementation) {
    const auto recording = test::load_recording(GetParam());
    if (!recording) GTEST_SKIP() << "no recordings in " << test::recordings_folder();
    test::TemporaryDatabase temporary;
    store_and_process(temporary, *recording, 1);
    expect_classic(temporary.database(), recording->classic.at("windows"));
    expect_queueing(temporary.database(), recording->queueing.at("windows"));
}

TEST_P(Recordings, ManyRunsGiveExactlyWhatOneGives) {
    const auto recording = test::load_recording(GetParam());
    if (!recording) GTEST_SKIP() << "no recordings in " << test::recordings_folder();
    constexpr const char* kContent =
        "SELECT group_concat(line, char(10)) FROM (SELECT concat_line AS line FROM ("
        "SELECT w.ip || ' ' || w.first_report_s || ' ' || w.last_report_s || ' ' || w.last_probe_s || ' ' || "
        "w.reports || ' ' ||"
        " x.method || ' ' || quote(x.up_usage) || quote(x.down_usage) || quote(x.up_quality) || "
        "quote(x.down_quality) ||"
        " quote(x.up_hurst_rs) || quote(x.skew_ms_per_s) || quote(x.skew_source) || quote(x.baseline_ms) ||"
        " (SELECT b.last_probe_s FROM window AS b WHERE b.window_id = coalesce(x.baseline_window_id, "
        "w.window_id)) "
        "AS concat_line"
        " FROM window AS w JOIN result AS x USING (window_id) ORDER BY w.first_report_s, w.last_probe_s, "
        "x.method))";
    test::TemporaryDatabase at_once;
    store_and_process(at_once, *recording, 1);
    test::TemporaryDatabase in_parts;
    store_and_process(in_parts, *recording, 37);
    EXPECT_EQ(in_parts.number("SELECT count(*) FROM late_report"), 0);
    EXPECT_EQ(in_parts.number("SELECT count(*) FROM unprocessed_report"), 0);
    EXPECT_EQ(at_once.text(kContent), in_parts.text(kContent));
}

INSTANTIATE_TEST_SUITE_P(Recordings, Recordings, testing::ValuesIn(test::recording_names()));

}  // namespace
}  // namespace tixdb
