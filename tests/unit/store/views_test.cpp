// What the views make of the tables; that they are documented is tested in documentation_test.cpp.
#include <gtest/gtest.h>

#include "store/outbox_store.hpp"
#include "support/outbox_builder.hpp"
#include "support/report_inserter.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::store {
namespace {

TEST(InstallationView, TellsWhatThereIsOfEach) {
    test::TemporaryDatabase temporary;
    test::OutboxBuilder outbox(temporary.database());
    const auto sent = outbox.add_computed({.installation = {1, 11}});
    outbox.add_computed({.installation = {1, 11}, .last_s = test::kReportTime_s + 600});
    OutboxMove move;
    move.state = model::OutboxState::sent;
    ASSERT_TRUE(OutboxStore(temporary.database()).move(sent, model::OutboxState::pending, move));
    test::ReportInserter(temporary.database())
        .insert(test::quiet_report(test::kReportTime_s + 1200, 60, "192.0.2.1", {1, 11}));
    outbox.add({.installation = {2, 21}});  // imported: nothing but an item of the outbox

    EXPECT_EQ(temporary.text(
                  "SELECT concat FROM (SELECT reports || ' ' || first_report || ' ' || last_report || ' ' ||"
                  " unprocessed_reports || ' ' || late_reports || ' ' || windows || ' ' || last_window_end"
                  " || ' ' || waiting || ' ' || sent AS concat FROM v_installation WHERE user_id = 1)"),
              "3 2017-09-10T22:44:35Z 2017-09-10T23:04:35Z 1 0 2 2017-09-10T22:54:35Z 1 1");
    EXPECT_EQ(temporary.text(
                  "SELECT reports || ' ' || windows || ' ' || waiting || ' ' ||"
                  " (last_report IS NULL) || (pinned_key IS NULL) FROM v_installation WHERE user_id = 2"),
              "0 0 1 11");
}

TEST(InstallationView, OfOneInstallationGoesByIndexes) {
    test::TemporaryDatabase temporary;
    SQLite::Statement plan(
        temporary.database().handle(),
        "EXPLAIN QUERY PLAN SELECT * FROM v_installation WHERE user_id = 1 AND installation_id = 2");
    while (plan.executeStep()) {
        const std::string step = plan.getColumn(3).getString();
        EXPECT_EQ(step.find("SCAN"), std::string::npos) << step;
    }
}

}  // namespace
}  // namespace tixdb::store
