// SPDX-License-Identifier: MIT
// tixdb export as it is called.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <zlib.h>

#include <fstream>

#include "base/zstd_file.hpp"
#include "support/command_line.hpp"
#include "support/report_builder.hpp"
#include "support/shell.hpp"
#include "support/source_tree.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb::cli::exporting {
namespace {

namespace fs = std::filesystem;

class ExportCommandTest : public testing::Test {
  protected:
    ExportCommandTest() {
        line_.clock = &clock_;
        clock_.set_ms(1'500'086'400'000);
        for (int minute = 0; minute < 20; ++minute)
            test::ReportBuilder(1'500'000'000 + 60 * minute, 60).write(folder_ / "reports");
        test::write_file(folder_ / "reports/3/5/with \"quotes\",\nand a line.json", "=1+1", 1'500'000'000);
        (void)run({"ingest", (folder_ / "reports").string()});
        (void)run({"process"});
    }
    [[nodiscard]] test::CommandResult run(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), {"--database", (folder_ / "tixdb.sqlite").string()});
        return line_.run(arguments);
    }
    void expect(const std::string& name, const test::CommandResult& result) const {
        test::expect_golden("export/" + name, result, {{folder_.path().string(), "{dir}"}});
    }
    [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }
    [[nodiscard]] std::string content(const std::string& name) const {
        return test::text_of_file(folder_ / name);
    }
    [[nodiscard]] std::string unzipped(const std::string& name) const {
        std::string text(1'000'000, '\0');
        gzFile file = gzopen(path(name).c_str(), "rb");
        text.resize(static_cast<std::size_t>(gzread(file, text.data(), static_cast<unsigned>(text.size()))));
        gzclose(file);
        return text;
    }

