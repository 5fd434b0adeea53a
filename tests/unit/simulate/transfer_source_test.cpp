// SPDX-License-Identifier: MIT

#include "simulate/transfer_source.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <set>
#include <vector>

namespace tixdb::simulate::transfer_source_test {
namespace {

constexpr double kSecond_ns = 1e9;

// When the first requests are made of a video load on a link of this rate, half of it filled.
std::vector<double> requests_ns(double rate_bps, std::uint64_t seed, int count) {
    TransferSource source({.rate_bps = rate_bps, .traffic = Traffic::video}, Random(seed));
    source.set_utilisation(0.5, 0);
    std::vector<double> times_ns;
    for (int i = 0; i < count; ++i) {
        times_ns.push_back(source.next_ns());
        (void)source.take();
    }
    return times_ns;
}

TEST(TransferSource, AStreamAsksForASegmentWheneverItHasPlayedOne) {
    int of_film = 0;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        const auto times_ns = requests_ns(10e6, seed, 100);
        const double segment_ns = times_ns[1] - times_ns[0];
        const bool is_film = segment_ns > 4.002 * kSecond_ns;
        of_film += is_film ? 1 : 0;
        EXPECT_NEAR(segment_ns, (is_film ? 4.004 : 4.0) * kSecond_ns, 50e-6 * 4.004 * kSecond_ns);
        EXPECT_NEAR(times_ns[99] - times_ns[0], 99 * segment_ns, 1e3);
    }
    EXPECT_NEAR(of_film, 100, 25);
}

TEST(TransferSource, StreamsBeginIndependentlyOfEachOther) {
    // Four streams of 8 Mb/s.
    const auto times_ns = requests_ns(64e6, 1, 4);
    std::set<std::int64_t> gaps_ms;
    for (std::size_t i = 1; i < times_ns.size(); ++i) {
        EXPECT_GE(times_ns[i], times_ns[i - 1]);
        gaps_ms.insert(std::llround((times_ns[i] - times_ns[i - 1]) / 1e6));
    }
    EXPECT_EQ(gaps_ms.size(), 3);
    EXPECT_LT(times_ns.back(), 4.005 * kSecond_ns);
}

TEST(TransferSource, ALoadOfNothingBringsNoTransferUntilThereIsOneAgain) {
    for (const auto traffic : {Traffic::web, Traffic::video, Traffic::bulk}) {
        TransferSource source({.rate_bps = 10e6, .traffic = traffic}, Random(1));
        source.set_utilisation(0.5, 0);
        EXPECT_TRUE(std::isfinite(source.next_ns()));
        TransferSource same = source;
        source.set_utilisation(0, kSecond_ns);
        EXPECT_EQ(source.next_ns(), HUGE_VAL);
        source.set_utilisation(0.5, 2 * kSecond_ns);
        same.set_utilisation(0.5, 2 * kSecond_ns);
        EXPECT_EQ(source.next_ns(), same.next_ns()) << "nothing is drawn for what does not come";
    }
}

TEST(TransferSource, ADownloadComesOverAsManyConnectionsAsAreSet) {
    for (const int connections : {0, 1, 4}) {
        TransferSource source({.rate_bps = 10e6, .traffic = Traffic::bulk, .connections = connections},
                              Random(1));
        source.set_utilisation(0.5, 0);
        const double begins_ns = source.next_ns();
        std::set<double> packets;
        int together = 0;
        for (; source.next_ns() == begins_ns; ++together) packets.insert(source.take().packets);
        EXPECT_EQ(together, std::max(1, connections));
        EXPECT_EQ(packets.size(), 1U) << "of equal size";
    }
}

TEST(TransferSource, OfAFastLinkEightStreamsAreTheMost) {
    const auto times_ns = requests_ns(1e9, 1, 9);
    EXPECT_LT(times_ns[7], 4.005 * kSecond_ns);
    EXPECT_GE(times_ns[8], times_ns[0] + 3.999 * kSecond_ns) << "the first one asks again";
}

TEST(TransferSource, SegmentsDifferInSizeByUpTo20PerCent) {
    TransferSource source({.rate_bps = 10e6, .traffic = Traffic::video, .packet_bytes = 100}, Random(1));
    source.set_utilisation(0.5, 0);
    // 5 Mb/s for four seconds.
    constexpr double kMean = 2.5e6 / 100;
    double least = kMean;
    double most = kMean;
    for (int i = 0; i < 500; ++i) {
        const double packets = source.take().packets;
        least = std::min(least, packets);
        most = std::max(most, packets);
    }
    EXPECT_NEAR(least, 0.8 * kMean, 0.01 * kMean);
    EXPECT_NEAR(most, 1.2 * kMean, 0.01 * kMean);
}

}  // namespace
}  // namespace tixdb::simulate::transfer_source_test
