// SPDX-License-Identifier: MIT
#include "model/report_file.hpp"

#include <gtest/gtest.h>

namespace tixdb::model::report_file_test {
namespace {

TEST(ReportFile, HasEachFieldUnderItsOwnName) {
    EXPECT_EQ(report_file({.installation = {23, 5},
                           .from = "192.0.2.1:4501",
                           .to = "tix.\"example\":4500",
                           .packet_ns = {1, -2, 3, 4},
                           .public_key = "a2V5",
                           .message = "bXNn",
                           .signature = "c2ln"}),
              R"({"from":"192.0.2.1:4501","to":"tix.\"example\":4500","type":"LONG","initialTimestamp":1,)"
              R"("receptionTimestamp":-2,"sentTimestamp":3,"finalTimestamp":4,"publicKey":"a2V5",)"
              R"("message":"bXNn","signature":"c2ln","userId":23,"installationId":5})");
}

TEST(ReportFile, OfAReportIsTheSameWithItsBytesInBase64) {
    Report report;
    report.installation = {23, 5};
    report.from = "a:1";
    report.to = "b:2";
    report.packet_ns = {1, -2, 3, 4};
    report.public_key = {'k', 'e', 'y'};
    report.signature = {'s', 'i', 'g'};
    const std::vector<std::uint8_t> message = {'m', 's', 'g'};
    EXPECT_EQ(report_file(report, message), report_file({.installation = {23, 5},
                                                         .from = "a:1",
                                                         .to = "b:2",
                                                         .packet_ns = {1, -2, 3, 4},
                                                         .public_key = "a2V5",
                                                         .message = "bXNn",
                                                         .signature = "c2ln"}));
}

TEST(ReportMessage, IsPackedAndBigEndianObservationByObservation) {
    const Observation first{0x0102030405060708, 'S', 0x01020304, 0x11, 0x22, 0x33, -1};
    const Observation second{0, 'L', 0, 0, 0, 0, 0};
    const std::vector<std::uint8_t> message = message_of(std::vector{first, second});
    ASSERT_EQ(message.size(), 2 * kObservationBytes);
    const std::vector<std::uint8_t> expected = {
        1, 2, 3, 4, 5, 6,    7, 8, 'S', 1, 2, 3, 4, 0,    0,    0,    0,    0,    0,    0,    0x11, 0,   0,
        0, 0, 0, 0, 0, 0x22, 0, 0, 0,   0, 0, 0, 0, 0x33, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};
    EXPECT_EQ((std::vector<std::uint8_t>(message.begin(), message.begin() + kObservationBytes)), expected);
    EXPECT_EQ(message[kObservationBytes + 8], 'L');
}

}  // namespace
}  // namespace tixdb::model::report_file_test
