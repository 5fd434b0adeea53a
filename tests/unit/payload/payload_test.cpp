// SPDX-License-Identifier: MIT

#include "payload/payload.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "support/outbox_builder.hpp"

namespace tixdb::payload {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(Payload, HasTheFieldsInTheOrderOfTheirPredecessor) {
    const auto metrics = test::metrics_of({});
    EXPECT_EQ(body_of(1'505'083'475, "200.0.2.1", metrics),
              R"({"timestamp":1505083475,"version":"1.0.0","upUsage":0.25,"upQuality":1,)"
              R"("downUsage":0.12345678901234568,"downQuality":0.9,"hurstUpRs":0.5,"hurstUpWavelet":0.75,)"
              R"("hurstDownRs":0.625,"hurstDownWavelet":0.875,"ip":"200.0.2.1"})");
}

TEST(Payload, UsageAndQualityAreClamped) {
    auto metrics = test::metrics_of({});
    metrics.up.usage = 1.7;
    metrics.down.usage = -0.2;
    metrics.up.quality = kInfinity;
    metrics.down.quality = -0.0;
    const auto body = body_of(1, "::1", metrics);
    EXPECT_NE(body.find(R"("upUsage":1,"upQuality":1,"downUsage":0,"downQuality":0,)"), std::string::npos)
        << body;
}

TEST(Payload, MissingHurstIsNull) {
    auto metrics = test::metrics_of({});
    metrics.up.hurst_rs = model::Missing::too_short;
    metrics.down.hurst_wavelet = model::Missing::constant;
    const auto body = nlohmann::json::parse(body_of(1, "::1", metrics));
    EXPECT_TRUE(body["hurstUpRs"].is_null());
    EXPECT_TRUE(body["hurstDownWavelet"].is_null());
    EXPECT_EQ(body["hurstUpWavelet"], 0.75);
}

TEST(Payload, WhatTixApiWouldHangOnIsAnError) {
    for (const model::Metric& bad : {model::Metric(kNan), model::Metric(model::Missing::no_minutes)}) {
        auto metrics = test::metrics_of({});
        metrics.down.quality = bad;
        EXPECT_THROW((void)body_of(1, "::1", metrics), Error);
    }
    for (const double bad : {kNan, kInfinity, -kInfinity}) {
        auto metrics = test::metrics_of({});
        metrics.up.hurst_rs = bad;
        EXPECT_THROW((void)body_of(1, "::1", metrics), Error);
    }
}

TEST(Payload, HostileAddressStaysAString) {
    const auto body = nlohmann::json::parse(body_of(1, "\"},\n\xff{\"", test::metrics_of({})));
    EXPECT_EQ(body.size(), 11U);
    EXPECT_TRUE(body["ip"].is_string());
}

RC_GTEST_PROP(Payload, NumbersComeBackAsTheyWere, (std::uint64_t bits)) {
    auto metrics = test::metrics_of({});
    const double share = static_cast<double>(bits >> 11U) * 0x1.0p-53;
    metrics.up.usage = share;
    metrics.down.usage = share * 1e-300;
    metrics.up.hurst_rs = share * 1e300;
    const auto text = body_of(1, "::1", metrics);
    const auto figures = figures_of(text);
    RC_ASSERT(figures.has_value());
    RC_ASSERT(figures->up_usage == share);
    RC_ASSERT(figures->down_usage == share * 1e-300);
    RC_ASSERT(nlohmann::json::parse(text)["hurstUpRs"].get<double>() == share * 1e300);
}

TEST(Figures, AreThoseOfAnotherReportIfOneOfThemIsAnother) {
    const Figures figures{0.125, 0.25, 0.5, 0.75};
    EXPECT_EQ(figures, (Figures{0.125, 0.25, 0.5, 0.75}));
    for (const Figures& other : {Figures{1, 0.25, 0.5, 0.75}, Figures{0.125, 1, 0.5, 0.75},
                                 Figures{0.125, 0.25, 1, 0.75}, Figures{0.125, 0.25, 0.5, 1}})
        EXPECT_NE(figures, other);
}

TEST(Figures, AreNothingUnlessAllFourAreNumbers) {
    EXPECT_FALSE(figures_of("not json"));
    EXPECT_FALSE(figures_of("[]"));
    EXPECT_FALSE(figures_of(R"({"upUsage":1,"upQuality":1,"downUsage":1})"));
    EXPECT_FALSE(figures_of(R"({"upUsage":1,"upQuality":1,"downUsage":1,"downQuality":null})"));
    EXPECT_FALSE(figures_of(R"({"upUsage":1,"upQuality":1,"downUsage":1,"downQuality":"1"})"));
    EXPECT_EQ(figures_of(R"({"upUsage":1,"upQuality":0.5,"downUsage":0,"downQuality":1e-3})"),
              (Figures{1, 0.5, 0, 0.001}));
}

TEST(SameAtApi, IsEveryBodyWithTheSameTimeAddressAndFiguresWhateverElseItSays) {
    const auto body = [](const char* time, const char* ip, const char* figures, const char* rest) {
        return fmt::format(R"({{"timestamp":{},"ip":"{}","upUsage":{},"upQuality":1,"downUsage":0.5,)"
                           R"("downQuality":1,"hurstUpRs":{}}})",
                           time, ip, figures, rest);
    };
    const std::string sent = body("1500000000", "192.0.2.1", "0.25", "null");
    EXPECT_TRUE(same_at_api(sent, sent));
    EXPECT_TRUE(same_at_api(sent, body("1500000000", "192.0.2.1", "0.25", "0.7")))
        << "tix-api keeps no Hurst";
    EXPECT_FALSE(same_at_api(sent, body("1500000001", "192.0.2.1", "0.25", "null")));
    EXPECT_FALSE(same_at_api(sent, body("1500000000", "192.0.2.2", "0.25", "null")));
    EXPECT_FALSE(same_at_api(sent, body("1500000000", "192.0.2.1", "0.26", "null")));
    EXPECT_FALSE(same_at_api(sent, "not a report"));
    EXPECT_FALSE(same_at_api("not a report", "not a report"));
    const std::string without_time =
        R"({"ip":"::1","upUsage":1,"upQuality":1,"downUsage":1,"downQuality":1})";
    EXPECT_FALSE(same_at_api(without_time, without_time));
}

}  // namespace
}  // namespace tixdb::payload
