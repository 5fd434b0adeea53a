// SPDX-License-Identifier: MIT
// The databases that earlier versions have left (tests/released/make_database.py): this one opens each,
// brings it up to date, finds in it what was in it, and goes on with it.
#include <gmock/gmock.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "base/digest.hpp"
#include "support/pipeline_fixture.hpp"
#include "support/shell.hpp"
#include "support/source_tree.hpp"

namespace tixdb {
namespace {

namespace fs = std::filesystem;

const std::string kEnding = ".sqlite.gz";

fs::path released_folder() {
    return test::source_folder() / "tests/released";
}

std::vector<std::string> released_versions() {
    std::vector<std::string> versions;
    for (const auto& entry : fs::directory_iterator(released_folder())) {
        const std::string name = entry.path().filename().string();
        if (name.ends_with(kEnding)) versions.push_back(name.substr(0, name.size() - kEnding.size()));
    }
    std::sort(versions.begin(), versions.end());
    return versions;
}

class ReleasedDatabase : public test::PipelineTest, public testing::WithParamInterface<std::string> {
  protected:
    ReleasedDatabase() {
        const std::string packed = (released_folder() / (GetParam() + kEnding)).string();
        const auto result = test::run_in_shell("gzip -dc '" + packed + "' > tixdb.sqlite", folder_.path());
        EXPECT_EQ(result.exit_code, 0) << result.text();
        fs::create_directories(base());
    }
    std::string must(const std::vector<std::string>& arguments) const {
        const auto result = run(arguments);
        EXPECT_EQ(result.exit_code, 0) << arguments.front() << ": " << result.err;
        return result.out;
    }
    // Any command that writes does.
    void migrate() const { must({"config", "set", "epsilon-up", "24"}); }
    // One entry per table, index and view.
    [[nodiscard]] std::vector<std::string> schema_of(const std::string& database) const {
        auto result = test::run_in_shell("sqlite3 -readonly " + database +
                                             " \"SELECT name || ': ' || coalesce(replace(sql, "
                                             "char(10), ' '), '') FROM sqlite_schema ORDER BY 1\"",
                                         folder_.path());
        EXPECT_EQ(result.exit_code, 0);
        std::sort(result.lines.begin(), result.lines.end());
        return result.lines;
    }
    // Of items of the outbox.
    [[nodiscard]] std::int64_t items(const std::string& condition) const {
        return number("SELECT count(*) FROM outbox WHERE " + condition);
    }
};

TEST_P(ReleasedDatabase, HasTheSchemaOfANewOneOnceACommandHasWritten) {
    migrate();
    must({"ingest", "--database", (folder_ / "new.sqlite").string()});
    const auto kept = schema_of("tixdb.sqlite");
    const auto made = schema_of("new.sqlite");
    std::vector<std::string> differing;
    std::set_symmetric_difference(kept.begin(), kept.end(), made.begin(), made.end(),
                                  std::back_inserter(differing));
    EXPECT_THAT(differing, testing::IsEmpty());
    EXPECT_GT(made.size(), 60U);
}

TEST_P(ReleasedDatabase, IsSoundAndEveryResultComesOutAgain) {
    migrate();
    must({"verify", "--full"});
}

// Where a version digests more than the one before, the new text is put there, and its other lines are the
// same.
TEST_P(ReleasedDatabase, HoldsWhatItHeld) {
    migrate();
    EXPECT_EQ(must({"verify", "--digest", "--format", "ndjson"}),
              test::text_of_file(released_folder() / (GetParam() + ".digest.ndjson")));
}

TEST_P(ReleasedDatabase, CanBeReadByEveryCommandThatReads) {
    migrate();
    for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
             {"status"},
             {"explain", "1", "1", "2026-03-01T10:30:00Z", "--all"},
             {"outbox", "list", "--state", "all"},
             {"trust", "2", "4"},
             {"link", "list"},
             {"asn", "status"},
             {"config", "show"},
             {"export", "observations"},
             {"export", "results"},
             {"report", "1", "2", "--output", (folder_ / "report.html").string()},
             {"backup", (folder_ / "backup.sqlite").string()},
             {"split", "--into", "2", (folder_ / "part-{}.sqlite").string()}}) {
        must(arguments);
    }
}

