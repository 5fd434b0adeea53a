// SPDX-License-Identifier: MIT
// Which windows reprocessing looks at.
#include <gtest/gtest.h>

#include <vector>

#include "store/current_window_reader.hpp"
#include "support/temporary_database.hpp"
#include "support/window_rows.hpp"

namespace tixdb::store::current_windows {
namespace {

constexpr std::int64_t kAfter_s = 1'505'080'800;
constexpr std::int64_t kUntil_s = kAfter_s + 86'400;

TEST(CurrentWindows, BetweenTwoTimesAreThoseOfTheClientThatEndAfterTheOneAndUpToTheOther) {
    test::TemporaryDatabase temporary;
    for (const model::InstallationKey key : {model::InstallationKey{1, 1}, {1, 2}, {2, 1}}) {
        for (const std::int64_t last_s : {kAfter_s, kUntil_s + 1, kUntil_s, kAfter_s + 1, kAfter_s + 7}) {
            const auto id =
                test::add_window(temporary.database(), {key.user_id, key.installation_id, "8.8.8.8", last_s});
            test::add_result(temporary.database(), id, "classic", 0.5, 1.0);
            test::add_result(temporary.database(), id, "queueing", 0.5, 1.0);
        }
    }
    temporary.database().execute(
        "INSERT INTO window_report SELECT first_report_id, window_id FROM window;"
        "UPDATE window SET superseded_ms = 1 WHERE window_id = 5;"
        "UPDATE result SET superseded_ms = 1 WHERE window_id = 3 AND method = 'classic'");
    CurrentWindowReader reader(temporary.database());
    std::vector<std::int64_t> ids;
    for (const CurrentWindow& window : reader.windows_between({1, 1}, kAfter_s, kUntil_s)) {
        ids.push_back(window.window_id);
        EXPECT_EQ(window.reports.size(), 1U);
        EXPECT_EQ(window.results.size(), window.window_id == 3 ? 1U : 2U);
        EXPECT_EQ(window.session_report.first_observation_s, window.last_probe_s - 59);
    }
    EXPECT_EQ(ids, (std::vector<std::int64_t>{4, 3})) << "by their ends";
}

}  // namespace
}  // namespace tixdb::store::current_windows
