// SPDX-License-Identifier: MIT
// What the row of a run counts, for `status --format json`: each under its own name.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "store/database.hpp"
#include "support/maintained_database.hpp"
#include "support/report_builder.hpp"

namespace tixdb::cli::run_records {
namespace {

constexpr std::int64_t kLongAgo_s = 1'499'000'000;
constexpr int kMinutesPerDay = 1440;

class RunRecords : public test::MaintainedDatabase {
  protected:
    RunRecords() { write_minutes(0, 20); }

    // Of the command's last run, as JSON.
    [[nodiscard]] std::string counts(const std::string& command) const {
        auto opened = store::Database::open_for_reading(database());
        return opened.handle()
            .execAndGet("SELECT counts FROM run WHERE command = '" + command +
                        "' ORDER BY run_id DESC LIMIT 1")
            .getString();
    }
    [[nodiscard]] std::int64_t number(const std::string& sql) const {
        return MaintainedDatabase::number(database(), sql);
    }
    // Files named so in the folder of 3/5.
    void write_files(const std::string& name, int count, const std::string& content,
                     std::int64_t modified_s = kLongAgo_s) const {
        for (int i = 0; i < count; ++i) {
            const std::string numbered = std::to_string(i) + name;
            test::write_file(reports() / "3/5" / numbered, content, modified_s);
        }
    }
};

TEST_F(RunRecords, OfIngest) {
    write_minutes(0, 2, {3, 6});
    write_files("-known.json", 7, "[]");
    expect_done({"ingest"});
    expect_done({"forget", "3", "6"});
    write_minutes(20, 2);
    write_files("-bad.json", 4, "{}");
    write_files("-young.json", 5, "{", clock_.now_s());
    write_files(".txt", 3, "no report");
    expect_done({"ingest"});
    EXPECT_EQ(counts("ingest"),
              R"({"stored":2,"observations":120,"known":20,"unfinished":5,"unread":0,"rejected":4,)"
              R"("rejected_known":7,"removed":0,"not_removed":0,"ignored":3,"forgotten":1,)"
              R"("reasons":{"missing_field":4}})");
    expect_done({"ingest", "--after", "delete"});
    const auto last = nlohmann::json::parse(counts("ingest"));
    EXPECT_EQ(last["known"], 22);
    EXPECT_EQ(last["removed"], 22);
    EXPECT_EQ(last["not_removed"], 0);
}

TEST_F(RunRecords, OfAnArchiveGivenBack) {
    write_minutes(-5 * kMinutesPerDay, 10, {3, 6});
    expect_done({"ingest"});
    const std::string archive = (folder_ / "archive").string();
    expect_done({"archive", archive});
    expect_done({"process"});
    expect_done({"prune", "--observations-older-than", "3d"});
    execute(
        "DELETE FROM report WHERE report_id IN (SELECT report_id FROM report WHERE installation_id = 6 LIMIT "
        "2)");
    expect_done({"ingest", "--archive", archive});
    EXPECT_EQ(counts("ingest"), R"({"given_back":8,"observations":480,"there":20,"unknown":2,"refused":0})");
}

TEST_F(RunRecords, OfPruning) {
    write_minutes(-5 * kMinutesPerDay, 30);
    write_files("-bad.json", 4, "[]");
    for (int i = 0; i < 3; ++i) expect_done({"ingest"});
    expect_done({"process"});
    execute(
        "UPDATE outbox SET state = 'sent', sent_ms = last_s * 1000;"
        "UPDATE rejected SET last_seen_ms = 0; UPDATE run SET started_ms = 1");
    expect_done({"prune", "--observations-older-than", "2d", "--sent-older-than", "1d",
                 "--rejected-older-than", "1d", "--runs-older-than", "1d"});
    auto pruned = nlohmann::json::parse(counts("prune"));
    pruned.erase("released_bytes");
    EXPECT_EQ(pruned.dump(),
              R"({"complete":1,"items":2,"late_reports":0,"observations":1800,"rejected":4,"report_rows":0,)"
              R"("reports":30,"runs":2,"windows":0})");
    expect_done({"prune", "--results-older-than", "2d"});
    pruned = nlohmann::json::parse(counts("prune"));
    EXPECT_EQ(pruned["windows"], 2);
    EXPECT_EQ(pruned["report_rows"], 30);
    EXPECT_EQ(pruned["reports"], 0);
}

TEST_F(RunRecords, OfWhatAnOperatorChanges) {
    write_minutes(20, 20);
    expect_done({"ingest"});
    expect_done({"process"});
    expect_done({"link", "set", "3", "5", "--down", "10", "--up", "5"});
    EXPECT_EQ(counts("link"), R"({"changes":2})");
    execute("UPDATE outbox SET state = 'dead'");
    const std::int64_t items = number("SELECT count(*) FROM outbox");
    ASSERT_GT(items, 1);
    expect_done({"outbox", "retry", "--state", "dead"});
    EXPECT_EQ(counts("outbox retry"), fmt::format(R"({{"items":{}}})", items));
    expect_done({"outbox", "drop", "1", "--reason", "a test"});
    EXPECT_EQ(counts("outbox drop"), R"({"items":1})");
    const auto table = folder_ / "table.txt";
    test::write_file(table, "8.0.0.0/8 1\n9.0.0.0/8 2\n", kLongAgo_s);
    expect_done({"asn", "import", table.string(), "--valid-from", "2017-01-01"});
    test::write_file(table, "8.0.0.0/8 1\n9.0.0.0/8 3\n", kLongAgo_s);
    expect_done({"asn", "import", table.string(), "--valid-from", "2017-02-01"});
    EXPECT_EQ(counts("asn import"), R"({"stored":1,"known":0,"prefixes":2,"names":0})");
    expect_done({"asn", "import", table.string(), "--valid-from", "2017-02-01"});
    EXPECT_EQ(counts("asn import"), R"({"stored":0,"known":1,"prefixes":0,"names":0})");
    expect_done({"asn", "prune", "--before", "2017-06-01"});
    EXPECT_EQ(counts("asn prune"), R"({"pruned":1})");
}

TEST_F(RunRecords, OfResultsTakenOver) {
    expect_done({"ingest"});
    const auto write_result = [&](std::int64_t last_s, const std::string& content) {
        test::write_file(folder_ / "old/3/5/failed-results" / fmt::format("failed-report-{}.json", last_s),
                         content, kLongAgo_s);
    };
    const auto result_at = [](std::int64_t last_s) {
        return fmt::format(
            R"({{"results": {{"timestamp": {}, "upstream": {{"usage": 0.5, "quality": 1.0, "hurst": )"
            R"({{"rs": 0.5, "wavelet": 0.5}}}}, "downstream": {{"usage": 0.5, "quality": 0.5, "hurst": )"
            R"({{"rs": 0.5, "wavelet": 0.5}}}}}}, "ip": "200.0.2.1"}})",
            last_s);
    };
    write_result(kLongAgo_s, result_at(kLongAgo_s));
    expect_done({"outbox", "import", (folder_ / "old").string()});
    for (const int later_s : {60, 120, 180})
        write_result(kLongAgo_s + later_s, result_at(kLongAgo_s + later_s));
    for (const int later_s : {240, 300}) write_result(kLongAgo_s + later_s, "no result");
    expect_done({"outbox", "import", (folder_ / "old").string()});
    EXPECT_EQ(counts("outbox import"), R"({"imported":3,"known":1,"refused":2})");
}

}  // namespace
}  // namespace tixdb::cli::run_records
