// SPDX-License-Identifier: MIT
// Forgetting costs in proportion to what is forgotten, not to what is there.
#include "store/forget_store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "store/expired_rows_store.hpp"
#include "store/statement.hpp"
#include "support/source_tree.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::store::forget_plans {
namespace {

// Tables of one row per installation, or fewer, and of refusals; and the reports whose key is pinned nowhere.
constexpr std::array kFewRows = {"client_key\n",
                                 "database_identity\n",
                                 "forgotten_installation\n",
                                 "installation\n",
                                 "key_change\n",
                                 "merged_forget_key\n",
                                 "rejected\n",
                                 "report USING INDEX report_unverified_key\n"};

std::string text_of(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

std::string plan_of(Database& database, const std::string& sql) {
    Statement query(database, "EXPLAIN QUERY PLAN " + sql);
    std::string plan;
    while (query.step()) plan += query.text(3) + "\n";
    return plan;
}

TEST(ForgetStore, NoStatementGoesThroughATableOfManyRows) {
    test::TemporaryDatabase temporary;
    const ForeignKeysOff unchecked(temporary.database());
    int statements = 0;
    for (const auto& file :
         std::filesystem::directory_iterator(test::source_folder() / "src/store/sql/forget")) {
        std::string plan = plan_of(temporary.database(), text_of(file.path()));
        for (const std::string few : kFewRows) {
            for (auto at = plan.find("SCAN " + few); at != std::string::npos; at = plan.find("SCAN " + few)) {
                plan.erase(at, std::string("SCAN ").size() + few.size());
            }
        }
        // "SCAN CONSTANT ROW" is no table.
        EXPECT_THAT(plan, testing::Not(testing::ContainsRegex("SCAN [a-z]"))) << file.path();
        ++statements;
    }
    EXPECT_GT(statements, 15);
}

}  // namespace
}  // namespace tixdb::store::forget_plans
