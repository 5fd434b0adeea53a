// SPDX-License-Identifier: MIT
// What is told of settings, of runs, and of the keys that a client's reports were signed with.
#include <gtest/gtest.h>

#include <string>

#include "store/installation_store.hpp"
#include "store/run_store.hpp"
#include "store/setting_store.hpp"
#include "support/report_inserter.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::store::settings_and_runs {
namespace {

TEST(SeenKeys, OfReportsTellWhenTheOldestAndTheNewestProbeWereSent) {
    test::TemporaryDatabase temporary;
    test::ReportInserter inserter(temporary.database());
    for (const std::int64_t first_s : {1'500'000'600, 1'500'000'000}) {
        test::MadeReport report = test::quiet_report(first_s, 60);
        report.observations[30].day_timestamp_s = first_s - 40;
        report.observations[31].day_timestamp_s = first_s + 90;
        inserter.insert(report);
    }
    inserter.insert(test::quiet_report(1'400'000'000, 60, "192.0.2.1", {1, 2}));
    const auto keys = InstallationStore(temporary.database()).seen_keys({1, 1});
    ASSERT_EQ(keys.size(), 1);
    EXPECT_EQ(keys.front().reports, 2);
    EXPECT_EQ(keys.front().earliest_s, 1'499'999'960);
    EXPECT_EQ(keys.front().latest_s, 1'500'000'690);
}

TEST(Settings, TellWhenTheyWereChangedLast) {
    test::TemporaryDatabase temporary;
    SettingStore settings(temporary.database());
    settings.set("epsilon-up", "30", 1000);
    settings.set("epsilon-up", "40", 2000);
    settings.set("epsilon-up", "40", 3000);
    ASSERT_EQ(settings.all().size(), 1);
    EXPECT_EQ(settings.all().front().value, "40");
    EXPECT_EQ(settings.all().front().changed_ms, 2000);
    EXPECT_EQ(temporary.text(
                  "SELECT group_concat(coalesce(old_value, '-') || '>' || new_value || ' ' || changed_ms)"
                  " FROM setting_change"),
              "->30 1000,30>40 2000");
}

TEST(Runs, HaveAReasonOnlyWhereTheyDidNotDoAllThatTheyShould) {
    test::TemporaryDatabase temporary;
    RunStore runs(temporary.database());
    const std::string none;
    runs.finish(runs.begin("ingest", "test", 1000), 5, 0, "{}", none);
    runs.finish(runs.begin("publish", "test", 2000), 6, 75, "{}", "the server waits");
    const auto last = runs.last_runs();
    ASSERT_EQ(last.size(), 2);
    EXPECT_EQ(last[0].reason, "the server waits");
    EXPECT_EQ(last[1].reason, std::nullopt);
    EXPECT_EQ(temporary.number("SELECT count(*) FROM run WHERE reason IS NULL"), 1);
}

}  // namespace
}  // namespace tixdb::store::settings_and_runs
