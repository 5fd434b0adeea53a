// SPDX-License-Identifier: MIT

#include "asn/importer.hpp"

#include <gtest/gtest.h>

#include <utility>

#include "base/digest.hpp"
#include "base/error.hpp"
#include "support/asn_import.hpp"

namespace tixdb::asn {
namespace {

constexpr std::int64_t kSeptember2017 = 1'504'224'000;

std::string lines(int count) {
    std::string text;
    for (int i = 0; i < count; ++i)
        text += "20." + std::to_string(i) + ".0.0\t16\t" + std::to_string(i + 1) + "\n";
    return text;
}

std::string failure_of(test::AsnBench& bench, const ImportOptions& options) {
    try {
        (void)bench.import(options);
    } catch (const Error& error) {
        const std::string folder = bench.temporary.folder().path().string() + "/";
        std::string text = error.what();
        if (const auto at = text.find(folder); at != std::string::npos) text.erase(at, folder.size());
        return text;
    }
    return "";
}

ImportOptions one_file(const std::filesystem::path& path) {
    ImportOptions options;
    options.files = {path};
    return options;
}

TEST(Importer, StoresASnapshotAFamilyWithItsOrigin) {
    test::AsnBench bench;
    const std::string content =
        "\xEF\xBB\xBF# both families\r\n8.0.0.0/8 3356\r\n\r\n8.8.8.0/24 15169\r\n2001:4860::/32 15169\r\n";
    const auto path = bench.table("ip2as-20170901.txt", content);
    const auto imported = bench.import(one_file(path));
    ASSERT_EQ(imported.size(), 2U);
    const auto snapshots = store::AsStore(bench.database()).snapshots();
    ASSERT_EQ(snapshots.size(), 2U);
    EXPECT_EQ(snapshots[0].content, store::AsContent::ipv4);
    EXPECT_EQ(snapshots[0].prefixes, 2);
    EXPECT_EQ(snapshots[0].valid_from_s, kSeptember2017);
    EXPECT_EQ(snapshots[0].source, "ip2as-20170901.txt");
    EXPECT_EQ(snapshots[0].format, "prefix-as");
    EXPECT_EQ(snapshots[0].digest,
              sha256({reinterpret_cast<const std::uint8_t*>(content.data()), content.size()}));
    EXPECT_EQ(snapshots[1].content, store::AsContent::ipv6);
    EXPECT_EQ(snapshots[1].prefixes, 1);
    EXPECT_EQ(bench.temporary.number("SELECT count(*) FROM as_prefix"), 3);
    EXPECT_EQ(bench.temporary.number("SELECT count(*) FROM as_snapshot WHERE run_id IS NOT NULL"), 2);
}

TEST(Importer, MalformedLineRefusesTheWholeFileWithFileLineAndReason) {
    test::AsnBench bench;
    const auto path = bench.table("bad.txt", "# head\n8.0.0.0\t8\t3356\n8.8.8.0\t240\t15169\n");
    EXPECT_EQ(failure_of(bench, one_file(path)),
              "bad.txt line 3: not a prefix length of an IPv4 address: \"240\"");
    EXPECT_EQ(bench.temporary.number("SELECT count(*) FROM as_snapshot"), 0);
    EXPECT_EQ(bench.temporary.number("SELECT count(*) FROM as_prefix"), 0);
}

TEST(Importer, OneBadFileOfSeveralLeavesNothing) {
    test::AsnBench bench;
    ImportOptions options;
    options.files = {bench.table("v4", "8.0.0.0\t8\t3356\n"), bench.table("v6", "2001:4860::\t32\tx\n")};
    EXPECT_EQ(failure_of(bench, options), "v6 line 1: not an AS number: \"x\"");
    EXPECT_EQ(bench.temporary.number("SELECT count(*) FROM as_snapshot"), 0);
}

TEST(Importer, FilesWithoutDataAreRefused) {
    test::AsnBench bench;
    EXPECT_EQ(failure_of(bench, one_file(bench.table("empty", ""))), "empty: there is no data in it");
    EXPECT_EQ(failure_of(bench, one_file(bench.table("comments", "# a\n\n"))),
              "comments: there is no data in it");
    EXPECT_EQ(failure_of(bench, one_file(bench.table("zero", "8.0.0.0 8 0\n0.0.0.0 0 5\n"))),
              "zero: there is no routed prefix in it");
    EXPECT_EQ(failure_of(bench, one_file(bench.table("text", "hello world\n"))),
              "text line 1: not a format that is known");
    EXPECT_EQ(failure_of(bench, one_file(bench.table("names", "1 One\n"))),
              "names line 1: names, not prefixes");
    EXPECT_EQ(failure_of(bench, one_file(bench.temporary.folder() / "none")),
              "cannot read none: No such file or directory");
}

TEST(Importer, FormatMayNotChangeWithinAFile) {
    test::AsnBench bench;
    EXPECT_EQ(failure_of(bench, one_file(bench.table("mixed", "8.0.0.0 8 1\n9.0.0.0/8 2\n"))),
              "mixed line 2: 2 fields in place of prefix, length and AS number");
}

TEST(Importer, ShrunkSnapshotIsRefusedUnlessForced) {
    test::AsnBench bench;
    (void)bench.import(one_file(bench.table("full", lines(100))));
    EXPECT_EQ(failure_of(bench, one_file(bench.table("less", lines(79)))),
              "less: ipv4 has shrunk by 21 %: 79 where snapshot 1 (full) has 100");
    EXPECT_EQ(failure_of(bench, one_file(bench.table("enough", lines(80)))), "");
    ImportOptions forced = one_file(bench.table("little", lines(3)));
    forced.force = true;
    EXPECT_EQ(failure_of(bench, forced), "");
    EXPECT_EQ(bench.temporary.number("SELECT count(*) FROM as_snapshot"), 3);
}

TEST(Importer, NamesThatHaveShrunkAreRefusedLikewise) {
    test::AsnBench bench;
    const auto names = [&bench](const char* file, int count) {
        std::string text;
        for (int i = 1; i <= count; ++i) text += std::to_string(i) + " name\n";
        ImportOptions options;
        options.names = bench.table(file, text);
        return options;
    };
    (void)bench.import(names("full", 100));
    EXPECT_EQ(failure_of(bench, names("less", 79)),
              "less: names has shrunk by 21 %: 79 where snapshot 1 (full) has 100");
    EXPECT_EQ(failure_of(bench, names("enough", 80)), "");
}

TEST(Importer, OlderTableIsComparedWithItsNeighbour) {
    test::AsnBench bench;
    (void)bench.import(one_file(bench.table("new-20200101", lines(200))));
    EXPECT_NE(failure_of(bench, one_file(bench.table("old-20100101", lines(100)))), "");
    ImportOptions forced = one_file(bench.table("old-20100101", lines(100)));
    forced.force = true;
    (void)bench.import(forced);
    EXPECT_EQ(failure_of(bench, one_file(bench.table("next-20110101", lines(110)))), "");
}

TEST(Importer, SameFileAgainIsKnown) {
    test::AsnBench bench;
    const auto path = bench.table("table", lines(5));
    (void)bench.import(one_file(path));
    EXPECT_TRUE(bench.import(one_file(path))[0].known) << "in the same second";
    bench.now_ms += 86'400'000;
    const auto again = bench.import(one_file(path));
    ASSERT_EQ(again.size(), 1U);
    EXPECT_TRUE(again[0].known);
    EXPECT_EQ(bench.temporary.number("SELECT count(*) FROM as_snapshot"), 1);
    ImportOptions earlier = one_file(path);
    earlier.valid_from_s = kSeptember2017;
    EXPECT_FALSE(bench.import(earlier)[0].known);
}

TEST(Importer, FilesOfOneRunAreComparedWithEachOtherBeforeAnyIsStored) {
    test::AsnBench bench;
    ImportOptions options;
    options.files = {bench.table("rv-20170901", lines(100)), bench.table("rv-20170908", lines(79))};
    EXPECT_EQ(failure_of(bench, options),
              "rv-20170908: ipv4 has shrunk by 21 %: 79 where rv-20170901 has 100");
    EXPECT_THROW((void)Importer(&bench.database(), 0, bench.log).check(options), Error);
    EXPECT_EQ(bench.temporary.number("SELECT count(*) FROM as_snapshot"), 0);
    options.files.back() = bench.table("rv-20170908", lines(90));
    EXPECT_EQ(bench.import(options).size(), 2U);
}

TEST(Importer, TwoTablesOfOneFamilyAndTimeAreRefused) {
    test::AsnBench bench;
    ImportOptions options;
    options.files = {bench.table("a", lines(10)), bench.table("b", lines(11))};
    options.valid_from_s = kSeptember2017;
    EXPECT_EQ(failure_of(bench, options), "b: ipv4 valid from 2017-09-01T00:00:00Z, as a is");
    EXPECT_EQ(bench.temporary.number("SELECT count(*) FROM as_snapshot"), 0);
    // Later, the second is a correction of the first.
    EXPECT_EQ(failure_of(bench, one_file(bench.table("a-20170901", lines(10)))), "");
    EXPECT_EQ(failure_of(bench, one_file(bench.table("b-20170901", lines(11)))), "");
    EXPECT_EQ(bench.temporary.number("SELECT count(*) FROM as_snapshot"), 2);
}

TEST(Importer, RangesBecomePrefixesWithCountryAndNames) {
    test::AsnBench bench;
    ImportOptions options;
    options.files = {
        bench.table("iptoasn.tsv",
                    "8.0.0.0\t8.0.0.255\t0\tNone\tNot routed\n"
                    "8.0.1.0\t8.0.3.255\t3356\tUS\tLEVEL3\n"),
        bench.table("v6.csv", "2001:200::,2001:200:1:ffff:ffff:ffff:ffff:ffff,2500,\"WIDE, Inc.\"\n")};
    (void)bench.import(options);
    EXPECT_EQ(bench.temporary.text("SELECT group_concat(hex(first_address) || '/' || prefix_length || ' ' ||"
                                   " as_numbers || ' ' || coalesce(country, '-'), '; ') FROM as_prefix"),
              "08000100/24 3356 US; 08000200/23 3356 US; 20010200000000000000000000000000/47 2500 -");
    EXPECT_EQ(bench.temporary.text("SELECT group_concat(as_number || ' ' || name, '; ') FROM as_name"),
              "3356 LEVEL3; 2500 WIDE, Inc.");
}

// The worst ranges there are: from the second address to the last but one, of all.
TEST(Importer, RangesThatAreFarTooManyPrefixesAreRefusedByLine) {
    test::AsnBench bench;
    std::string content;
    for (int i = 0; i < 2000; ++i)
        content += "2000::1,3fff:ffff:ffff:ffff:ffff:ffff:ffff:fffe," + std::to_string(i + 1) + ",x\n";
    try {
        bench.import(content, 100);
        FAIL() << "it was taken";
    } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find(" line "), std::string::npos) << error.what();
        EXPECT_NE(std::string(error.what()).find("over 16 a range"), std::string::npos) << error.what();
    }
    EXPECT_EQ(bench.temporary.number("SELECT count(*) FROM as_snapshot"), 0);
}

