// SPDX-License-Identifier: MIT
// What a page says in words, rows and lines is what the results say, each in its place.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>

#include "page/charts/bar_chart.hpp"
#include "page/installation_page.hpp"
#include "support/page_rows.hpp"
#include "support/temporary_database.hpp"
#include "support/window_rows.hpp"

namespace tixdb::page::facts_test {
namespace {

constexpr std::int64_t kFirst_s = 1'505'044'800;  // 2017-09-10T12:00:00Z

using model::DetectionState;

store::PageWindow window_at(std::int64_t last_s, double up_quality, double down_quality) {
    store::PageWindow window;
    window.last_s = last_s;
    window.up_usage = 0.25;
    window.down_usage = 0.75;
    window.up_quality = up_quality;
    window.down_quality = down_quality;
    return window;
}

class PageFacts : public testing::Test {
  protected:
    PageFacts() : report_(read_installation_report(temporary_.database(), scope(), "UTC")) {}

    // The page without its elements: "|" between the cells of a row.
    std::string shown() {
        report_.summary = summary_of(report_.read.windows, report_.hours, report_.zone);
        std::string html = html_of(report_);
        html = html.substr(html.find("<body>"));
        html = html.substr(0, html.find("<script"));
        html = std::regex_replace(html, std::regex("</t[dh]>(?!\\s*</tr>)"), "|");
        html = std::regex_replace(html, std::regex("<[^>]*>"), "");
        return std::regex_replace(html, std::regex("\xc2\xa0"), " ");
    }
    void expect_shown(const std::string& text) {
        const std::string all = shown();
        EXPECT_NE(all.find(text), std::string::npos) << text << "\nin\n" << all;
    }

    test::TemporaryDatabase temporary_;
    InstallationReport report_;

