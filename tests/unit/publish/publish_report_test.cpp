// SPDX-License-Identifier: MIT
// What a monitor sees that looks at exit codes only.
#include <gtest/gtest.h>

#include "publish/publish_settings.hpp"

namespace tixdb::publish {
namespace {

using model::OutboxState;

constexpr std::int64_t kHourMs = 3'600'000;
constexpr std::int64_t kNowMs = 1'000 * kHourMs;

PublishReport waiting_since(std::int64_t hours, OutboxState state = OutboxState::pending) {
    PublishReport report;
    report.open[state] = 3;
    report.oldest_waiting_ms = kNowMs - hours * kHourMs;
    report.last_accepted_ms = kNowMs - kHourMs;
    return report;
}

std::optional<ErrorKind> kind_of(const PublishReport& report) {
    const auto error = error_of(report, kNowMs);
    return error ? std::optional(error->kind()) : std::nullopt;
}

TEST(PublishReport, IsWellIfNothingWaits) {
    PublishReport report;
    report.open[OutboxState::dead] = 5;
    EXPECT_FALSE(kind_of(report));
}

TEST(PublishReport, IsWellIfSomethingWasAcceptedOrFoundStored) {
    PublishReport report = waiting_since(30);
    report.last_accepted_ms = std::nullopt;
    report.counts.sent = 1;
    EXPECT_FALSE(kind_of(report));
    report.counts = {};
    report.counts.found_stored = 1;
    EXPECT_FALSE(kind_of(report));
}

TEST(PublishReport, IsWellIfTheOldestWasQueuedLessThanAnHourAgo) {
    EXPECT_FALSE(kind_of(waiting_since(0)));
    PublishReport report = waiting_since(1);
    EXPECT_EQ(kind_of(report), ErrorKind::try_again);
    *report.oldest_waiting_ms += 1;
    EXPECT_FALSE(kind_of(report));
}

TEST(PublishReport, WaitingIsWhateverIsNotDoneWith) {
    for (const OutboxState state : {OutboxState::pending, OutboxState::sending, OutboxState::retry,
                                    OutboxState::held, OutboxState::uncertain}) {
        EXPECT_EQ(kind_of(waiting_since(2, state)), ErrorKind::try_again) << model::name_of(state);
    }
    EXPECT_FALSE(kind_of(waiting_since(2, OutboxState::dead)));
}

TEST(PublishReport, DayWithoutAnythingAcceptedIsAFaultOfConfigurationWhateverTheCause) {
    PublishReport report = waiting_since(24);
    report.last_accepted_ms = kNowMs - 24 * kHourMs;
    EXPECT_EQ(kind_of(report), ErrorKind::configuration);
    report.ended_by = Error(ErrorKind::try_again, "no connection");
    EXPECT_EQ(kind_of(report), ErrorKind::configuration);
    EXPECT_NE(std::string(error_of(report, kNowMs)->what()).find("no connection"), std::string::npos);
    report.last_accepted_ms = kNowMs - 23 * kHourMs;
    EXPECT_EQ(kind_of(report), ErrorKind::try_again);
    report.last_accepted_ms = std::nullopt;
    EXPECT_EQ(kind_of(report), ErrorKind::configuration);
    report = waiting_since(23);
    report.last_accepted_ms = kNowMs - 99 * kHourMs;
    EXPECT_EQ(kind_of(report), ErrorKind::try_again) << "nothing has waited for a day";
}

TEST(PublishReport, ReasonOfTheRunsEndStands) {
    PublishReport report = waiting_since(0);
    report.ended_by = Error(ErrorKind::try_again, "no connection");
    EXPECT_EQ(kind_of(report), ErrorKind::try_again);
    report.counts.sent = 7;
    EXPECT_EQ(kind_of(report), ErrorKind::try_again);
    report.ended_by = Error(ErrorKind::configuration, "certificate");
    EXPECT_EQ(kind_of(report), ErrorKind::configuration);
    report = waiting_since(99);
    report.last_accepted_ms = std::nullopt;
    report.ended_by = Error(ErrorKind::failed, "lock file");
    EXPECT_EQ(kind_of(report), ErrorKind::failed);
}

}  // namespace
}  // namespace tixdb::publish
