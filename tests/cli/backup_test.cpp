// SPDX-License-Identifier: MIT
// tixdb backup and tixdb restore, with real files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <future>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "base/file_lock.hpp"
#include "store/identity_store.hpp"
#include "store/migrator.hpp"
#include "support/maintained_database.hpp"

namespace tixdb::cli::backup {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

unsigned mode_of(const std::filesystem::path& path) {
    struct stat status = {};
    return stat(path.c_str(), &status) == 0 ? status.st_mode & 0777U : 0;
}

std::string bytes_of(const std::filesystem::path& path) {
    std::ostringstream bytes;
    bytes << std::ifstream(path, std::ios::binary).rdbuf();
    return bytes.str();
}

// The last pages of the file, zeroed.
void damage(const std::filesystem::path& path) {
    constexpr std::uintmax_t kBytes = 4096 * 4;
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(std::filesystem::file_size(path) - kBytes));
    file << std::string(kBytes, '\0');
}

class BackupCommandTest : public test::MaintainedDatabase {
  protected:
    BackupCommandTest() {
        write_minutes(0, 30);
        expect_done({"ingest"});
        expect_done({"process"});
    }
};

TEST_F(BackupCommandTest, BackupIsOneFileWithTheSameContent) {
    const auto old_mask = umask(0);
    expect("backup/done", run({"backup", backup()}));
    umask(old_mask);
    EXPECT_EQ(mode_of(backup()), 0640U);
    EXPECT_EQ(content(backup()), content(database()));
    EXPECT_FALSE(std::filesystem::exists(backup() + "-wal"));
    EXPECT_EQ(number(backup(), "SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = 'delete'"), 1);
    EXPECT_EQ(run({"--database", backup(), "verify", "--full"}).exit_code, 0);
}

TEST_F(BackupCommandTest, ManifestSaysWhatTheBackupHolds) {
    EXPECT_EQ(run({"backup", "--manifest", backup()}).exit_code, 0);
    const auto manifest = nlohmann::json::parse(bytes_of(backup() + ".manifest.json"));
    EXPECT_EQ(manifest["manifest_version"], 1);
    EXPECT_EQ(manifest["file"], "backup.sqlite");
    EXPECT_EQ(manifest["bytes"], std::filesystem::file_size(backup()));
    EXPECT_EQ(manifest["shard"], nullptr);
    EXPECT_EQ(manifest["schema_version"], store::latest_schema_version());
    EXPECT_EQ(manifest["installations"], nlohmann::json::array({"3/5"}));
    EXPECT_EQ(manifest["counts"]["reports"], 30);
    EXPECT_EQ(manifest["counts"]["observations"], 1800);
    EXPECT_THAT(run({"verify", "--digest", "-d", backup()}).out,
                HasSubstr(manifest["digest"].get<std::string>()));
    EXPECT_EQ(mode_of(backup() + ".manifest.json"), 0640U);
    EXPECT_EQ(run({"backup", "--manifest", backup()}).exit_code, 1);
    EXPECT_TRUE(std::filesystem::exists(backup() + ".manifest.json")) << "the backup is still there";
    EXPECT_EQ(run({"backup", "--manifest", "--overwrite", backup()}).exit_code, 0);
}

TEST_F(BackupCommandTest, BackupHoldsWhatIsCommittedWhileAnotherWrites) {
    auto writer = store::Database::open_for_writing(database());
    const store::Transaction transaction(writer);
    writer.execute("DELETE FROM outbox");
    EXPECT_EQ(run({"backup", backup()}).exit_code, 0);
    EXPECT_GT(number(backup(), "SELECT count(*) FROM outbox"), 0);
}

TEST_F(BackupCommandTest, DryRunWritesNothing) {
    expect("backup/dry_run", run({"backup", "-n", backup()}));
    EXPECT_FALSE(std::filesystem::exists(backup()));
}

TEST_F(BackupCommandTest, ExistingFileIsReplacedOnlyWhenAsked) {
    std::ofstream(backup()) << "mine";
    expect("backup/exists", run({"backup", backup()}));
    EXPECT_EQ(run({"backup", "-n", backup()}).exit_code, 1);
    EXPECT_EQ(bytes_of(backup()), "mine");
    EXPECT_EQ(run({"backup", "--overwrite", backup()}).exit_code, 0);
    EXPECT_EQ(content(backup()), content(database()));
}

