// SPDX-License-Identifier: MIT

#include "simulate/load_plan.hpp"

#include <gtest/gtest.h>

#include "base/error.hpp"

namespace tixdb::simulate {
namespace {

constexpr const char* kHeader = "user_id,installation_id,after_s,up_utilisation,down_utilisation\n";

std::string error_of(const std::string& text) {
    try {
        (void)parse_load_plan(text, "plan.csv");
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::usage);
        return error.what();
    }
    return "";
}

TEST(LoadPlan, HoldsTheStepsOfEachInstallation) {
    const LoadPlan plan = parse_load_plan(
        std::string("# demo\n") + kHeader + "1,1,0,0.1,0.2\r\n1,1,600,0.5,0.9\n\n2,7,0,0,1.2", "plan.csv");
    ASSERT_EQ(plan.size(), 2U);
    EXPECT_EQ(plan.at({1, 1}).up, (Load{{0, 0.1}, {600, 0.5}}));
    EXPECT_EQ(plan.at({1, 1}).down, (Load{{0, 0.2}, {600, 0.9}}));
    EXPECT_EQ(plan.at({2, 7}).down, (Load{{0, 1.2}}));
}

TEST(LoadPlan, SaysWhatIsWrongAndWhere) {
    EXPECT_EQ(error_of(""), "plan.csv: empty");
    EXPECT_EQ(
        error_of("1,1,0,0,0\n"),
        "plan.csv, line 1: \"user_id,installation_id,after_s,up_utilisation,down_utilisation\" expected");
    EXPECT_EQ(error_of(std::string(kHeader) + "1,1,0,0\n"), "plan.csv, line 2: 5 columns expected");
    EXPECT_EQ(error_of(std::string(kHeader) + "1,1,0,0,0,0\n"), "plan.csv, line 2: 5 columns expected");
    EXPECT_EQ(error_of(std::string(kHeader) + "1,1,0,a,0\n"), "plan.csv, line 2: not a number");
    EXPECT_EQ(error_of(std::string(kHeader) + "1,1,0,0,nan\n"),
              "plan.csv, line 2: a utilisation is not in 0…2");
    EXPECT_EQ(error_of(std::string(kHeader) + "1,1,0,0,2.1\n"),
              "plan.csv, line 2: a utilisation is not in 0…2");
    EXPECT_EQ(error_of(std::string(kHeader) + "1,1,5,0,0\n"),
              "plan.csv, line 2: the first step of an installation must be at 0");
    EXPECT_EQ(error_of(std::string(kHeader) + "1,1,0,0,0\n1,1,0,0,0\n"),
              "plan.csv, line 3: steps must be in order of time");
}

TEST(Load, EqualPartsDivideTheWholeTime) {
    EXPECT_EQ(load_in_equal_parts({0.1, 0.5, 0.9}, 7200), (Load{{0, 0.1}, {2400, 0.5}, {4800, 0.9}}));
    EXPECT_EQ(load_in_equal_parts({0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6}, 100),
              (Load{{0, 0}, {14, 0.1}, {28, 0.2}, {42, 0.3}, {57, 0.4}, {71, 0.5}, {85, 0.6}}))
        << "what does not divide is spread over all parts";
}

}  // namespace
}  // namespace tixdb::simulate
