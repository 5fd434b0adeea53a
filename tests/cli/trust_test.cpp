// SPDX-License-Identifier: MIT
// tixdb trust as it is called.
#include <gtest/gtest.h>

#include "base/digest.hpp"
#include "base/file_lock.hpp"
#include "store/database.hpp"
#include "support/command_line.hpp"
#include "support/report_builder.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb::cli::trust {
namespace {

using test::ReportBuilder;

constexpr std::int64_t kFirstS = 1'500'000'000;

std::string digest_of(int key) {
    return hex(sha256(test::public_key_of(key)));
}

class TrustCommandTest : public testing::Test {
  protected:
    TrustCommandTest() {
        line_.clock = &clock_;
        clock_.set_ms((kFirstS + 86'400) * 1000);
        ReportBuilder(kFirstS, 60).key(0).write(reports());
        ReportBuilder(kFirstS + 60, 60).key(1).write(reports());
        ReportBuilder(kFirstS + 120, 60).key(1).write(reports());
    }

    [[nodiscard]] std::filesystem::path reports() const { return folder_ / "reports"; }
    [[nodiscard]] test::CommandResult run(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), {"--database", (folder_ / "tixdb.sqlite").string()});
        return line_.run(arguments);
    }
    [[nodiscard]] test::CommandResult ingest() const { return run({"ingest", reports().string()}); }
    void expect(const std::string& name, const test::CommandResult& result) const {
        test::expect_golden("trust/" + name, result, {{folder_.path().string(), "{dir}"}});
    }

    test::TemporaryFolder folder_;
    test::FakeClock clock_;
    test::CommandLine line_;
};

TEST_F(TrustCommandTest, KeysAreListed) {
    ASSERT_EQ(ingest().exit_code, 0);
    expect("list", run({"trust", "3", "5"}));
    expect("list_json", run({"trust", "3", "5", "--format", "json"}));
}

TEST_F(TrustCommandTest, RefusalsAreToldFromTheFirstToTheLast) {
    ASSERT_EQ(ingest().exit_code, 0);
    clock_.advance(std::chrono::hours(1));
    ReportBuilder(kFirstS + 180, 60).key(1).write(reports());
    ASSERT_EQ(ingest().exit_code, 0);
    EXPECT_NE(run({"trust", "3", "5", "--format", "csv"})
                  .out.find(digest_of(1) + ",refused,0,,,3,2017-07-15T02:40:00Z,2017-07-15T03:40:00Z\r\n"),
              std::string::npos)
        << run({"trust", "3", "5", "--format", "csv"}).out;
}

TEST_F(TrustCommandTest, TrustedKeyLetsItsFilesInAtTheNextIngest) {
    ASSERT_EQ(ingest().exit_code, 0);
    expect("dry_run", run({"trust", "3", "5", "--key", digest_of(1), "-n"}));
    expect("trusted", run({"trust", "3", "5", "--key", digest_of(1)}));
    expect("ingest_after", ingest());
    expect("list_after", run({"trust", "3", "5", "--format", "csv"}));
    expect("again", run({"trust", "3", "5", "--key", digest_of(1)}));
    auto database = store::Database::open_for_reading(folder_ / "tixdb.sqlite");
    EXPECT_EQ(database.handle()
                  .execAndGet("SELECT group_concat(counts ->> '$.changed') FROM run WHERE command = 'trust'")
                  .getString(),
              "1,0");
}

TEST_F(TrustCommandTest, UnknownInstallationOrKeyIsAFailure) {
    ASSERT_EQ(ingest().exit_code, 0);
    expect("unknown_installation", run({"trust", "3", "6"}));
    expect("unknown_key", run({"trust", "3", "5", "--key", digest_of(2)}));
}

TEST_F(TrustCommandTest, WhatIsNoNumberOrDigestIsAUsageError) {
    expect("wrong_user", run({"trust", "x", "5"}));
    expect("wrong_key", run({"trust", "3", "5", "--key", "abc"}));
    EXPECT_EQ(run({"trust", "3"}).exit_code, 2);
}

TEST_F(TrustCommandTest, WaitsForNoOtherRunUnlessTold) {
    ASSERT_EQ(ingest().exit_code, 0);
    const FileLock lock((folder_ / "tixdb.sqlite.data.lock").string(), std::chrono::milliseconds(0), clock_);
    test::expect_golden("trust/locked", run({"trust", "3", "5", "--key", digest_of(1)}));
    EXPECT_EQ(run({"trust", "3", "5"}).exit_code, 0) << "who only looks need not wait";
}

}  // namespace
}  // namespace tixdb::cli::trust