TEST_F(BackupCommandTest, DatabaseAndItsFilesAreNoTargets) {
    expect("backup/itself", run({"backup", "--overwrite", database().string()}));
    std::filesystem::create_symlink(database(), folder_ / "link");
    for (const std::string& target :
         {(folder_ / "link").string(), database().string() + "-wal", database().string() + ".data.lock"}) {
        EXPECT_EQ(run({"backup", "--overwrite", target}).exit_code, 2) << target;
    }
    EXPECT_EQ(run({"verify"}).exit_code, 0);
}

TEST_F(BackupCommandTest, FileThatAnotherProgramIsAtWorkOnIsNotReplaced) {
    for (const char* suffix : {"-wal", "-journal"}) {
        std::ofstream(backup()) << "mine";
        std::ofstream(backup() + suffix) << "of another";
        const auto result = run({"backup", "--overwrite", backup()});
        EXPECT_EQ(result.exit_code, 1) << suffix;
        EXPECT_THAT(result.err, HasSubstr("another program is at work on that file"));
        EXPECT_EQ(bytes_of(backup()), "mine");
        std::filesystem::remove(backup() + suffix);
    }
}

TEST_F(BackupCommandTest, SecondNameOfAFileOfTheDatabaseIsNoTarget) {
    std::filesystem::create_hard_link(database().string() + ".data.lock", backup());
    EXPECT_EQ(run({"backup", "--overwrite", backup()}).exit_code, 2);
}

TEST_F(BackupCommandTest, TargetThatCannotBeWrittenSaysWhy) {
    EXPECT_THAT(run({"backup", (folder_ / "none/backup.sqlite").string()}).err,
                HasSubstr("No such file or directory; create the folder"));
    const auto result = run({"backup", folder_.path().string()});
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_THAT(result.err, HasSubstr("is a folder; name a file in it"));
    EXPECT_EQ(run({"backup", "/dev/null"}).exit_code, 1);
}

TEST_F(BackupCommandTest, NoDatabaseIsNoBackup) {
    const auto result = run({"--database", (folder_ / "none.sqlite").string(), "backup", backup()});
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_THAT(result.err, HasSubstr("there is no database"));
    EXPECT_FALSE(std::filesystem::exists(backup()));
    std::ofstream(folder_ / "empty.sqlite").flush();
    const auto of_empty = run({"--database", (folder_ / "empty.sqlite").string(), "backup", backup()});
    EXPECT_EQ(of_empty.exit_code, 1);
    EXPECT_THAT(of_empty.err, HasSubstr("empty.sqlite is empty; there is nothing to back up yet"));
    EXPECT_FALSE(std::filesystem::exists(backup()));
}

TEST_F(BackupCommandTest, ManifestOfAnEarlierBackupGoesBeforeANewOneIsTried) {
    ASSERT_EQ(run({"backup", "--manifest", backup()}).exit_code, 0);
    damage(database());
    EXPECT_EQ(run({"backup", "--manifest", "--overwrite", backup()}).exit_code, 1);
    EXPECT_FALSE(std::filesystem::exists(backup() + ".manifest.json"))
        << "nobody is to take it for the new one's";
}

TEST_F(BackupCommandTest, DamagedDatabaseReplacesNoBackup) {
    EXPECT_EQ(run({"backup", backup()}).exit_code, 0);
    const std::string before = bytes_of(backup());
    ASSERT_EQ(run({"config", "set", "publish-method", "classic"}).exit_code, 0);
    damage(database());
    const auto result = run({"backup", "--overwrite", backup()});
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_THAT(result.err, HasSubstr("does not pass SQLite's integrity check"));
    EXPECT_EQ(bytes_of(backup()), before);
}

TEST_F(BackupCommandTest, DatabaseOfAnOlderSchemaIsBackedUpBeforeItIsMigrated) {
    execute("PRAGMA user_version = 999");
    EXPECT_EQ(run({"backup", backup()}).exit_code, 0);
    EXPECT_EQ(run({"verify"}).exit_code, 78);
}

