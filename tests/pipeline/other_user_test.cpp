// SPDX-License-Identifier: MIT
// People query the database of an operator: another user in the file's group, who may not write the folder.
#include <grp.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <optional>

#include "store/migrator.hpp"
#include "store/run_store.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb {
namespace {

constexpr gid_t kGroup = 65534;
constexpr uid_t kReader = 54321;

// Runs `count(*) FROM run` as the reader. Returns the count, or 255 if it failed.
int count_runs_as_reader(const std::filesystem::path& path) {
    const pid_t child = fork();
    if (child == 0) {
        const gid_t groups[] = {kGroup};
        if (setgroups(1, groups) != 0 || setgid(kGroup) != 0 || setuid(kReader) != 0) _exit(254);
        try {
            auto database = store::Database::open_for_reading(path);
            _exit(database.handle().execAndGet("SELECT count(*) FROM run").getInt());
        } catch (const std::exception&) {
            _exit(255);
        }
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

class OtherUser : public testing::Test {
  protected:
    void SetUp() override {
        if (geteuid() != 0) GTEST_SKIP() << "needs root to become another user";
        ASSERT_EQ(chown(folder_.path().c_str(), 0, kGroup), 0);
        // As an operator sets it up: the group may enter and read, new files take over the group.
        ASSERT_EQ(chmod(folder_.path().c_str(), 02750), 0);
        writer_.emplace(store::Database::open_for_writing(path()));
        store::migrate(*writer_, "test", 0);
        store::RunStore(*writer_).begin("ingest", "test", 1);
    }

    [[nodiscard]] std::filesystem::path path() const { return folder_ / "tixdb.sqlite"; }

    test::TemporaryFolder folder_;
    std::optional<store::Database> writer_;
};

TEST_F(OtherUser, ReadsWithoutAWriter) {
    writer_.reset();
    EXPECT_EQ(count_runs_as_reader(path()), 1);
}

TEST_F(OtherUser, ReadsWhileAWriterHasTheFileOpen) {
    EXPECT_EQ(count_runs_as_reader(path()), 1);
}

TEST_F(OtherUser, ReadsTheLastCommitWhileATransactionIsOpen) {
    store::Transaction transaction(*writer_);
    store::RunStore(*writer_).begin("ingest", "test", 2);
    EXPECT_EQ(count_runs_as_reader(path()), 1);
    transaction.commit();
    EXPECT_EQ(count_runs_as_reader(path()), 2);
}

TEST_F(OtherUser, CannotWrite) {
    writer_.reset();
    const pid_t child = fork();
    if (child == 0) {
        const gid_t groups[] = {kGroup};
        if (setgroups(1, groups) != 0 || setgid(kGroup) != 0 || setuid(kReader) != 0) _exit(254);
        try {
            auto database = store::Database::open_for_writing(path());
            store::RunStore(database).begin("ingest", "test", 3);
            _exit(0);
        } catch (const std::exception&) {
            _exit(1);
        }
    }
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_EQ(WEXITSTATUS(status), 1);
}

}  // namespace
}  // namespace tixdb
