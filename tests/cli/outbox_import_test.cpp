// SPDX-License-Identifier: MIT
// Results that tix-time-processor could not send are taken over, and sent once.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "store/database.hpp"
#include "support/command_line.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_tix_api.hpp"
#include "support/temporary_database.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb::cli::taking_over {
namespace {

constexpr std::int64_t kResult_s = 1'505'080'698;

class OutboxImportTest : public testing::Test {
  protected:
    OutboxImportTest() { line_.clock = &clock_; }
    void write(const std::string& installation, const std::string& name, const std::string& content) const {
        const auto folder = folder_ / (installation + "/failed-results");
        std::filesystem::create_directories(folder);
        std::ofstream(folder / name) << content;
    }
    void write_result(const std::string& installation, std::int64_t last_s,
                      const std::string& usage = "0.25") const {
        write(
            installation, "failed-report-" + std::to_string(last_s) + ".json",
            R"({"results": {"timestamp": )" + std::to_string(last_s) + R"(, "upstream": {"usage": )" + usage +
                R"(, "quality": 1.0, "hurst": {"rs": NaN, "wavelet": 0.5}}, "downstream": {"usage": 0.5, )" +
                R"("quality": 0.5, "hurst": {"rs": 0.5, "wavelet": 0.5}}}, "ip": "200.0.2.1"})");
    }
    [[nodiscard]] test::CommandResult run(std::vector<std::string> arguments = {}) const {
        arguments.insert(arguments.begin(),
                         {"--config", "/dev/null", "--database", temporary_.path().string(), "outbox",
                          "import", folder_.path().string()});
        return line_.run(arguments);
    }
    void execute(const std::string& sql) { temporary_.database().execute(sql); }
    [[nodiscard]] std::int64_t count(const std::string& condition) const {
        auto database = store::Database::open_for_reading(temporary_.path());
        return database.handle().execAndGet("SELECT count(*) FROM outbox WHERE " + condition).getInt64();
    }

