// SPDX-License-Identifier: MIT
// tixdb forget: nothing of the installation is left in the database's files, and nothing of it comes back.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "base/file_lock.hpp"
#include "store/database.hpp"
#include "support/maintained_database.hpp"
#include "support/report_builder.hpp"

namespace tixdb::cli::forget {
namespace {

using testing::HasSubstr;

class ForgetCommandTest : public test::MaintainedDatabase {
  protected:
    ForgetCommandTest() {
        fill();
        test::ReportBuilder(1'499'990'400, 9)
            .of({3, 5})
            .field("signature", "\"AAAA\"")
            .write(reports(), "wrong.json");
        expect_done({"ingest"});
    }
    std::int64_t number(const std::string& sql) const { return MaintainedDatabase::number(database(), sql); }
    std::string bytes() const {
        std::ostringstream all;
        for (const char* end : {"", "-wal"}) {
            const std::filesystem::path file = database().string() + end;
            if (std::filesystem::exists(file) && std::filesystem::file_size(file) > 0)
                all << std::ifstream(file, std::ios::binary).rdbuf();
        }
        return all.str();
    }
    // Free pages of the file that hold more than zeros; those that list others are left out.
    std::int64_t filled_free_pages() const {
        constexpr std::size_t kPage = 4096;
        const std::string file = bytes();
        const auto number_at = [&](std::size_t at) {
            std::size_t value = 0;
            for (std::size_t i = 0; i < 4; ++i)
                value = value << 8U | static_cast<unsigned char>(file.at(at + i));
            return value;
        };
        std::int64_t filled = 0;
        for (std::size_t trunk = number_at(32); trunk != 0; trunk = number_at((trunk - 1) * kPage)) {
            const std::size_t begin = (trunk - 1) * kPage;
            for (std::size_t i = 0; i < number_at(begin + 4); ++i) {
                const std::size_t leaf = (number_at(begin + 8 + 4 * i) - 1) * kPage;
                filled += file.substr(leaf, kPage).find_first_not_of('\0') != std::string::npos ? 1 : 0;
            }
        }
        return filled;
    }
    // Rows that name the installation, in whatever table.
    std::int64_t rows_of(const std::string& condition) const {
        auto opened = store::Database::open_for_reading(database());
        std::int64_t rows = 0;
        SQLite::Statement tables(opened.handle(),
                                 "SELECT m.name FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS c"
                                 " WHERE m.type = 'table' AND c.name = 'installation_id'");
        while (tables.executeStep()) {
            rows += opened.handle()
                        .execAndGet("SELECT count(*) FROM " + tables.getColumn(0).getString() + " WHERE " +
                                    condition)
                        .getInt64();
        }
        return rows;
    }
};

TEST_F(ForgetCommandTest, RunCountsWhatWasDeletedEachUnderItsName) {
    const auto count = [this](const std::string& table) {
        return number("SELECT count(*) FROM " + table + " WHERE user_id = 3 AND installation_id = 5");
    };
    const auto reports_before = count("report");
    const auto results = number(
        "SELECT count(*) FROM result JOIN window AS w USING (window_id) WHERE user_id = 3 AND "
        "installation_id = 5");
    const auto items = number(
        "SELECT count(*) FROM outbox WHERE user_id = 3 AND installation_id = 5 AND state NOT IN ('sent', "
        "'superseded', "
        "'dropped')");
    ASSERT_NE(results, items);
    expect_done({"forget", "3", "5"});
    const auto counted = [this](const std::string& name) {
        return number("SELECT json_extract(counts, '$." + name + "') FROM run WHERE command = 'forget'");
    };
    EXPECT_EQ(counted("installations"), 1);
    EXPECT_EQ(counted("reports"), reports_before);
    EXPECT_EQ(counted("results"), results);
    EXPECT_EQ(counted("items"), items);
}

TEST_F(ForgetCommandTest, LeavesNoRowOfTheInstallationAndAllOfOthers) {
    const std::int64_t others = rows_of("installation_id = 6");
    const std::int64_t results =
        number("SELECT count(*) FROM result JOIN window USING (window_id) WHERE installation_id = 6");
    const std::string before = content(database());
    expect("forget/dry_run", run({"forget", "3", "5", "-n"}));
    EXPECT_EQ(content(database()), before);
    ASSERT_GT(rows_of("installation_id = 5"), 0);
    expect("forget/done", run({"forget", "3", "5"}));
    EXPECT_EQ(rows_of("installation_id = 5"), 0);
    EXPECT_EQ(number("SELECT count(*) FROM rejected"), 0);
    EXPECT_EQ(rows_of("installation_id = 6"), others);
    EXPECT_EQ(number("SELECT count(*) FROM result"), results);
    const auto verified = run({"verify", "--full"});
    EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
}

TEST_F(ForgetCommandTest, ItsFilesAreNotTakenAgainAndNothingNamesThem) {
    expect_done({"forget", "3", "5"});
    write_minutes(70, 3);
    write_minutes(70, 3, {3, 6});
    EXPECT_THAT(run({"ingest"}).err,
                HasSubstr("3 reports stored, 41 known, 0 unfinished, 0 rejected, 0 rejected_known, "
                          "1 forgotten folder left alone"));
    EXPECT_EQ(rows_of("installation_id = 5"), 0);
    EXPECT_EQ(number("SELECT count(*) FROM rejected"), 0);
}

TEST_F(ForgetCommandTest, UserGoesWithAllInstallationsAndWithThoseToCome) {
    const auto results =
        number("SELECT count(*) FROM result JOIN window USING (window_id) WHERE user_id = 3");
    const auto reports = number("SELECT count(*) FROM report WHERE user_id = 3");
    expect_done({"forget", "3"});
    const std::string counted = "SELECT json_extract(counts, '$.{}') FROM run WHERE command = 'forget'";
    EXPECT_EQ(number(fmt::format(fmt::runtime(counted), "installations")), 2);
    EXPECT_EQ(number(fmt::format(fmt::runtime(counted), "results")), results);
    EXPECT_EQ(number(fmt::format(fmt::runtime(counted), "reports")), reports);
    write_minutes(0, 3, {3, 9});
    EXPECT_THAT(run({"ingest"}).err,
                HasSubstr("0 reports stored, 0 known, 0 unfinished, 0 rejected, 0 rejected_known, "
                          "1 forgotten folder left alone"));
    EXPECT_EQ(rows_of("user_id = 3"), 0);
    EXPECT_EQ(number("SELECT count(*) FROM client_key"), 0);
    EXPECT_EQ(number("SELECT count(*) FROM observation"), 0);
    EXPECT_EQ(run({"verify"}).exit_code, 0);
}

TEST_F(ForgetCommandTest, UserOfWhomNoReportCameGoesToo) {
    execute(
        "INSERT INTO source_folder VALUES (4, 2, 0, 0, 0, 0, 0, 0);"
        "INSERT INTO unread_file VALUES (4, 3, 'a.json', 'EIO', 1, 1, 1);"
        "INSERT INTO rejected VALUES (100, '4/', 'unreadable_folder', '', NULL, 0, 0, 0, 1, 1, 1, NULL)");
    expect_done({"link", "set", "4", "1", "--down", "20", "--up", "2"});
    expect_done({"link", "set", "8", "1", "--down", "20", "--up", "2"});
    ASSERT_GT(rows_of("user_id = 4"), 0);
    const std::int64_t others = rows_of("user_id <> 4");
    expect_done({"forget", "4"});
    EXPECT_EQ(rows_of("user_id = 4"), 0);
    EXPECT_EQ(number("SELECT count(*) FROM rejected WHERE path LIKE '4/%'"), 0);
    EXPECT_EQ(rows_of("user_id <> 4"), others);
}

TEST_F(ForgetCommandTest, NeitherFileNorWriteAheadLogKeepsItsBytes) {
    write_minutes(0, 1, {3, 7});
    test::ReportBuilder(1'499'990'400, 60).of({3, 8}).from("203.0.113.99:4500").write(reports());
    expect_done({"ingest"});
    expect_done({"process"});
    ASSERT_THAT(bytes(), HasSubstr("203.0.113.99"));
    expect_done({"forget", "3", "8"});
    EXPECT_THAT(bytes(), testing::Not(HasSubstr("203.0.113.99")));
    EXPECT_THAT(bytes(), HasSubstr("203.0.113.7")) << "of others";
    EXPECT_EQ(number("SELECT count(*) FROM pragma_freelist_count WHERE freelist_count > 0"), 0);
}

// One that another program has made anew: its free pages cannot be cut off.
TEST_F(ForgetCommandTest, FreePagesOfAFileThatCannotShrinkHoldNothing) {
    execute("PRAGMA auto_vacuum = NONE; VACUUM");
    ASSERT_EQ(number("SELECT auto_vacuum FROM pragma_auto_vacuum"), 0);
    write_minutes(0, 60, {3, 7});
    test::ReportBuilder(1'499'990'400, 60).of({3, 8}).from("203.0.113.99:4500").write(reports());
    expect_done({"ingest"});
    expect_done({"forget", "3", "8"});
    expect_done({"forget", "3", "7"});
    EXPECT_GT(number("SELECT freelist_count FROM pragma_freelist_count"), 0);
    EXPECT_THAT(bytes(), testing::Not(HasSubstr("203.0.113.99")));
    EXPECT_EQ(filled_free_pages(), 0);
}

TEST_F(ForgetCommandTest, NothingIsForgottenWhileItMayBeOnItsWayToTixApi) {
    const std::int64_t before = rows_of("installation_id = 5");
    {
        const FileLock publishing(database().string() + ".publish.lock", std::chrono::milliseconds(0),
                                  clock_);
        EXPECT_EQ(run({"forget", "3", "5"}).exit_code, 75);
        EXPECT_EQ(rows_of("installation_id = 5"), before);
    }
    expect_done({"forget", "3", "5"});
}

TEST_F(ForgetCommandTest, WaitsForNobodyWhoReadsAndSaysSo) {
    auto reader = store::Database::open_for_reading(database());
    const store::Snapshot snapshot(reader);
    ASSERT_GT(reader.handle().execAndGet("SELECT count(*) FROM report").getInt64(), 0);
    const auto result = run({"forget", "3", "5"});
    EXPECT_EQ(result.exit_code, 75);
    EXPECT_THAT(result.err, HasSubstr("a reader keeps the -wal in use"));
}

TEST_F(ForgetCommandTest, UnknownIsNoErrorAndIsNotTakenLater) {
    expect_done({"forget", "4", "1"});
    write_minutes(0, 3, {4, 1});
    EXPECT_THAT(run({"ingest"}).err, HasSubstr("1 forgotten folder left alone"));
}

}  // namespace
}  // namespace tixdb::cli::forget
