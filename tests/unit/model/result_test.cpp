// SPDX-License-Identifier: MIT

#include "model/result.hpp"

#include <gtest/gtest.h>

namespace tixdb::model {
namespace {

TEST(Reasons, AreReadBackAsTheyWereWritten) {
    WindowMetrics metrics;
    metrics.up = {0.5, 1.0, Missing::constant, Missing::constant, {}, {}, {}};
    metrics.down = {Missing::route, Missing::no_minutes, 0.5, 0.5, {}, {}, {}};
    const std::string reasons = reasons_of(metrics);
    EXPECT_EQ(reasons,
              "down_usage:route;down_quality:no_minutes;up_hurst_rs:constant;up_hurst_wavelet:constant");
    WindowMetrics read;
    read.up = {0.5, 1.0, Missing::too_few, Missing::too_few, {}, {}, {}};
    read.down = {Missing::too_few, Missing::too_few, 0.5, 0.5, {}, {}, {}};
    set_reasons(read, reasons);
    EXPECT_EQ(reasons_of(read), reasons);
}

TEST(Reasons, OfAnotherProgramArePassedOver) {
    WindowMetrics metrics;
    set_reasons(metrics, "up_usage:clock;sideways:route;down_usage:unheard_of;;up_quality");
    EXPECT_EQ(metrics.up.usage.reason(), Missing::clock);
    EXPECT_EQ(metrics.down.usage.reason(), Missing::too_few);
}

TEST(Result, IsPublishableWithUsageAndQualityOfBothDirectionsAndNoLess) {
    WindowMetrics metrics;
    metrics.up = metrics.down = {0.5, 1.0, Missing::too_few, Missing::constant, {}, {}, {}};
    EXPECT_TRUE(is_publishable(metrics)) << "without a Hurst exponent too";
    for (Metric* needed :
         {&metrics.up.usage, &metrics.up.quality, &metrics.down.usage, &metrics.down.quality}) {
        const Metric was = *needed;
        *needed = Missing::no_minutes;
        EXPECT_FALSE(is_publishable(metrics));
        *needed = was;
    }
}

}  // namespace
}  // namespace tixdb::model
