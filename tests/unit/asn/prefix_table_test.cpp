// SPDX-License-Identifier: MIT

#include "asn/prefix_table.hpp"

#include <gtest/gtest.h>

namespace tixdb::asn {
namespace {

model::Prefix prefix_of(std::string_view text) {
    const auto slash = text.find('/');
    return {model::Address::parse(text.substr(0, slash)).value(),
            std::stoi(std::string(text.substr(slash + 1)))};
}

// "prefix<parent length numbers country" of all rows.
std::string rows_of(PrefixTable& table) {
    table.finish();
    std::string text;
    table.for_each([&](const PrefixTable::Row& row) {
        if (!text.empty()) text += "; ";
        text += row.prefix.text();
        if (row.parent_length) text += "<" + std::to_string(*row.parent_length);
        text += " " + std::string(row.as_numbers.value_or("none"));
        if (row.country) text += " " + std::string(*row.country);
    });
    return text;
}

TEST(PrefixTable, IsInOrderAndKnowsWhatLiesAround) {
    PrefixTable table;
    for (const char* prefix :
         {"10.1.2.0/24", "11.0.0.0/8", "10.0.0.0/8", "10.1.0.0/16", "10.1.2.128/25", "10.1.3.0/24"}) {
        table.add(prefix_of(prefix), "5");
    }
    EXPECT_EQ(rows_of(table),
              "10.0.0.0/8 5; 10.1.0.0/16<8 5; 10.1.2.0/24<16 5; 10.1.2.128/25<24 5; 10.1.3.0/24<16 5; "
              "11.0.0.0/8 5");
}

TEST(PrefixTable, LastOfDuplicatesStands) {
    PrefixTable table;
    table.add(prefix_of("10.0.0.0/8"), "1", "BE");
    table.add(prefix_of("10.0.0.0/9"), "9");
    table.add(prefix_of("10.0.0.0/8"), "2_3");
    table.add(prefix_of("10.0.0.0/9"), "9");
    EXPECT_EQ(rows_of(table), "10.0.0.0/8 2_3; 10.0.0.0/9<8 9");
    EXPECT_EQ(table.notes().duplicates, 2);
    EXPECT_EQ(table.notes().conflicts, 1);
}

TEST(PrefixTable, DefaultRouteIsNoNetwork) {
    PrefixTable table;
    table.add(prefix_of("0.0.0.0/0"), "1");
    table.add(prefix_of("10.0.0.0/8"), "2", "FR");
    EXPECT_EQ(rows_of(table), "10.0.0.0/8 2 FR");
    EXPECT_EQ(table.notes().default_routes, 1);
}

TEST(PrefixTable, NotRoutedStandsOnlyInsideARoutedPrefix) {
    PrefixTable table;
    table.add(prefix_of("9.0.0.0/8"), "0");
    table.add(prefix_of("9.1.0.0/16"), "7");
    table.add(prefix_of("10.0.0.0/8"), "1");
    table.add(prefix_of("10.1.0.0/16"), "0");
    table.add(prefix_of("10.1.1.0/24"), "2");
    EXPECT_EQ(rows_of(table), "9.1.0.0/16 7; 10.0.0.0/8 1; 10.1.0.0/16<8 none; 10.1.1.0/24<16 2");
    EXPECT_EQ(table.notes().not_routed, 1);
}

TEST(PrefixTable, EmptyOneHasNoRows) {
    PrefixTable table;
    EXPECT_EQ(rows_of(table), "");
    EXPECT_EQ(table.size(), 0);
}

}  // namespace
}  // namespace tixdb::asn
