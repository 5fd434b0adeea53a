// SPDX-License-Identifier: MIT

#include "asn/refresher.hpp"

#include <gtest/gtest.h>

#include "asn/network_lookup.hpp"
#include "support/asn_import.hpp"
#include "support/window_rows.hpp"

namespace tixdb::asn {
namespace {

constexpr std::int64_t kWindowS = 1'505'080'698;

RefreshCounts apply(test::AsnBench& bench, const store::WindowRange& range = {}) {
    NetworkLookup lookup(bench.database());
    return Refresher(bench.database(), lookup).apply(range, 7, bench.run_id());
}

TEST(Refresher, WindowsThatWereNeverLookedUpGetTheirNetwork) {
    test::AsnBench bench;
    bench.import("8.0.0.0\t8.255.255.255\t15169\tUS\tGoogle\n", kWindowS - 100);
    const auto window = test::add_window(bench.database(), {});
    test::add_window(bench.database(), {.ip = "192.168.1.34"});
    const RefreshCounts counts = apply(bench);
    EXPECT_EQ(counts.windows, 2);
    EXPECT_EQ(counts.changed, 2);
    EXPECT_EQ(bench.temporary.text(
                  "SELECT as_number || as_name || country || prefix || address_kind || looked_up_ms"
                  " FROM window_as WHERE window_id = " +
                  std::to_string(window)),
              "15169GoogleUS8.0.0.0/8global7");
    EXPECT_EQ(bench.temporary.number("SELECT count(*) FROM window_as WHERE address_kind = 'private'"), 1);
    EXPECT_EQ(apply(bench).changed, 0);
}

TEST(Refresher, WindowsOfATimeWithoutTablesAreSaidToBeNotLookedUp) {
    test::AsnBench bench;
    test::add_window(bench.database(), {});
    test::add_window(bench.database(), {.ip = "192.168.1.34"});
    EXPECT_EQ(store::WindowAsStore(bench.database()).coverage().at(0).not_looked_up, 2);
    const RefreshCounts without_tables = apply(bench);
    EXPECT_EQ(without_tables.changed, 1) << "that the second one is private is known without tables";
    EXPECT_EQ(without_tables.confirmed, 0) << "nothing says what the first one is";
    EXPECT_EQ(bench.temporary.number("SELECT count(*) FROM window_as"), 2);
    const auto months = store::WindowAsStore(bench.database()).coverage();
    ASSERT_EQ(months.size(), 1U);
    EXPECT_EQ(months[0].not_looked_up, 1);
    EXPECT_EQ(months[0].not_global, 1);
    bench.import("8.0.0.0/8 1\n", 0);
    const RefreshCounts counts = apply(bench);
    ASSERT_EQ(counts.changes.size(), 1U);
    EXPECT_FALSE(counts.changes.begin()->first.was.looked_up);
    EXPECT_EQ(counts.changes.begin()->first.is.as_number, "1");
    EXPECT_EQ(store::WindowAsStore(bench.database()).coverage()[0].not_looked_up, 0);
}

TEST(Refresher, NewerSnapshotOfTheTimeChangesWhatItSaysOtherwise) {
    test::AsnBench bench;
    bench.import("8.0.0.0/8 1\n9.0.0.0/8 5\n", kWindowS - 100);
    test::add_window(bench.database(), {.ip = "8.1.1.1"});
    test::add_window(bench.database(), {.ip = "9.1.1.1"});
    test::add_window(bench.database(), {.ip = "8.1.1.1", .last_s = kWindowS - 60});
    apply(bench);
    bench.import("8.0.0.0/8 2\n9.0.0.0/8 5\n", kWindowS - 50);
    const RefreshCounts counts = apply(bench);
    EXPECT_EQ(counts.changed, 1);
    EXPECT_EQ(counts.confirmed, 1);
    ASSERT_EQ(counts.changes.size(), 1U);
    EXPECT_EQ(counts.changes.begin()->first.was.as_number, "1");
    EXPECT_EQ(counts.changes.begin()->first.is.as_number, "2");
    EXPECT_EQ(bench.temporary.number("SELECT count(*) FROM window_as WHERE as_snapshot_id = 2"), 2);
}

TEST(Refresher, NetworkOfAnotherSnapshotIsWrittenWhole) {
    test::AsnBench bench;
    bench.import("8.0.0.0\t8.255.255.255\t1\tUS\tOne\n", kWindowS - 100);
    test::add_window(bench.database(), {});
    apply(bench);
    bench.import("8.8.0.0\t8.8.255.255\t2\tCA\tTwo\n", kWindowS - 50);
    NetworkLookup lookup(bench.database());
    const auto run_id = bench.run_id();
    EXPECT_EQ(Refresher(bench.database(), lookup).apply({}, 9, run_id).changed, 1);
    EXPECT_EQ(
        bench.temporary.text(
            "SELECT as_number || ' ' || as_name || ' ' || country || ' ' || prefix || ' ' || address_kind"
            " || ' ' || as_snapshot_id || ' ' || looked_up_ms FROM window_as WHERE run_id = " +
            std::to_string(run_id)),
        "2 Two CA 8.8.0.0/16 global 2 9");
    bench.import("8.8.0.0/16 2\n", kWindowS - 40);
    apply(bench);
    EXPECT_EQ(bench.temporary.number("SELECT country IS NULL FROM window_as"), 1);
}

TEST(Refresher, PreviewChangesNothing) {
    test::AsnBench bench;
    bench.import("8.0.0.0/8 1\n", 0);
    test::add_window(bench.database(), {});
    NetworkLookup lookup(bench.database());
    EXPECT_EQ(Refresher(bench.database(), lookup).preview({}).changed, 1);
    EXPECT_EQ(bench.temporary.number("SELECT count(*) FROM window_as"), 0);
}

TEST(Refresher, TakesOnlyCurrentWindowsInTheRange) {
    test::AsnBench bench;
    test::add_window(bench.database(), {.last_s = 1000});
    test::add_window(bench.database(), {.last_s = 2000});
    test::add_window(bench.database(), {.user_id = 2, .last_s = 2000});
    test::add_window(bench.database(), {.user_id = 2, .installation_id = 9, .last_s = 2000});
    const auto old = test::add_window(bench.database(), {.last_s = 2000});
    bench.database().execute("UPDATE window SET superseded_ms = 1 WHERE window_id = " + std::to_string(old));
    NetworkLookup lookup(bench.database());
    Refresher refresher(bench.database(), lookup);
    EXPECT_EQ(refresher.preview({}).windows, 4);
    EXPECT_EQ(refresher.preview({.from_s = 1000, .to_s = 2000}).windows, 1);
    EXPECT_EQ(refresher.preview({.user_id = 2}).windows, 2);
    EXPECT_EQ(refresher.preview({.user_id = 2, .installation_id = 9}).windows, 1);
}

TEST(Refresher, GoesThroughManyBatches) {
    test::AsnBench bench;
    bench.import("8.0.0.0/8 1\n", 0);
    {
        store::Transaction transaction(bench.database());
        for (int i = 0; i < 9'000; ++i) test::add_window(bench.database(), {.last_s = 1000 + i});
        transaction.commit();
    }
    EXPECT_EQ(apply(bench).changed, 9'000);
    EXPECT_EQ(bench.temporary.number("SELECT count(*) FROM window_as WHERE as_number = '1'"), 9'000);
}

}  // namespace
}  // namespace tixdb::asn
