// SPDX-License-Identifier: MIT
// What is remembered of a server is of that server, and what a table of networks says is of that table.
#include <gtest/gtest.h>

#include "model/address.hpp"
#include "store/api_server_store.hpp"
#include "store/as_store.hpp"
#include "store/claim_record_store.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::store::known_servers {
namespace {

TEST(ApiServerStore, KnowsServersApartBySchemeHostPortAndPath) {
    test::TemporaryDatabase temporary;
    ApiServerStore servers(temporary.database());
    const ApiServerKey key{"https", "a.example", 443, "/api"};
    const ApiServerFacts facts{1000, "a.example", true, 50};
    servers.put(key, facts);
    EXPECT_EQ(servers.find(key), facts);
    for (const ApiServerKey& other : {ApiServerKey{"http", "a.example", 443, "/api"},
                                      {"https", "b.example", 443, "/api"},
                                      {"https", "a.example", 444, "/api"},
                                      {"https", "a.example", 443, "/"}}) {
        EXPECT_EQ(servers.find(other), ApiServerFacts{});
    }
    servers.put({"https", "b.example", 443, "/api"}, {std::nullopt, std::nullopt, false, 70});
    servers.put({"https", "c.example", 443, "/api"}, {std::nullopt, std::nullopt, false, 60});
    EXPECT_EQ(servers.last_accepted_ms(), 70);
    EXPECT_EQ(servers.clear_waits(), 1) << "the others had asked for nothing";
    EXPECT_EQ(servers.find(key), (ApiServerFacts{std::nullopt, "a.example", true, 50}));
}

TEST(ClaimRecordStore, CountsClaimsOnWhateverIsToldOfARestoredDatabase) {
    test::TemporaryDatabase temporary;
    ClaimRecordStore claims(temporary.database());
    for (std::int64_t number = 1; number <= 3; ++number) EXPECT_EQ(claims.count_claim({5, 6}), number);
    claims.note_restored({7, 8}, 0, {"boot", 9});
    ASSERT_TRUE(claims.find());
    EXPECT_EQ(claims.find()->claims, 3);
    EXPECT_EQ(claims.find()->file, (FileOrigin{7, 8}));
    claims.note_restored({7, 8}, 10, {"boot", 9});
    EXPECT_EQ(claims.count_claim({7, 8}), 11);
}

TEST(AsTable, FindsTheNarrowestNetworkOfItsOwnSnapshot) {
    test::TemporaryDatabase temporary;
    temporary.database().execute(
        "INSERT INTO as_snapshot VALUES (1, 'ipv4', 0, 'table', 'iptoasn', zeroblob(32), 9, 1, 0, NULL, "
        "NULL),"
        " (2, 'ipv4', 1, 'table', 'iptoasn', "
        "x'0100000000000000000000000000000000000000000000000000000000000000', 9, 1, 0, NULL,"
        " NULL);"
        // 10.0.0.0/8, in it 10.1.0.0/16, in it 10.1.0.0/24 and 10.1.1.0/24; and before and behind them
        // others.
        "INSERT INTO as_prefix VALUES (1, x'09000000', 8, NULL, '9', 'AA'), (1, x'0A000000', 8, NULL, '10', "
        "'BE'),"
        " (1, x'0A010000', 16, 8, '101', 'BE'), (1, x'0A010000', 24, 16, '1010', 'BE'), (1, x'0A010100', 24, "
        "16, '1011', 'BE'), (1, x'0B000000', 8, "
        "NULL, '11', 'ZZ');"
        "INSERT INTO as_prefix SELECT 2, first_address, prefix_length, parent_length, 'other', 'XX' FROM "
        "as_prefix;"
        "INSERT INTO as_name VALUES (1, 10, 'TEN'), (1, 11, 'ELEVEN'), (2, 10, 'OTHER')");
    AsTableReader table(temporary.database());
    const auto found = [&](const char* address) {
        const auto prefix = table.find_prefix(1, model::Address::parse(address).value());
        return prefix ? prefix->as_numbers.value_or("none") : std::string("nothing");
    };
    EXPECT_EQ(found("10.1.1.0"), "1011") << "its first address";
    EXPECT_EQ(found("10.1.1.255"), "1011");
    EXPECT_EQ(found("10.1.2.0"), "101");
    EXPECT_EQ(found("10.1.0.255"), "1010") << "narrower than that with the same first address";
    EXPECT_EQ(found("10.2.0.0"), "10");
    EXPECT_EQ(found("10.0.255.255"), "10");
    EXPECT_EQ(found("9.255.255.255"), "9");
    EXPECT_EQ(found("12.0.0.0"), "nothing");
    EXPECT_EQ(found("8.255.255.255"), "nothing");
    EXPECT_EQ(table.find_name(1, 10), "TEN");
    EXPECT_EQ(table.find_name(2, 10), "OTHER");
    EXPECT_FALSE(table.find_name(2, 11));
}

}  // namespace
}  // namespace tixdb::store::known_servers