TEST(Importer, NamesMayComeAlong) {
    test::AsnBench bench;
    ImportOptions options;
    options.files = {bench.table("table-20170901", "8.0.0.0\t8\t3356\n")};
    options.names = bench.table("names.gz", test::gzipped("3356\tLEVEL3\nAS15169 Google\n"));
    const auto imported = bench.import(options);
    ASSERT_EQ(imported.size(), 2U);
    EXPECT_EQ(imported[1].snapshot.content, store::AsContent::names);
    EXPECT_EQ(imported[1].snapshot.names, 2);
    EXPECT_EQ(imported[1].snapshot.valid_from_s, kSeptember2017);
}

TEST(Importer, NamesWithoutADateAreOfTheEarliestPrefixesInWhicheverOrder) {
    for (const bool is_earlier_first : {true, false}) {
        test::AsnBench bench;
        ImportOptions options;
        options.files = {bench.table("a-20170901", "8.0.0.0\t8\t3356\n"),
                         bench.table("b-20170902", "2001:4860::\t32\t15169\n")};
        if (!is_earlier_first) std::swap(options.files[0], options.files[1]);
        options.names = bench.table("names", "3356\tLEVEL3\n");
        EXPECT_EQ(bench.import(options).at(2).snapshot.valid_from_s, kSeptember2017);
    }
}

