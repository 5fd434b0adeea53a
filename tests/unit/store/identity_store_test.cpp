// SPDX-License-Identifier: MIT

#include "store/identity_store.hpp"

#include <gtest/gtest.h>

#include "support/temporary_database.hpp"

namespace tixdb::store {
namespace {

TEST(IdentityStore, EachDatabaseIsMadeWithAnIdOfItsOwn) {
    test::TemporaryDatabase one;
    test::TemporaryDatabase other;
    const DatabaseIdentity identity = IdentityStore(one.database()).identity();
    EXPECT_EQ(identity.database_id.size(), 32U);
    EXPECT_EQ(identity.restored_ms, std::nullopt);
    EXPECT_NE(identity.database_id, IdentityStore(other.database()).identity().database_id);
}

TEST(IdentityStore, RowOfAnyKindOfAnyInstallationIsContent) {
    test::TemporaryDatabase temporary;
    IdentityStore identity(temporary.database());
    EXPECT_FALSE(identity.has_content());
    for (const std::string row :
         {"installation (user_id, installation_id, first_seen_ms) VALUES (1, 1, 0)",
          "source_folder VALUES (1, 1, 0, 0, 0, 0, 0, 0)",
          "rejected VALUES (1, '1/', 'unreadable_folder', '', NULL, 0, 0, 0, 0, 0, 1, NULL)"}) {
        temporary.database().execute("INSERT INTO " + row);
        EXPECT_TRUE(identity.has_content()) << row;
        temporary.database().execute("DELETE FROM " + row.substr(0, row.find(' ')));
    }
}

TEST(IdentityStore, RestoreIsRememberedWithItsTime) {
    test::TemporaryDatabase temporary;
    IdentityStore identity(temporary.database());
    identity.note_restored(5'000);
    EXPECT_EQ(identity.identity().restored_ms, 5'000);
}

TEST(IdentityStore, RestoreUnderAClockSetBackShortensNothing) {
    test::TemporaryDatabase temporary;
    IdentityStore identity(temporary.database());
    identity.note_restored(5'000);
    identity.note_restored(4'000);
    EXPECT_EQ(identity.identity().restored_ms, 5'000);
    identity.note_restored(6'000);
    EXPECT_EQ(identity.identity().restored_ms, 6'000);
}

}  // namespace
}  // namespace tixdb::store