// New reports of a client that it knows become a window; whatever waits is sent, each item once; what is done
// stays.
TEST_P(ReleasedDatabase, GoesOn) {
    migrate();
    const auto windows = number("SELECT count(*) FROM window");
    const auto sent = items("state = 'sent'");
    const auto given_up = items("state IN ('dead', 'dropped', 'superseded')");
    const auto open = items("state IN ('pending', 'sending', 'retry', 'held', 'uncertain')");
    EXPECT_GT(sent, 0);
    EXPECT_GT(open, 0);
    test::SimulatedReports({"--first-user", "2", "--first-installation", "3", "--first-ip", "200.0.2.33",
                            "--from", "2026-03-01T12:00:00Z", "--duration", "20min"})
        .copy_all(base());
    must({"ingest"});
    must({"process"});
    EXPECT_EQ(number("SELECT count(*) FROM window"), windows + 1);
    must({"outbox", "retry", "--state", "held"});
    must({"outbox", "retry", "--state", "retry"});
    must({"publish", "--settle-delay", "1ms", "--wait", "20s"});
    EXPECT_EQ(items("state = 'sent'"), sent + open + 1);
    EXPECT_EQ(items("state IN ('dead', 'dropped', 'superseded')"), given_up);
    EXPECT_EQ(static_cast<std::int64_t>(stored_rows().size()), open + 1);
    const auto rows = stored_rows();
    EXPECT_EQ(std::set<test::StoredReport>(rows.begin(), rows.end()).size(), rows.size());
    must({"verify", "--full"});
}

INSTANTIATE_TEST_SUITE_P(Versions, ReleasedDatabase, testing::ValuesIn(released_versions()),
                         [](const auto& version) {
                             std::string name = version.param;
                             std::replace(name.begin(), name.end(), '.', '_');
                             return name;
                         });

// So that nothing is left out of what later versions are tried with.
TEST(ReleasedDatabases, HaveRowsOfEveryKind) {
    const test::TemporaryFolder folder;
    const std::string packed = (released_folder() / "0.1.0.sqlite.gz").string();
    const auto ask = [&](const std::string& sql) {
        const auto result =
            test::run_in_shell("sqlite3 -readonly tixdb.sqlite \"" + sql + "\"", folder.path());
        EXPECT_EQ(result.exit_code, 0) << result.text();
        return result.lines;
    };
    ASSERT_EQ(test::run_in_shell("gzip -dc '" + packed + "' > tixdb.sqlite", folder.path()).exit_code, 0);
    for (const std::string& table : ask("SELECT name FROM sqlite_schema WHERE type = 'table'"))
        EXPECT_FALSE(ask("SELECT 1 FROM " + table + " LIMIT 1").empty()) << table;
    EXPECT_THAT(ask("SELECT DISTINCT state FROM outbox ORDER BY 1"),
                testing::ElementsAre("dead", "dropped", "held", "pending", "retry", "sending", "sent",
                                     "superseded", "uncertain"));
    for (const char* rows :
         {"outbox WHERE source = 'imported'", "window WHERE superseded_ms IS NOT NULL",
          "result WHERE superseded_ms IS NOT NULL", "result WHERE reason IS NOT NULL",
          "report WHERE observations_pruned_ms IS NOT NULL", "report WHERE observations_pruned_ms IS NULL",
          "installation WHERE observations_from_s IS NOT NULL", "run WHERE exit_code IS NULL"}) {
        EXPECT_NE(ask(std::string("SELECT count(*) FROM ") + rows), std::vector<std::string>{"0"}) << rows;
    }
}

TEST(ReleasedMigrations, AreNotChangedAnyMore) {
    std::istringstream lines(test::text_of_file(released_folder() / "migrations.sha256"));
    int count = 0;
    for (std::string digest, name; lines >> digest >> name; ++count) {
        const std::string text = test::text_of_file(test::source_folder() / "migrations" / name);
        const auto bytes = sha256({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
        EXPECT_EQ(hex(bytes), digest) << name << " is released: a change of the schema is another migration";
    }
    EXPECT_GT(count, 0);
}

}  // namespace
}  // namespace tixdb
