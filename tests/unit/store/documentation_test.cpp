// SPDX-License-Identifier: MIT
// docs/database.md says what is there: every table and column, every view, and queries that run.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "support/source_tree.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::store {
namespace {

using Names = std::set<std::string>;

std::string text_of_page() {
    std::ifstream file(test::source_folder().string() + "/docs/database.md");
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

// The lines below "### name" up to the next heading.
std::map<std::string, std::string> sections_of(const std::string& page) {
    std::map<std::string, std::string> sections;
    std::istringstream lines(page);
    std::string line;
    std::string name;
    while (std::getline(lines, line)) {
        if (line.starts_with("#"))
            name = line.starts_with("### ") ? line.substr(4) : "";
        else if (!name.empty())
            sections[name] += line + "\n";
    }
    return sections;
}

// `names` in the first cell of each row of the section's table.
Names documented_columns(const std::string& section) {
    Names names;
    std::istringstream lines(section);
    std::string line;
    const std::regex quoted("`([^`]+)`");
    while (std::getline(lines, line)) {
        if (!line.starts_with("| `")) continue;
        const std::string cell = line.substr(2, line.find(" | ") - 2);
        for (std::sregex_iterator it(cell.begin(), cell.end(), quoted), end; it != end; ++it)
            names.insert((*it)[1]);
    }
    return names;
}

Names column(Database& database, const std::string& sql) {
    Names names;
    SQLite::Statement query(database.handle(), sql);
    while (query.executeStep()) names.insert(query.getColumn(0).getString());
    return names;
}

TEST(DatabasePage, NamesEveryTableAndColumn) {
    test::TemporaryDatabase temporary;
    const auto sections = sections_of(text_of_page());
    for (const std::string& table :
         column(temporary.database(),
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")) {
        ASSERT_TRUE(sections.contains(table)) << table << " is not documented";
        EXPECT_EQ(documented_columns(sections.at(table)),
                  column(temporary.database(), "SELECT name FROM pragma_table_info('" + table + "')"))
            << table;
    }
}

TEST(DatabasePage, NamesEveryViewAndItsColumnsInOrder) {
    test::TemporaryDatabase temporary;
    const auto sections = sections_of(text_of_page());
    for (const std::string& view :
         column(temporary.database(), "SELECT name FROM sqlite_schema WHERE type = 'view'")) {
        ASSERT_TRUE(sections.contains(view)) << view << " is not documented";
        std::string columns;
        SQLite::Statement query(temporary.database().handle(),
                                "SELECT name FROM pragma_table_info('" + view + "')");
        while (query.executeStep()) columns += (columns.empty() ? "" : ", ") + query.getColumn(0).getString();
        const std::string section = std::regex_replace(sections.at(view), std::regex("\\s+"), " ");
        EXPECT_NE(section.find("`" + columns + "`"), std::string::npos) << view << ": `" << columns << "`";
    }
}

TEST(DatabasePage, EveryQueryRuns) {
    test::TemporaryDatabase temporary;
    const std::string page = text_of_page();
    int queries = 0;
    for (auto at = page.find("```sql\n"); at != std::string::npos; at = page.find("```sql\n", at)) {
        at += 7;
        const std::string sql = page.substr(at, page.find("```", at) - at);
        SQLite::Statement query(temporary.database().handle(), sql);
        EXPECT_NO_THROW(query.executeStep()) << sql;
        ++queries;
    }
    EXPECT_GT(queries, 4);
}

}  // namespace
}  // namespace tixdb::store
