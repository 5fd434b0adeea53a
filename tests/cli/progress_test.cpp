// SPDX-License-Identifier: MIT
// What a long command shows on a terminal, and nowhere else.
#include "cli/frame/progress.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <string>

#include "support/command_line.hpp"
#include "support/fake_tix_api.hpp"
#include "support/report_builder.hpp"
#include "support/report_inserter.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb::cli::progress {
namespace {

using std::chrono::seconds;

constexpr std::int64_t kStart = 1'499'990'400;  // 2017-07-14T00:00:00Z

// Between any two looks at it three seconds pass.
class HurriedClock final : public Clock {
  public:
    [[nodiscard]] std::int64_t now_ms() const override { return 1'600'000'000'000; }
    [[nodiscard]] std::chrono::nanoseconds monotonic() const override { return seconds(3 * ++looks_); }
    void sleep_for(std::chrono::milliseconds) override {}

  private:
    mutable std::atomic<int> looks_ = 0;
};

class ProgressTest : public testing::Test {
  protected:
    ProgressTest() {
        line_.clock = &clock_;
        line_.err_is_terminal = true;
        line_.environment = {{"TIXDB_DATABASE", (folder_ / "tixdb.sqlite").string()},
                             {"TIX_REPORTS_BASE_PATH", (folder_ / "reports").string()}};
        line_.environment.merge(api_.environment());
        for (int i = 0; i < 19; ++i) {
            test::ReportBuilder(test::quiet_report(kStart + 60 * i, 60).observations)
                .write(folder_ / "reports");
        }
    }

    // What a command writes to stderr.
    std::string err(const std::vector<std::string>& arguments) {
        const auto result = line_.run(arguments);
        EXPECT_EQ(result.exit_code, 0) << result.err;
        return result.err;
    }

    test::TemporaryFolder folder_;
    test::FakeTixApi api_;
    HurriedClock clock_;
    test::CommandLine line_;
};

TEST_F(ProgressTest, EveryLongCommandTellsHowFarItIs) {
    EXPECT_NE(err({"ingest"}).find("19 files, "), std::string::npos);
    EXPECT_NE(err({"process"}).find("[########################] 100 %"), std::string::npos);
    EXPECT_NE(err({"publish"}).find("results/s"), std::string::npos);
    EXPECT_NE(err({"simulate", "--installations", "2", "--threads", "1", "--duration", "2min", "--output",
                   (folder_ / "made").string()})
                  .find("[############............]  50 %"),
              std::string::npos);
}

TEST_F(ProgressTest, LineIsGoneBeforeTheSummary) {
    EXPECT_NE(err({"ingest"}).find("files/s\r\x1b[Ktixdb: ingest: "), std::string::npos);
}

TEST_F(ProgressTest, NothingIsShownOffATerminalOrIfQuiet) {
    line_.err_is_terminal = false;
    EXPECT_EQ(err({"ingest"}).find('\r'), std::string::npos);
    line_.err_is_terminal = true;
    EXPECT_EQ(err({"process", "-q"}), "");
}

TEST(ProgressText, TellsShareRateAndTheTimeLeft) {
    EXPECT_EQ(progress_text(50, 200, seconds(10), "reports"),
              "[######..................]  25 %, 5 reports/s, 30s left");
    EXPECT_EQ(progress_text(200, 200, seconds(10), "reports"),
              "[########################] 100 %, 20 reports/s");
}

TEST(ProgressText, TellsTheRateWhereTheTotalIsNotKnown) {
    EXPECT_EQ(progress_text(50, Progress::kUnknown, seconds(10), "files"), "50 files, 5 files/s");
}

}  // namespace
}  // namespace tixdb::cli::progress
