// SPDX-License-Identifier: MIT
// A folder with report files, a database made of them by tixdb's commands, and places for its backups.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "model/installation.hpp"
#include "support/command_line.hpp"
#include "support/fake_clock.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb::test {

class MaintainedDatabase : public testing::Test {
  protected:
    MaintainedDatabase();

    [[nodiscard]] std::filesystem::path reports() const { return folder_ / "reports"; }
    [[nodiscard]] std::filesystem::path database() const { return folder_ / "tixdb.sqlite"; }
    [[nodiscard]] std::string backup() const { return (folder_ / "backup.sqlite").string(); }

    // A report per minute, quiet ones, from 2017-07-14T00:00:00Z on.
    void write_minutes(int from, int count, const model::InstallationKey& key = {3, 5}) const;
    // Two installations: current and superseded windows, a late report, one that waits.
    void fill();

    CommandResult run(const std::vector<std::string>& arguments) { return line_.run(arguments); }
    void expect_done(const std::vector<std::string>& arguments);
    // Compares with tests/cli/<name>.golden; the temporary folder and sizes are shown as {folder} and {size}.
    void expect(const std::string& name, const CommandResult& result) const;

    // On the database, without foreign keys and CHECK constraints: whatever is wrong can be made.
    void execute(const std::string& sql) const;
    [[nodiscard]] static std::int64_t number(const std::filesystem::path& file, const std::string& sql);
    // stored_reports() and stored_results()
    [[nodiscard]] static std::string content(const std::filesystem::path& file);
    // Names in the folder, sorted, without the reports and the locks.
    [[nodiscard]] std::vector<std::string> files() const;

    TemporaryFolder folder_;
    FakeClock clock_;
    CommandLine line_;
};

}  // namespace tixdb::test
