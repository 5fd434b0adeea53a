// SPDX-License-Identifier: MIT
// Databases that are copied or made of others fail at each COMMIT, and at each step that brings files to the
// disk or gives them their names: the command says so, nothing half made has a name, what was there is what
// it was, and the next go does all.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <map>
#include <memory>

#include "support/failing_calls.hpp"
#include "support/failing_commit.hpp"
#include "support/maintained_database.hpp"
#include "support/shell.hpp"

namespace tixdb::cli::failed_copies {
namespace {

namespace fs = std::filesystem;
using test::Call;
using test::FailingCalls;
using testing::HasSubstr;
using testing::StartsWith;

using Files = std::map<std::string, std::string>;
using Arguments = std::vector<std::string>;

// One step of a command, which fails while this lives.
class FailingStep {
  public:
    enum class Kind { commit, sync, rename, replace };
    FailingStep(Kind kind, int number) : kind_(kind) {
        if (kind == Kind::commit) {
            commit_ = std::make_unique<test::FailingCommit>(number);
        } else {
            const Call call = kind == Kind::sync     ? Call::sync
                              : kind == Kind::rename ? Call::rename
                                                     : Call::replace;
            call_ = std::make_unique<FailingCalls>(call, EIO, number, 1);
        }
    }
    [[nodiscard]] bool has_failed() const {
        return kind_ == Kind::commit ? commit_->has_failed() : FailingCalls::failed() > 0;
    }

  private:
    Kind kind_;
    std::unique_ptr<test::FailingCommit> commit_;
    std::unique_ptr<FailingCalls> call_;
};

class FailedCopies : public test::MaintainedDatabase {
  protected:
    [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }
    // Two installations, which two shards share.
    void fill_two() {
        write_minutes(0, 20);
        write_minutes(0, 3, {3, 6});
        expect_done({"ingest"});
        expect_done({"process"});
    }

    // By name, databases by their content. Without what readers share and what writers leave beside a
    // database that has its name.
    [[nodiscard]] Files everything() const {
        Files all;
        for (const std::string& name : files()) {
            if (name.ends_with("sqlite-wal") || name.ends_with("sqlite-shm")) continue;
            all[name] = name.ends_with(".json") ? test::text_of_file(folder_ / name)
                                                : content(folder_ / name) + runs(folder_ / name);
        }
        return all;
    }
    [[nodiscard]] static std::string runs(const fs::path& file) {
        return std::to_string(number(file, "SELECT count(*) FROM run"));
    }
    void keep() const {
        fs::remove_all(kept_ / "all");
        fs::copy(folder_.path(), kept_ / "all", fs::copy_options::recursive);
    }
    void put_back() const {
        for (const auto& entry : fs::directory_iterator(folder_.path()))
            if (entry.is_regular_file()) fs::remove(entry);
        for (const auto& entry : fs::directory_iterator(kept_ / "all"))
            if (entry.is_regular_file()) fs::copy(entry, folder_ / entry.path().filename());
    }

    // Leaves things as they are before it. least: how many steps of the kind fail.
    void expect_all_or_nothing(const Arguments& arguments, FailingStep::Kind kind, int least) {
        SCOPED_TRACE(arguments.front() + ", step of kind " + std::to_string(static_cast<int>(kind)));
        keep();
        const Files before = everything();
        ASSERT_EQ(run(arguments).exit_code, 0);
        const Files wanted = everything();
        ASSERT_NE(wanted, before);
        int failures = 0;
        for (int number = 1;; ++number) {
            put_back();
            SCOPED_TRACE("number " + std::to_string(number));
            test::CommandResult failed;
            bool has_failed = false;
            {
                const FailingStep step(kind, number);
                failed = run(arguments);
                has_failed = step.has_failed();
            }
            if (failed.exit_code == 0) {
                EXPECT_EQ(everything(), wanted);
                if (has_failed) continue;  // SQLite does not need it
                break;
            }
            ++failures;
            EXPECT_EQ(failed.exit_code, 1) << failed.err;
            EXPECT_THAT(failed.err, StartsWith("tixdb: error: "));
            if (everything() == wanted) {
                // All that is left is that the folder may not be on the disk.
                EXPECT_EQ(kind, FailingStep::Kind::sync);
                EXPECT_THAT(failed.err, HasSubstr("cannot write " + folder_.path().string()));
                continue;
            }
            EXPECT_EQ(everything(), before) << failed.err;
            // All is as it was before the first go: what the next one does is looked at now and then.
            if (failures % 4 != 1) continue;
            const auto done = run(arguments);
            EXPECT_EQ(done.exit_code, 0) << done.err;
            EXPECT_EQ(everything(), wanted);
        }
        EXPECT_GE(failures, least);
        put_back();
    }

