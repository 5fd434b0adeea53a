// SPDX-License-Identifier: MIT

#include "support/maintained_database.hpp"

#include <algorithm>
#include <regex>

#include "store/database.hpp"
#include "support/report_builder.hpp"
#include "support/report_inserter.hpp"
#include "support/stored_content.hpp"

namespace tixdb::test {
namespace {

constexpr std::int64_t kMaintainedStart_s = 1'499'990'400;  // 2017-07-14T00:00:00Z

}  // namespace

MaintainedDatabase::MaintainedDatabase() {
    line_.clock = &clock_;
    line_.environment = {{"TIXDB_DATABASE", database().string()},
                         {"TIX_REPORTS_BASE_PATH", reports().string()}};
    std::filesystem::create_directories(reports());
}

void MaintainedDatabase::write_minutes(int from, int count, const model::InstallationKey& key) const {
    for (int i = from; i < from + count; ++i) {
        ReportBuilder(quiet_report(kMaintainedStart_s + 60 * i, 60).observations).of(key).write(reports());
    }
}

void MaintainedDatabase::fill() {
    write_minutes(0, 5);
    write_minutes(6, 54);
    write_minutes(0, 40, {3, 6});
    expect_done({"ingest"});
    expect_done({"process"});
    // A late report that is put where it belongs, and one that stays late.
    write_minutes(5, 1);
    expect_done({"ingest"});
    expect_done({"process"});
    expect_done({"reprocess", "--from", "2017-07-14T00:00:00Z", "--to", "2017-07-14T02:00:00Z"});
    ReportBuilder(kMaintainedStart_s + 600, 7).of({3, 6}).write(reports(), "late.json");
    expect_done({"ingest"});
    expect_done({"process"});
    write_minutes(60, 2);
    expect_done({"ingest"});
}

void MaintainedDatabase::expect_done(const std::vector<std::string>& arguments) {
    const CommandResult result = run(arguments);
    ASSERT_EQ(result.exit_code, 0) << arguments.front() << ": " << result.err;
    clock_.advance(std::chrono::minutes(1));
}

void MaintainedDatabase::expect(const std::string& name, const CommandResult& result) const {
    CommandResult shown = result;
    // The size of the file depends on SQLite's version.
    static const std::regex kSize("[0-9]+\\.[0-9] MiB");
    shown.err = std::regex_replace(shown.err, kSize, "{size} MiB");
    expect_golden(name, shown, {{folder_.path().string(), "{folder}"}});
}

void MaintainedDatabase::execute(const std::string& sql) const {
    auto opened = store::Database::open_for_writing(database());
    opened.execute("PRAGMA foreign_keys = OFF");
    opened.execute("PRAGMA ignore_check_constraints = ON");
    opened.execute(sql);
}

std::int64_t MaintainedDatabase::number(const std::filesystem::path& file, const std::string& sql) {
    auto opened = store::Database::open_for_reading(file);
    return opened.handle().execAndGet(sql).getInt64();
}

std::string MaintainedDatabase::content(const std::filesystem::path& file) {
    auto opened = store::Database::open_for_reading(file);
    return stored_reports(opened) + stored_results(opened);
}

std::vector<std::string> MaintainedDatabase::files() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
        const std::string name = entry.path().filename().string();
        if (name != "reports" && !name.ends_with(".lock")) names.push_back(name);
    }
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace tixdb::test
