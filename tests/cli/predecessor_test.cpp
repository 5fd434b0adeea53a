// SPDX-License-Identifier: MIT
// The environment of tix-time-processor's containers, as it stands in its deployments.
#include "cli/stages/predecessor.hpp"

#include <gtest/gtest.h>

#include "support/command_line.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb::cli::predecessor {
namespace {

using namespace std::chrono_literals;

class PredecessorTest : public testing::Test {
  protected:
    [[nodiscard]] test::CommandResult run(Environment environment) const {
        test::CommandLine line;
        line.environment = std::move(environment);
        return line.run({"--config", "/dev/null", "--database", (folder_ / "tixdb.sqlite").string(), "run",
                         folder_.path().string()});
    }
    test::TemporaryFolder folder_;
};

TEST_F(PredecessorTest, StandaloneMeansToStay) {
    EXPECT_EQ(period_of_predecessor({{"PROCESSOR_TYPE", "STANDALONE"}}, 0ms), 10min);
    EXPECT_EQ(period_of_predecessor({{"PROCESSOR_TYPE", "STANDALONE"}}, 5min), 5min);
    EXPECT_EQ(period_of_predecessor({}, 0ms), 0ms);
    EXPECT_EQ(period_of_predecessor({{"PROCESSOR_TYPE", ""}}, 0ms), 0ms);
}

TEST_F(PredecessorTest, SchedulerAndWorkersAreToldThatTheyAreNotNeeded) {
    for (const char* type : {"BEAT", "WORKER"}) {
        const auto result = run({{"PROCESSOR_TYPE", type}});
        EXPECT_EQ(result.exit_code, 78);
        EXPECT_EQ(result.err,
                  std::string("tixdb: error: PROCESSOR_TYPE is ") + type +
                      ": there is no scheduler and no worker any more; leave this container out: one with "
                      "STANDALONE, which is run --every, does all the work\n");
    }
    EXPECT_EQ(run({{"PROCESSOR_TYPE", "worker"}}).exit_code, 78);
}

TEST_F(PredecessorTest, VariablesOfTheBrokerAreNamedOnce) {
    const auto result =
        run({{"TIX_RABBITMQ_HOST", "rabbit"}, {"CELERY_LOG_LEVEL", "INFO"}, {"RABBITMQ_X", ""}});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_EQ(
        result.err.find("tixdb: run: without a broker and workers there is no need for CELERY_LOG_LEVEL, "
                        "TIX_RABBITMQ_HOST\n"),
        0U)
        << result.err;
}

}  // namespace
}  // namespace tixdb::cli::predecessor
