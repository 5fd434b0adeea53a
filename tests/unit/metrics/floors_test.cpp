// SPDX-License-Identifier: MIT
// Floors and probes that are impossible or lone: the words of docs/methods.md#floors, on their boundaries.
#include "metrics/floors.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <span>
#include <vector>

#include "metrics/delays.hpp"
#include "metrics/impossible.hpp"
#include "metrics/lone_probes.hpp"
#include "metrics/running_floor.hpp"
#include "metrics/skew.hpp"
#include "support/probe_series.hpp"

namespace tixdb::metrics::floors_test {
namespace {

using model::Observation;
using test::kMs;

TEST(Floors, TenProbesOrFivePerCentAreEnough) {
    EXPECT_FALSE(is_enough(9, 100));
    EXPECT_TRUE(is_enough(10, 100));
    EXPECT_TRUE(is_enough(10, 200));
    EXPECT_FALSE(is_enough(10, 201));
    EXPECT_TRUE(is_enough(30, 600));
    EXPECT_FALSE(is_enough(29, 600));
}

TEST(Floors, AProbeExactly5MsAboveTheLeastIsOnTheFloor) {
    EXPECT_EQ(count_on_floor(std::vector<double>{2, 7, 7.001, 3}, 2), 3U);
}

TEST(Floors, DelaysThatMeetTheirFloorOftenEnoughAreSharp) {
    std::vector<double> delays(10, 4);
    delays.insert(delays.end(), 190, 100);
    EXPECT_TRUE(is_sharp(delays));
    delays.push_back(100);
    EXPECT_FALSE(is_sharp(delays));
}

TEST(Floors, LevelMeansThatEachPieceComesWithinTheDistanceOfTheFloor) {
    // Five values in four pieces: the first one has two.
    EXPECT_TRUE(is_level(std::vector<double>{9, 1, 2.5, 1, 2}, 4, 1.5));
    EXPECT_FALSE(is_level(std::vector<double>{9, 1, 2.501, 1, 2}, 4, 1.5));
    EXPECT_FALSE(is_level(std::vector<double>{1, 9, 2, 1, 9}, 4, 1.5));
}

TEST(Floors, SpreadMeansThat5MsNowhereHold5PerCent) {
    std::vector<double> delays;
    for (int i = 0; i < 100; ++i) delays.push_back(1.3 * i);  // five in a row lie 5.2 ms apart
    EXPECT_TRUE(is_spread(delays));
    delays[4] = 5;  // the first five within exactly 5 ms
    EXPECT_FALSE(is_spread(delays));
    std::vector<double> one_more;
    for (int i = 0; i < 101; ++i) one_more.push_back(1.2 * i);
    EXPECT_TRUE(is_spread(one_more)) << "5 % of 101 are six, which lie 6 ms apart";
    one_more.pop_back();
    EXPECT_FALSE(is_spread(one_more)) << "of 100 they are five";
}

TEST(Floors, TheSixthLowestIsLeftAloneByFiveWrongProbes) {
    EXPECT_EQ(kth_lowest(std::vector<double>{9, -5, -4, 8, -3, -2, -1, 7, 7}, kSoundRank), 7);
}

TEST(Floors, RunningFloorsAreThoseOfEveryBeginningAndEveryEnd) {
    const std::vector<double> delays = {20, 12, 17, 3, 8, 9, 2, 7};
    const RunningFloor left = floors_of_beginnings(delays);
    const RunningFloor right = floors_of_ends(delays);
    for (std::size_t i = 0; i <= delays.size(); ++i) {
        const auto beginning = std::span(delays).first(i);
        const auto end = std::span(delays).subspan(i);
        if (i > 0) {
            EXPECT_EQ(left.floor_ms[i], floor_of(beginning)) << i;
            EXPECT_EQ(left.on_floor[i], count_on_floor(beginning, floor_of(beginning))) << i;
        }
        if (i < delays.size()) {
            EXPECT_EQ(right.floor_ms[i], floor_of(end)) << i;
            EXPECT_EQ(right.on_floor[i], count_on_floor(end, floor_of(end))) << i;
        }
    }
}

Observation probe(std::int64_t initial, std::int64_t reception, std::int64_t sent, std::int64_t final) {
    Observation o;
    o.initial_ns = initial;
    o.reception_ns = reception;
    o.sent_ns = sent;
    o.final_ns = final;
    return o;
}

TEST(ImpossibleProbes, AreAnsweredBeforeTheyWereSentOrInNoTime) {
    EXPECT_FALSE(is_impossible(probe(100, 5000, 5000, 101)));
    EXPECT_TRUE(is_impossible(probe(100, 5000, 5000, 100)));
    EXPECT_TRUE(is_impossible(probe(100, 5000, 5000, 99)));
    // Modulo a day: an answer after midnight is none; half a day later counts, and a little more does not.
    EXPECT_FALSE(is_impossible(probe(model::kNsPerDay - 5, 100, 100, 5)));
    EXPECT_FALSE(is_impossible(probe(100, 5000, 5000, 100 + model::kNsPerDay / 2)));
    EXPECT_TRUE(is_impossible(probe(100, 5000, 5000, 101 + model::kNsPerDay / 2)));
}

TEST(ImpossibleProbes, AreHeldByTheServerForTheWholeTripOrLess) {
    EXPECT_FALSE(is_impossible(probe(100, 5000, 5009, 110)));
    EXPECT_TRUE(is_impossible(probe(100, 5000, 5010, 110)));
    EXPECT_TRUE(is_impossible(probe(100, 5000, 4999, 110)));
    EXPECT_FALSE(is_impossible(probe(100, 5000, 5000, 110)));
    EXPECT_FALSE(is_impossible(probe(100, model::kNsPerDay - 1, 3, 110)));
}

TEST(ImpossibleProbes, HaveAClockValueThatWasNeverSet) {
    EXPECT_TRUE(is_impossible(probe(0, 5000, 5000, 10)));
    EXPECT_TRUE(is_impossible(probe(-10, 5000, 5000, 0)));
    EXPECT_TRUE(is_impossible(probe(100, 0, 0, 110)));
    EXPECT_FALSE(is_impossible(probe(-10, 5000, 5000, -1)));
}

// Probes of the hour before time 0, one per second, on their floors.
struct Hour {
    std::vector<std::int64_t> time_s;
    std::vector<std::int64_t> up_ns;
    std::vector<std::int64_t> down_ns;