TEST(Importer, OfNamesThatAreGivenTwiceTheFirstStands) {
    for (const bool is_of_its_own : {true, false}) {
        test::AsnBench bench;
        ImportOptions options;
        options.files = {bench.table("table",
                                     "8.0.0.0\t8.255.255.255\t3356\tUS\tFIRST\n"
                                     "9.0.0.0\t9.255.255.255\t3356\tUS\tSECOND\n")};
        if (is_of_its_own) options.names = bench.table("names", "3356 FIRST\n3356 SECOND\n");
        (void)bench.import(options);
        EXPECT_EQ(bench.temporary.number("SELECT count(*) FROM as_name WHERE name = 'FIRST'"),
                  is_of_its_own ? 2 : 1);
        EXPECT_EQ(bench.temporary.number("SELECT count(*) FROM as_name"), is_of_its_own ? 2 : 1);
    }
}

TEST(Importer, CheckStoresNothing) {
    test::AsnBench bench;
    const auto path = bench.table("table", lines(5));
    EXPECT_EQ(Importer(&bench.database(), 0, bench.log).check(one_file(path)).size(), 1U);
    EXPECT_EQ(Importer(nullptr, 0, bench.log).check(one_file(path)).size(), 1U);
    EXPECT_EQ(bench.temporary.number("SELECT count(*) FROM as_snapshot"), 0);
}

