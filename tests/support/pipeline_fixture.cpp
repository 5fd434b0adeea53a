// SPDX-License-Identifier: MIT

#include "support/pipeline_fixture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "store/statement.hpp"
#include "support/stored_content.hpp"

namespace tixdb::test {

std::vector<std::string> PipelineTest::simulation(int installations, int seed) {
    return {"--installations",
            std::to_string(installations),
            "--installations-per-user",
            "2",
            "--seed",
            std::to_string(seed),
            "--from",
            "2026-03-01T10:00:00Z",
            "--duration",
            "50min",
            "--vary-clocks",
            "--loss",
            "0.01",
            "--resent-share",
            "0.05"};
}

PipelineTest::PipelineTest() {
    std::filesystem::create_directories(base());
    std::ofstream(folder_ / "tixdb.conf");
    environment_ = {{"TIXDB_CONFIG", (folder_ / "tixdb.conf").string()},
                    {"TIXDB_DATABASE", database_path().string()},
                    {"TIX_REPORTS_BASE_PATH", base().string()},
                    {"TIXDB_SETTLE_DELAY", "300ms"},
                    {"TIXDB_RETRY_BASE", "10ms"},
                    {"TIXDB_RETRY_CAP", "50ms"}};
    environment_.merge(api_->environment());
}

std::string PipelineTest::output() const {
    std::ostringstream text;
    text << std::ifstream(output_file()).rdbuf();
    return text.str();
}

CommandResult PipelineTest::run(const std::vector<std::string>& arguments) const {
    CommandLine line;
    line.environment.insert(environment_.begin(), environment_.end());
    return line.run(arguments);
}

int PipelineTest::run_program(const std::vector<std::string>& arguments) const {
    Program program(arguments, environment_, output_file());
    return program.wait();
}

void PipelineTest::run_all_stages() const {
    for (const char* stage : {"ingest", "process", "publish"}) {
        const CommandResult result = run({stage});
        EXPECT_EQ(result.exit_code, 0) << stage << ": " << result.err;
    }
}

std::vector<StoredReport> PipelineTest::expected_rows() const {
    auto database = store::Database::open_for_reading(database_path());
    store::Statement query(
        database,
        "SELECT user_id, installation_id, last_s, ip, max(0, min(1, up_usage)),"
        " max(0, min(1, up_quality)), max(0, min(1, down_usage)), max(0, min(1, down_quality))"
        " FROM v_result WHERE method = 'queueing' AND up_usage IS NOT NULL"
        " AND up_quality IS NOT NULL AND down_usage IS NOT NULL AND down_quality IS NOT NULL");
    std::vector<StoredReport> rows;
    while (query.step()) {
        const auto figure = [&query](int column) { return fmt::format("{}", query.real(column)); };
        rows.push_back({{query.int64(0), query.int64(1)},
                        query.int64(2),
                        figure(4),
                        figure(5),
                        figure(6),
                        figure(7),
                        query.text(3)});
    }
    std::sort(rows.begin(), rows.end());
    return rows;
}

std::vector<StoredReport> PipelineTest::rows_of(const FakeTixApi& api) {
    auto rows = api.reports();
    for (StoredReport& row : rows) {
        for (std::string* figure : {&row.up_usage, &row.up_quality, &row.down_usage, &row.down_quality}) {
            *figure = fmt::format("{}", std::stod(*figure));
        }
    }
    std::sort(rows.begin(), rows.end());
    return rows;
}

std::int64_t PipelineTest::number(const std::string& sql) const {
    auto database = store::Database::open_for_reading(database_path());
    return database.handle().execAndGet(sql).getInt64();
}

std::string PipelineTest::content_of(const std::filesystem::path& path) {
    auto database = store::Database::open_for_reading(path);
    return stored_reports(database) + stored_results(database);
}

}  // namespace tixdb::test
