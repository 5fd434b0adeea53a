// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include "support/command_line.hpp"
#include "support/table_files.hpp"
#include "support/window_rows.hpp"

namespace tixdb {
namespace {

constexpr std::string_view kPfx2as =
    "# RouteViews, IPv4\n"
    "8.0.0.0\t8\t3356\n"
    "8.8.8.0\t24\t15169\n"
    "20.0.0.0\t9\t64500_64501\n"
    "21.0.0.0\t8\t64500,64501\n";
constexpr std::string_view kIptoasn6 =
    "2001:200::\t2001:200:ffff:ffff:ffff:ffff:ffff:ffff\t2500\tJP\tWIDE Project\n";
constexpr std::string_view kNames = "3356\tLEVEL3\n15169 Google LLC\n64500 Example One\n64501 Example Two\n";

class AsnCli : public testing::Test {
  protected:
    AsnCli() {
        line_.environment["TIXDB_DATABASE"] = database_path();
        line_.clock = &clock_;
    }

    std::string database_path() const { return (folder_ / "tixdb.sqlite").string(); }
    std::string table(const std::string& name, std::string_view content) {
        return test::write_file(folder_, name, content).string();
    }
    test::CommandResult run(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "asn");
        return line_.run(arguments);
    }
    void expect(const std::string& name, const std::vector<std::string>& arguments) {
        test::expect_golden("asn/" + name, run(arguments), {{folder_.path().string(), "FOLDER"}});
    }
    // One IPv4 and one IPv6 snapshot of 2017-09-01, with names.
    void import_all() {
        const auto result = run({"import", table("rv-20170901.pfx2as", kPfx2as), table("v6.tsv", kIptoasn6),
                                 "--names", table("names.txt", kNames), "--valid-from", "2017-09-01"});
        ASSERT_EQ(result.exit_code, 0) << result.err;
    }