class RestoreCommandTest : public BackupCommandTest {
  protected:
    RestoreCommandTest() {
        expect_done({"backup", backup()});
        before_ = content(database());
        write_minutes(30, 20);
        expect_done({"ingest"});
        expect_done({"process"});
        after_ = content(database());
    }
    [[nodiscard]] std::filesystem::path former() const {
        for (const std::string& name : files()) {
            if (name.starts_with("tixdb.sqlite.before-")) return folder_ / name;
        }
        return {};
    }

    std::string before_;
    std::string after_;
};

TEST_F(RestoreCommandTest, BackupIsPutInPlaceAndTheFormerDatabaseKept) {
    expect("restore/done", run({"restore", backup()}));
    EXPECT_THAT(files(), ElementsAre("backup.sqlite", "tixdb.sqlite", former().filename().string()));
    EXPECT_EQ(content(database()), before_);
    EXPECT_EQ(content(former()), after_);
    EXPECT_EQ(mode_of(database()), 0640U);
    EXPECT_EQ(run({"verify", "--full"}).exit_code, 0);
}

TEST_F(RestoreCommandTest, MomentOfTheRestoreAndItsRunAreStored) {
    const std::int64_t now_ms = clock_.now_ms();
    expect_done({"restore", backup()});
    auto restored = store::Database::open_for_reading(database());
    EXPECT_EQ(store::IdentityStore(restored).identity().restored_ms, now_ms);
    EXPECT_EQ(number(database(), "SELECT count(*) FROM run WHERE command = 'restore' AND exit_code = 0"), 1);
    auto untouched = store::Database::open_for_reading(backup());
    EXPECT_EQ(store::IdentityStore(untouched).identity().restored_ms, std::nullopt);
}

TEST_F(RestoreCommandTest, ReportFilesThatAreStillThereComeInAgain) {
    expect_done({"restore", backup()});
    expect_done({"ingest"});
    expect_done({"process"});
    EXPECT_EQ(content(database()), after_);
}

TEST_F(RestoreCommandTest, DryRunChangesNothing) {
    expect("restore/dry_run", run({"restore", "-n", backup()}));
    EXPECT_EQ(content(database()), after_);
    EXPECT_EQ(former(), "");
}

TEST_F(RestoreCommandTest, LocksThatAreHeldRefuseIt) {
    for (const char* kind : {".data.lock", ".publish.lock"}) {
        const FileLock lock(database().string() + kind, std::chrono::milliseconds(0), clock_);
        const auto result = run({"restore", backup()});
        EXPECT_EQ(result.exit_code, 75) << kind;
        EXPECT_THAT(result.err, HasSubstr(std::string("tixdb.sqlite") + kind + " is locked by process"));
    }
    EXPECT_EQ(content(database()), after_);
}

TEST_F(RestoreCommandTest, AnotherProgramInTheMiddleOfAWriteRefusesIt) {
    auto writer = store::Database::open_for_writing(database());
    const store::Transaction transaction(writer);
    writer.execute("DELETE FROM outbox");
    const auto result = run({"restore", backup()});
    EXPECT_EQ(result.exit_code, 75);
    EXPECT_THAT(result.err, HasSubstr("another program has"));
    EXPECT_EQ(former(), "");
}

TEST_F(RestoreCommandTest, ProgramThatLetsNobodyElseReadRefusesIt) {
    SQLite::Database other(database().string(), SQLite::OPEN_READWRITE);
    other.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; DELETE FROM outbox");
    const auto result = run({"restore", backup()});
    EXPECT_EQ(result.exit_code, 75) << result.err;
    EXPECT_EQ(former(), "");
}

TEST_F(RestoreCommandTest, WriteOfAnotherProgramThatEndsSoonIsWaitedFor) {
    std::promise<void> is_writing;
    std::thread other([&] {
        auto writer = store::Database::open_for_writing(database());
        store::Transaction transaction(writer);
        writer.execute("DELETE FROM outbox");
        is_writing.set_value();
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        transaction.commit();
    });
    is_writing.get_future().wait();
    const auto result = run({"restore", backup()});
    other.join();
    EXPECT_EQ(result.exit_code, 0) << result.err;
}

