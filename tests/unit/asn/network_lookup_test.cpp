// SPDX-License-Identifier: MIT

#include "asn/network_lookup.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "support/asn_import.hpp"

namespace tixdb::asn {
namespace {

model::Network network_at(test::AsnBench& bench, std::string_view ip, std::int64_t at_s) {
    NetworkLookup lookup(bench.database());
    return lookup.network_of(model::Address::parse(ip).value(), at_s);
}

std::string number_at(test::AsnBench& bench, std::string_view ip, std::int64_t at_s) {
    return network_at(bench, ip, at_s).as_number.value_or("none");
}

TEST(NetworkLookup, LongestPrefixAnswers) {
    test::AsnBench bench;
    bench.import(
        "8.0.0.0 8 1\n8.8.0.0 16 2\n8.8.8.0 24 3_4\n8.8.8.128 25 5\n8.9.0.0 16 6,7\n9.0.0.0 9 4294967295\n",
        100);
    EXPECT_EQ(number_at(bench, "8.8.8.8", 200), "3_4");
    EXPECT_EQ(number_at(bench, "8.8.8.200", 200), "5");
    EXPECT_EQ(number_at(bench, "8.8.9.1", 200), "2");
    EXPECT_EQ(number_at(bench, "8.10.0.0", 200), "1");
    EXPECT_EQ(number_at(bench, "8.255.255.255", 200), "1");
    EXPECT_EQ(number_at(bench, "8.9.255.255", 200), "6,7");
    EXPECT_EQ(number_at(bench, "9.1.1.1", 200), "4294967295");
    EXPECT_EQ(number_at(bench, "9.128.0.0", 200), "none");
    EXPECT_EQ(number_at(bench, "1.1.1.1", 200), "none");
    EXPECT_EQ(network_at(bench, "8.8.8.200", 200).prefix, "8.8.8.128/25");
    EXPECT_EQ(network_at(bench, "9.128.0.0", 200).as_snapshot_id, 1);
    EXPECT_FALSE(network_at(bench, "9.128.0.0", 200).prefix);
}

TEST(NetworkLookup, Ipv6AsksItsOwnTable) {
    test::AsnBench bench;
    bench.import("8.0.0.0/8 1\n2001:4860::/32 15169\n2001:4860:4860::/48 7\n", 100);
    EXPECT_EQ(number_at(bench, "2001:4860:4860::8888", 200), "7");
    EXPECT_EQ(number_at(bench, "2001:4860:4861::", 200), "15169");
    EXPECT_EQ(number_at(bench, "2001:4861::", 200), "none");
    EXPECT_EQ(number_at(bench, "::ffff:8.1.1.1", 200), "1");
}

TEST(NetworkLookup, NotRoutedInsideARoutedPrefixIsNone) {
    test::AsnBench bench;
    bench.import("8.0.0.0/8 1\n8.8.0.0/16 0\n", 100);
    const model::Network network = network_at(bench, "8.8.1.1", 200);
    EXPECT_FALSE(network.as_number);
    EXPECT_EQ(network.prefix, "8.8.0.0/16");
    EXPECT_EQ(number_at(bench, "8.9.1.1", 200), "1");
}

TEST(NetworkLookup, SnapshotValidAtTheTimeAnswersElseTheNearest) {
    test::AsnBench bench;
    bench.import("8.0.0.0/8 3\n", 300);
    bench.import("8.0.0.0/8 1\n", 100);
    bench.import("8.0.0.0/8 2\n", 200);
    EXPECT_EQ(number_at(bench, "8.8.8.8", 50), "1");
    EXPECT_EQ(number_at(bench, "8.8.8.8", 100), "1");
    EXPECT_EQ(number_at(bench, "8.8.8.8", 199), "1");
    EXPECT_EQ(number_at(bench, "8.8.8.8", 200), "2");
    EXPECT_EQ(number_at(bench, "8.8.8.8", 9'999), "3");
    EXPECT_EQ(network_at(bench, "8.8.8.8", 250).as_snapshot_id, 3);
}

TEST(NetworkLookup, OfTwoOfTheSameTimeTheLastImportedAnswers) {
    test::AsnBench bench;
    bench.import("8.0.0.0/8 1\n", 100);
    bench.import("8.0.0.0/8 2\n", 100);
    EXPECT_EQ(number_at(bench, "8.8.8.8", 100), "2");
    EXPECT_EQ(number_at(bench, "8.8.8.8", 50), "2");
}

TEST(NetworkLookup, SpecialAddressesAreNamedAndNotLookedUp) {
    test::AsnBench bench;
    bench.import("0.0.0.0/1 1\n128.0.0.0/1 2\n", 100);
    for (const char* ip : {"10.0.0.1", "100.64.0.1", "127.0.0.1", "169.254.0.1", "192.0.2.1", "224.0.0.1"}) {
        const model::Network network = network_at(bench, ip, 200);
        EXPECT_FALSE(network.as_snapshot_id) << ip;
        EXPECT_FALSE(network.as_number) << ip;
        EXPECT_NE(network.kind, model::AddressKind::global) << ip;
    }
}

TEST(NetworkLookup, WithoutTablesThereIsNoAnswer) {
    test::AsnBench bench;
    EXPECT_EQ(network_at(bench, "8.8.8.8", 200), model::Network{});
    bench.import("8.0.0.0/8 1\n", 100);
    EXPECT_EQ(network_at(bench, "2a00::1", 200), model::Network{});
}

TEST(NetworkLookup, NamesComeFromTheTableThatSpeaksForTheTime) {
    test::AsnBench bench;
    bench.import("8.0.0.0,8.255.255.255,1,Own of 100\n9.0.0.0,9.255.255.255,5,Only own\n", 100);
    EXPECT_EQ(network_at(bench, "8.1.1.1", 150).as_name, "Own of 100");
    bench.import_names("1 Table of 200\n", 200);
    EXPECT_EQ(network_at(bench, "8.1.1.1", 150).as_name, "Own of 100");
    EXPECT_EQ(network_at(bench, "8.1.1.1", 250).as_name, "Table of 200");
    EXPECT_EQ(network_at(bench, "9.1.1.1", 250).as_name, "Only own");
    bench.import("8.0.0.0,8.255.255.255,1,Own of 300\n", 300);
    EXPECT_EQ(network_at(bench, "8.1.1.1", 350).as_name, "Own of 300");
    bench.import_names("1 Table of 300\n", 300);
    EXPECT_EQ(network_at(bench, "8.1.1.1", 350).as_name, "Table of 300");
}

TEST(NetworkLookup, OfTablesThatAllBeginLaterTheEarlierNames) {
    test::AsnBench bench;
    bench.import("8.0.0.0,8.255.255.255,1,Own of 300\n", 300);
    bench.import_names("1 Table of 200\n", 200);
    EXPECT_EQ(network_at(bench, "8.1.1.1", 150).as_name, "Table of 200");
    test::AsnBench other;
    other.import("8.0.0.0,8.255.255.255,1,Own of 200\n", 200);
    other.import_names("1 Table of 300\n", 300);
    EXPECT_EQ(network_at(other, "8.1.1.1", 150).as_name, "Own of 200");
}

// A table speaks for its time from its first second on.
TEST(NetworkLookup, NamesChangeWithTheFirstSecondOfATable) {
    test::AsnBench bench;
    bench.import("8.0.0.0,8.255.255.255,1,Own of 200\n", 200);
    bench.import_names("1 Table of 100\n", 100);
    EXPECT_EQ(network_at(bench, "8.1.1.1", 199).as_name, "Table of 100");
    EXPECT_EQ(network_at(bench, "8.1.1.1", 200).as_name, "Own of 200");
    bench.import_names("1 Table of 300\n", 300);
    EXPECT_EQ(network_at(bench, "8.1.1.1", 299).as_name, "Own of 200");
    EXPECT_EQ(network_at(bench, "8.1.1.1", 300).as_name, "Table of 300");
    test::AsnBench later;
    later.import("8.0.0.0,8.255.255.255,1,Own of 100\n", 100);
    later.import_names("1 Table of 200\n", 200);
    for (const std::int64_t at_s : {99, 100, 101, 199})
        EXPECT_EQ(network_at(later, "8.1.1.1", at_s).as_name, "Own of 100") << at_s;
    EXPECT_EQ(network_at(later, "8.1.1.1", 200).as_name, "Table of 200");
    test::AsnBench together;
    together.import("8.0.0.0,8.255.255.255,1,Own\n", 200);
    together.import_names("1 Table\n", 200);
    for (const std::int64_t at_s : {199, 200, 201})
        EXPECT_EQ(network_at(together, "8.1.1.1", at_s).as_name, "Table")
            << "of tables of one time, at " << at_s;
}

TEST(NetworkLookup, EachOfSeveralOriginsIsNamed) {
    test::AsnBench bench;
    bench.import("8.0.0.0 8 1_2_3\n9.0.0.0 8 {2,1}\n11.0.0.0 8 3_2\n", 100);
    bench.import_names("1 One\n2 Two\n", 100);
    EXPECT_EQ(network_at(bench, "8.1.1.1", 150).as_name, "One; Two");
    EXPECT_EQ(network_at(bench, "9.1.1.1", 150).as_name, "Two; One");
    EXPECT_EQ(network_at(bench, "11.1.1.1", 150).as_name, "Two") << "the first has no name";
}

TEST(NetworkLookup, PrunedSnapshotNoLongerAnswers) {
    test::AsnBench bench;
    bench.import("8.0.0.0/8 1\n", 100);
    bench.import("8.0.0.0/8 2\n", 200);
    store::AsStore(bench.database()).prune(1, 5);
    EXPECT_EQ(number_at(bench, "8.8.8.8", 100), "2");
    EXPECT_EQ(bench.temporary.number("SELECT count(*) FROM as_prefix"), 1);
    EXPECT_EQ(bench.temporary.number("SELECT count(*) FROM as_snapshot"), 2);
}

TEST(NetworkLookup, PrunedSnapshotLeavesNoNames) {
    test::AsnBench bench;
    bench.import("8.0.0.0\t8.255.255.255\t15169\tUS\tGoogle\n", 100);
    bench.import("8.0.0.0\t8.255.255.255\t15169\tUS\tGoogle LLC\n", 200);
    bench.import_names("15169 of names\n", 50);
    store::AsStore(bench.database()).prune(1, 5);
    EXPECT_EQ(bench.temporary.text("SELECT group_concat(name) FROM as_name"), "Google LLC,of names");
    store::AsStore(bench.database()).prune(3, 5);
    EXPECT_EQ(bench.temporary.text("SELECT group_concat(name) FROM as_name"), "Google LLC");
}

TEST(NetworkLookup, SeesWhatAnotherConnectionDoesMeanwhile) {
    test::AsnBench bench;
    bench.import("8.0.0.0/8 1\n", 100);
    store::Database other = store::Database::open_for_reading(bench.temporary.path());
    NetworkLookup lookup(other);
    const auto address = model::Address::parse("8.8.8.8").value();
    EXPECT_EQ(lookup.network_of(address, 300).as_number, "1");
    bench.import("8.0.0.0/8 2\n", 200);
    EXPECT_EQ(lookup.network_of(address, 300).as_number, "2");
    EXPECT_EQ(lookup.network_of(address, 150).as_number, "1");
    store::AsStore(bench.database()).prune(1, 5);
    EXPECT_EQ(lookup.network_of(address, 150).as_number, "2") << "not: none of the pruned one's prefixes";
    ASSERT_NE(lookup.snapshot(1), nullptr);
    EXPECT_TRUE(lookup.snapshot(1)->pruned_ms);
    EXPECT_EQ(lookup.snapshot(9), nullptr);
}

TEST(NetworkLookup, MayBeAskedFromManyThreads) {
    test::AsnBench bench;
    std::string table;
    for (int i = 1; i < 200; ++i) table += std::to_string(i) + ".0.0.0/8 " + std::to_string(i) + "\n";
    bench.import(table, 100);
    NetworkLookup lookup(bench.database());
    std::atomic<int> wrong = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            for (int i = 11; i < 100; ++i) {
                const auto address = model::Address::parse(std::to_string(i) + ".1.2.3").value();
                if (lookup.network_of(address, 200).as_number != std::to_string(i)) ++wrong;
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(wrong, 0);
}

// Names that were valid then speak better for a time before the only table of prefixes than those of that
// table do.
TEST(NetworkLookup, NamesOfTheTimeGoBeforeThoseOfALaterTable) {
    test::AsnBench bench;
    bench.import("8.0.0.0\t8.255.255.255\t1\tUS\tOf the later table\n", 300);
    bench.import_names("1 Of its time\n", 100);
    EXPECT_EQ(network_at(bench, "8.8.8.8", 150).as_name, "Of its time");
    EXPECT_EQ(network_at(bench, "8.8.8.8", 350).as_name, "Of the later table");
}

}  // namespace
}  // namespace tixdb::asn
