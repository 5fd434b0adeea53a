// SPDX-License-Identifier: MIT
// tixdb archive, and ingest --archive: what goes out comes back bit for bit, and can be checked by others.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/base64.hpp"
#include "base/zstd_file.hpp"
#include "support/maintained_database.hpp"
#include "support/report_builder.hpp"

namespace tixdb::cli::archive {
namespace {

using testing::HasSubstr;

constexpr int kMinutesOfADay = 1440;

class ArchiveCommandTest : public test::MaintainedDatabase {
  protected:
    // June and July of one installation, July of another.
    ArchiveCommandTest() {
        write_minutes(-20 * kMinutesOfADay, 30);
        write_minutes(0, 30);
        write_minutes(0, 30, {3, 6});
        expect_done({"ingest"});
        expect_done({"process"});
    }
    std::string archive() const { return (folder_ / "archive").string(); }
    std::int64_t number(const std::string& sql) const { return MaintainedDatabase::number(database(), sql); }
    static std::vector<std::string> lines_of(const std::filesystem::path& file) {
        ZstdLines reader(file);
        std::vector<std::string> lines;
        for (std::string line; reader.next(line);) lines.push_back(line);
        return lines;
    }
};

TEST_F(ArchiveCommandTest, WritesAFilePerInstallationAndMonthAndTheirDigests) {
    expect_done({"archive", archive()});
    for (const char* name : {"3/5/2017-06.ndjson.zst", "3/5/2017-07.ndjson.zst", "3/6/2017-07.ndjson.zst"}) {
        EXPECT_EQ(lines_of(archive() + "/" + name).size(), 32) << name;
    }
    const std::string check = "cd " + archive() + " && sha256sum --quiet -c SHA256SUMS";
    EXPECT_EQ(std::system(check.c_str()), 0);
    const auto lines = lines_of(archive() + "/3/5/2017-06.ndjson.zst");
    EXPECT_EQ(nlohmann::json::parse(lines.front()).at("month"), "2017-06");
    EXPECT_EQ(nlohmann::json::parse(lines.back()).at("observations"), 1800);
}

// Of files that held something before nobody knows what the new reports have added.
TEST_F(ArchiveCommandTest, BytesOfAllFilesAreToldAndPerObservationOfNewFilesOnly) {
    const std::string first = run({"archive", archive()}).err;
    std::uintmax_t bytes = 0;
    for (const char* name : {"3/5/2017-06.ndjson.zst", "3/5/2017-07.ndjson.zst", "3/6/2017-07.ndjson.zst"})
        bytes += std::filesystem::file_size(archive() + "/" + name);
    const auto all = static_cast<double>(bytes);
    EXPECT_THAT(first, HasSubstr(fmt::format("to 3 files ({:.1f} MiB, {:.0f} bytes per observation)",
                                             all / 1048576, all / 5400)));
    write_minutes(30, 30);
    expect_done({"ingest"});
    const std::string again = run({"archive", archive()}).err;
    EXPECT_THAT(again, HasSubstr("1800 observations of 30 reports added to 1 file"));
    EXPECT_THAT(again, testing::Not(HasSubstr("bytes per observation")));
}

TEST_F(ArchiveCommandTest, LinesAreReportFilesWhoseSignaturesHold) {
    expect_done({"archive", archive()});
    const auto other = folder_ / "other";
    int number_of_line = 0;
    for (const std::string& line : lines_of(archive() + "/3/5/2017-06.ndjson.zst")) {
        if (line.find("\"message\"") == std::string::npos) continue;
        test::write_file(other / "3/5" / (std::to_string(++number_of_line) + ".json"), line, 1'500'000'000);
    }
    const std::string fresh = (folder_ / "fresh.sqlite").string();
    EXPECT_THAT(run({"--database", fresh, "ingest", other.string()}).err, HasSubstr("30 reports stored"));
    EXPECT_EQ(MaintainedDatabase::number(fresh, "SELECT count(*) FROM report WHERE verified"), 30);
}

TEST_F(ArchiveCommandTest, PrunedObservationsComeBackAsTheyWereAndNothingIsQueued) {
    const std::string before = content(database());
    expect_done({"archive", archive()});
    expect_done({"prune", "--observations-older-than", "3d"});
    ASSERT_NE(content(database()), before);
    EXPECT_THAT(
        run({"ingest", "--archive", archive()}).err,
        HasSubstr(
            "1800 observations of 30 reports given back from 3 files, 60 had theirs, 0 unknown, 0 refused"));
    EXPECT_EQ(content(database()), before);
    EXPECT_EQ(number("SELECT count(*) FROM unprocessed_report"), 0);
    EXPECT_EQ(run({"verify", "--full"}).exit_code, 0);
    EXPECT_THAT(run({"prune", "--observations-older-than", "3d"}).err, HasSubstr("took 1800 observations"));
}

TEST_F(ArchiveCommandTest, ProbesThatAreUnlikeTheFirstComeBackAsTheyWere) {
    auto observations = test::steady_observations(1'498'262'400, 60);  // 2017-06-24T00:00:00Z
    observations[7].type = 'L';
    observations[9].packet_size = 4567;
    test::ReportBuilder(observations).of({3, 8}).write(reports());
    expect_done({"ingest"});
    expect_done({"process"});
    const std::string probes =
        "SELECT sum((type = 'L') + (packet_size = 4567)) FROM v_observation WHERE installation_id = 8";
    ASSERT_EQ(number(probes), 2);
    const std::string before = content(database());
    expect_done({"archive", archive()});
    expect_done({"prune", "--observations-older-than", "3d"});
    ASSERT_NE(content(database()), before);
    expect_done({"ingest", "--archive", archive()});
    EXPECT_EQ(content(database()), before);
    EXPECT_EQ(number(probes), 2);
}

TEST_F(ArchiveCommandTest, InstallationWithoutObservationsGetsNoFolder) {
    expect_done({"prune", "--observations-older-than", "3d"});
    expect_done({"archive", archive(), "--to", "2017-07-01"});
    EXPECT_FALSE(std::filesystem::exists(archive() + "/3/5"));
}

TEST_F(ArchiveCommandTest, LinesThatAreNoReportsAreNamedAtFirstAndCounted) {
    std::filesystem::create_directories(archive() + "/3/5");
    ZstdWriter writer(archive() + "/3/5/2017-06.ndjson.zst");
    for (int i = 0; i < 7; ++i) writer.write_line("{}");
    writer.finish();
    const auto result = run({"ingest", "--archive", archive()});
    EXPECT_THAT(result.err, HasSubstr("and 2 more: a line is no report"));
    EXPECT_THAT(result.err, HasSubstr("7 refused"));
}

TEST_F(ArchiveCommandTest, WhatAFileHasStaysWhenTheDatabaseHasItNoMore) {
    expect_done({"archive", archive()});
    expect_done({"prune", "--observations-older-than", "3d"});
    write_minutes(30, 5);
    expect_done({"ingest"});
    const std::string said = run({"archive", archive()}).err;
    EXPECT_THAT(said, HasSubstr("300 observations of 5 reports added to 1 file"));
    EXPECT_THAT(said, HasSubstr(", 60 there already"));
    EXPECT_EQ(lines_of(archive() + "/3/5/2017-06.ndjson.zst").size(), 32);
    EXPECT_EQ(lines_of(archive() + "/3/5/2017-07.ndjson.zst").size(), 37);
    EXPECT_THAT(run({"archive", archive()}).err, HasSubstr("0 observations of 0 reports added to 0 files"));
    EXPECT_EQ(
        nlohmann::json::parse(lines_of(archive() + "/3/5/2017-07.ndjson.zst").back()).at("observations"),
        2100);
    const std::string all_are_there =
        "cd " + archive() + " && sha256sum --quiet -c SHA256SUMS && test \"$(wc -l < SHA256SUMS)\" = 3";
    EXPECT_EQ(std::system(all_are_there.c_str()), 0);
}

// Of each line that is a report, when it begins.
std::vector<std::int64_t> beginnings(const std::vector<std::string>& lines) {
    std::vector<std::int64_t> times_s;
    for (const std::string& line : lines) {
        const auto json = nlohmann::json::parse(line);
        if (!json.contains("message")) continue;
        const auto message = base64_decoded(json.at("message").get<std::string>()).value();
        std::int64_t time_s = 0;
        for (std::size_t i = 0; i < 8; ++i) time_s = time_s << 8 | message[i];
        times_s.push_back(time_s);
    }
    return times_s;
}

TEST_F(ArchiveCommandTest, MonthHasWhatBeginsInItAndEndsWithItsLastSecond) {
    constexpr std::int64_t kAugust_s = 1'501'545'600;     // 2017-08-01T00:00:00Z
    constexpr std::int64_t kSeptember_s = 1'504'224'000;  // 2017-09-01T00:00:00Z
    write_minutes(18 * kMinutesOfADay - 1, 2, {3, 7});
    write_minutes(49 * kMinutesOfADay - 1, 2, {3, 7});
    expect_done({"ingest"});
    expect_done({"archive", archive()});
    const auto of = [&](const std::string& month) {
        return beginnings(lines_of(archive() + "/3/7/" + month + ".ndjson.zst"));
    };
    EXPECT_EQ(of("2017-07"), (std::vector<std::int64_t>{kAugust_s - 60}));
    EXPECT_EQ(of("2017-08"), (std::vector<std::int64_t>{kAugust_s, kSeptember_s - 60}));
    EXPECT_EQ(of("2017-09"), (std::vector<std::int64_t>{kSeptember_s}));
}

TEST_F(ArchiveCommandTest, RangeIsOfReportsThatBeginInItAndTheRestComesLaterInItsPlace) {
    const std::string july = archive() + "/3/6/2017-07.ndjson.zst";
    expect_done({"archive", archive(), "--from", "2017-07-14T00:10:00Z", "--to", "2017-07-14T00:20:00Z"});
    EXPECT_FALSE(std::filesystem::exists(archive() + "/3/5/2017-06.ndjson.zst"));
    auto times_s = beginnings(lines_of(july));
    ASSERT_EQ(times_s.size(), 10U);
    EXPECT_EQ(times_s.front(), 1'499'990'400 + 600);
    EXPECT_EQ(times_s.back(), 1'499'990'400 + 1140);
    expect_done({"archive", archive()});
    times_s = beginnings(lines_of(july));
    EXPECT_EQ(times_s.size(), 30U);
    EXPECT_TRUE(std::is_sorted(times_s.begin(), times_s.end()));
}

TEST_F(ArchiveCommandTest, ReportThatIsNotWhatWasSignedIsNotArchived) {
    execute("UPDATE report SET digest = zeroblob(32) WHERE report_id = 1");
    const auto result = run({"archive", archive()});
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_THAT(result.err, HasSubstr("the database is damaged"));
}

TEST_F(ArchiveCommandTest, ReportsThatAreNotKnownAreNotStored) {
    expect_done({"archive", archive()});
    expect_done({"forget", "3", "6"});
    EXPECT_THAT(run({"ingest", "--archive", archive()}).err,
                HasSubstr("60 had theirs, 30 unknown, 0 refused"));
    EXPECT_EQ(number("SELECT count(*) FROM report WHERE installation_id = 6"), 0);
}

TEST_F(ArchiveCommandTest, FileThatIsCutShortIsNamed) {
    expect_done({"archive", archive()});
    const std::filesystem::path file = archive() + "/3/5/2017-06.ndjson.zst";
    std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
    const auto result = run({"ingest", "--archive", file.string()});
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_THAT(result.err, HasSubstr("2017-06.ndjson.zst: it is cut short"));
}

TEST_F(ArchiveCommandTest, TakesNoOtherWayOfIngest) {
    expect("archive/with_folder", run({"ingest", reports().string(), "--archive", archive()}));
}

}  // namespace
}  // namespace tixdb::cli::archive
