// SPDX-License-Identifier: MIT
#include "page/summary.hpp"

#include <gtest/gtest.h>

#include "page/installation_page.hpp"

namespace tixdb::page {
namespace {

constexpr std::int64_t kMonday = 1'772'409'600;  // 2026-03-02T00:00:00Z

store::PageWindow a_window(std::int64_t last_s, std::optional<double> usage, std::optional<double> quality) {
    store::PageWindow window;
    window.last_s = last_s;
    window.up_usage = 0;
    window.up_quality = 1;
    window.down_usage = usage;
    window.down_quality = quality;
    return window;
}

store::PageHour an_hour(std::int64_t hour_s, std::int64_t median_ns, std::int64_t received) {
    store::PageHour hour;
    hour.hour_s = hour_s;
    hour.covered_s = 3600;
    hour.received = received;
    hour.rtt = model::RoundTripPercentiles{};
    hour.rtt->median_ns = median_ns;
    hour.rtt->p95_ns = 2 * median_ns;
    return hour;
}

TEST(PageSummary, MeansLeaveOutWhatHasNoValueAndClampUsage) {
    const TimeZone utc("UTC", kMonday, kMonday + 86'400);
    const auto summary = summary_of(
        {a_window(kMonday, 1.5, 0.5), a_window(kMonday + 1, {}, {}), a_window(kMonday + 2, 0.5, 1)}, {}, utc);
    EXPECT_EQ(summary.all.windows, 3);
    EXPECT_EQ(summary.all.down.usage.value(), 0.75);
    EXPECT_EQ(summary.all.down.congestion.value(), 0.25);
    EXPECT_EQ(summary.down_usage[10], 1);
    EXPECT_EQ(summary.down_usage[19], 1) << "1.5 is shown as published, 1";
    EXPECT_EQ(summary.up_usage[0], 3);
}

TEST(PageSummary, WeekIsByTheClocksOfTheZone) {
    const TimeZone zone("America/Argentina/Buenos_Aires", kMonday, kMonday + 86'400);
    const auto summary = summary_of({a_window(kMonday + 3600, 0.5, 0.25)}, {}, zone);
    EXPECT_EQ(summary.week[6][22].down.congestion.value(), 0.75) << "Sunday at 22 there";
    EXPECT_EQ(summary.week[0][1].windows, 0);
    ASSERT_EQ(summary.days.size(), 1U);
    EXPECT_EQ(zone.day_text(summary.days[0].begin_s), "2026-03-01");
}

TEST(PageSummary, DaysHaveTheHoursThatBeginInThem) {
    const TimeZone utc("UTC", kMonday, kMonday + 2 * 86'400);
    const auto summary =
        summary_of({a_window(kMonday + 90'000, 0.1, 1)},
                   {an_hour(kMonday, 30'000'000, 3600), an_hour(kMonday + 3600, 10'000'000, 1800),
                    an_hour(kMonday + 86'400, 20'000'000, 3600)},
                   utc);
    ASSERT_EQ(summary.days.size(), 2U);
    EXPECT_EQ(summary.days[0].stretch.windows, 0);
    EXPECT_EQ(summary.days[0].stretch.loss(), 0.25);
    EXPECT_EQ(summary.days[0].stretch.rtt_median_ms(), 10) << "nearest rank of two: the first";
    EXPECT_EQ(summary.days[1].stretch.windows, 1);
    EXPECT_EQ(summary.days[1].stretch.rtt_p95_ms(), 40);
}

TEST(PageSummary, DirectionsAreToldApart) {
    const TimeZone utc("UTC", kMonday, kMonday + 86'400);
    store::PageWindow window = a_window(kMonday, 0.25, 0.5);
    window.up_usage = 1;
    window.up_quality = 0.875;
    window.up_state = model::DetectionState::none;
    window.down_state = model::DetectionState::clear;
    const auto summary = summary_of({window}, {}, utc);
    EXPECT_EQ(summary.all.up.usage.value(), 1);
    EXPECT_EQ(summary.all.down.usage.value(), 0.25);
    EXPECT_EQ(summary.all.up.congestion.value(), 0.125);
    EXPECT_EQ(summary.all.down.congestion.value(), 0.5);
    EXPECT_EQ(summary.up_usage[19], 1) << "all of it is in the last bin";
    EXPECT_EQ(summary.down_usage[5], 1);
    EXPECT_EQ(summary.up_states, (std::array<std::int64_t, 3>{1, 0, 0}));
    EXPECT_EQ(summary.down_states, (std::array<std::int64_t, 3>{0, 0, 1}));
}

TEST(PageSummary, HourWithoutARoundTripIsCoveredAndLostAllTheSame) {
    const TimeZone utc("UTC", kMonday, kMonday + 86'400);
    store::PageHour lost = an_hour(kMonday + 3600, 0, 0);
    lost.rtt.reset();
    const auto summary = summary_of({}, {an_hour(kMonday, 10'000'000, 3600), lost}, utc);
    EXPECT_EQ(summary.all.loss(), 0.5);
    EXPECT_EQ(summary.all.rtt_median_ms(), 10);
    EXPECT_EQ(summary.all.rtt_p95_ms(), 20);
}

TEST(PageSummary, RoundTripsAreCountedInHalfOctaves) {
    const TimeZone utc("UTC", kMonday, kMonday + 86'400);
    const auto summary =
        summary_of({}, {an_hour(kMonday, 500'000, 3600), an_hour(kMonday, 16'000'000, 3600)}, utc);
    EXPECT_EQ(summary.rtt_median[0], 1) << "below 1 ms";
    EXPECT_EQ(summary.rtt_median[8], 1) << "16 ms begins a bin";
    EXPECT_EQ(summary.rtt_p95[10], 1);
}

TEST(NearestRank, IsOneOfTheValues) {
    EXPECT_FALSE(nearest_rank_of({}, 0.5));
    EXPECT_EQ(nearest_rank_of({3, 1, 2}, 0.5), 2);
    EXPECT_EQ(nearest_rank_of({4, 3, 1, 2}, 0.5), 2);
    EXPECT_EQ(nearest_rank_of({4, 3, 1, 2}, 0.95), 4);
}

TEST(MergedGaps, OfOneReasonThatTouchAreOne) {
    const auto merged = merged_gaps({{0, 100, "missing_value", "a", ""},
                                     {50, 150, "no_reports", "b", ""},
                                     {90, 200, "missing_value", "a", ""},
                                     {200, 300, "missing_value", "a", ""},
                                     {400, 500, "missing_value", "a", ""}});
    ASSERT_EQ(merged.size(), 3U);
    EXPECT_EQ(merged[0].to_s, 300);
    EXPECT_EQ(merged[1].reason, "no_reports");
    EXPECT_EQ(merged[2].from_s, 400);
}

}  // namespace
}  // namespace tixdb::page
