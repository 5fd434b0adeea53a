// SPDX-License-Identifier: MIT
// Rows of a database as they are exported.
#include "exports/dataset_rows.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <sstream>

#include "model/shard.hpp"
#include "support/report_inserter.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::exports {
namespace {

constexpr std::int64_t kFirst_s = 1'772'359'200;  // 2026-03-01T10:00:00Z

class ExportedRows : public testing::Test {
  protected:
    [[nodiscard]] std::string rows(const std::string& name, const store::ExportRange& range = {},
                                   Pseudonyms* pseudonyms = nullptr) {
        std::ostringstream out;
        StreamSink sink(out);
        const Dataset& dataset = *find_dataset(name);
        RowFormatter formatter(Format::csv, sink, heading_of(dataset, false));
        written_ = write_rows(database_.database(), dataset, range, pseudonyms, formatter);
        formatter.finish();
        EXPECT_EQ(written_.rows, formatter.rows());
        return out.str();
    }
    // What SQL says of the same rows.
    [[nodiscard]] std::string by_sql(const std::string& where) {
        std::ostringstream out;
        SQLite::Statement query(database_.database().handle(),
                                "SELECT user_id || ',' || installation_id || ',' || ip || ',' || "
                                "strftime('%Y-%m-%dT%H:%M:%SZ', day_timestamp, 'unixepoch') || ',' || "
                                "day_timestamp || ',' || type || ',' || "
                                "packet_size || ',' || initial_ns || ',' || reception_ns || ',' || sent_ns "
                                "|| ',' || final_ns, rtt_ms, ordinal "
                                "FROM v_observation WHERE " +
                                    where + " ORDER BY user_id, installation_id, day_timestamp");
        while (query.executeStep()) {
            std::string rtt(32, '\0');
            rtt.resize(static_cast<std::size_t>(
                std::snprintf(rtt.data(), rtt.size(), "%.15g", query.getColumn(1).getDouble())));
            out << query.getColumn(0).getString() << ',' << rtt << ',' << query.getColumn(2).getInt64()
                << "\r\n";
        }
        return out.str();
    }
    void add_reports() {
        test::ReportInserter inserter(database_.database());
        auto odd = test::quiet_report(kFirst_s + 60, 4, "2001:db8::1", {1, 2});
        odd.observations[1].type = 'L';
        odd.observations[2].packet_size = 1200;
        odd.observations[2].final_ns =
            odd.observations[2].initial_ns - 86'399'000'000'000;  // another local date
        odd.observations[3].day_timestamp_s = kFirst_s - 7'000;   // a clock set back
        inserter.insert({test::quiet_report(kFirst_s + 60, 3, "192.0.2.1", {2, 1}), odd,
                         test::quiet_report(kFirst_s, 3, "192.0.2.1", {2, 1})});
    }