    test::TemporaryFolder folder_;
    test::FakeClock clock_{1'506'816'000'000};  // 2017-10-01
    test::CommandLine line_;
};

TEST_F(AsnCli, ImportSaysWhatItStored) {
    expect("import", {"import", "-v", table("rv-20170901.pfx2as.gz", test::gzipped(kPfx2as)),
                      table("v6.tsv", kIptoasn6), "--names", table("names.txt", kNames)});
}

TEST_F(AsnCli, ImportOfTheSameFileIsKnown) {
    import_all();
    expect("import-known", {"import", (folder_ / "rv-20170901.pfx2as").string()});
}

TEST_F(AsnCli, ImportDryRunStoresNothing) {
    expect("import-dry-run", {"import", "-n", "-v", table("rv-20170901.pfx2as", kPfx2as)});
    EXPECT_FALSE(std::filesystem::exists(database_path()));
}

TEST_F(AsnCli, ImportWarnsOfWhatItLeavesOut) {
    expect(
        "import-left-out",
        {"import", "-v", table("t.txt", "0.0.0.0/0 1\r\n8.0.0.0/8 3356\r\n8.0.0.0/8 1\r\n9.0.0.0/8 0\r\n")});
}

TEST_F(AsnCli, ImportRefusesAMalformedLine) {
    expect("import-malformed", {"import", table("bad.txt", "8.0.0.0 8 3356\n8.8.8.0 24\n")});
    expect("import-malformed-name", {"import", "--names", table("names.txt", "3356 LEVEL3\nx y\n")});
}

TEST_F(AsnCli, ImportRefusesWhatIsNoTable) {
    expect("import-no-table", {"import", table("page.html", "<!doctype html>\n<p>Moved</p>\n")});
    expect("import-empty", {"import", table("empty.txt", "")});
    expect("import-names-as-table", {"import", table("names.txt", kNames)});
    expect("import-missing-file", {"import", (folder_ / "none").string()});
    expect("import-cut-gzip", {"import", table("cut.gz", test::gzipped(kPfx2as).substr(0, 40))});
}

TEST_F(AsnCli, ImportRefusesAShrunkTableUnlessForced) {
    import_all();
    const std::string less = table("rv-20171001.pfx2as", "8.0.0.0\t8\t3356\n8.8.8.0\t24\t15169\n");
    expect("import-shrunk", {"import", less});
    expect("import-forced", {"import", less, "--force"});
}

TEST_F(AsnCli, ImportChecksItsOptionsFirst) {
    expect("import-no-file", {"import"});
    expect("import-bad-date", {"import", "--valid-from", "soon", table("t", kPfx2as)});
    EXPECT_FALSE(std::filesystem::exists(database_path()));
}

TEST_F(AsnCli, LookupShowsTheNetwork) {
    import_all();
    expect("lookup", {"lookup", "8.8.8.8", "8.8.9.9", "20.1.2.3", "21.1.2.3", "2001:200::1", "1.1.1.1",
                      "10.0.0.1", "100.64.0.1", "fe80::1", "::ffff:8.8.8.8"});
    expect("lookup-json", {"lookup", "8.8.8.8", "192.168.1.34", "--format", "json"});
    expect("lookup-csv", {"lookup", "20.1.2.3", "--format", "csv"});
}

TEST_F(AsnCli, LookupIsAsOfATime) {
    import_all();
    const auto result =
        run({"import", table("next", "8.0.0.0\t8\t1\n8.8.8.0\t24\t2\n20.0.0.0\t9\t3\n21.0.0.0\t8\t4\n"),
             "--valid-from", "2017-09-20"});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    expect("lookup-at", {"lookup", "8.8.8.8", "--at", "2017-09-10T12:00Z", "--no-header"});
    expect("lookup-now", {"lookup", "8.8.8.8", "--no-header"});
}

TEST_F(AsnCli, LookupRefusesWhatItCannotUse) {
    expect("lookup-no-database", {"lookup", "8.8.8.8"});
    expect("lookup-bad-address", {"lookup", "8.8.8.8/24"});
    expect("lookup-bad-time", {"lookup", "8.8.8.8", "--at", "soon"});
    EXPECT_EQ(run({"lookup"}).exit_code, 2);
    EXPECT_FALSE(std::filesystem::exists(database_path()));
}

TEST_F(AsnCli, StatusShowsSnapshotsAndCoverage) {
    import_all();
    store::Database database = store::Database::open_for_writing(database_path());
    for (const char* ip : {"8.8.8.8", "1.1.1.1", "192.168.1.34"}) test::add_window(database, {.ip = ip});
    ASSERT_EQ(run({"refresh"}).exit_code, 0);
    test::add_window(database, {.ip = "8.8.8.8", .last_s = 1'506'000'000});
    test::add_window(database, {.ip = "8.8.8.8", .last_s = 1'506'900'000});
    expect("status", {"status"});
    expect("status-json", {"status", "--format", "json"});
}

TEST_F(AsnCli, StatusOfAnEmptyDatabaseSaysSo) {
    (void)store::Database::open_for_writing(database_path());
    ASSERT_EQ(run({"prune", "--before", "now"}).exit_code, 0);  // migrates
    expect("status-empty", {"status"});
}

TEST_F(AsnCli, RefreshShowsAndStoresWhatChanges) {
    import_all();
    store::Database database = store::Database::open_for_writing(database_path());
    test::add_window(database, {.ip = "8.8.8.8"});
    test::add_window(database, {.ip = "8.8.8.8", .last_s = 1'505'000'000});
    test::add_window(database, {.ip = "20.1.2.3"});
    test::add_window(database, {.user_id = 2, .ip = "20.1.2.3"});
    expect("refresh-dry-run", {"refresh", "-n", "--user", "1"});
    expect("refresh", {"refresh"});
    EXPECT_EQ(database.handle()
                  .execAndGet("SELECT counts FROM run WHERE command = 'asn refresh' ORDER BY run_id DESC")
                  .getString(),
              R"({"windows":4,"changed":4,"confirmed":0})");
    ASSERT_EQ(run({"import", table("rv-20170909.txt",
                                   "8.0.0.0\t8\t3356\n8.8.8.0\t24\t42\n20.0.0.0\t9\t64500_64501\n"
                                   "22.0.0.0\t8\t1\n")})
                  .exit_code,
              0);
    expect("refresh-newer", {"refresh", "--from", "2017-09-01", "--to", "2017-10-01"});
    expect("refresh-again", {"refresh"});
    EXPECT_EQ(database.handle().execAndGet("SELECT count(*) FROM outbox").getInt(), 0);
}

TEST_F(AsnCli, RefreshChecksItsOptionsFirst) {
    expect("refresh-bad-range", {"refresh", "--from", "2017-09-02", "--to", "2017-09-01"});
    expect("refresh-bad-time", {"refresh", "--from", "soon"});
    expect("refresh-bad-user", {"refresh", "--user", "0"});
    EXPECT_FALSE(std::filesystem::exists(database_path()));
}

TEST_F(AsnCli, PruneTakesWhatSpeaksForNoTimeFromThereOn) {
    import_all();
    ASSERT_EQ(run({"import", table("a", "8.0.0.0 8 1\n"), "--force", "--valid-from", "2017-08-01"}).exit_code,
              0);
    ASSERT_EQ(run({"import", table("b", "8.0.0.0 8 2\n"), "--force", "--valid-from", "2017-09-20"}).exit_code,
              0);
    expect("prune-dry-run", {"prune", "-n", "-v", "--before", "2017-09-10"});
    expect("prune", {"prune", "-v", "--before", "2017-09-10"});
    expect("prune-all-but-last", {"prune", "-v", "--before", "now"});
    expect("prune-without-time", {"prune"});
    store::Database database = store::Database::open_for_reading(database_path());
    EXPECT_EQ(database.handle().execAndGet("SELECT count(DISTINCT as_snapshot_id) FROM as_prefix").getInt(),
              2);
}

TEST_F(AsnCli, SubcommandIsRequired) {
    EXPECT_EQ(run({}).exit_code, 2);
    EXPECT_EQ(run({"guess"}).exit_code, 2);
}

}  // namespace
}  // namespace tixdb
