// SPDX-License-Identifier: MIT
// What scripts/release refuses to release.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "support/shell.hpp"
#include "support/source_tree.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

// A project that has just what the script looks at, ready to be released.
class ReleaseCheck : public testing::Test {
  protected:
    ReleaseCheck() {
        for (const char* folder : {"scripts", "docs", "contrib/kubernetes", "migrations", "tests/released"})
            fs::create_directories(folder_ / folder);
        fs::copy(test::source_folder() / "scripts/release", folder_ / "scripts/release");
        write("CMakeLists.txt", "project(tixdb VERSION 1.2.3 LANGUAGES CXX\n");
        write("CITATION.cff", "version: 1.2.3\ndate-released: 2026-05-06\n");
        write("CHANGELOG.md",
              "# Changelog\n\n## Unreleased\n\n## 1.2.3 - 2026-05-06\n\nText.\n\n## 1.2.2 - 2026-01-01\n");
        write("docs/upgrading.md", "## 1.2.3\n");
        write("docs/operations.md", "tixdb_1.2.3_amd64.deb\n");
        write("contrib/kubernetes/shards.yaml", "image: tixdb:1.2.3\n");
        write("contrib/kubernetes/merge.yaml", "image: tixdb:1.2.3\n");
        write("migrations/0001_initial.sql", "CREATE TABLE a (b);\n");
        write("tests/released/1.2.3.sqlite.gz", "a database");
        shell("cd migrations && sha256sum *.sql > ../tests/released/migrations.sha256");
        shell("git init --quiet");
        commit();
    }
    void write(const std::string& name, const std::string& text) const {
        std::ofstream(folder_ / name) << text;
    }
    std::string shell(const std::string& command) const {
        return test::run_in_shell(command, folder_.path()).text();
    }
    void commit() const {
        EXPECT_THAT(shell("git add --all && git -c user.name=a -c user.email=a@b commit --quiet --message a"),
                    HasSubstr("exit 0"));
    }
    [[nodiscard]] std::string check() const { return shell("scripts/release --check"); }
    void expect_refused(const std::string& name, const std::string& text, const std::string& said) const {
        write(name, text);
        commit();
        const std::string result = check();
        EXPECT_THAT(result, HasSubstr("exit 1"));
        EXPECT_THAT(result, HasSubstr("release: " + said));
    }

    test::TemporaryFolder folder_;
};

TEST_F(ReleaseCheck, PassesWhereAllAgrees) {
    EXPECT_THAT(check(), HasSubstr("exit 0\nrelease: 1.2.3 of 2026-05-06 can be made of "));
}

TEST_F(ReleaseCheck, RefusesWhatIsNotCommitted) {
    write("docs/upgrading.md", "## 1.2.3\n\nMore.\n");
    EXPECT_THAT(check(), HasSubstr("release: commit first, or take away:  M docs/upgrading.md"));
    commit();
    write("note", "");
    EXPECT_THAT(check(), HasSubstr("release: commit first, or take away: ?? note"));
}

TEST_F(ReleaseCheck, RefusesAnotherVersionInTheCitation) {
    expect_refused("CITATION.cff", "version: 1.2.2\n", "CITATION.cff says 1.2.2, CMakeLists.txt says 1.2.3");
}

TEST_F(ReleaseCheck, RefusesAnotherVersionInTheChangelog) {
    expect_refused("CHANGELOG.md", "# Changelog\n\n## 1.2.2 - 2026-01-01\n",
                   "the latest heading of CHANGELOG.md says 1.2.2, CMakeLists.txt says 1.2.3");
}

TEST_F(ReleaseCheck, RefusesTextThatIsUnreleased) {
    expect_refused("CHANGELOG.md", "# Changelog\n\n## Unreleased\n\n- New.\n\n## 1.2.3 - 2026-05-06\n",
                   "CHANGELOG.md has text under \"Unreleased\"");
}

TEST_F(ReleaseCheck, RefusesAVersionWithoutADay) {
    expect_refused("CHANGELOG.md", "# Changelog\n\n## 1.2.3 - 2026-13-06\n",
                   "\"## 1.2.3 - 2026-13-06\" in CHANGELOG.md has no date");
}

TEST_F(ReleaseCheck, RefusesAnotherDayInTheCitation) {
    expect_refused("CITATION.cff", "version: 1.2.3\ndate-released: 2026-05-05\n",
                   "CITATION.cff does not say date-released: 2026-05-06");
}

TEST_F(ReleaseCheck, RefusesNamesOfAnotherVersion) {
    expect_refused("contrib/kubernetes/merge.yaml", "image: tixdb:1.2.2\n",
                   "contrib/kubernetes/merge.yaml does not name tixdb:1.2.3");
    write("contrib/kubernetes/merge.yaml", "image: tixdb:1.2.3\n");
    expect_refused("docs/operations.md", "tixdb_1.2.2_amd64.deb\n",
                   "docs/operations.md does not name tixdb_1.2.3_");
}

TEST_F(ReleaseCheck, RefusesAVersionThatUpgradingDoesNotName) {
    expect_refused("docs/upgrading.md", "## 1.2.2\n", "docs/upgrading.md has no section \"1.2.3\"");
}

TEST_F(ReleaseCheck, RefusesWithoutADatabaseThatIsKept) {
    fs::remove(folder_ / "tests/released/1.2.3.sqlite.gz");
    commit();
    EXPECT_THAT(check(), HasSubstr("release: no database of 1.2.3 is kept: tests/released/make_database.py"));
}

TEST_F(ReleaseCheck, RefusesAChangedMigration) {
    expect_refused("migrations/0001_initial.sql", "CREATE TABLE a (c);\n",
                   "a released migration was changed");
}

TEST_F(ReleaseCheck, RefusesAMigrationThatIsNotFrozen) {
    expect_refused("migrations/0002_more.sql", "CREATE TABLE d (e);\n",
                   "migrations/0002_more.sql is not in tests/released/migrations.sha256");
}

TEST_F(ReleaseCheck, RefusesATagOfAnotherCommit) {
    shell("git tag v1.2.3");
    EXPECT_THAT(check(), HasSubstr("exit 0"));
    write("note", "");
    commit();
    EXPECT_THAT(check(), HasSubstr("release: v1.2.3 names another commit already"));
}

}  // namespace
}  // namespace tixdb