    test::TemporaryDatabase database_;
    WrittenRows written_;
};

TEST_F(ExportedRows, ObservationsAreThoseOfTheView) {
    add_reports();
    const std::string all = rows("observations");
    EXPECT_EQ(written_.rows, 10);
    EXPECT_EQ(rows("observations", {kFirst_s + 60, kFirst_s + 62, {}, {}}),
              by_sql("day_timestamp >= 1772359260 AND day_timestamp < 1772359262"));
    EXPECT_EQ(rows("observations", {INT64_MIN, INT64_MAX, 2, 1}), by_sql("user_id = 2"));
    EXPECT_EQ(rows("observations", {kFirst_s - 7000, kFirst_s, {}, {}}),
              by_sql("day_timestamp < 1772359200"));
    EXPECT_EQ(written_.rows, 1) << "of a report that begins later";
    EXPECT_EQ(rows("observations", {INT64_MIN, INT64_MAX, 1, 1}), "");
    // In the order of their message, of reports in the order of their first observation.
    EXPECT_LT(all.find("1,2,2001:db8::1,2026-03-01T10:01:02Z"),
              all.find("1,2,2001:db8::1,2026-03-01T08:03:20Z"));
    EXPECT_LT(all.find("2,1,192.0.2.1,2026-03-01T10:00:00Z"), all.find("2,1,192.0.2.1,2026-03-01T10:01:00Z"));
}

TEST_F(ExportedRows, PrunedReportsAreCounted) {
    add_reports();
    test::delete_observations(database_.database(), 1, 1);
    database_.database().execute("UPDATE report SET observations_pruned_ms = 1 WHERE report_id = 1");
    EXPECT_EQ(rows("observations", {INT64_MIN, INT64_MAX, 2, 1}), by_sql("user_id = 2"));
    EXPECT_EQ(written_.pruned_reports, 1);
}

TEST_F(ExportedRows, RowsAndPrunedReportsOfAShardAreItsOwn) {
    add_reports();
    test::delete_observations(database_.database(), 1, 1);
    database_.database().execute("UPDATE report SET observations_pruned_ms = 1 WHERE report_id = 1");
    const model::InstallationKey pruned{2, 1};
    constexpr int kShards = 64;
    const int own = model::shard_of(pruned, kShards);
    ASSERT_NE(own, model::shard_of({1, 2}, kShards));
    EXPECT_EQ(rows("observations", {INT64_MIN, INT64_MAX, {}, {}, model::Shard{own, kShards}}),
              by_sql("user_id = 2"));
    EXPECT_EQ(written_.pruned_reports, 1);
    EXPECT_EQ(rows("observations",
                   {INT64_MIN, INT64_MAX, {}, {}, model::Shard{model::shard_of({1, 2}, kShards), kShards}}),
              rows("observations", {INT64_MIN, INT64_MAX, 1, 2}));
    (void)rows("observations", {INT64_MIN, INT64_MAX, {}, {}, model::Shard{(own + 1) % kShards, kShards}});
    EXPECT_EQ(written_.pruned_reports, 0);
}

TEST_F(ExportedRows, AnonymizedOnesNameNobody) {
    add_reports();
    database_.database().execute(
        "INSERT INTO rejected (path, reason, detail, size_bytes, mtime_ns, inode, first_seen_ms, "
        "last_seen_ms, seen_count) "
        "VALUES ('2/1/of me.json', 'bad_user', 'me', 1, 1, 1, 1, 1, 1)");
    Pseudonyms pseudonyms(PseudonymKey{});
    for (const Dataset& dataset : datasets()) {
        const std::string text = rows(std::string(dataset.name), {}, &pseudonyms);
        for (const char* name : {"192.0.2.1", "2001:db8::1", "2/1", "\r\n2,1,", "of me", ",me,"})
            EXPECT_EQ(text.find(name), std::string::npos) << dataset.name << ": " << text;
    }
    const std::string text = rows("observations", {}, &pseudonyms);
    EXPECT_TRUE(text.starts_with(std::string(pseudonyms.user(1)) + "," +
                                 std::string(pseudonyms.installation({1, 2})) + ",2001:db8::/48,"))
        << text;
}

// rows() itself throws where query and dictionary differ.
TEST_F(ExportedRows, DictionaryNamesTheColumnsOfEveryDataset) {
    for (const Dataset& dataset : datasets()) {
        EXPECT_EQ(rows(std::string(dataset.name)), "") << dataset.name;
        for (const Column& column : dataset.columns) {
            EXPECT_FALSE(column.meaning.empty()) << dataset.name << "." << column.name;
            const bool has_unit = column.name.ends_with("_ms") || column.name.ends_with("_s");
            EXPECT_TRUE(!has_unit || !column.unit.empty()) << dataset.name << "." << column.name;
        }
    }
}

TEST_F(ExportedRows, RejectedFilesAreFoundByTheirFolder) {
    database_.database().execute(
        "INSERT INTO rejected (path, reason, detail, size_bytes, mtime_ns, inode, first_seen_ms, "
        "last_seen_ms, seen_count) "
        "VALUES ('2/1/=cmd().json', 'not_json', '=cmd()', 1, 1, 1, 1000, 2000, 1), ('12/', "
        "'unreadable_folder', 'd', 0, 1, 1, 1, "
        "9000, 1)");
    EXPECT_EQ(rows("rejected", {2, 3, 2, 1}),
              "2,1,2/1/"
              "=cmd().json,not_json,\"'=cmd()\",1970-01-01T00:00:02Z,2000,1970-01-01T00:00:01Z,1000,1,1\r\n");
    EXPECT_EQ(rows("rejected", {INT64_MIN, INT64_MAX, 12, {}}),
              "12,,12/,unreadable_folder,d,1970-01-01T00:00:09Z,9000,1970-01-01T00:00:00Z,1,1,0\r\n");
}

}  // namespace
}  // namespace tixdb::exports
