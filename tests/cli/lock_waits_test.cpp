// SPDX-License-Identifier: MIT
// Which lock each command that writes waits for, and how long: as long as --wait says and not a moment more.
// It then ends with 75, names who has it, and has changed nothing; the other lock does not keep it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include "base/digest.hpp"
#include "base/file_lock.hpp"
#include "support/fake_tix_api.hpp"
#include "support/maintained_database.hpp"
#include "support/program.hpp"
#include "support/report_builder.hpp"

namespace tixdb::cli::lock_waits {
namespace {

using testing::HasSubstr;
using Arguments = std::vector<std::string>;

class LockWaits : public test::MaintainedDatabase {
  protected:
    LockWaits() {
        for (const auto& [name, value] : api_.environment()) line_.environment[name] = value;
        write_minutes(0, 20);
        write_minutes(0, 20, {3, 6});
        expect_done({"ingest"});
        expect_done({"process"});
        expect_done({"archive", path("archive")});
        expect_done({"backup", path("copy")});
        test::ReportBuilder(1'499'990'400 + 60 * 20, 60).key(1).write(reports());
        expect_done({"ingest"});
        std::ofstream(path("rv-20170101.pfx2as")) << "8.8.8.0\t24\t3356\n";
        std::ofstream(path("rates.csv")) << "user_id,installation_id,down_mbps\n3,5,5\n";
    }
    [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }
    [[nodiscard]] FileLock lock(const std::string& kind) {
        return {database().string() + "." + kind + ".lock", std::chrono::milliseconds(0), clock_};
    }
    [[nodiscard]] std::int64_t runs() const { return number(database(), "SELECT count(*) FROM run"); }
    void expect_to_wait_for(const std::string& kind, Arguments arguments, const std::string& wait,
                            std::int64_t wait_ms) {
        SCOPED_TRACE(arguments.front() + " waits " + wait + " for " + kind);
        arguments.insert(arguments.end(), {"--wait", wait});
        const std::string before = content(database());
        const auto begin = clock_.monotonic();
        const FileLock held = lock(kind);
        const auto refused = run(arguments);
        EXPECT_EQ(refused.exit_code, 75) << refused.err;
        EXPECT_THAT(refused.err, HasSubstr("tixdb.sqlite." + kind + ".lock is locked by process " +
                                           std::to_string(getpid())));
        EXPECT_THAT(refused.err, HasSubstr("try again when it has ended, or use --wait 30s"));
        EXPECT_EQ(clock_.monotonic() - begin, std::chrono::milliseconds(wait_ms));
        EXPECT_EQ(content(database()), before);
    }
    void expect_to_wait_for_one(const std::string& kind, const std::string& other,
                                const Arguments& arguments) {
        const std::int64_t runs_before = runs();
        expect_to_wait_for(kind, arguments, "0", 0);
        expect_to_wait_for(kind, arguments, "3001ms", 3'001);
        EXPECT_EQ(runs(), runs_before);
        SCOPED_TRACE(arguments.front());
        const FileLock held = lock(other);
        const auto done = run(arguments);
        EXPECT_EQ(done.exit_code, 0) << done.err;
    }

    test::FakeTixApi api_;
};

TEST_F(LockWaits, WhatChangesDataWaitsForTheLockOfData) {
    const std::string key = hex(sha256(test::public_key_of(1)));
    for (const Arguments& arguments : {Arguments{"ingest"},
                                       {"ingest", "--archive", path("archive")},
                                       {"process"},
                                       {"reprocess", "--epsilon-down", "3"},
                                       {"trust", "3", "5", "--key", key},
                                       {"asn", "import", path("rv-20170101.pfx2as")},
                                       {"asn", "refresh"},
                                       {"asn", "prune", "--before", "2017-07-01"},
                                       {"config", "set", "epsilon-up", "24"},
                                       {"link", "set", "3", "5", "--down", "100"},
                                       {"link", "unset", "3", "5"},
                                       {"link", "import", path("rates.csv")},
                                       {"prune", "--observations-older-than", "1d"}})
        expect_to_wait_for_one("data", "publish", arguments);
}

TEST_F(LockWaits, WhatSendsOrChangesItemsWaitsForTheLockOfPublish) {
    for (const Arguments& arguments : {Arguments{"outbox", "retry", "1"},
                                       {"outbox", "import", folder_.path().string()},
                                       {"outbox", "drop", "1", "--reason", "no"},
                                       {"publish"}})
        expect_to_wait_for_one("publish", "data", arguments);
}

TEST_F(LockWaits, WhatReplacesAllWaitsForBoth) {
    for (const Arguments& arguments : {Arguments{"restore", path("copy")}, {"forget", "3", "6"}}) {
        for (const char* kind : {"data", "publish"}) {
            expect_to_wait_for(kind, arguments, "0", 0);
            expect_to_wait_for(kind, arguments, "2s", 2'000);
        }
        EXPECT_EQ(run(arguments).exit_code, 0);
    }
}

// Whoever waits has to bring the schema up to date first needs the other lock too.
TEST_F(LockWaits, PublishThatHasToUpgradeWaitsForTheLockOfDataToo) {
    execute("UPDATE schema_views SET digest = 'older'");
    expect_to_wait_for("data", {"publish"}, "2s", 2'000);
    expect_to_wait_for("data", {"outbox", "retry", "1"}, "0", 0);
    EXPECT_EQ(run({"publish"}).exit_code, 0);
}

TEST_F(LockWaits, WhoIsStoppedWhileItWaitsWithinItsRunRecordsTheSignal) {
    const FileLock held = lock("publish");
    test::Program program({"forget", "3", "6", "--wait", "1h"},
                          {line_.environment.begin(), line_.environment.end()}, path("output"));
    const auto begun = [this] {
        return number(database(), "SELECT count(*) FROM run WHERE command = 'forget'") == 1;
    };
    for (int i = 0; i < 6'000 && !begun(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    program.send_signal(SIGTERM);
    EXPECT_EQ(program.wait(), 128 + SIGTERM);
    EXPECT_EQ(number(database(), "SELECT exit_code FROM run WHERE command = 'forget'"), 128 + SIGTERM);
    EXPECT_EQ(number(database(), "SELECT count(*) FROM report WHERE installation_id = 6"), 20);
}

TEST_F(LockWaits, WhatOnlyReadsWaitsForNobody) {
    const FileLock data = lock("data");
    const FileLock publish = lock("publish");
    const auto begin = clock_.monotonic();
    for (const Arguments& arguments : {Arguments{"status"},
                                       {"verify"},
                                       {"query", "SELECT 1"},
                                       {"explain", "3", "5", "2017-07-14T00:10:00Z"},
                                       {"export", "results"},
                                       {"outbox", "list"},
                                       {"link", "list"},
                                       {"asn", "lookup", "8.8.8.8"},
                                       {"trust", "3", "5"},
                                       {"config", "show"},
                                       {"backup", path("second")},
                                       {"ingest", "-n"},
                                       {"process", "-n"},
                                       {"publish", "-n"},
                                       {"reprocess", "-n"},
                                       {"prune", "--runs-older-than", "1d", "-n"},
                                       {"run", "-n"},
                                       {"forget", "3", "6", "-n"},
                                       {"restore", path("copy"), "-n"}}) {
        Arguments waiting = arguments;
        waiting.insert(waiting.end(), {"--wait", "1h"});
        const auto done = run(waiting);
        EXPECT_EQ(done.exit_code, 0) << arguments.front() << ": " << done.err;
    }
    EXPECT_EQ(clock_.monotonic(), begin);
}

}  // namespace
}  // namespace tixdb::cli::lock_waits