  private:
    store::PageScope scope() {
        test::add_window(temporary_.database(), {.last_s = kFirst_s});
        return {{1, 1}, kFirst_s, kFirst_s + 86'400, model::Method::queueing};
    }
};

TEST_F(PageFacts, StatesOfDetectionAreCountedByDirection) {
    auto& windows = report_.read.windows;
    windows.clear();
    for (int i = 0; i < 4; ++i) {
        windows.push_back(window_at(kFirst_s + 540 * i, 1, 1));
        windows.back().down_state = i == 0 ? DetectionState::none : DetectionState::clear;
        if (i > 0) windows.back().up_state = i == 1 ? DetectionState::weak : DetectionState::none;
    }
    expect_shown("download|4|25 %|0 %|75 %");
    expect_shown("upload|3|67 %|33 %|0 %");
    for (auto& window : windows) window.down_state = window.up_state = DetectionState::clear;
    expect_shown("download|4|0 %|0 %|100 %");
}

TEST_F(PageFacts, ClockThatIsSetMovesTheDirectionsApartAndARouteDoesNot) {
    report_.read.shifts = {
        {kFirst_s + 3600, 30.0, -29.0}, {kFirst_s + 7200, 5.0, 5.0}, {kFirst_s + 9000, 40.0, {}}};
    expect_shown("2017-09-10 13:00|a clock was set|+30.0 ms|-29.0 ms");
    expect_shown("2017-09-10 14:00|the route changed|+5.0 ms|+5.0 ms");
    expect_shown("2017-09-10 14:30|the route changed|+40.0 ms|–");
    report_.read.shifts = {{kFirst_s, 30.0, -25.0}, {kFirst_s + 60, -25.0, 30.5}};
    expect_shown("2017-09-10 12:00|a clock was set|+30.0 ms|-25.0 ms");
    expect_shown("2017-09-10 12:01|the route changed|-25.0 ms|+30.5 ms");
}

TEST_F(PageFacts, TimeMeasuredIsAShareOfThePageAndNeverMoreThanAll) {
    report_.gaps = {{kFirst_s + 5 * 3600, kFirst_s + 6 * 3600, "no_reports", "", ""}};
    store::PageHour hour;
    hour.covered_s = 3600;
    report_.hours.assign(6, hour);
    expect_shown("Time measured25 %1 gap\n");
    report_.hours.assign(25, hour);
    expect_shown("Time measured100 %1 gap\n");
}

TEST_F(PageFacts, VerdictNamesTheDirectionThatSuffersMoreIfEitherDoes) {
    report_.read.windows = {window_at(kFirst_s, 0.5, 0.75)};
    expect_shown("The upload was congested in 50 % of the minutes");
    report_.read.windows = {window_at(kFirst_s, 0.75, 0.25)};
    expect_shown("The download was congested in 75 % of the minutes");
    report_.read.windows = {window_at(kFirst_s, 1, 0.97)};
    expect_shown("The download was congested in 3");
    report_.read.windows = {window_at(kFirst_s, 1, 0.985)};
    expect_shown("Neither direction was congested to speak of");
    report_.read.windows = {window_at(kFirst_s, 0.75, 0.75)};
    expect_shown("The download was congested in 25 % of the minutes");
}

TEST_F(PageFacts, PlaceIsTheLastNetworkAndHowOftenItChanged) {
    report_.read.networks = {{kFirst_s, kFirst_s, "192.0.2.1", "5", "ONE"}};
    EXPECT_EQ(shown().find("in this time\n"), std::string::npos);
    expect_shown("AS 5 ONE, last at 192.0.2.1\n");
    report_.read.networks.push_back({kFirst_s + 60, kFirst_s + 60, "192.0.2.7", "6", "TWO"});
    expect_shown("AS 6 TWO, last at 192.0.2.7; 1 change in this time");
    report_.read.networks.push_back({kFirst_s + 120, kFirst_s + 120, "192.0.2.9", {}, {}});
    expect_shown("Network not known, last at 192.0.2.9; 2 changes in this time");
}

TEST_F(PageFacts, WorstHourIsOneOfFourResultsAtLeast) {
    const auto results = [&](int count) {
        report_.read.windows.clear();
        for (int i = 0; i < count; ++i) report_.read.windows.push_back(window_at(kFirst_s + 540 * i, 1, 0.5));
    };
    results(3);
    expect_shown("download no hour stands out; upload no hour stands out");
    results(4);
    expect_shown("download most on Sun at 12:00, 50 %; upload no hour stands out");
}

TEST_F(PageFacts, GapsAreAsLongAsTheMinutesThatTheyReachInto) {
    report_.gaps = {{kFirst_s, kFirst_s + 30, "no_reports", "", ""},
                    {kFirst_s + 600, kFirst_s + 660, "no_reports", "", ""},
                    {kFirst_s + 1200, kFirst_s + 1261, "no_reports", "", ""},
                    {kFirst_s + 3600, kFirst_s + 9000, "no_reports", "", ""}};
    expect_shown("2017-09-10 12:00|2017-09-10 12:00|1 min|no reports");
    expect_shown("2017-09-10 12:10|2017-09-10 12:11|1 min|no reports");
    expect_shown("2017-09-10 12:20|2017-09-10 12:21|2 min|no reports");
    expect_shown("2017-09-10 13:00|2017-09-10 14:30|1.5 h|no reports");
}

TEST_F(PageFacts, ResultsWithoutAClockAreThoseWithoutAUsageForIt) {
    report_.read.windows = {window_at(kFirst_s, 1, 1), window_at(kFirst_s + 540, 1, 1),
                            window_at(kFirst_s + 1080, 1, 1)};
    report_.read.windows[0].reason = "up_usage:clock;down_usage:clock";
    report_.read.windows[1].reason = "up_hurst_rs:clock";
    expect_shown("1 result without a value because the clocks could not be believed");
    report_.read.windows[2].reason = report_.read.windows[0].reason;
    expect_shown("2 results without a value because the clocks could not be believed");
}

TEST_F(PageFacts, RowsHaveEachFigureUnderItsHeading) {
    report_.read.windows = {window_at(kFirst_s, 0.75, 0.25)};
    report_.read.networks = {{kFirst_s, kFirst_s + 600, "192.0.2.1", "5", "ONE"}};
    report_.days_under_load = {metrics::DayUnderLoad{.day_s = kFirst_s,
                                                     .is_up = true,
                                                     .loaded_minutes = 12,
                                                     .idle_minutes = 30,
                                                     .delay_added_median_ms = 10,
                                                     .delay_added_p95_ms = 20,
                                                     .rtt_idle_ms = 30,
                                                     .rtt_under_load_ms = 40,
                                                     .round_trips_per_minute = 1500}};
    store::PageHour hour;
    hour.hour_s = kFirst_s;
    hour.rtt = model::RoundTripPercentiles{1'000'000,  2'000'000,  3'000'000, 4'000'000,
                                           40'000'000, 50'000'000, 60'000'000};
    report_.hours = {hour};
    const std::string all = shown();
    for (const char* row : {"12:00|– / –|– / –|– / –|– / –|– / –|– / –|75 / 25\n",
                            "2017-09-10 12:00|2017-09-10 12:10|192.0.2.1|5|ONE\n",
                            "2017-09-10|upload|12|30|+10.0 ms|+20.0 ms|30 ms|40 ms|1500\n",
                            "25 to 30 %|0|1\n", "75 to 80 %|1|0\n", "from 2.0 ms|1|0\n", "from 32 ms|0|1\n",
                            "2017-09-10|1|75 %|25 %|75 %|25 %|2.0 ms|40 ms|–\n"})
        EXPECT_NE(all.find(row), std::string::npos) << row << "in\n" << all;
    const std::string html = html_of(report_);
    EXPECT_NE(html.find(R"(<rect class="bar down" x="608.5" y="26.0")"), std::string::npos);
    EXPECT_NE(html.find(R"(<rect class="bar up" x="257.)"), std::string::npos);
}

TEST_F(PageFacts, PointOfLatencyIsTheMedianOfItsHours) {
    report_.scope.to_s = report_.scope.from_s + 1599 * 3600;  // points of three hours
    for (int i = 0; i < 3; ++i) {
        store::PageHour hour;
        hour.hour_s = kFirst_s + 3600 * i;
        const std::int64_t ms = 1'000'000 * (i == 0 ? 10 : i == 1 ? 30 : 20);
        hour.rtt = model::RoundTripPercentiles{ms / 10, ms, 2 * ms, 3 * ms, 4 * ms, 5 * ms, 6 * ms};
        report_.hours.push_back(hour);
    }
    const TimeChart chart = latency_chart(report_);
    for (std::size_t i = 0; i < 5; ++i) {
        ASSERT_EQ(chart.series.at(i).points.size(), 1U);
        const TimePoint& point = chart.series[i].points.front();
        EXPECT_EQ(point.at_s, kFirst_s + 5400);
        EXPECT_EQ(point.low, i == 4 ? 20 : 2);
        EXPECT_EQ(point.high, 20 * (i == 0 ? 5 : i == 1 ? 4 : i == 2 ? 3 : i == 3 ? 2 : 1)) << i;
    }
}

TEST_F(PageFacts, GapsThatOverlapAreOneToTheEndOfTheLonger) {
    const auto spans = [](const std::vector<store::PageGap>& gaps) {
        std::string text;
        for (const store::PageGap& gap : merged_gaps(gaps))
            text += fmt::format("{} {}-{};", gap.reason, gap.from_s, gap.to_s);
        return text;
    };
    EXPECT_EQ(spans({{0, 100, "a", "", ""}, {10, 20, "a", "", ""}}), "a 0-100;");
    EXPECT_EQ(spans({{0, 100, "a", "", ""}, {100, 120, "a", "", ""}}), "a 0-120;");
    EXPECT_EQ(spans({{0, 100, "a", "", ""}, {101, 120, "a", "", ""}}), "a 0-100;a 101-120;");
    EXPECT_EQ(spans({{0, 100, "a", "", ""}, {10, 120, "b", "", ""}, {20, 130, "a", "", ""}}),
              "a 0-130;b 10-120;");
    EXPECT_EQ(spans({{0, 100, "a", "x", ""}, {10, 120, "a", "y", ""}}), "a 0-100;a 10-120;");
}

TEST_F(PageFacts, UsageIsDrawnAsItIsPublished) {
    for (const bool is_up : {true, false}) {
        const auto drawn = [&](double first, double second) {
            report_.read.windows = {window_at(kFirst_s, 1, 1), window_at(kFirst_s + 540, 1, 1)};
            auto& windows = report_.read.windows;
            (is_up ? windows[0].up_usage : windows[0].down_usage) = first;
            (is_up ? windows[1].up_usage : windows[1].down_usage) = second;
            return usage_chart(report_).series.at(is_up ? 0 : 1).points.front().high;
        };
        EXPECT_EQ(drawn(1.5, 0.5), 0.75) << "the mean of an hour, of 1 and 0.5";
        EXPECT_EQ(drawn(-0.5, 0.5), 0.25);
    }
}

TEST_F(PageFacts, LoadIsToldOfDownloadsOnTheDaysThatHadEnough) {
    metrics::DayUnderLoad day;
    day.day_s = kFirst_s;
    day.delay_added_median_ms = 10;
    report_.days_under_load = {day, day, day, day};
    report_.days_under_load[1].delay_added_median_ms = 20;
    report_.days_under_load[2].delay_added_median_ms.reset();
    report_.days_under_load[3].is_up = true;
    report_.days_under_load[3].delay_added_median_ms = 300;
    expect_shown("+15 ms");
    expect_shown("mean of 2 days");
}

TEST_F(PageFacts, HundredGapsAreShownAndTheRestIsCounted) {
    for (int i = 0; i < 100; ++i)
        report_.gaps.push_back(
            {kFirst_s + 600 * i, kFirst_s + 600 * i + 60, "no_reports", "d" + std::to_string(i), ""});
    EXPECT_EQ(shown().find("The first 100"), std::string::npos);
    report_.gaps.push_back({kFirst_s + 60'000, kFirst_s + 60'060, "no_reports", "one too many", ""});
    expect_shown("The first 100 of 101 are shown.");
    EXPECT_EQ(shown().find("one too many"), std::string::npos);
}

TEST_F(PageFacts, DataKeepDirectionsApartAndRoundHalfUp) {
    report_.read.windows = {window_at(kFirst_s, 0.93, 0.34), window_at(kFirst_s + 540, 0.8, 0.7)};
    report_.read.windows[0].up_state = DetectionState::weak;
    report_.read.windows[1].down_state = DetectionState::none;
    store::PageHour hour;
    hour.hour_s = kFirst_s;
    hour.rtt = model::RoundTripPercentiles{20'000'500, 30'000'499, 1, 2, 3, 4, 5};
    hour.up_delay_p95_ns = 1'500;
    hour.down_delay_p95_ns = 2'499;
    report_.hours = {hour};
    const std::string json = data_json(report_);
    for (const char* part :
         {R"("last_s":[1505044800,540])", R"("up_usage":[2500,2500])", R"("down_usage":[7500,7500])",
          R"("up_quality":[9300,8000])", R"("down_quality":[3400,7000])", R"("up_state":"w-")",
          R"("down_state":"-n")", R"("rtt_min_us":[20001])", R"("rtt_median_us":[30000])",
          R"("up_delay_p95_us":[2])", R"("down_delay_p95_us":[2])"})
        EXPECT_NE(json.find(part), std::string::npos) << part << "\nin\n" << json;
}

std::string path_of(const std::vector<TimePoint>& points, bool is_band, Scale scale = Scale::fraction) {
    TimeChart chart;
    chart.scale = scale;
    chart.from_s = kFirst_s;
    chart.to_s = kFirst_s + 3600;
    chart.series = {{"", "down", is_band, points}};
    const std::string svg = svg_of(chart, TimeZone("UTC", kFirst_s, kFirst_s + 3600));
    const std::string element = is_band ? R"(class="band down" d=")" : R"(class="line down" d=")";
    const std::size_t begin = svg.find(element) + element.size();
    return svg.substr(begin, svg.find('"', begin) - begin);
}

// The plot is 734 units wide from 56 on, 190 high above 216.
TEST(TimeCharts, LineBreaksWhereThereIsNoValueAndAValueAloneIsADash) {
    const TimePoint none{kFirst_s + 1800, {}, {}};
    EXPECT_EQ(path_of({{kFirst_s, 0.0, 0.0},
                       {kFirst_s + 900, 1.0, 1.0},
                       none,
                       {kFirst_s + 2700, 0.5, 0.5},
                       {kFirst_s + 3600, 0.5, 0.5}},
                      false),
              "M56.0 216.0L239.5 26.0M606.5 121.0L790.0 121.0");
    EXPECT_EQ(path_of({{kFirst_s, 0.5, 0.5}, none, {kFirst_s + 3600, 0.5, 0.5}}, false),
              "M56.0 121.0h.5M790.0 121.0h.5");
    EXPECT_EQ(path_of({{kFirst_s, 0.0, 1.0}, {kFirst_s + 3600, 0.5, 1.0}, none}, true),
              "M56.0 26.0L790.0 26.0L790.0 121.0L56.0 216.0z");
}

TEST(TimeCharts, MillisecondsAreLogarithmicFromTheLeastToTheMost) {
    EXPECT_EQ(path_of({{kFirst_s, 10.0, 100.0}, {kFirst_s + 3600, 10.0, 100.0}}, true, Scale::milliseconds),
              "M56.0 36.3L790.0 36.3L790.0 205.7L56.0 205.7z");
}

TEST(BarCharts, AxisSaysWhatTheLongestBarNeeds) {
    for (const auto& [most, shown, height] :
         {std::tuple{0.1, "20 %", "60.0"}, {0.25, "50 %", "60.0"}, {0.75, "100 %", "90.0"}}) {
        const std::string svg =
            bar_chart_svg({{"a", "down", {most, 0.0}}}, {"x", "y"}, "what", "description");
        const std::size_t at = svg.rfind("text-anchor=\"end\">");
        EXPECT_EQ(std::regex_replace(svg.substr(at + 18, 8), std::regex("\xc2\xa0"), " ").find(shown), 0U)
            << svg.substr(at, 40);
        EXPECT_NE(svg.find(std::string("height=\"") + height + "\"/>"), std::string::npos) << svg;
    }
}

}  // namespace
}  // namespace tixdb::page::facts_test
