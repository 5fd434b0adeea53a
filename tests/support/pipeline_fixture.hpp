// SPDX-License-Identifier: MIT
// A folder of reports, a database, a stand-in for tix-api, and tixdb's commands between them, with the real
// clock.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "support/command_line.hpp"
#include "support/fake_tix_api.hpp"
#include "support/program.hpp"
#include "support/simulated_reports.hpp"

namespace tixdb::test {

class PipelineTest : public testing::Test {
  protected:
    // Fifty minutes of three installations, two of them of one user; a window is complete after about
    // eighteen minutes, and each further one nine minutes later.
    static constexpr std::size_t kWindows = 12;
    [[nodiscard]] static std::vector<std::string> simulation(int installations = 3, int seed = 1);

    PipelineTest();

    [[nodiscard]] std::filesystem::path base() const { return folder_ / "reports"; }
    [[nodiscard]] std::filesystem::path database_path() const { return folder_ / "tixdb.sqlite"; }
    [[nodiscard]] std::string output_file() const { return (folder_ / "output").string(); }
    [[nodiscard]] std::string output() const;

    // A command of tixdb in this process.
    [[nodiscard]] CommandResult run(const std::vector<std::string>& arguments) const;
    // The program, in a process of its own. Returns its exit code; its output is output().
    [[nodiscard]] int run_program(const std::vector<std::string>& arguments) const;
    // All three, each of which has to end with 0.
    void run_all_stages() const;

    // What has to be at tix-api: every complete current result of the published method, figures within [0,
    // 1].
    [[nodiscard]] std::vector<StoredReport> expected_rows() const;
    // What is there. Both sorted, and figures written alike.
    [[nodiscard]] std::vector<StoredReport> stored_rows() const { return rows_of(*api_); }
    [[nodiscard]] static std::vector<StoredReport> rows_of(const FakeTixApi& api);
    [[nodiscard]] std::int64_t number(const std::string& sql) const;
    // stored_reports() and stored_results()
    [[nodiscard]] std::string content() const { return content_of(database_path()); }
    [[nodiscard]] static std::string content_of(const std::filesystem::path& database);

    TemporaryFolder folder_;
    std::unique_ptr<FakeTixApi> api_ = std::make_unique<FakeTixApi>();
    std::map<std::string, std::string> environment_;
};

}  // namespace tixdb::test
