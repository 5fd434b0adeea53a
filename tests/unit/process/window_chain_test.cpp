// SPDX-License-Identifier: MIT

#include "process/window_chain.hpp"

#include <gtest/gtest.h>

namespace tixdb::process {
namespace {

using Bounds = std::pair<std::int64_t, std::int64_t>;  // report ids, first and last

// Reports 1, 2, … with these observation counts.
std::vector<Bounds> windows_of(const std::vector<std::int64_t>& counts) {
    WindowChain chain;
    std::vector<Bounds> bounds;
    std::int64_t through = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        through += counts[i];
        store::ReportHeader report;
        report.report_id = static_cast<std::int64_t>(i) + 1;
        report.observation_count = counts[i];
        chain.add(report, through);
        while (const auto window = chain.next()) {
            bounds.emplace_back(window->front().report_id, window->back().report_id);
        }
    }
    return bounds;
}

TEST(WindowChain, TooFewObservationsMakeNoWindow) {
    EXPECT_TRUE(windows_of({}).empty());
    EXPECT_TRUE(windows_of({1083}).empty());
    EXPECT_TRUE(windows_of(std::vector<std::int64_t>(18, 60)).empty());
}

TEST(WindowChain, WindowIsCompleteWithTheReportThatBrings1084Observations) {
    EXPECT_EQ(windows_of({1084}), (std::vector<Bounds>{{1, 1}}));
    EXPECT_EQ(windows_of({1083, 1}), (std::vector<Bounds>{{1, 2}}));
}

TEST(WindowChain, NextWindowStartsInTheMiddleOfTheOneBefore) {
    // 60 per report: 19 reports per window, the next one starts 9 reports on.
    EXPECT_EQ(windows_of(std::vector<std::int64_t>(37, 60)),
              (std::vector<Bounds>{{1, 19}, {10, 28}, {19, 37}}));
}

TEST(WindowChain, WindowOfOneReportIsFollowedByTheNextReport) {
    EXPECT_EQ(windows_of({2000, 2000, 10}), (std::vector<Bounds>{{1, 1}, {2, 2}}));
}

TEST(WindowChain, SeveralWindowsCanEndWithOneLargeReport) {
    // 1…4 hold 400; 5 completes the windows from 1, from 3 (5 reports, step 2), from 4 (3 reports, step 1)
    // and its own.
    EXPECT_EQ(windows_of({100, 100, 100, 100, 2000}), (std::vector<Bounds>{{1, 5}, {3, 5}, {4, 5}, {5, 5}}));
}

}  // namespace
}  // namespace tixdb::process