    test::TemporaryFolder kept_;
};

TEST_F(FailedCopies, OfABackupLeaveTheOneThatWasThere) {
    fill_two();
    using enum FailingStep::Kind;
    expect_all_or_nothing({"backup", backup()}, sync, 2);
    expect_all_or_nothing({"backup", backup()}, rename, 1);
    expect_done({"backup", backup()});
    write_minutes(20, 20);
    expect_done({"ingest"});
    expect_all_or_nothing({"backup", backup(), "--overwrite"}, sync, 2);
    expect_all_or_nothing({"backup", backup(), "--overwrite"}, replace, 1);
}

// A backup whose manifest cannot be written is a backup; a manifest never speaks of another one.
TEST_F(FailedCopies, OfAManifestLeaveNoneThatIsWrong) {
    fill_two();
    expect_done({"backup", backup(), "--manifest"});
    const std::string manifest = backup() + ".manifest.json";
    const std::string older = test::text_of_file(manifest);
    write_minutes(20, 20);
    expect_done({"ingest"});
    keep();
    expect_done({"backup", backup(), "--manifest", "--overwrite"});
    const std::string newer = test::text_of_file(manifest);
    ASSERT_NE(newer, older);
    int failures = 0;
    for (int number = 1;; ++number) {
        put_back();
        SCOPED_TRACE("replacement " + std::to_string(number));
        {
            const FailingStep step(FailingStep::Kind::replace, number);
            const auto failed = run({"backup", backup(), "--manifest", "--overwrite"});
            if (!step.has_failed()) break;
            EXPECT_EQ(failed.exit_code, 1) << failed.err;
        }
        ++failures;
        EXPECT_FALSE(fs::exists(manifest));
        EXPECT_EQ(run({"backup", backup(), "--manifest", "--overwrite"}).exit_code, 0);
        EXPECT_EQ(test::text_of_file(manifest), newer);
    }
    EXPECT_EQ(failures, 2);
}

TEST_F(FailedCopies, OfARestoreLeaveTheDatabaseThatWasThere) {
    fill_two();
    expect_done({"backup", backup()});
    write_minutes(20, 20);
    expect_done({"ingest"});
    expect_done({"process"});
    using enum FailingStep::Kind;
    expect_all_or_nothing({"restore", backup()}, commit, 3);
    expect_all_or_nothing({"restore", backup()}, sync, 3);
    expect_all_or_nothing({"restore", backup()}, rename, 2);
}

TEST_F(FailedCopies, OfARestoreOfWhatIsGoneLeaveNothing) {
    fill_two();
    expect_done({"backup", backup()});
    for (const char* suffix : {"", "-wal", "-shm"}) fs::remove(database().string() + suffix);
    using enum FailingStep::Kind;
    expect_all_or_nothing({"restore", backup()}, commit, 3);
    expect_all_or_nothing({"restore", backup()}, sync, 2);
    expect_all_or_nothing({"restore", backup()}, rename, 1);
}

TEST_F(FailedCopies, OfARestoreOverADamagedDatabaseLeaveItWithItsWal) {
    fill_two();
    expect_done({"backup", backup()});
    fs::resize_file(database(), 5'000);
    ASSERT_TRUE(fs::exists(database().string() + "-wal"));
    const auto wal = [this] { return test::text_of_file(database().string() + "-wal"); };
    const std::string before = test::text_of_file(database());
    const std::string wal_before = wal();
    for (const int number : {1, 2}) {
        const FailingStep step(FailingStep::Kind::rename, number);
        const auto failed = run({"restore", backup()});
        EXPECT_EQ(failed.exit_code, 1) << failed.err;
        EXPECT_EQ(test::text_of_file(database()), before);
        EXPECT_EQ(wal(), wal_before);
        EXPECT_EQ(files(), (Arguments{"backup.sqlite", "tixdb.sqlite", "tixdb.sqlite-wal"}));
    }
    expect_done({"restore", backup()});
    EXPECT_EQ(content(database()), content(backup()));
}

TEST_F(FailedCopies, OfASplitLeaveNoPart) {
    fill_two();
    using enum FailingStep::Kind;
    const Arguments arguments{"split", "--into", "2", path("a.sqlite"), path("b.sqlite")};
    expect_all_or_nothing(arguments, commit, 6);
    expect_all_or_nothing(arguments, rename, 2);
    const Files before = everything();
    for (const std::string& name :
         {folder_.path().string(), path("b.sqlite.partial-" + std::to_string(getpid()))}) {
        const FailingCalls failing(Call::sync, EIO, name);
        EXPECT_EQ(run(arguments).exit_code, 1);
        EXPECT_EQ(everything(), before) << name;
    }
}

TEST_F(FailedCopies, OfAMergeLeaveTheOneThatWasThere) {
    fill_two();
    using enum FailingStep::Kind;
    expect_done({"split", "--into", "2", path("a.sqlite"), path("b.sqlite")});
    const Arguments arguments{"merge", path("c.sqlite"), path("a.sqlite"), path("b.sqlite")};
    expect_all_or_nothing(arguments, commit, 4);
    expect_all_or_nothing(arguments, rename, 1);
    expect_done({"merge", path("c.sqlite"), path("a.sqlite")});
    const Arguments replacing{"merge", path("c.sqlite"), path("a.sqlite"), path("b.sqlite"), "--overwrite"};
    expect_all_or_nothing(replacing, replace, 1);
}

}  // namespace
}  // namespace tixdb::cli::failed_copies
