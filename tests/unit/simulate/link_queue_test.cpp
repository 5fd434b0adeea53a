// SPDX-License-Identifier: MIT

#include "simulate/link_queue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace tixdb::simulate::link_queue_test {
namespace {

constexpr double kSecond_ns = 1e9;

struct Sampled {
    double mean_wait_ns = 0;
    double idle_share = 0;
    double busy_share = 0;
};

// Looks at the queue once a second, without sending anything.
Sampled sampled(const LinkSettings& settings, double utilisation, int seconds) {
    LinkQueue queue(settings, Random(11));
    queue.set_utilisation(utilisation);
    Sampled sampled;
    for (int i = 0; i < seconds; ++i) {
        queue.advance(kSecond_ns);
        sampled.mean_wait_ns += queue.workload_ns() / seconds;
        sampled.idle_share += queue.workload_ns() == 0 ? 1.0 / seconds : 0;
    }
    sampled.busy_share = queue.busy_ns() / (seconds * kSecond_ns);
    return sampled;
}

// Pollaczek-Khinchine: the mean wait of M/D/1 is rho D / (2 (1 - rho)).
double mean_wait_ns(const LinkSettings& settings, double utilisation) {
    const double service_ns = settings.packet_bytes * settings.packets_per_burst * 8e9 / settings.rate_bps;
    return utilisation * service_ns / (2 * (1 - utilisation));
}

struct Case {
    double rate_bps;
    double utilisation;
    int packets_per_burst;
    QueueModel model;
    int seconds;
    double tolerance;  // of the mean wait, relative; about three standard errors of the sample
};

class LinkQueueLaw : public testing::TestWithParam<Case> {};

TEST_P(LinkQueueLaw, WaitAndIdlenessAreThoseOfTheory) {
    const Case& given = GetParam();
    const LinkSettings settings{.rate_bps = given.rate_bps,
                                .packets_per_burst = given.packets_per_burst,
                                .buffer_ns = 1e12,
                                .model = given.model};
    const Sampled result = sampled(settings, given.utilisation, given.seconds);
    const double expected_ns = mean_wait_ns(settings, given.utilisation);
    EXPECT_NEAR(result.mean_wait_ns, expected_ns, given.tolerance * expected_ns);
    EXPECT_NEAR(result.idle_share, 1 - given.utilisation, 0.02);
    EXPECT_NEAR(result.busy_share, given.utilisation, 0.01);
}

INSTANTIATE_TEST_SUITE_P(Exact, LinkQueueLaw,
                         testing::Values(Case{1.5e6, 0.1, 1, QueueModel::exact, 40'000, 0.05},
                                         Case{1.5e6, 0.5, 1, QueueModel::exact, 40'000, 0.04},
                                         Case{1.5e6, 0.9, 1, QueueModel::exact, 80'000, 0.08},
                                         Case{1.5e6, 0.5, 4, QueueModel::exact, 40'000, 0.05},
                                         Case{0.5e6, 0.7, 1, QueueModel::exact, 80'000, 0.06}));

INSTANTIATE_TEST_SUITE_P(Stationary, LinkQueueLaw,
                         testing::Values(Case{1e9, 0.1, 1, QueueModel::stationary, 40'000, 0.05},
                                         Case{1e9, 0.5, 1, QueueModel::stationary, 40'000, 0.04},
                                         Case{1e9, 0.95, 1, QueueModel::stationary, 40'000, 0.04},
                                         Case{1e9, 0.5, 4, QueueModel::stationary, 40'000, 0.04},
                                         // Slow links do not take the shortcut.
                                         Case{1.5e6, 0.5, 1, QueueModel::stationary, 40'000, 0.04}));

TEST(LinkQueue, IsIdleWithoutTraffic) {
    const Sampled result = sampled({}, 0, 100);
    EXPECT_EQ(result.mean_wait_ns, 0);
    EXPECT_EQ(result.busy_share, 0);
}

TEST(LinkQueue, PacketsWaitForThoseBeforeThem) {
    LinkQueue queue({.rate_bps = 1e6}, Random(1));
    EXPECT_DOUBLE_EQ(queue.send(125).value(), 1e6);  // 1,000 bits at 1 Mb/s: 1 ms
    EXPECT_DOUBLE_EQ(queue.send(125).value(), 2e6);
    queue.advance(1.5e6);
    EXPECT_DOUBLE_EQ(queue.send(125).value(), 1.5e6);
    queue.advance(1e9);
    EXPECT_DOUBLE_EQ(queue.busy_ns(), 3e6);
}

TEST(LinkQueue, DropsWhatExceedsTheBuffer) {
    LinkQueue queue({.rate_bps = 1e6, .buffer_ns = 2.5e6}, Random(1));
    EXPECT_TRUE(queue.send(125));
    EXPECT_TRUE(queue.send(125));
    EXPECT_FALSE(queue.send(125));
    EXPECT_DOUBLE_EQ(queue.workload_ns(), 2e6);
}

TEST(LinkQueue, MoreThanTheLinkCanCarryFillsTheBufferAndTheLink) {
    LinkQueue queue({.rate_bps = 1.5e6, .buffer_ns = 1e9}, Random(1));
    queue.set_utilisation(1.3);
    for (int i = 0; i < 60; ++i) queue.advance(kSecond_ns);
    EXPECT_GT(queue.workload_ns(), 0.9e9);
    EXPECT_LE(queue.workload_ns(), 1e9);
    EXPECT_GT(queue.busy_ns(), 0.98 * 60 * kSecond_ns);
}

TEST(LinkQueue, TheShortcutKeepsTheBusyShareOfSingleSeconds) {
    LinkQueue queue({.rate_bps = 1e9, .model = QueueModel::stationary}, Random(5));
    queue.set_utilisation(0.8);
    for (int i = 0; i < 1000; ++i) {
        const double before_ns = queue.busy_ns();
        queue.advance(kSecond_ns);
        // 66,667 packets a second: a standard deviation of 0.0031.
        EXPECT_NEAR((queue.busy_ns() - before_ns) / kSecond_ns, 0.8, 5 * 0.0031);
    }
}

// Below the link's rate evenly spaced packets never wait for each other: a probe meets at most the rest of
// one.
TEST(LinkQueue, PacedPacketsLeaveAWaitOfLessThanOnePacketAndTheLoadAsBusyShare) {
    constexpr double kRate_bps = 100e6;
    constexpr double kPacket_ns = 1500 * 8e9 / kRate_bps;
    for (const auto model : {QueueModel::exact, QueueModel::stationary}) {
        const LinkSettings settings{.rate_bps = kRate_bps, .traffic = Traffic::paced, .model = model};
        LinkQueue queue(settings, Random(11));
        queue.set_utilisation(0.6);
        double sum_ns = 0;
        int busy = 0;
        constexpr int kLooks = 4000;
        for (int i = 0; i < kLooks; ++i) {
            queue.advance(kSecond_ns / 10);
            EXPECT_LE(queue.workload_ns(), kPacket_ns);
            sum_ns += queue.workload_ns();
            busy += queue.workload_ns() > 0 ? 1 : 0;
        }
        EXPECT_NEAR(static_cast<double>(busy) / kLooks, 0.6, 0.03);
        EXPECT_NEAR(sum_ns / kLooks, 0.6 * kPacket_ns / 2, 0.02 * kPacket_ns);
        EXPECT_NEAR(queue.busy_ns() / (kLooks * kSecond_ns / 10), 0.6, 0.01);
    }
}

TEST(LinkQueue, PacedPacketsBeyondTheRateFillTheBuffer) {
    LinkQueue queue({.traffic = Traffic::paced, .buffer_ns = 2e9}, Random(11));
    queue.set_utilisation(1.1);
    queue.advance(60 * kSecond_ns);
    EXPECT_GT(queue.workload_ns(), 1.98e9);
    EXPECT_LE(queue.workload_ns(), 2e9);
}

// Pollaczek-Khinchine for batches of 4…40 packets, each taken as one customer: rho E[S^2] / (2 (1 - rho)
// E[S]).
TEST(LinkQueue, BatchesWaitAsTheorySaysWithAndWithoutTheShortcut) {
    constexpr double kRate_bps = 300e6;
    constexpr double kPacket_ns = 1500 * 8e9 / kRate_bps;
    constexpr double kMeanSquare = 598;  // of the numbers from 4 to 40
    constexpr double kLoad = 0.5;
    constexpr double kExpected_ns = kLoad * kMeanSquare / (2 * (1 - kLoad) * 22) * kPacket_ns;
    for (const auto model : {QueueModel::exact, QueueModel::stationary}) {
        const LinkSettings settings{.rate_bps = kRate_bps, .traffic = Traffic::batches, .model = model};
        const Sampled result = sampled(settings, kLoad, 2500);
        EXPECT_NEAR(result.mean_wait_ns, kExpected_ns, 0.08 * kExpected_ns);
        EXPECT_NEAR(result.idle_share, 1 - kLoad, 0.03);
        EXPECT_NEAR(result.busy_share, kLoad, 0.01);
    }
}

TEST(LinkQueue, TheShortcutLeavesNoMoreInTheBufferThanItHolds) {
    constexpr double kBuffer_ns = 30'000;  // two and a half packets
    LinkQueue queue({.rate_bps = 1e9, .buffer_ns = kBuffer_ns, .model = QueueModel::stationary}, Random(5));
    queue.set_utilisation(0.8);
    double largest_ns = 0;
    for (int i = 0; i < 200; ++i) {
        queue.advance(kSecond_ns);
        largest_ns = std::max(largest_ns, queue.workload_ns());
    }
    EXPECT_EQ(largest_ns, kBuffer_ns) << "it is full at times, and never more";
}

}  // namespace
}  // namespace tixdb::simulate::link_queue_test
