// SPDX-License-Identifier: MIT

#include "simulate/random.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace tixdb::simulate {
namespace {

constexpr int kDraws = 200'000;

TEST(Random, GivesThePublishedNumbersOfXoshiro256PlusPlus) {
    Random random(0);
    EXPECT_EQ(random.next(), 5'987'356'902'031'041'503U);
    EXPECT_EQ(random.next(), 7'051'070'477'665'621'255U);
    EXPECT_EQ(random.next(), 6'633'766'593'972'829'180U);
    EXPECT_EQ(random.next(), 211'316'841'551'650'330U);
}

TEST(Random, StreamsOfSeedsInstallationsAndPurposesDiffer) {
    std::set<std::uint64_t> first;
    for (const std::uint64_t seed : {0U, 1U}) {
        for (const std::int64_t user_id : {1, 2}) {
            for (const std::int64_t installation_id : {1, 2}) {
                first.insert(Random(seed, user_id, installation_id, Random::Purpose::up_traffic).next());
                first.insert(Random(seed, user_id, installation_id, Random::Purpose::probes).next());
            }
        }
    }
    EXPECT_EQ(first.size(), 16U);
}

TEST(Random, UniformNumbersFillTheUnitIntervalWithoutZero) {
    Random random(1);
    double sum = 0;
    for (int i = 0; i < kDraws; ++i) {
        const double value = random.uniform();
        ASSERT_GT(value, 0);
        ASSERT_LE(value, 1);
        sum += value;
    }
    EXPECT_NEAR(sum / kDraws, 0.5, 0.003);
}

TEST(Random, ExponentialNumbersHaveTheirMeanAndAreNeverNegative) {
    Random random(2);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < kDraws; ++i) {
        const double value = random.exponential(5);
        ASSERT_GE(value, 0);
        sum += value;
        squares += value * value;
    }
    EXPECT_NEAR(sum / kDraws, 5, 0.05);
    EXPECT_NEAR(squares / kDraws, 50, 1.5);
}

TEST(Random, NormalNumbersHaveMeanZeroAndVarianceOne) {
    Random random(3);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < kDraws; ++i) {
        const double value = random.normal();
        sum += value;
        squares += value * value;
    }
    EXPECT_NEAR(sum / kDraws, 0, 0.01);
    EXPECT_NEAR(squares / kDraws, 1, 0.02);
}

TEST(PortableLog, AgreesWithTheLibraryOverManyMagnitudes) {
    Random random(4);
    for (int i = 0; i < 10'000; ++i) {
        const double x = std::ldexp(random.uniform(), static_cast<int>(random.next() % 200) - 100);
        EXPECT_NEAR(portable_log(x), std::log(x), 2e-10);
    }
    EXPECT_EQ(portable_log(1), 0);
}

}  // namespace
}  // namespace tixdb::simulate