TEST(Importer, WhatIsLeftOutIsSaidOfEitherFamily) {
    for (const char* content : {"0.0.0.0 0 1\n8.0.0.0 8 2\n8.0.0.0 8 3\n9.0.0.0 8 0\n",
                                ":: 0 1\n2001:1000:: 32 2\n2001:1000:: 32 3\n2001:2000:: 32 0\n"}) {
        test::AsnBench bench;
        (void)bench.import(one_file(bench.table("t", content)));
        const std::string said = bench.said.str();
        EXPECT_NE(said.find("t: default route left out"), std::string::npos) << said;
        EXPECT_NE(said.find("prefixes given again with other AS numbers: 1"), std::string::npos) << said;
        EXPECT_NE(said.find("t: left out: 1 given again, 1 of AS 0"), std::string::npos) << said;
    }
}

// Several are read twice: first all are checked.
TEST(Importer, WhatIsLeftOutOfSeveralFilesIsSaidOncePerFile) {
    test::AsnBench bench;
    ImportOptions options;
    options.files = {bench.table("t-20170901", "8.0.0.0 8 2\n8.0.0.0 8 3\n"),
                     bench.table("u-20170902", "0.0.0.0 0 1\n8.0.0.0 8 2\n")};
    (void)bench.import(options);
    bench.log.flush();
    const std::string said = bench.said.str();
    const auto times = [&said](const std::string& text) {
        int count = 0;
        for (auto at = said.find(text); at != std::string::npos; at = said.find(text, at + 1)) ++count;
        return count;
    };
    EXPECT_EQ(times("prefixes given again with other AS numbers"), 1) << said;
    EXPECT_EQ(times("default route left out"), 1) << said;
    EXPECT_EQ(times("more time"), 0) << said;
}

TEST(DateInName, MayBeOfTheCenturyBefore) {
    EXPECT_EQ(date_in_name("ip2as-19991231.txt"), 946'598'400);
}

TEST(DateInName, IsFoundInTheFormsInUse) {
    EXPECT_EQ(date_in_name("/x/routeviews-rv2-20170901-1200.pfx2as.gz"), kSeptember2017);
    EXPECT_EQ(date_in_name("names-2017-09-01.txt"), kSeptember2017);
    EXPECT_EQ(date_in_name("20170901"), kSeptember2017);
    for (const char* name :
         {"asn-ipv4.csv", "12345678.txt", "20171301.txt", "120170901.txt", "2017090112", "2017-9-1"}) {
        EXPECT_FALSE(date_in_name(name)) << name;
    }
}

}  // namespace
}  // namespace tixdb::asn