    explicit Hour(std::int64_t seconds = 600) {
        for (std::int64_t t = 1 - seconds; t <= 0; ++t) {
            time_s.push_back(t);
            up_ns.push_back(40 * kMs);
            down_ns.push_back(60 * kMs);
        }
    }
    [[nodiscard]] ProbeView view() const { return {time_s, up_ns, down_ns}; }
    // The i-th from the end.
    std::int64_t& up(std::size_t i) { return up_ns[up_ns.size() - 1 - i]; }
    std::int64_t& down(std::size_t i) { return down_ns[down_ns.size() - 1 - i]; }
};

std::size_t marked(const LoneMarks& lone) {
    return static_cast<std::size_t>(std::count(lone.marks.begin(), lone.marks.end(), std::uint8_t{1}));
}

TEST(LoneProbes, ATripMoreThan5MsBelowTheEleventhLowestIsShort) {
    Hour hour;
    hour.up(3) -= 5 * kMs;
    EXPECT_FALSE(short_trips(hour.view()).any);
    hour.up(3) -= 1;
    const LoneMarks lone = short_trips(hour.view());
    EXPECT_EQ(marked(lone), 1U);
    EXPECT_EQ(lone.marks[600 - 1 - 3], 1);
}

TEST(LoneProbes, TenCanBeLoneAndElevenAreAFloor) {
    Hour hour;
    for (std::size_t i = 0; i < 10; ++i) hour.up(i * 7) -= 30 * kMs;
    EXPECT_EQ(marked(short_trips(hour.view())), 10U);
    hour.up(500) -= 30 * kMs;
    EXPECT_FALSE(short_trips(hour.view()).any);
}

TEST(LoneProbes, NeedAStretchOf120) {
    Hour hour(119);
    hour.up(3) -= 30 * kMs;
    EXPECT_FALSE(short_trips(hour.view()).any);
    Hour longer(120);
    longer.up(3) -= 30 * kMs;
    EXPECT_TRUE(short_trips(longer.view()).any);
}

TEST(LoneProbes, StretchesOfTenMinutesAreCountedBackFromTheEnd) {
    // 600 s and 119 more: the earlier stretch has too few, so that what is wrong in it stays.
    Hour hour(719);
    hour.up(600) -= 30 * kMs;
    EXPECT_FALSE(short_trips(hour.view()).any);
    Hour longer(720);
    longer.up(600) -= 30 * kMs;  // t = -600 belongs to the earlier stretch
    const LoneMarks lone = short_trips(longer.view());
    EXPECT_EQ(marked(lone), 1U);
}

TEST(LoneProbes, AShortTripNeedsTenNeighboursAboveIt) {
    Hour hour(120);
    // All trips 6 ms apart, so that few are near the 11th lowest.
    for (std::size_t i = 0; i < 120; ++i) hour.up(i) += static_cast<std::int64_t>(i) * 6 * kMs;
    EXPECT_FALSE(short_trips(hour.view()).any);
    // The 11th and nine more within 5 ms are ten.
    for (std::size_t i = 10; i < 20; ++i)
        hour.up(i) = hour.up(10) + static_cast<std::int64_t>(i - 10) * kMs / 2;
    EXPECT_EQ(marked(short_trips(hour.view())), 10U);
    hour.up(19) = hour.up(10) + 5 * kMs;
    EXPECT_EQ(marked(short_trips(hour.view())), 10U) << "5 ms are within 5 ms";
    hour.up(19) += 1;
    EXPECT_FALSE(short_trips(hour.view()).any);
    hour.up(19) += 30 * kMs;
    hour.up(20) += 30 * kMs;
    EXPECT_FALSE(short_trips(hour.view()).any);
}

TEST(LoneProbes, ADipInOneDirectionIsFoundBesideAQueueInTheOther) {
    Hour hour;
    // Every probe waits 100 ms or more on the way up, a wrong one comes down 50 ms too early: its trip is not
    // the shortest.
    for (std::size_t i = 0; i < 600; ++i) hour.up(i) += static_cast<std::int64_t>(i % 200) * kMs;
    hour.down(150) -= 50 * kMs;
    EXPECT_FALSE(short_trips(hour.view()).any);
    const LoneMarks lone = dips(hour.view(), 0);
    EXPECT_EQ(marked(lone), 1U);
    EXPECT_EQ(lone.marks[600 - 1 - 150], 1);
}

TEST(LoneProbes, DipsAreLookedForAlongTheSlope) {
    Hour hour;
    for (std::size_t i = 0; i < 600; ++i) {
        hour.up(i) += hour.time_s[599 - i] * 200'000;  // 200 ppm
        hour.down(i) -= hour.time_s[599 - i] * 200'000;
    }
    hour.up(300) -= 20 * kMs;
    EXPECT_EQ(marked(dips(hour.view(), 0.2)), 1U);
    EXPECT_DOUBLE_EQ(slope_without_lowest(hour.view()), 0.2);
}

TEST(LoneProbes, ADeepTripIsMoreThan20MsBelowTheEleventhLowest) {
    Hour hour;
    hour.up(3) -= 20 * kMs;
    EXPECT_FALSE(has_deep_trip(hour.view()));
    hour.up(3) -= 1;
    EXPECT_TRUE(has_deep_trip(hour.view()));
}

}  // namespace
}  // namespace tixdb::metrics::floors_test
