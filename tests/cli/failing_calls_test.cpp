// SPDX-License-Identifier: MIT
// What commands say where files and folders cannot be read, and with which exit code they end.
#include "support/failing_calls.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>

#include "cli/stages/retention_settings.hpp"
#include "support/command_line.hpp"
#include "support/temporary_database.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb::cli::failing_calls {
namespace {

using test::Call;
using test::FailingCalls;
using testing::HasSubstr;

class FailingCommands : public testing::Test {
  protected:
    FailingCommands() { line_.clock = &clock_; }
    [[nodiscard]] test::CommandResult run(std::vector<std::string> arguments) const {
        arguments.insert(arguments.end(),
                         {"--config", "/dev/null", "--database", temporary_.path().string()});
        return line_.run(arguments);
    }
    [[nodiscard]] std::string written(const std::string& name, const std::string& content) const {
        const auto path = folder_ / name;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path) << content;
        EXPECT_EQ(chmod(path.c_str(), 0600), 0);
        return path.string();
    }

    test::TemporaryDatabase temporary_;
    test::TemporaryFolder folder_;
    test::FakeClock clock_;
    test::CommandLine line_;
};

class PasswordFile : public FailingCommands {
  protected:
    [[nodiscard]] test::CommandResult publish() const {
        return run(
            {"publish", "--api-host", "127.0.0.1", "--api-user", "admin", "--api-password-file", file_});
    }
    const std::string file_ = written("password", "secret\r\n");
};

TEST_F(PasswordFile, ThatCannotBeReadIsAFaultOfConfiguration) {
    for (const Call call : {Call::open, Call::stat}) {
        const FailingCalls failing(call, EIO, "/password");
        const auto result = publish();
        EXPECT_EQ(result.exit_code, 78) << result.err;
        EXPECT_THAT(result.err,
                    HasSubstr("the password file " + file_ + " cannot be read: Input/output error"));
        EXPECT_THAT(result.err, HasSubstr("check its path and permissions"));
    }
    const FailingCalls failing(Call::read, EIO, "/password");
    const auto result = publish();
    EXPECT_EQ(result.exit_code, 78) << result.err;
    EXPECT_THAT(result.err, HasSubstr("cannot be read: Input/output error"));
    EXPECT_THAT(result.err, HasSubstr("check the disk"));
}

TEST_F(PasswordFile, ForWhichThereAreTooFewDescriptorsIsForALaterRun) {
    const FailingCalls failing(Call::open, EMFILE, "/password");
    const auto result = publish();
    EXPECT_EQ(result.exit_code, 75) << result.err;
    EXPECT_THAT(result.err, HasSubstr("cannot read the password file " + file_ + ": Too many open files"));
}

class FailedResultsThatCannotBeRead : public FailingCommands {
  protected:
    [[nodiscard]] test::CommandResult import() const {
        return run({"outbox", "import", folder_.path().string(), "--dry-run"});
    }
    const std::string file_ = written("3/5/failed-results/failed-report-1.json", "{}");
};

TEST_F(FailedResultsThatCannotBeRead, AreNamedAndTheRestIsImported) {
    for (const Call call : {Call::open, Call::stat, Call::read}) {
        const FailingCalls failing(call, EIO, "failed-report-1.json");
        const auto result = import();
        EXPECT_EQ(result.exit_code, 0) << result.err;
        EXPECT_THAT(result.err, HasSubstr("warning: cannot import 3/5/failed-results/failed-report-1.json: "
                                          "Input/output error\n"));
        EXPECT_THAT(result.err, HasSubstr("1 refused\n"));
    }
}

TEST_F(FailedResultsThatCannotBeRead, OfFoldersThatCannotBeReadAreSaid) {
    const auto said = [this](const std::string& path, int error = EACCES) {
        const FailingCalls failing(Call::open, error, path);
        return import().err;
    };
    EXPECT_THAT(said("3"), HasSubstr("warning: cannot list the folder 3: Permission denied\n"));
    EXPECT_THAT(said("5"), HasSubstr("warning: cannot open the folder 3/5: Permission denied\n"));
    EXPECT_THAT(said("failed-results"),
                HasSubstr("warning: cannot list 3/5/failed-results: Permission denied\n"));
    for (const int error : {ENOENT, ENOTDIR, ELOOP}) {
        EXPECT_EQ(said("failed-results", error),
                  "tixdb: outbox import: 0 results would be imported, 0 known, 0 refused\n")
            << "there are none";
    }
}

TEST_F(FailedResultsThatCannotBeRead, MustBeRegularFiles) {
    std::filesystem::create_directory(folder_ / "3/5/failed-results/failed-report-2.json");
    EXPECT_THAT(import().err,
                HasSubstr("cannot import 3/5/failed-results/failed-report-2.json: it is no regular "
                          "file\n"));
}

TEST_F(FailingCommands, DatabaseOnAFullDiskIsNamedWithWhatIsKept) {
    const FailingCalls failing(Call::write, ENOSPC, "-wal");
    const auto result = run({"config", "set", "epsilon-up", "3"});
    EXPECT_EQ(result.exit_code, 1) << result.err;
    EXPECT_THAT(result.err, HasSubstr("the disk of " + temporary_.path().string() + " is full"));
    EXPECT_THAT(result.err, HasSubstr("what was committed is kept: run again when there is room"));
}

TEST_F(FailingCommands, DatabaseThatCannotBeReadIsAFailure) {
    const FailingCalls failing(Call::read, EIO, "tixdb.sqlite");
    const auto result = run({"status"});
    EXPECT_EQ(result.exit_code, 1) << result.err;
    EXPECT_THAT(result.err, HasSubstr("look at the disk, quotas and `ulimit -f`, then run again"));
}

TEST_F(FailingCommands, BackupOntoAFullDiskLeavesNothing) {
    const FailingCalls failing(Call::write, ENOSPC, ".partial-" + std::to_string(getpid()));
    const auto result = run({"backup", (folder_ / "copy").string()});
    EXPECT_EQ(result.exit_code, 1) << result.err;
    EXPECT_THAT(result.err, HasSubstr("no space is left there"));
    EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

TEST_F(FailingCommands, RatesOfALinkThatIsEvaluatedAreWithinBounds) {
    for (const char* rate : {"0", "-1", "1000001"}) {
        const auto result = run({"evaluate", folder_.path().string(), "--down-mbps", rate});
        EXPECT_EQ(result.exit_code, 2) << result.err;
    }
    const auto result = run({"evaluate", folder_.path().string(), "--windows", "--states"});
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_THAT(result.err, HasSubstr("evaluate: --windows and --states are two tables"));
}

TEST_F(FailingCommands, RetentionThatIsNoneIsAFaultOfConfiguration) {
    for (const char* name : {"keep-observations", "keep-runs", "keep-signatures"}) {
        temporary_.database().execute(std::string("INSERT INTO setting VALUES ('") + name +
                                      "', 'so\nlong', 0)");
        try {
            (void)stored_retention(temporary_.database());
            ADD_FAILURE() << "no error";
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::configuration);
            EXPECT_EQ(
                std::string(error.what()).find(std::string("setting ") + name + " is \"so\\nlong\", not "),
                0U)
                << error.what();
            EXPECT_EQ(error.hint(), std::string("`tixdb config set ") + name + " VALUE` fixes it");
        }
        temporary_.database().execute("DELETE FROM setting WHERE value LIKE 'so%'");
    }
}

}  // namespace
}  // namespace tixdb::cli::failing_calls