    test::TemporaryFolder folder_;
    test::FakeClock clock_;
    test::CommandLine line_;
};

TEST_F(ExportCommandTest, EveryDatasetHasItsColumns) {
    expect("observations", run({"export", "observations", "--to", "@1500000002"}));
    for (const char* name : {"results", "latency", "hours", "outbox", "rejected", "gaps"})
        expect(name, run({"export", name, "--format", "ndjson"}));
    expect("minutes", run({"export", "minutes", "--to", "@1500000670"}));
}

TEST_F(ExportCommandTest, EveryFormatSaysTheSame) {
    expect("tsv", run({"export", "rejected", "--format", "tsv"}));
    expect("csv", run({"export", "rejected", "--format", "csv", "--no-header"}));
    expect("json", run({"export", "rejected", "--format", "json"}));
    expect("json_empty", run({"export", "gaps", "--user", "99", "--format", "json"}));
}

TEST_F(ExportCommandTest, DictionaryDescribesEveryColumn) {
    expect("dictionary", run({"export", "--dictionary"}));
    expect("dictionary_csv", run({"export", "minutes", "--dictionary", "--format", "csv"}));
    const std::string headed = run({"export", "minutes", "--dictionary", "--format", "tsv"}).out;
    EXPECT_EQ(run({"export", "minutes", "--dictionary", "--format", "tsv", "--no-header"}).out,
              headed.substr(headed.find('\n') + 1));
}

TEST_F(ExportCommandTest, FileIsWrittenAsItsNameSays) {
    const std::string rows = run({"export", "observations"}).out;
    expect("file", run({"export", "observations", "-o", path("o.csv")}));
    EXPECT_EQ(content("o.csv"), rows);
    EXPECT_EQ(run({"export", "observations", "-o", path("o.csv.gz")}).exit_code, 0);
    EXPECT_EQ(content("o.csv.gz").substr(0, 2), "\x1f\x8b") << "what unzips it takes plain text too";
    EXPECT_EQ(unzipped("o.csv.gz"), rows);
    EXPECT_EQ(run({"export", "observations", "-o", path("o.ndjson.zst")}).exit_code, 0);
    ZstdLines lines(path("o.ndjson.zst"));
    std::string unpacked;
    for (std::string line; lines.next(line);) unpacked += line + "\n";
    EXPECT_EQ(unpacked, run({"export", "observations", "--format", "ndjson"}).out);
    EXPECT_EQ(run({"export", "observations", "-o", path("o.tsv.gz")}).exit_code, 0);
    EXPECT_EQ(unzipped("o.tsv.gz"), run({"export", "observations", "--format", "tsv"}).out);
    EXPECT_EQ(run({"export", "observations", "-o", path("o.jsonl")}).exit_code, 0);
    EXPECT_EQ(content("o.jsonl"), run({"export", "observations", "--format", "ndjson"}).out);
    EXPECT_EQ(run({"export", "observations", "-o", path("told.csv"), "--format", "tsv"}).exit_code, 0);
    EXPECT_EQ(content("told.csv"), unzipped("o.tsv.gz")) << "--format goes before the name";
    struct stat status = {};
    ASSERT_EQ(stat(path("o.csv").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0640U);
}

TEST_F(ExportCommandTest, FileThatIsThereStaysUnlessSaidOtherwise) {
    std::ofstream(path("o.csv")) << "precious";
    expect("exists", run({"export", "results", "-o", path("o.csv")}));
    EXPECT_EQ(content("o.csv"), "precious");
    EXPECT_EQ(run({"export", "results", "-o", path("o.csv"), "--overwrite"}).exit_code, 0);
    EXPECT_EQ(content("o.csv"), run({"export", "results"}).out);
}

TEST_F(ExportCommandTest, DatabaseIsNeverWrittenOver) {
    const std::string before = content("tixdb.sqlite");
    expect("over_database", run({"export", "results", "-o", path("tixdb.sqlite"), "--overwrite"}));
    fs::create_symlink(path("tixdb.sqlite"), path("link.csv"));
    EXPECT_EQ(run({"export", "results", "-o", path("link.csv"), "--overwrite"}).exit_code, 2);
    fs::create_hard_link(path("tixdb.sqlite-wal"), path("wal.csv"));
    EXPECT_EQ(run({"export", "results", "-o", path("wal.csv"), "--overwrite"}).exit_code, 2);
    EXPECT_EQ(run({"export", "results", "-o", path("x/../tixdb.sqlite"), "--overwrite"}).exit_code, 2);
    for (const char* suffix : {"-wal", "-shm", "-journal", ".data.lock", ".publish.lock"}) {
        fs::remove(path("tixdb.sqlite") + suffix);
        EXPECT_EQ(run({"export", "results", "-o", path("tixdb.sqlite") + suffix, "--overwrite"}).exit_code, 2)
            << suffix;
    }
    EXPECT_EQ(content("tixdb.sqlite"), before);
}

TEST_F(ExportCommandTest, LinkIsReplacedAndNotFollowed) {
    std::ofstream(path("precious")) << "precious";
    fs::create_symlink(path("precious"), path("o.csv"));
    EXPECT_EQ(run({"export", "results", "-o", path("o.csv")}).exit_code, 1);
    EXPECT_EQ(run({"export", "results", "-o", path("o.csv"), "--overwrite"}).exit_code, 0);
    EXPECT_EQ(content("precious"), "precious");
    EXPECT_FALSE(fs::is_symlink(path("o.csv")));
    fs::create_symlink(path("nowhere"), path("dangling.csv"));
    EXPECT_EQ(run({"export", "results", "-o", path("dangling.csv")}).exit_code, 1);
    EXPECT_FALSE(fs::exists(path("nowhere")));
}

TEST_F(ExportCommandTest, WhatIsNoFileIsRefused) {
    expect("folder", run({"export", "results", "-o", folder_.path().string()}));
    expect("device", run({"export", "results", "-o", "/dev/null", "--overwrite"}));
    EXPECT_EQ(run({"export", "results", "-o", path("none/o.csv")}).exit_code, 1);
}

TEST_F(ExportCommandTest, AnonymizedExportsOfOneKeyBelongTogether) {
    const auto anonymized = [this](const std::string& what) {
        return run({"export", what, "--anonymize", "--key-file", path("key"), "--no-header"}).out;
    };
    const std::string hours = anonymized("hours");
    EXPECT_EQ(hours.find("3,5,"), std::string::npos);
    EXPECT_EQ(hours.substr(0, 33), anonymized("results").substr(0, 33)) << "the same digests";
    EXPECT_NE(run({"export", "hours", "--anonymize", "--no-header"}).out.substr(0, 33), hours.substr(0, 33))
        << "a key of its own";
    fs::permissions(path("key"), fs::perms::group_read, fs::perm_options::add);
    expect("open_key", run({"export", "hours", "--anonymize", "--key-file", path("key")}));
}

TEST_F(ExportCommandTest, WrongOptionsAreUsageErrors) {
    expect("nothing", run({"export"}));
    expect("unknown", run({"export", "everything"}));
    expect("key_alone", run({"export", "results", "--key-file", path("key")}));
    expect("table", run({"export", "results", "--format", "table"}));
    expect("overwrite_alone", run({"export", "results", "--overwrite"}));
    expect("wrong_range", run({"export", "results", "--from", "today", "--to", "yesterday"}));
    EXPECT_FALSE(fs::exists(path("key")));
}

TEST_F(ExportCommandTest, TableThatTheEnvironmentAsksForIsForOthers) {
    const std::string rows = run({"export", "results"}).out;
    line_.environment["TIXDB_FORMAT"] = "table";
    EXPECT_EQ(run({"export", "results"}).out, rows);
    line_.environment["TIXDB_FORMAT"] = "tsv";
    EXPECT_EQ(run({"export", "results"}).out, run({"export", "results", "--format", "tsv"}).out);
    EXPECT_EQ(run({"status"}).exit_code, 0) << "which has no such format, and takes its own";
}

TEST_F(ExportCommandTest, ReaderThatEndsFirstEndsItQuietly) {
    const auto result = test::run_in_shell(
        "{ '" + test::program_path() + "' export observations; echo $? >&2; } | head -1", folder_.path(),
        {{"TIXDB_DATABASE", path("tixdb.sqlite")}, {"TIXDB_CONFIG", "/dev/null"}});
    ASSERT_EQ(result.lines.size(), 2U) << result.text();
    EXPECT_TRUE(result.lines[1] == "141" || result.lines[1] == "0") << result.text();
}

}  // namespace
}  // namespace tixdb::cli::exporting