    test::TemporaryDatabase temporary_;
    test::TemporaryFolder folder_;
    test::FakeClock clock_{(kResult_s + 3600) * 1000};
    test::CommandLine line_;
};

TEST_F(OutboxImportTest, ResultsBecomeUncertainItemsThatAreDueAtOnce) {
    write_result("1/7", kResult_s);
    write_result("1/7", kResult_s + 600);
    write_result("23/5", kResult_s);
    test::expect_golden("outbox/import", run());
    EXPECT_EQ(count("source = 'imported' AND state = 'uncertain' AND settle_boot_id IS NULL AND "
                    "next_attempt_ms = 1505084298000 AND queued_ms = 1505084298000"),
              3);
}

TEST_F(OutboxImportTest, SecondTimeImportsNothing) {
    write_result("1/7", kResult_s);
    EXPECT_EQ(run().exit_code, 0);
    EXPECT_EQ(run().err, "tixdb: outbox import: 0 results imported, 1 known, 0 refused\n");
    EXPECT_EQ(count("true"), 1);
}

TEST_F(OutboxImportTest, NothingIsTakenOfAnInstallationThatWasForgotten) {
    execute("INSERT INTO installation (user_id, installation_id, first_seen_ms) VALUES (1, 7, 0), (1, 8, 0)");
    write_result("1/7", kResult_s);
    write_result("1/8", kResult_s);
    ASSERT_EQ(
        line_.run({"--config", "/dev/null", "--database", temporary_.path().string(), "forget", "1", "7"})
            .exit_code,
        0);
    const auto result = run();
    EXPECT_NE(result.err.find("its installation was forgotten"), std::string::npos) << result.err;
    EXPECT_NE(result.err.find("1 result imported, 0 known, 1 refused"), std::string::npos) << result.err;
    EXPECT_EQ(count("installation_id = 7"), 0);
}

TEST_F(OutboxImportTest, DryRunChangesNothing) {
    write_result("1/7", kResult_s);
    EXPECT_EQ(run({"-n"}).err, "tixdb: outbox import: 1 result would be imported, 0 known, 0 refused\n");
    EXPECT_EQ(count("true"), 0);
}

TEST_F(OutboxImportTest, WhatCannotBeSentIsRefusedByName) {
    write_result("1/7", kResult_s, "NaN");
    write("1/7", "failed-report-2.json", "[]");
    write("1/7", "failed-report-3.json", std::string(70'000, ' '));
    write("1/7", "notes.json", "{}");
    std::filesystem::create_symlink("/etc/passwd", folder_ / "1/7/failed-results/failed-report-4.json");
    test::expect_golden("outbox/import_refused", run());
    EXPECT_EQ(count("true"), 0);
}

TEST_F(OutboxImportTest, WhatHasBecomeOfAnImportedResultIsLeftAlone) {
    write_result("1/7", kResult_s);
    EXPECT_EQ(run().exit_code, 0);
    for (const char* state : {"sent", "dead", "dropped", "superseded"}) {
        execute("UPDATE outbox SET state = '" + std::string(state) + "'");
        EXPECT_EQ(run().err, "tixdb: outbox import: 0 results imported, 1 known, 0 refused\n") << state;
    }
    EXPECT_EQ(count("true"), 1);
}

TEST_F(OutboxImportTest, AnotherOpenOrSentItemOfItsTimeKeepsItOut) {
    write_result("1/7", kResult_s);
    EXPECT_EQ(run().exit_code, 0);
    write_result("1/7", kResult_s, "0.75");
    for (const char* state : {"pending", "uncertain", "held", "dead", "sent"}) {
        execute("UPDATE outbox SET held_for = iif('" + std::string(state) +
                "' = 'held', 'user', NULL), state = '" + state + "'");
        const auto result = run();
        EXPECT_EQ(result.exit_code, 0);
        EXPECT_NE(result.err.find("0 results imported, 0 known, 1 refused"), std::string::npos) << result.err;
    }
    test::expect_golden("outbox/import_in_the_way", run());
    EXPECT_EQ(count("true"), 1);
}

TEST_F(OutboxImportTest, ItemThatWasGivenUpKeepsNothingOut) {
    write_result("1/7", kResult_s);
    EXPECT_EQ(run().exit_code, 0);
    write_result("1/7", kResult_s, "0.75");
    execute("UPDATE outbox SET state = 'dropped'");
    EXPECT_EQ(run().err, "tixdb: outbox import: 1 result imported, 0 known, 0 refused\n");
    EXPECT_EQ(run().err, "tixdb: outbox import: 0 results imported, 1 known, 0 refused\n");
}

TEST_F(OutboxImportTest, FolderThatIsNoneIsAConfigurationError) {
    std::filesystem::remove_all(folder_.path());
    EXPECT_EQ(run().exit_code, 78);
}

// Of two results one had been stored by tix-api, though its answer never came.
TEST_F(OutboxImportTest, WhatTixApiHasIsFoundAndTheRestIsSent) {
    test::FakeTixApi api;
    write_result("1/7", kResult_s);
    write_result("1/7", kResult_s + 600);
    api.store({{1, 7}, kResult_s, "0.25", "1.0", "0.5", "0.5", "200.0.2.1"});
    EXPECT_EQ(run().exit_code, 0);
    for (const auto& [name, value] : api.environment()) line_.environment[name] = value;
    const auto publish = [&] {
        const auto result =
            line_.run({"--config", "/dev/null", "--database", temporary_.path().string(), "publish"});
        EXPECT_EQ(result.exit_code, 0) << result.err;
    };
    publish();
    EXPECT_EQ(count("state = 'sent'"), 1) << "it was there";
    EXPECT_EQ(api.reports().size(), 1U);
    clock_.advance(std::chrono::minutes(15));
    publish();
    EXPECT_EQ(count("state = 'sent'"), 2);
    EXPECT_EQ(api.reports().size(), 2U);
}

}  // namespace
}  // namespace tixdb::cli::taking_over
