// SPDX-License-Identifier: MIT
// No command that writes a file writes it over the database, or over what lies beside it.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "base/exit_code.hpp"
#include "support/command_line.hpp"
#include "support/temporary_database.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb::cli {
namespace {

constexpr int kUsage = static_cast<int>(ExitCode::usage);

class OwnFilesTest : public testing::Test {
  protected:
    void SetUp() override {
        test::make_database(folder_ / "tixdb.sqlite");
        for (const char* suffix : {"-wal", "-shm", ".data.lock", ".publish.lock"}) {
            const std::string name = path("tixdb.sqlite") + suffix;
            if (!std::filesystem::exists(name)) std::ofstream(name).close();
        }
        std::filesystem::create_directory(folder_ / "reports");
        std::filesystem::create_symlink("tixdb.sqlite", folder_ / "database-link");
        std::filesystem::create_symlink("tixdb.sqlite", folder_ / "output-link");
    }
    [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }
    [[nodiscard]] std::string content(const std::string& name) const {
        std::ifstream file(folder_ / name, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    // Every command that writes the file that it is given; `bundle` takes names in .tar alone.
    [[nodiscard]] std::vector<std::vector<std::string>> commands_that_write(const std::string& file) const {
        return {{"report", "1", "1", "-o", file},
                {"report", "1", "1", "--svg", "usage", "-o", file},
                {"report", "-o", file},
                {"run", path("reports"), "--metrics-file", file},
                {"export", "results", "-o", file, "--overwrite"},
                {"query", "SELECT 1", "-o", file, "--overwrite"},
                {"backup", file, "--overwrite"},
                {"merge", file, path("tixdb.sqlite"), "--overwrite"},
                {"split", file, "--into", "1", "--overwrite"}};
    }
    void expect_refused(const std::vector<std::string>& arguments, const std::string& database) const {
        const std::string before = content("tixdb.sqlite");
        test::CommandLine line;
        line.environment = {{"TIXDB_DATABASE", path(database)}};
        const auto result = line.run(arguments);
        EXPECT_EQ(result.exit_code, kUsage) << arguments.front() << ": " << result.err;
        EXPECT_NE(result.err.find(" itself; "), std::string::npos) << arguments.front() << ": " << result.err;
        EXPECT_EQ(content("tixdb.sqlite"), before) << arguments.front();
    }

    test::TemporaryFolder folder_;
};

TEST_F(OwnFilesTest, NothingIsWrittenOverTheDatabaseOrWhatLiesBesideIt) {
    for (const char* suffix : {"", "-wal", "-shm", "-journal", ".data.lock", ".publish.lock"}) {
        for (const auto& arguments : commands_that_write(path("tixdb.sqlite") + suffix))
            expect_refused(arguments, "tixdb.sqlite");
    }
}

TEST_F(OwnFilesTest, LinksChangeNothingOfThat) {
    for (const char* suffix : {"", "-wal", ".publish.lock"}) {
        for (const auto& arguments : commands_that_write(path("tixdb.sqlite") + suffix))
            expect_refused(arguments, "database-link");
    }
    for (const auto& arguments : commands_that_write(path("output-link")))
        expect_refused(arguments, "tixdb.sqlite");
}

TEST_F(OwnFilesTest, DatabaseThatIsNamedLikeAManifestIsNotRemovedForOne) {
    std::filesystem::rename(folder_ / "tixdb.sqlite", folder_ / "copy.manifest.json");
    const std::string before = content("copy.manifest.json");
    test::CommandLine line;
    line.environment = {{"TIXDB_DATABASE", path("copy.manifest.json")}};
    EXPECT_EQ(line.run({"backup", path("copy"), "--manifest"}).exit_code, kUsage);
    EXPECT_EQ(content("copy.manifest.json"), before);
}

}  // namespace
}  // namespace tixdb::cli