TEST_F(RestoreCommandTest, DamagedBackupIsRefusedAndNothingChanges) {
    damage(backup());
    for (const auto& arguments :
         {std::vector<std::string>{"restore", backup()}, {"restore", "-n", backup()}}) {
        const auto result = run(arguments);
        EXPECT_EQ(result.exit_code, 1);
        EXPECT_THAT(result.err, HasSubstr("backup.sqlite"));
        EXPECT_THAT(result.err, HasSubstr("nothing was changed"));
    }
    EXPECT_EQ(content(database()), after_);
    EXPECT_EQ(former(), "");
}

TEST_F(RestoreCommandTest, WhatIsNoBackupIsRefused) {
    EXPECT_EQ(run({"restore", (folder_ / "none").string()}).exit_code, 1);
    EXPECT_EQ(run({"restore", database().string()}).exit_code, 2);
    std::ofstream(folder_ / "text") << "no database";
    const auto text = run({"restore", (folder_ / "text").string()});
    EXPECT_EQ(text.exit_code, 1);
    EXPECT_THAT(text.err, HasSubstr("text: file is not a database"));
    std::ofstream(folder_ / "empty");
    EXPECT_EQ(run({"restore", (folder_ / "empty").string()}).exit_code, 78);
    {
        auto newer = store::Database::open_for_writing(backup());
        newer.execute("PRAGMA user_version = 999");
    }
    EXPECT_EQ(run({"restore", backup()}).exit_code, 78);
    EXPECT_EQ(content(database()), after_);
}

// As root it would otherwise be root's, and its owner could not go on.
TEST_F(RestoreCommandTest, OwnerOfTheDatabaseOrOfItsFolderOwnsWhatIsRestored) {
    if (geteuid() != 0) GTEST_SKIP() << "only root gives files away";
    const auto owner_of_database = [&] {
        struct stat status = {};
        EXPECT_EQ(stat(database().c_str(), &status), 0);
        return status.st_uid;
    };
    ASSERT_EQ(chown(database().c_str(), 54'321, 54'321), 0);
    ASSERT_EQ(run({"restore", backup()}).exit_code, 0);
    EXPECT_EQ(owner_of_database(), 54'321U);
    std::filesystem::remove(database());
    ASSERT_EQ(chown(folder_.path().c_str(), 54'322, 54'322), 0);
    ASSERT_EQ(run({"restore", backup()}).exit_code, 0);
    EXPECT_EQ(owner_of_database(), 54'322U);
}

TEST_F(RestoreCommandTest, DatabaseThatIsGoneIsPutBackWithoutItsOldWal) {
    std::filesystem::remove(database());
    std::ofstream(database().string() + "-wal") << "left behind";
    EXPECT_EQ(run({"restore", backup()}).exit_code, 0);
    EXPECT_EQ(content(database()), before_);
    EXPECT_THAT(files(), ElementsAre("backup.sqlite", "tixdb.sqlite"));
}

TEST_F(RestoreCommandTest, DamagedDatabaseIsKeptWithItsWal) {
    std::ofstream(database()) << "no database any more";
    std::ofstream(database().string() + "-wal") << "nor its log";
    EXPECT_EQ(run({"restore", backup()}).exit_code, 0);
    EXPECT_EQ(content(database()), before_);
    EXPECT_EQ(bytes_of(former()), "no database any more");
    EXPECT_EQ(bytes_of(former().string() + "-wal"), "nor its log");
    EXPECT_FALSE(std::filesystem::exists(database().string() + "-wal"));
}

TEST_F(RestoreCommandTest, DatabaseBehindALinkIsReplacedWhereItLies) {
    std::filesystem::create_directories(folder_ / "links");
    std::filesystem::create_symlink(database(), folder_ / "links/tixdb.sqlite");
    EXPECT_EQ(run({"--database", (folder_ / "links/tixdb.sqlite").string(), "restore", backup()}).exit_code,
              0);
    EXPECT_TRUE(std::filesystem::is_symlink(folder_ / "links/tixdb.sqlite"));
    EXPECT_EQ(content(database()), before_);
}

TEST_F(RestoreCommandTest, FormerDatabaseCanBePutBack) {
    expect_done({"restore", backup()});
    expect_done({"restore", former().string()});
    EXPECT_EQ(content(database()), after_);
}

}  // namespace
}  // namespace tixdb::cli::backup
