// SPDX-License-Identifier: MIT
// schema/schema.sql is the picture of the schema after all migrations: generated, never edited.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "support/source_tree.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::store {
namespace {

std::string picture_of(Database& database) {
    SQLite::Statement query(database.handle(),
                            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL"
                            " ORDER BY CASE type WHEN 'table' THEN 1 WHEN 'index' THEN 2 ELSE 3 END, name");
    std::string text =
        "-- SPDX-License-Identifier: MIT\n"
        "-- Generated: what a database looks like after all migrations and schema/views.sql.\n"
        "-- Made by TIXDB_UPDATE_GOLDENS=1 build/release/tests/test_store --gtest_filter='Schema.*'\n";
    while (query.executeStep()) text += "\n" + query.getColumn(0).getString() + ";\n";
    return text;
}

TEST(Schema, PictureIsWhatTheMigrationsMake) {
    test::TemporaryDatabase temporary;
    const std::string path = test::source_folder().string() + "/schema/schema.sql";
    const std::string actual = picture_of(temporary.database());
    if (std::getenv("TIXDB_UPDATE_GOLDENS") != nullptr) std::ofstream(path) << actual;
    std::ifstream file(path);
    std::stringstream expected;
    expected << file.rdbuf();
    EXPECT_EQ(actual, expected.str());
}

TEST(Schema, EveryTableIsStrict) {
    test::TemporaryDatabase temporary;
    EXPECT_EQ(temporary.number(
                  "SELECT count(*) FROM pragma_table_list"
                  " WHERE type = 'table' AND schema = 'main' AND NOT strict AND name NOT LIKE 'sqlite_%'"),
              0);
}

TEST(Schema, EveryViewCanBeQueried) {
    test::TemporaryDatabase temporary;
    SQLite::Statement views(temporary.database().handle(),
                            "SELECT name FROM sqlite_schema WHERE type = 'view'");
    int count = 0;
    while (views.executeStep()) {
        ++count;
        SQLite::Statement query(temporary.database().handle(),
                                "SELECT * FROM " + views.getColumn(0).getString());
        EXPECT_FALSE(query.executeStep()) << views.getColumn(0).getString();
    }
    EXPECT_GT(count, 0);
}

}  // namespace
}  // namespace tixdb::store
