// SPDX-License-Identifier: MIT
// Of every command with a dry run: it says what the run then does, ends as it does, and changes nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <utility>
#include <vector>

#include "base/digest.hpp"
#include "store/database.hpp"
#include "support/fake_tix_api.hpp"
#include "support/maintained_database.hpp"
#include "support/report_builder.hpp"

namespace tixdb::cli::dry_runs {
namespace {

namespace fs = std::filesystem;
using test::CommandResult;
using test::ReportBuilder;

constexpr std::int64_t kStart_s = 1'499'990'400;  // 2017-07-14T00:00:00Z

std::string bytes_of(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

// All rows of all tables.
std::string rows_of(const fs::path& path) {
    auto database = store::Database::open_for_reading(path);
    SQLite::Statement tables(database.handle(), "SELECT name FROM sqlite_schema WHERE type = 'table'");
    std::string all;
    while (tables.executeStep()) {
        const std::string name = tables.getColumn(0).getString();
        SQLite::Statement rows(database.handle(), "SELECT * FROM \"" + name + "\"");
        while (rows.executeStep()) {
            for (int i = 0; i < rows.getColumnCount(); ++i) all += rows.getColumn(i).getString() + "|";
            all += name + "\n";
        }
    }
    return all;
}

// What was told, without how long it took and the words by which a dry run is known.
std::string fact_of(std::string text) {
    static const std::vector<std::pair<std::regex, std::string>> kWords = {
        {std::regex(" in [0-9.]+ s"), ""},
        {std::regex(" \\(dry run[^)]*\\)"), ""},
        {std::regex("; nothing was changed"), ""},
        {std::regex(": would be: "), ": "},
        {std::regex("(would be|are|is) "), ""},
        {std::regex("would (delete|have|make|send|put|take|write|form) "), ""},
        {std::regex(": (deleted|took|nothing sent) "), ": "},
        {std::regex(", checked"), ""},
        {std::regex(", gave back [0-9.]+ MiB"), ""},
    };
    for (const auto& [words, with] : kWords) text = std::regex_replace(text, words, with);
    return text;
}

class DryRuns : public test::MaintainedDatabase {
  protected:
    [[nodiscard]] std::string file(const std::string& name, const std::string& content) const {
        std::ofstream(folder_ / name) << content;
        return (folder_ / name).string();
    }
    // The bytes of every file but what readers share, by name, with its time, and every folder; by_rows: of
    // the database its rows, where SQLite may put the log's pages in their place, and no locks.
    [[nodiscard]] std::map<std::string, std::string> everything(bool by_rows) const {
        std::map<std::string, std::string> all;
        for (const auto& entry : fs::recursive_directory_iterator(folder_.path())) {
            const std::string name = entry.path().string();
            if (name.ends_with("-shm") || (by_rows && name.ends_with(".lock"))) continue;
            const bool is_database = name == database().string() || name == database().string() + "-wal";
            if (by_rows && is_database) continue;
            all[name] = std::to_string(entry.last_write_time().time_since_epoch().count());
            if (entry.is_regular_file()) all[name] += ' ' + bytes_of(name);
        }
        if (by_rows && fs::exists(database())) all["rows"] = rows_of(database());
        return all;
    }
    [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }
    // Their facts: of the dry run, which changes nothing, and of the run.
    std::pair<std::string, std::string> told_and_done(const std::vector<std::string>& arguments) {
        std::vector<std::string> dry = arguments;
        dry.emplace_back("-n");
        // Its dry runs do all of it in a transaction that is never committed.
        const bool by_rows = arguments.front() == "outbox";
        SCOPED_TRACE(arguments.front());
        const auto before = everything(by_rows);
        const CommandResult told = run(dry);
        EXPECT_TRUE(everything(by_rows) == before) << arguments.front() << " -n changes something";
        const CommandResult done = run(arguments);
        clock_.advance(std::chrono::minutes(1));
        EXPECT_EQ(told.exit_code, done.exit_code) << told.err << done.err;
        EXPECT_EQ(told.out, done.out);
        return {fact_of(told.err), fact_of(done.err)};
    }
    void expect_as_told(const std::vector<std::string>& arguments) {
        const auto [told, done] = told_and_done(arguments);
        EXPECT_EQ(told, done);
        EXPECT_EQ(told.find("error"), std::string::npos) << told;
    }
    // Where the run says more: the same count of what the dry run tells.
    void expect_told(const std::vector<std::string>& arguments, const std::string& fact) {
        const auto [told, done] = told_and_done(arguments);
        EXPECT_NE(told.find(fact), std::string::npos) << told;
        EXPECT_NE(done.find(fact), std::string::npos) << done;
    }
};

TEST_F(DryRuns, SayWhatTheRunThenDoesAndChangeNothing) {
    fill();
    for (const int minute : {62, 63}) write_minutes(minute, 1);
    write_minutes(40, 25, {3, 6});
    ReportBuilder(kStart_s + 60 * 70, 60).key(1).write(reports());
    test::write_file(reports() / "3/5/bad.json", "x", kStart_s);
    ReportBuilder(kStart_s + 600, 9).of({3, 6}).write(reports(), "late2.json");
    expect_as_told({"ingest", "--after", "delete"});
    expect_told({"process"}, "process: 4 windows");
    expect_as_told({"trust", "3", "5", "--key", hex(sha256(test::public_key_of(1)))});
    expect_as_told({"link", "set", "3", "5", "--down", "100", "--up", "10"});
    expect_as_told({"link", "unset", "3", "5", "--from", "2018-01-01"});
    expect_as_told(
        {"link", "import", file("rates.csv", "user_id,installation_id,down_mbps\n1,1,5\n3,6,7\n")});
    expect_told({"config", "set", "epsilon-down", "50"}, "50");
    expect_as_told({"reprocess", "--diff"});
    expect_as_told({"reprocess", "--user", "3", "--installation", "5", "--epsilon-down", "3"});
    execute(
        "UPDATE outbox SET state = 'dead' WHERE outbox_id = (SELECT min(outbox_id) FROM outbox WHERE state = "
        "'pending')");
    expect_as_told({"outbox", "retry", "--state", "dead"});
    expect_as_told(
        {"outbox", "drop",
         std::to_string(number(database(), "SELECT max(outbox_id) FROM outbox WHERE state = 'pending'")),
         "--reason", "no"});
    execute("UPDATE window SET ip = '8.8.8.8' WHERE installation_id = 5");
    expect_as_told({"asn", "import", file("rv-20170101.pfx2as", "8.8.8.0\t24\t3356\n9.0.0.0\t8\t1\n")});
    expect_as_told({"asn", "refresh"});
    expect_as_told({"asn", "import", file("rv-20170601.pfx2as", "8.8.8.0\t24\t64500\n9.0.0.0\t8\t1\n")});
    expect_as_told({"asn", "refresh"});
    expect_as_told({"asn", "prune", "--before", "2017-07-01"});
    expect_told({"backup", backup()}, " MiB");
    expect_told({"split", "--into", "2", path("a"), path("b")}, "split: 2 parts of " + database().string());
    expect_told({"merge", path("c"), path("a"), path("b")}, "3 installations, 131 reports");
}

TEST_F(DryRuns, BeforeTheFirstIngestMakeNothingAndEndAsItDoes) {
    write_minutes(0, 3);
    test::write_file(reports() / "3/5/bad.json", "x", kStart_s);
    for (const char* command : {"ingest", "run"}) {
        const auto before = everything(false);
        const CommandResult told = run({command, "-n", "--strict"});
        EXPECT_EQ(told.exit_code, 3) << told.err;
        EXPECT_TRUE(everything(false) == before) << command;
        EXPECT_EQ(files(), std::vector<std::string>{});
    }
    const auto [told, done] = told_and_done({"ingest", "--strict", "--after", "move:" + path("done")});
    EXPECT_EQ("tixdb: created the database " + database().string() + "\n" + told, done);
    EXPECT_EQ(number(database(), "SELECT count(*) FROM report"), 3);
}

TEST_F(DryRuns, OfASimulationMakeNoFolderAndTellHowManyReports) {
    const std::vector<std::string> arguments{"simulate",   "-o",   path("made"), "--installations", "2",
                                             "--duration", "5min", "--to",       "2017-07-14"};
    std::vector<std::string> dry = arguments;
    dry.emplace_back("-n");
    const CommandResult told = run(dry);
    EXPECT_EQ(told.exit_code, 0) << told.err;
    EXPECT_NE(told.err.find("at most 10 reports of 2 installations"), std::string::npos) << told.err;
    EXPECT_NE(told.err.find("2017-07-13T23:55:00Z to 2017-07-14T00:00:00Z"), std::string::npos) << told.err;
    EXPECT_FALSE(fs::exists(path("made")));
    const CommandResult done = run(arguments);
    EXPECT_NE(done.err.find("simulate: 10 reports of 2 installations"), std::string::npos) << done.err;
    std::int64_t made = 0;
    for (const auto& entry : fs::recursive_directory_iterator(path("made/reports")))
        made += entry.is_regular_file();
    EXPECT_EQ(made, 10);
    // There it is refused, and told so beforehand.
    const auto before = everything(false);
    const CommandResult refused = run(dry);
    EXPECT_EQ(refused.exit_code, 1);
    EXPECT_EQ(refused.err, run(arguments).err);
    EXPECT_TRUE(everything(false) == before);
}

TEST_F(DryRuns, OfResultsThatAreTakenOverTellWhichAreKnownAndRefused) {
    fill();
    const auto failed_result = [&](const std::string& time, const std::string& usage) {
        const fs::path folder = folder_ / "old/3/5/failed-results";
        fs::create_directories(folder);
        std::ofstream(folder / ("failed-report-" + time + ".json"))
            << R"({"results": {"timestamp": )" << time << R"(, "upstream": {"usage": )" << usage
            << R"(, "quality": 1.0, "hurst": {"rs": 0.5, "wavelet": 0.5}}, "downstream": {"usage": 0.5, )"
            << R"("quality": 0.5, "hurst": {"rs": 0.5, "wavelet": 0.5}}}, "ip": "8.8.8.8"})";
    };
    failed_result("1499000000", "0.5");
    expect_as_told({"outbox", "import", path("old")});
    failed_result("1499000600", "0.5");
    failed_result("1499001200", "NaN");
    const std::string items = "SELECT count(*) FROM outbox WHERE source = 'imported'";
    ASSERT_EQ(number(database(), items), 1);
    expect_told({"outbox", "import", path("old")}, "imported, 1 known, 1 refused");
    EXPECT_EQ(number(database(), items), 2);
}

TEST_F(DryRuns, OfAllStagesTellWhatEachThenDoes) {
    const test::FakeTixApi api;
    for (const auto& [name, value] : api.environment()) line_.environment[name] = value;
    test::write_file(reports() / "3/5/bad.json", "x", kStart_s);
    fill();
    fs::remove(reports() / "3/5/bad.json");
    write_minutes(40, 20, {3, 6});
    write_minutes(3 * 1'440, 2, {3, 6});
    clock_.advance(std::chrono::hours(73));
    expect_done({"ingest"});
    expect_done({"config", "set", "keep-rejected", "1d"});
    const auto pending = number(database(), "SELECT count(*) FROM outbox WHERE state = 'pending'");
    const auto before = everything(false);
    const CommandResult told = run({"run", "-n", "--after", "delete"});
    EXPECT_TRUE(everything(false) == before);
    EXPECT_TRUE(api.requests().empty());
    const CommandResult done = run({"run", "--after", "delete"});
    EXPECT_EQ(told.exit_code, done.exit_code);
    const auto line_of = [](const CommandResult& result, const std::string& stage) {
        const std::string text = fact_of(result.err);
        const auto begin = text.find("tixdb: " + stage + ": ");
        return begin == std::string::npos ? "no " + stage
                                          : text.substr(begin, text.find('\n', begin) - begin);
    };
    EXPECT_EQ(line_of(told, "ingest"), line_of(done, "ingest"));
    EXPECT_NE(line_of(told, "ingest").find(" known"), std::string::npos);
    EXPECT_NE(line_of(done, "process").find("process: 2 windows, "), std::string::npos) << done.err;
    EXPECT_NE(line_of(told, "process").find("process: 2 windows formed with "), std::string::npos)
        << told.err;
    EXPECT_NE(told.err.find("would send " + std::to_string(pending) + " results"), std::string::npos);
    EXPECT_NE(done.err.find("publish: " + std::to_string(pending + 2) + " sent"), std::string::npos)
        << done.err;
    EXPECT_EQ(line_of(told, "prune"), line_of(done, "prune"));
    EXPECT_NE(line_of(told, "prune").find("1 refusal"), std::string::npos) << told.err;
}

TEST_F(DryRuns, OfWhatTakesAwaySayWhatIsTakenAndTakeNothing) {
    fill();
    test::write_file(reports() / "3/5/bad.json", "x", kStart_s);
    expect_done({"ingest"});
    fs::remove(reports() / "3/5/bad.json");
    clock_.advance(std::chrono::hours(9 * 24));
    write_minutes(8 * 1'440, 2, {3, 7});
    expect_done({"ingest"});
    expect_done({"process"});
    expect_told({"backup", backup()}, " MiB");
    execute("UPDATE outbox SET state = 'sent', sent_ms = 1");
    for (const auto& [what, table] :
         std::vector<std::pair<std::string, std::string>>{{"sent", "outbox"},
                                                          {"observations", "observation"},
                                                          {"results", "result"},
                                                          {"rejected", "rejected"},
                                                          {"runs", "run"}}) {
        const std::string count = "SELECT count(*) FROM " + table;
        const auto before = number(database(), count);
        expect_as_told({"prune", "--" + what + "-older-than", "3d"});
        EXPECT_LT(number(database(), count), before) << what;
    }
    expect_as_told({"forget", "3", "6"});
    expect_told({"restore", backup()},
                "the database that was there kept as " + database().string() + ".before-");
    expect_as_told({"forget", "3"});
    EXPECT_EQ(number(database(), "SELECT count(*) FROM report"), 0);
}

}  // namespace
}  // namespace tixdb::cli::dry_runs
