// SPDX-License-Identifier: MIT

#include "ingest/message_codec.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <functional>

#include "support/report_builder.hpp"

namespace tixdb::ingest::message_codec {
namespace {

constexpr std::int64_t kFirstS = 1'500'000'000;
constexpr std::int64_t kNewestS = kFirstS + 3600;

std::variant<std::vector<model::Observation>, Reject> decoded(
    const std::vector<model::Observation>& observations) {
    return decode_message(test::message_of(observations), kNewestS);
}

// What is said of three observations, the second of them changed.
Reject problem_with(const std::function<void(model::Observation&)>& change) {
    auto observations = test::steady_observations(kFirstS, 3);
    change(observations[1]);
    const auto result = decoded(observations);
    if (const auto* reject = std::get_if<Reject>(&result)) return *reject;
    ADD_FAILURE() << "accepted";
    return {};
}

bool is_accepted_with(const std::function<void(model::Observation&)>& change) {
    auto observations = test::steady_observations(kFirstS, 3);
    change(observations[1]);
    const auto result = decoded(observations);
    return std::holds_alternative<std::vector<model::Observation>>(result) &&
           std::get<0>(result) == observations;
}

TEST(MessageCodec, ObservationsComeBackInOrder) {
    const auto observations = test::steady_observations(kFirstS, 60);
    EXPECT_EQ(std::get<0>(decoded(observations)), observations);
}

TEST(MessageCodec, TypeOtherThanSOrLIsRefused) {
    const Reject reject = problem_with([](auto& o) { o.type = 'X'; });
    EXPECT_EQ(reject.reason, Reason::bad_observation_type);
    EXPECT_EQ(reject.detail, "observation 1 at byte 45 of message: type \"X\" instead of S or L");
    EXPECT_EQ(problem_with([](auto& o) { o.type = '\x1b'; }).detail,
              "observation 1 at byte 45 of message: type \"\\x1b\" instead of S or L");
    EXPECT_TRUE(is_accepted_with([](auto& o) { o.type = 'L'; }));
}

TEST(MessageCodec, PacketSizeOutsideOfARealOneIsRefused) {
    EXPECT_EQ(problem_with([](auto& o) { o.packet_size = -1; }).reason, Reason::bad_packet_size);
    EXPECT_EQ(problem_with([](auto& o) { o.packet_size = 65'536; }).reason, Reason::bad_packet_size);
    EXPECT_TRUE(is_accepted_with([](auto& o) { o.packet_size = 0; }));
    EXPECT_TRUE(is_accepted_with([](auto& o) { o.packet_size = 65'535; }));
}

TEST(MessageCodec, ClockOverTenDaysIsRefused) {
    for (auto field : {&model::Observation::initial_ns, &model::Observation::reception_ns,
                       &model::Observation::sent_ns, &model::Observation::final_ns}) {
        for (const std::int64_t sign : {1, -1}) {
            EXPECT_TRUE(is_accepted_with([&](auto& o) { o.*field = sign * kLargestClockNs; }));
            EXPECT_EQ(problem_with([&](auto& o) { o.*field = sign * (kLargestClockNs + 1); }).reason,
                      Reason::clock_range);
        }
        EXPECT_EQ(problem_with([&](auto& o) { o.*field = std::numeric_limits<std::int64_t>::min(); }).reason,
                  Reason::clock_range);
    }
    EXPECT_EQ(problem_with([](auto& o) { o.final_ns = 864'000'000'000'001; }).detail,
              "observation 1 at byte 45 of message: t4 = 864000000000001 ns is over 10 days");
}

TEST(MessageCodec, TimeBefore2010IsRefused) {
    EXPECT_EQ(problem_with([](auto& o) { o.day_timestamp_s = 1'262'303'999; }).reason, Reason::old_clock);
    EXPECT_EQ(
        problem_with([](auto& o) { o.day_timestamp_s = std::numeric_limits<std::int64_t>::min(); }).reason,
        Reason::old_clock);
    EXPECT_TRUE(is_accepted_with([](auto& o) { o.day_timestamp_s = 1'262'304'000; }));
}

TEST(MessageCodec, TimeAfterTheNewestAllowedIsRefused) {
    EXPECT_TRUE(is_accepted_with([](auto& o) { o.day_timestamp_s = kNewestS; }));
    EXPECT_EQ(problem_with([](auto& o) { o.day_timestamp_s = kNewestS + 1; }).reason, Reason::future_clock);
    EXPECT_EQ(
        problem_with([](auto& o) { o.day_timestamp_s = std::numeric_limits<std::int64_t>::max(); }).reason,
        Reason::future_clock);
}

RC_GTEST_PROP(MessageCodecProperty, AnyBytesAreDecodedOrRefused, ()) {
    auto bytes = *rc::gen::container<std::vector<std::uint8_t>>(rc::gen::arbitrary<std::uint8_t>());
    bytes.resize(std::max<std::size_t>(1, bytes.size() / model::kObservationBytes) *
                 model::kObservationBytes);
    const auto result = decode_message(bytes, kNewestS);
    if (const auto* observations = std::get_if<0>(&result))
        RC_ASSERT(test::message_of(*observations) == bytes);
}

}  // namespace
}  // namespace tixdb::ingest::message_codec
