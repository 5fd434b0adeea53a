// SPDX-License-Identifier: MIT

#include "publish/run_health.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace tixdb::publish {
namespace {

FailedAddress address(int number, bool was_ever_taken = false) {
    return {"200.0.2." + std::to_string(number), number, was_ever_taken};
}

TEST(RunHealth, FifthFailureInARowEndsTheRunAndAnAnswerBeginsTheRowAnew) {
    for (const auto& [kind, other] :
         {std::pair{RequestKind::post, RequestKind::get}, std::pair{RequestKind::get, RequestKind::post}}) {
        RunHealth health(false);
        for (int i = 0; i < 4; ++i) health.count(kind, RowEffect::adds_one, "no answer");
        health.count(other, RowEffect::ends_row, "");
        health.count(kind, RowEffect::none, "odd");
        EXPECT_FALSE(health.is_ended());
        health.count(kind, RowEffect::ends_row, "");
        EXPECT_EQ(health.row_length(kind), 1);
        for (int i = 0; i < 4; ++i) health.count(kind, RowEffect::adds_one, "no answer");
        EXPECT_FALSE(health.is_ended());
        EXPECT_EQ(health.row_length(kind), 4);
        health.count(kind, RowEffect::adds_one, "no answer");
        ASSERT_TRUE(health.is_ended());
        EXPECT_EQ(health.reason()->kind(), ErrorKind::try_again);
    }
}

TEST(RunHealth, PostsAndGetsAreCountedApart) {
    RunHealth health(false);
    for (int i = 0; i < 4; ++i) {
        health.count(RequestKind::post, RowEffect::adds_one, "");
        health.count(RequestKind::get, RowEffect::adds_one, "");
    }
    EXPECT_FALSE(health.is_ended());
    health.count(RequestKind::get, RowEffect::adds_one, "the last");
    ASSERT_TRUE(health.is_ended());
    EXPECT_NE(std::string(health.reason()->what()).find("questions"), std::string::npos);
}

TEST(RunHealth, FirstReasonStandsButForOneThatNoLaterRunOvercomes) {
    RunHealth health(false);
    health.end_when_done(ErrorKind::try_again, "the table", "");
    EXPECT_FALSE(health.is_ended());
    EXPECT_STREQ(health.reason()->what(), "the table");
    health.end(ErrorKind::try_again, "first", "");
    health.end(ErrorKind::try_again, "second", "");
    EXPECT_STREQ(health.reason()->what(), "first");
    health.end(ErrorKind::configuration, "third", "");
    health.end(ErrorKind::configuration, "fourth", "");
    EXPECT_STREQ(health.reason()->what(), "third");
}

TEST(RunHealth, RefusedReportIsDeadOnceAnotherIsTaken) {
    RunHealth health(false);
    EXPECT_FALSE(health.report_refused(1, ""));
    EXPECT_FALSE(health.report_refused(2, ""));
    EXPECT_EQ(health.report_taken(), (std::vector<std::int64_t>{1, 2}));
    EXPECT_TRUE(health.report_refused(3, ""));
    EXPECT_TRUE(health.report_taken().empty()) << "it is dead already";
    for (int i = 0; i < 9; ++i) EXPECT_TRUE(health.report_refused(4 + i, ""));
    EXPECT_FALSE(health.is_ended());
}

TEST(RunHealth, ThreeRefusedInARowWithNothingTakenEndTheRun) {
    RunHealth health(false);
    health.report_refused(1, "");
    health.report_refused(2, "");
    health.report_answered();
    health.report_refused(3, "");
    health.report_refused(4, "");
    EXPECT_FALSE(health.is_ended());
    health.report_refused(5, "400");
    ASSERT_TRUE(health.is_ended());
    EXPECT_EQ(health.reason()->kind(), ErrorKind::configuration);
}

TEST(RunHealth, FiveNewAddressesInARowAreTheTableIfOneWasEverTaken) {
    RunHealth health(false);
    for (int i = 0; i < 4; ++i)
        EXPECT_EQ(health.address_failed(address(i, i == 2), "500"), AddressVerdict::as_it_is);
    EXPECT_EQ(health.address_failed(address(4), "500 ValueError"), AddressVerdict::table_is_wrong);
    EXPECT_EQ(health.judged_addresses().size(), 5U);
    EXPECT_TRUE(health.are_new_addresses_paused());
    EXPECT_FALSE(health.is_ended()) << "known ones go on";
    EXPECT_EQ(health.reason()->kind(), ErrorKind::try_again);
    EXPECT_NE(std::string(health.reason()->what()).find("500 ValueError"), std::string::npos);
}

TEST(RunHealth, FiveNewAddressesInARowThatWereNeverTakenAreHeld) {
    RunHealth health(false);
    for (int i = 0; i < 4; ++i) EXPECT_EQ(health.address_failed(address(i), ""), AddressVerdict::as_it_is);
    EXPECT_EQ(health.address_failed(address(4), ""), AddressVerdict::hold_them);
    EXPECT_FALSE(health.reason());
    EXPECT_FALSE(health.are_new_addresses_paused());
    EXPECT_EQ(health.address_failed(address(5, true), ""), AddressVerdict::as_it_is) << "counted anew";
}

TEST(RunHealth, SameAddressCountsOnceAndIsJudgedWithAllItsResults) {
    RunHealth health(false);
    for (int i = 0; i < 8; ++i)
        EXPECT_EQ(health.address_failed(address(i % 4, true), ""), AddressVerdict::as_it_is);
    EXPECT_EQ(health.address_failed(address(4), ""), AddressVerdict::table_is_wrong);
    EXPECT_EQ(health.judged_addresses().size(), 9U);
    EXPECT_NE(std::string(health.reason()->what()).find("5 new addresses"), std::string::npos);
}

TEST(RunHealth, NewAddressThatIsTakenEndsTheRowOfThem) {
    RunHealth health(false);
    for (int i = 0; i < 4; ++i) (void)health.address_failed(address(i, true), "");
    health.new_address_taken();
    for (int i = 0; i < 4; ++i)
        EXPECT_EQ(health.address_failed(address(i, true), ""), AddressVerdict::as_it_is);
}

TEST(RunHealth, OddAnswerEndsTheRunUnlessTheServerStoresWhatItAnswersSo) {
    RunHealth unknown(false);
    EXPECT_FALSE(unknown.odd_answer("204", "check"));
    ASSERT_TRUE(unknown.is_ended());
    EXPECT_EQ(unknown.reason()->kind(), ErrorKind::configuration);
    RunHealth known(true);
    EXPECT_TRUE(known.odd_answer("204", "check")) << "worth saying";
    EXPECT_FALSE(known.odd_answer("204", "check")) << "once";
    EXPECT_FALSE(known.is_ended());
    known.odd_answer_looked_up(false);
    known.odd_answer("204", "check");
    EXPECT_TRUE(known.is_ended());
}

TEST(RunHealth, FifthUnknownInstallationInARowRaisesADoubtOnce) {
    RunHealth health(false);
    for (int i = 0; i < 4; ++i) EXPECT_FALSE(health.installation_unknown());
    health.installation_known();
    for (int i = 0; i < 4; ++i) EXPECT_FALSE(health.installation_unknown());
    EXPECT_TRUE(health.installation_unknown());
    EXPECT_FALSE(health.installation_unknown());
}

}  // namespace
}  // namespace tixdb::publish
