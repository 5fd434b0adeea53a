// SPDX-License-Identifier: MIT
// What is built can be installed, and what is installed runs.
#include <gtest/gtest.h>

#include <fstream>

#include "support/shell.hpp"
#include "support/source_tree.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb {
namespace {

class Installation : public testing::Test {
  protected:
    Installation() { install(); }
    void install() const {
        // Named by its component, its list of files is not the one that `sudo cmake --install` may have left.
        const std::string command =
            "'" TIXDB_CMAKE "' --install '" TIXDB_BUILD_DIR "' --component Unspecified --prefix '";
        const auto result = test::run_in_shell(command + prefix().string() + "'", folder_.path());
        EXPECT_EQ(result.exit_code, 0) << result.text();
    }
    [[nodiscard]] std::filesystem::path prefix() const { return folder_ / "usr"; }

    test::TemporaryFolder folder_;
};

TEST_F(Installation, ProgramTellsItsVersion) {
    EXPECT_EQ(test::run_in_shell("usr/bin/tixdb --version", folder_.path()).text(),
              "exit 0\ntixdb " TIXDB_VERSION "\n");
}

TEST_F(Installation, ProgramWorksWithoutTheSource) {
    const std::string tixdb = "usr/bin/tixdb --config /dev/null --database tixdb.sqlite ";
    for (const char* command : {"simulate --output made --from 2026-03-01T10:00:00Z --duration 20min",
                                "run made/reports", "status"}) {
        const auto result = test::run_in_shell(tixdb + command, folder_.path());
        EXPECT_EQ(result.exit_code, 0) << result.text();
    }
    const auto count = test::run_in_shell(
        "sqlite3 -readonly tixdb.sqlite \"SELECT count(*) FROM v_result WHERE method = 'queueing'\"",
        folder_.path());
    EXPECT_EQ(count.text(), "exit 0\n1\n");
}

TEST_F(Installation, PagesComeWithIt) {
    const auto documents = prefix() / "share/doc/tixdb";
    for (const char* name :
         {"README.md", "CHANGELOG.md", "docs/operations.md", "docs/database.md", "docs/methods.md"}) {
        EXPECT_TRUE(std::filesystem::is_regular_file(documents / name)) << name;
    }
    for (const auto& entry :
         std::filesystem::directory_iterator(test::source_folder().string() + "/docs/man")) {
        EXPECT_TRUE(std::filesystem::is_regular_file(documents / "docs/man" / entry.path().filename()))
            << entry.path();
    }
}

TEST_F(Installation, ShellsServicesAndPagesFindTheirs) {
    for (const char* name :
         {"etc/tixdb/tixdb.conf", "share/bash-completion/completions/tixdb",
          "share/zsh/vendor-completions/_tixdb", "share/fish/vendor_completions.d/tixdb.fish",
          "share/man/man1/tixdb.1", "share/man/man1/tixdb-run.1", "lib/systemd/system/tixdb.service",
          "lib/systemd/system/tixdb.timer", "lib/systemd/system/tixdb-backup.service",
          "lib/systemd/system/tixdb-backup.timer", "lib/sysusers.d/tixdb.conf", "lib/tmpfiles.d/tixdb.conf",
          "share/doc/tixdb/examples/cron.example", "share/doc/tixdb/examples/slurm/tixdb.sbatch",
          "share/doc/tixdb/examples/slurm/submit", "share/doc/tixdb/examples/kubernetes/shards.yaml",
          "share/doc/tixdb/examples/kubernetes/merge.yaml", "share/doc/tixdb/examples/parallel/tixdb-shards",
          "share/doc/tixdb/LICENSE"}) {
        const auto file = prefix() / name;
        EXPECT_TRUE(std::filesystem::is_regular_file(file)) << name;
        EXPECT_FALSE(std::filesystem::is_empty(file)) << name;
    }
}

TEST_F(Installation, ManPagesNameTheVersion) {
    for (const char* name : {"tixdb.1", "tixdb-run.1"}) {
        EXPECT_NE(test::text_of_file(prefix() / "share/man/man1" / name).find("\"tixdb " TIXDB_VERSION "\""),
                  std::string::npos)
            << name;
    }
}

TEST_F(Installation, ConfigurationThatIsThereIsKept) {
    const auto file = prefix() / "etc/tixdb/tixdb.conf";
    std::ofstream(file) << "reports = /srv\n";
    install();
    EXPECT_EQ(test::text_of_file(file), "reports = /srv\n");
}

TEST(Presets, DevelopmentSanitizersAndReleaseAreThere) {
    const test::TemporaryFolder folder;
    const auto result = test::run_in_shell(
        "cd '" + test::source_folder().string() + "' && '" TIXDB_CMAKE "' --list-presets", folder.path());
    EXPECT_EQ(result.exit_code, 0);
    for (const char* name : {"\"dev\"", "\"asan\"", "\"release\""}) {
        EXPECT_NE(result.text().find(name), std::string::npos) << result.text();
    }
}

}  // namespace
}  // namespace tixdb
