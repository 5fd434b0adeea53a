// SPDX-License-Identifier: MIT

#include "simulate/flow_queue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "packet_level.hpp"

namespace tixdb::simulate::flow_queue_test {
namespace {

constexpr double kSecond_ns = 1e9;
constexpr double kProbeBytes = 60;

LinkSettings link_of(double rate_bps, Traffic traffic, double buffer_ms) {
    return {.rate_bps = rate_bps, .traffic = traffic, .buffer_ns = buffer_ms * 1e6};
}

// A probe each second for an hour.
struct Hour {
    std::vector<double> busy;      // share, by minute
    std::vector<double> waits_ms;  // of the probes that were not dropped, in ascending order
};

Hour hour_of(Queue& queue, double utilisation) {
    constexpr int kMinutes = 60;
    queue.set_utilisation(utilisation);
    queue.advance(60 * kSecond_ns);
    Hour hour;
    double busy_before_ns = queue.busy_ns();
    for (int second = 1; second <= kMinutes * 60; ++second) {
        queue.advance(kSecond_ns);
        if (const auto wait_ns = queue.send(kProbeBytes)) hour.waits_ms.push_back(*wait_ns / 1e6);
        if (second % 60 != 0) continue;
        hour.busy.push_back((queue.busy_ns() - busy_before_ns) / (60 * kSecond_ns));
        busy_before_ns = queue.busy_ns();
    }
    std::sort(hour.waits_ms.begin(), hour.waits_ms.end());
    return hour;
}

double mean(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
}

double share_above(const std::vector<double>& sorted, double bound) {
    const auto above = sorted.end() - std::upper_bound(sorted.begin(), sorted.end(), bound);
    return static_cast<double>(above) / static_cast<double>(sorted.size());
}

// The largest difference between the shares of probes that waited longer than any time from the shortest to
// the longest.
double largest_difference(const Hour& a, const Hour& b, double shortest_ms, double longest_ms) {
    double largest = 0;
    for (double ms = shortest_ms; ms < longest_ms; ms *= 1.2) {
        largest = std::max(largest, std::abs(share_above(a.waits_ms, ms) - share_above(b.waits_ms, ms)));
    }
    return largest;
}

struct Comparison {
    double busy = 0;        // mean share, packet by packet
    double busy_error = 0;  // mean over minutes of the absolute difference
    double short_error = 0;
    double error = 0;
};

Comparison compared(const LinkSettings& settings, double utilisation) {
    FlowQueue rounds(settings, Random(7));
    test::PacketLevelQueue packets(settings, Random(7));
    const Hour fast = hour_of(rounds, utilisation);
    const Hour exact = hour_of(packets, utilisation);
    Comparison comparison{.busy = mean(exact.busy)};
    for (std::size_t i = 0; i < exact.busy.size(); ++i) {
        comparison.busy_error +=
            std::abs(fast.busy[i] - exact.busy[i]) / static_cast<double>(exact.busy.size());
    }
    comparison.short_error = largest_difference(fast, exact, 0.05, 8);
    comparison.error = largest_difference(fast, exact, 0.05, 5000);
    return comparison;
}

// docs/accuracy.md has these figures. What differs is how deep a full queue falls after a loss: the sender of
// packets learns of it half a round trip later, so that more is lost.
TEST(FlowQueue, AnHourIsNearTheSameHourPacketByPacket) {
    struct Case {
        const char* name;
        Traffic traffic;
    };
    double busy_error = 0;
    double short_error = 0;
    double error = 0;
    for (const Case& given :
         {Case{"web", Traffic::web}, Case{"video", Traffic::video}, Case{"bulk", Traffic::bulk}}) {
        for (const double rate_bps : {5e6, 10e6}) {
            for (const double buffer_ms : {50.0, 500.0}) {
                const Comparison c = compared(link_of(rate_bps, given.traffic, buffer_ms), 0.5);
                RecordProperty(std::string(given.name) + std::to_string(static_cast<int>(rate_bps / 1e6)) +
                                   "_" + std::to_string(static_cast<int>(buffer_ms)),
                               std::to_string(c.busy_error) + " " + std::to_string(c.short_error) + " " +
                                   std::to_string(c.error));
                EXPECT_NEAR(c.busy, 0.5, 0.08);  // of one hour
                busy_error = std::max(busy_error, c.busy_error);
                short_error = std::max(short_error, c.short_error);
                error = std::max(error, c.error);
            }
        }
    }
    EXPECT_LT(busy_error, 0.006);
    EXPECT_LT(short_error, 0.09);
    EXPECT_LT(error, 0.16);
}

TEST(FlowQueue, CarriesTheLoadThatIsSet) {
    for (const auto traffic : {Traffic::web, Traffic::video, Traffic::bulk}) {
        FlowQueue queue(link_of(100e6, traffic, 200), Random(3));
        queue.set_utilisation(0.4);
        queue.advance(20'000 * kSecond_ns);
        EXPECT_NEAR(queue.busy_ns() / (20'000 * kSecond_ns), 0.4, 0.03) << static_cast<int>(traffic);
    }
}

TEST(FlowQueue, IsEmptyWithoutLoad) {
    FlowQueue queue(link_of(10e6, Traffic::web, 200), Random(3));
    queue.set_utilisation(0);
    queue.advance(100 * kSecond_ns);
    EXPECT_EQ(queue.busy_ns(), 0);
    EXPECT_DOUBLE_EQ(queue.send(kProbeBytes).value(), kProbeBytes * 8e9 / 10e6);
}

TEST(FlowQueue, BulkTransfersFillTheBufferAndNeverMore) {
    FlowQueue queue(link_of(10e6, Traffic::bulk, 200), Random(5));
    queue.set_utilisation(1.5);
    double largest_ns = 0;
    int probes = 0;
    for (int second = 0; second < 3600; ++second) {
        queue.advance(kSecond_ns);
        const auto wait_ns = queue.send(kProbeBytes);
        if (!wait_ns) continue;
        ++probes;
        largest_ns = std::max(largest_ns, *wait_ns);
    }
    EXPECT_GT(largest_ns, 150e6);
    EXPECT_LE(largest_ns, 200e6);
    EXPECT_GT(probes, 3500);  // a small packet rarely finds no room
    EXPECT_GT(queue.busy_ns(), 0.9 * 3600 * kSecond_ns);
}

TEST(FlowQueue, CarriesSixtyFourTransfersAtOnceAndNoMore) {
    FlowQueue queue(link_of(10e6, Traffic::web, 200), Random(5));
    queue.set_utilisation(2);
    std::size_t most = 0;
    for (int second = 0; second < 600; ++second) {
        queue.advance(kSecond_ns);
        most = std::max(most, queue.transfers());
    }
    EXPECT_EQ(most, 64U);
}

TEST(FlowQueue, APacketThatFindsNoRoomIsDropped) {
    FlowQueue queue(link_of(10e6, Traffic::bulk, 20), Random(5));
    queue.set_utilisation(2);
    int dropped = 0;
    for (int i = 0; i < 10'000; ++i) {
        queue.advance(kSecond_ns / 100);
        const auto wait_ns = queue.send(1500);
        dropped += wait_ns ? 0 : 1;
        EXPECT_LE(wait_ns.value_or(0), 20e6);
    }
    EXPECT_GT(dropped, 100);
    EXPECT_LT(dropped, 9'000);
}

// Of a first window of ten packets the buffer holds two.
TEST(FlowQueue, AfterLosingMostOfARoundATransferPausesFor200Milliseconds) {
    FlowQueue queue(link_of(10e6, Traffic::bulk, 3), Random(5));
    queue.set_utilisation(0.5);
    const auto ms_until = [&](bool is_busy) {
        int ms = 0;
        for (; (queue.workload_ns() > 0) != is_busy && ms < 1'000'000; ++ms) queue.advance(1e6);
        return ms;
    };
    (void)ms_until(true);
    EXPECT_LT(ms_until(false), 10);
    const int pause_ms = ms_until(true);
    EXPECT_GE(pause_ms, 200 + 10 - 5) << "and a round trip of 10 to 90 ms";
    EXPECT_LE(pause_ms, 200 + 90 + 5);
}

TEST(FlowQueue, TheSameSeedGivesTheSameQueue) {
    FlowQueue a(link_of(50e6, Traffic::web, 100), Random(11));
    FlowQueue b(link_of(50e6, Traffic::web, 100), Random(11));
    for (FlowQueue* queue : {&a, &b}) {
        queue->set_utilisation(0.6);
        queue->advance(500 * kSecond_ns);
    }
    EXPECT_EQ(a.busy_ns(), b.busy_ns());
    EXPECT_EQ(a.workload_ns(), b.workload_ns());
}

}  // namespace
}  // namespace tixdb::simulate::flow_queue_test
