// SPDX-License-Identifier: MIT
// Where the floor changes its level: docs/methods.md#shifts, with delays written down by hand.
#include "metrics/shifts.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "metrics/line_shifts.hpp"

namespace tixdb::metrics::shifts_test {
namespace {

// Delays in two directions.
struct Delays {
    std::vector<double> up;
    std::vector<double> down;

    // count probes on these floors.
    Delays& on(std::size_t count, double up_ms, double down_ms) {
        up.insert(up.end(), count, up_ms);
        down.insert(down.end(), count, down_ms);
        return *this;
    }
    // count probes that wait on the way down: none is near another.
    Delays& queued(std::size_t count, double up_ms, double down_ms) {
        for (std::size_t i = 0; i < count; ++i) {
            up.push_back(up_ms);
            down.push_back(down_ms + 6.0 * static_cast<double>((i * 37) % count));
        }
        return *this;
    }
    // count probes of which every so manieth, and the last one, meets the floor; the others are spread.
    Delays& met(std::size_t count, double up_ms, std::size_t up_every, double down_ms,
                std::size_t down_every) {
        for (std::size_t left = count; left-- > 0;) {
            const double wait_ms = 100 + 6.0 * static_cast<double>(left * 37 % count);
            up.push_back(up_ms + (left % up_every == 0 ? 0 : wait_ms));
            down.push_back(down_ms + (left % down_every == 0 ? 0 : wait_ms));
        }
        return *this;
    }
    [[nodiscard]] DelayPair pair() const { return {up, down}; }
    [[nodiscard]] Parts parts() const { return parts_of(pair()); }
};

using PartList = std::vector<Part>;

TEST(Shifts, AnUnchangedFloorIsOnePart) {
    EXPECT_EQ(Delays().on(600, 10, 20).parts().parts, (PartList{{0, 600}}));
}

TEST(Shifts, ALevelThatChangesByMoreThan5MsBeginsAPart) {
    EXPECT_EQ(Delays().on(200, 10, 20).on(400, 15, 15).parts().parts, (PartList{{0, 600}}));
    EXPECT_EQ(Delays().on(200, 10, 20).on(400, 15.001, 20).parts().parts, (PartList{{0, 200}, {200, 600}}));
    EXPECT_EQ(Delays().on(200, 10, 20).on(400, 10, 14.999).parts().parts, (PartList{{0, 200}, {200, 600}}));
}

TEST(Shifts, AStepThereAndBackIsThreeParts) {
    EXPECT_EQ(Delays().on(200, 10, 20).on(100, 130, -100).on(300, 10, 20).parts().parts,
              (PartList{{0, 200}, {200, 300}, {300, 600}}));
}

TEST(Shifts, APartHasAtLeast30Probes) {
    EXPECT_EQ(Delays().on(30, 10, 20).on(570, 40, -10).parts().parts, (PartList{{0, 30}, {30, 600}}));
    EXPECT_EQ(Delays().on(570, 10, 20).on(30, 40, -10).parts().parts, (PartList{{0, 570}, {570, 600}}));
}

TEST(Shifts, FewerThan30AtAnEndAreCutOff) {
    EXPECT_EQ(Delays().on(29, 10, 20).on(571, 40, -10).parts().parts, (PartList{{29, 600}}));
    EXPECT_EQ(Delays().on(571, 10, 20).on(29, 40, -10).parts().parts, (PartList{{0, 571}}));
}

// A probe on neither floor could go either way.
TEST(Shifts, OfEquallyGoodCutsAtAnEndTheOneThatCutsOffLeastIsTaken) {
    EXPECT_EQ(Delays().on(541, 40, 20).on(1, 300, 300).on(28, 10, 20).parts().parts, (PartList{{0, 542}}));
    EXPECT_EQ(Delays().on(28, 10, 20).on(1, 300, 300).on(541, 40, 20).parts().parts, (PartList{{28, 570}}));
}

TEST(Shifts, FewerThan60ProbesAreOnePart) {
    EXPECT_EQ(Delays().on(30, 10, 20).on(29, 40, -10).parts().parts, (PartList{{0, 59}}));
    EXPECT_EQ(Delays().on(30, 10, 20).on(30, 40, -10).parts().parts, (PartList{{0, 30}, {30, 60}}));
}

TEST(Shifts, UpTo59ProbesThatAreNotSharpAreCutOffAtAnEnd) {
    EXPECT_EQ(Delays().queued(59, 40, -500).on(541, 10, 20).parts().parts, (PartList{{59, 600}}));
    EXPECT_EQ(Delays().on(541, 10, 20).queued(59, 40, -500).parts().parts, (PartList{{0, 541}}));
}

TEST(Shifts, SixtyProbesThatAreNotSharpAreAPart) {
    const Parts at_the_beginning = Delays().queued(60, 40, -500).on(540, 10, 20).parts();
    EXPECT_EQ(at_the_beginning.parts, (PartList{{0, 60}, {60, 600}}));
    EXPECT_EQ(at_the_beginning.skipped, Skipped::down);
    const Parts at_the_end = Delays().on(540, 10, 20).queued(60, 40, -500).parts();
    EXPECT_EQ(at_the_end.parts, (PartList{{0, 540}, {540, 600}}));
    EXPECT_EQ(at_the_end.skipped, Skipped::down);
}

// Of cuts that leave as many probes on their floors the first is taken, and parts are cut four times at most.
TEST(Shifts, OfSixLevelsTheFirstFourAreCutOff) {
    const Delays levels = Delays()
                              .on(100, 10, 20)
                              .on(100, 20, 20)
                              .on(100, 30, 20)
                              .on(100, 40, 20)
                              .on(100, 50, 20)
                              .on(100, 60, 20);
    EXPECT_EQ(levels.parts().parts, (PartList{{0, 100}, {100, 200}, {200, 300}, {300, 400}, {400, 600}}));
}

TEST(Shifts, BesideAQueueTheStepIsFoundInTheOtherDirection) {
    Delays delays;
    delays.queued(300, 10, 20).queued(300, 40, -10);
    const Parts parts = delays.parts();
    EXPECT_EQ(parts.parts, (PartList{{0, 300}, {300, 600}}));
    EXPECT_EQ(parts.skipped, Skipped::down);
    EXPECT_TRUE(are_sound(parts, delays.pair()));
}

TEST(Shifts, BesideAQueueWithoutAStepNothingIsSkipped) {
    const Parts parts = Delays().queued(600, 10, 20).parts();
    EXPECT_EQ(parts.parts, (PartList{{0, 600}}));
    EXPECT_EQ(parts.skipped, Skipped::none);
}

TEST(Shifts, ExchangedDirectionsGiveTheSameParts) {
    Delays delays;
    delays.on(170, 10, 20).queued(130, 33, 9).on(300, 10, 61);
    const Parts parts = delays.parts();
    EXPECT_EQ(parts_of({delays.down, delays.up}).parts, parts.parts);
}

// Every 18th of 600 probes on the floor is enough, of 100 it is not.
TEST(ShiftsBesideALine, OfOneDirectionAreFoundWithoutTheOther) {
    Delays delays;
    delays.met(500, 10, 4, 20, 18).met(100, 60, 4, 20, 18);
    EXPECT_TRUE(delays.parts().is_whole(600));
    const Parts parts = sound_parts_beside_line(delays.pair());
    EXPECT_EQ(parts.parts, (PartList{{0, 500}, {500, 600}}));
    EXPECT_EQ(parts.skipped, Skipped::down);
    const Parts exchanged = sound_parts_beside_line({delays.down, delays.up});
    EXPECT_EQ(exchanged.parts, parts.parts);
    EXPECT_EQ(exchanged.skipped, Skipped::up);
}

// 25 of 600 are not: the direction that shifts is sharp on either side of the shift, not over all.
TEST(ShiftsBesideALine, ToALowerLevelAreFoundWhereFewMeetIt) {
    Delays delays;
    delays.met(500, 60, 4, 20, 40).met(100, 10, 4, 20, 40);
    EXPECT_TRUE(delays.parts().is_whole(600));
    const Parts parts = sound_parts_beside_line(delays.pair());
    EXPECT_EQ(parts.parts, (PartList{{0, 500}, {500, 600}}));
    EXPECT_EQ(parts.skipped, Skipped::down);
}

TEST(ShiftsBesideALine, OfBothDirectionsAreFoundTogether) {
    const Delays delays = Delays().on(200, 10, 20).on(400, 40, -10);
    const Parts parts = sound_parts_beside_line(delays.pair());
    EXPECT_EQ(parts.parts, (PartList{{0, 200}, {200, 600}}));
    EXPECT_EQ(parts.skipped, Skipped::none);
}

TEST(ShiftsBesideALine, ThatLeaveUnsoundPartsAreGivenUp) {
    // Each part slopes by 3 ms from half to half.
    const Delays together = Delays().on(150, 10, 20).on(150, 13, 20).on(150, 40, 20).on(150, 43, 20);
    EXPECT_FALSE(together.parts().is_whole(600));
    EXPECT_TRUE(sound_parts_beside_line(together.pair()).is_whole(600));
    const Delays alone = Delays().met(250, 10, 4, 20, 18).met(250, 13, 4, 20, 18).met(100, 60, 4, 20, 18);
    EXPECT_TRUE(sound_parts_beside_line(alone.pair()).is_whole(600));
}

// 600 probes that rise by 30 ms at the 500th, all on the floor but for the first 100, of which 9 are: too few
// for a part of their own.
std::vector<double> risen_at_500() {
    std::vector<double> delays_ms;
    for (int i = 0; i < 600; ++i) {
        const double wait_ms = i < 100 && i % 12 != 0 ? 100 + 6 * i : 0;
        delays_ms.push_back((i < 500 ? 10 : 40) + wait_ms);
    }
    return delays_ms;
}

TEST(ShiftsBesideALine, OfEitherDirectionAreThoseWithMoreProbesOnTheFloorsAndNoneIfTheyAreAsMany) {
    const std::vector<double> up_ms = risen_at_500();
    std::vector<double> down_ms(up_ms.rbegin(), up_ms.rend());
    EXPECT_TRUE(parts_of({up_ms, down_ms}).is_whole(600));
    EXPECT_TRUE(sound_parts_beside_line({up_ms, down_ms}).is_whole(600)) << "as many both ways";
    down_ms[300] += 50;
    const Parts parts = sound_parts_beside_line({up_ms, down_ms});
    EXPECT_EQ(parts.parts, (PartList{{0, 500}, {500, 600}}));
    EXPECT_EQ(parts.skipped, Skipped::down);
    const Parts exchanged = sound_parts_beside_line({down_ms, up_ms});
    EXPECT_EQ(exchanged.parts, parts.parts);
    EXPECT_EQ(exchanged.skipped, Skipped::up);
}

Parts made(PartList list, Skipped skipped = Skipped::none) {
    return {std::move(list), skipped};
}

TEST(SoundParts, AreAtMostFour) {
    const Delays delays = Delays().on(500, 10, 20);
    EXPECT_TRUE(are_sound(made({{0, 100}, {100, 200}, {200, 300}, {300, 500}}), delays.pair()));
    EXPECT_FALSE(are_sound(made({{0, 100}, {100, 200}, {200, 300}, {300, 400}, {400, 500}}), delays.pair()));
}

TEST(SoundParts, HoldAtLeast90PerCentOfTheProbes) {
    const Delays delays = Delays().on(600, 10, 20);
    EXPECT_TRUE(are_sound(made({{60, 600}}), delays.pair()));
    EXPECT_FALSE(are_sound(made({{61, 600}}), delays.pair()));
}

TEST(SoundParts, AreLevelWithin1500Microseconds) {
    EXPECT_TRUE(are_sound(made({{0, 600}}), Delays().on(300, 10, 20).on(300, 11.5, 20).pair()));
    EXPECT_FALSE(are_sound(made({{0, 600}}), Delays().on(300, 10, 20).on(300, 11.501, 20).pair()));
}

TEST(SoundParts, AreSharpInEveryDirectionThatIsNotSkipped) {
    const Delays delays = Delays().queued(600, 10, 20);
    EXPECT_FALSE(are_sound(made({{0, 600}}), delays.pair()));
    EXPECT_TRUE(are_sound(made({{0, 600}}, Skipped::down), delays.pair()));
    EXPECT_FALSE(are_sound(made({{0, 600}}, Skipped::up), delays.pair()));
}

}  // namespace
}  // namespace tixdb::metrics::shifts_test
