// SPDX-License-Identifier: MIT
// What checks say of a table that cannot be read.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "model/window.hpp"
#include "report/sketch_check.hpp"
#include "store/invariant_reader.hpp"
#include "support/processing.hpp"
#include "support/report_inserter.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::report::damaged_file_test {
namespace {

constexpr std::string_view kCannot = "it cannot be checked: database disk image is malformed";

class DamagedFile : public testing::Test {
  protected:
    // A window, with a result of each method.
    DamagedFile() {
        std::vector<test::MadeReport> made;
        for (int i = 0; i < 19; ++i) made.push_back(test::quiet_report(1'500'000'000 + i * 60, 60));
        test::ReportInserter(temporary_.database()).insert(made);
        (void)test::process_all(temporary_.database());
    }
    // The first page of a table is of no kind any more.
    void damage(const std::string& table) {
        temporary_.database().execute("PRAGMA wal_checkpoint(TRUNCATE)");
        const auto page = temporary_.number(
            fmt::format("SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = '{}'", table));
        std::fstream file(temporary_.path(), std::ios::in | std::ios::out | std::ios::binary);
        file.seekp((page - 1) * temporary_.number("PRAGMA page_size"));
        file.put('\x63');
        ASSERT_TRUE(file.flush());
    }
    [[nodiscard]] store::Database reopened() { return store::Database::open_for_reading(temporary_.path()); }
    static std::string said(const store::Violations& violations) {
        return violations.first.empty() ? "nothing" : violations.first.front();
    }

    test::TemporaryDatabase temporary_;
};

TEST_F(DamagedFile, IsToldByTheCheckOfSketches) {
    damage("adaptive_detail");
    auto database = reopened();
    store::InvariantReader reader(database);
    EXPECT_EQ(said(sketch_violations(reader)), kCannot);
}

TEST_F(DamagedFile, IsToldByEachCheckThatReadsIt) {
    damage("adaptive_detail");
    auto database = reopened();
    const auto invariants = store::InvariantReader::invariants();
    const auto details = std::find_if(invariants.begin(), invariants.end(),
                                      [](const auto& each) { return each.name == "adaptive_details"; });
    ASSERT_NE(details, invariants.end());
    EXPECT_EQ(said(store::InvariantReader(database).violations(*details, model::kWindowObservations)),
              kCannot);
}

TEST_F(DamagedFile, IsToldByTheCheckOfShards) {
    damage("database_identity");
    auto database = reopened();
    EXPECT_EQ(said(store::InvariantReader(database).of_other_shards()), kCannot);
}

}  // namespace
}  // namespace tixdb::report::damaged_file_test
