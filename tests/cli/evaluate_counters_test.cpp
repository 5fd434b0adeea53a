// SPDX-License-Identifier: MIT
// tixdb evaluate --counters: a simulated client's results beside what its router would have counted.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "support/command_line.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb::cli::evaluate_counters {
namespace {

// Six hours of a link of 10 Mb/s, the last one and a half of them loaded.
class EvaluateCountersTest : public testing::Test {
  protected:
    EvaluateCountersTest() {
        line_.clock = &clock_;
        clock_.set_ms(1'788'220'800'000);  // when what was simulated is old
    }
    void simulate(int installations = 1) {
        write("plan.csv",
              "user_id,installation_id,after_s,up_utilisation,down_utilisation\n"
              "1,1,0,0,0\n1,1,16200,0,0.4\n");
        done({"simulate",
              "--output",
              path("sim"),
              "--installations",
              std::to_string(installations),
              "--seed",
              "3",
              "--from",
              "2026-03-01",
              "--duration",
              "6h",
              "--utilisation-plan",
              path("plan.csv"),
              "--traffic",
              "bulk",
              "--down-rate-kbps",
              "10000",
              "--up-rate-kbps",
              "2000",
              "--access",
              "dsl"});
        done({"ingest", path("sim/reports")});
        done({"process"});
    }
    // Counters of the truth's minutes: at their ends, of an interface that was used before.
    [[nodiscard]] std::vector<std::string> counters(std::uint64_t rx, std::uint64_t tx) const {
        std::ifstream truth(path("sim/truth.csv"));
        std::string line;
        std::getline(truth, line);
        EXPECT_EQ(line.substr(0, 36), "user_id,installation_id,minute_s,up_");
        std::vector<std::string> rows;
        while (std::getline(truth, line)) {
            std::istringstream row(line);
            std::vector<std::string> fields;
            for (std::string field; std::getline(row, field, ',');) fields.push_back(field);
            if (fields[1] != "1") continue;
            if (rows.empty()) rows.push_back(reading(std::stoll(fields[2]), rx, tx));
            tx += std::stoull(fields[7]);
            rx += std::stoull(fields[8]);
            rows.push_back(reading(std::stoll(fields[2]) + 60, rx & mask_, tx & mask_));
        }
        return rows;
    }
    [[nodiscard]] static std::string reading(std::int64_t time_s, std::uint64_t rx, std::uint64_t tx) {
        return std::to_string(time_s) + "," + std::to_string(rx) + "," + std::to_string(tx);
    }
    void write(const std::string& name, const std::string& text) const { std::ofstream(path(name)) << text; }
    void write_rows(const std::vector<std::string>& rows) const {
        std::ofstream file(path("wan.csv"));
        file << "time,rx,tx\n";
        for (const std::string& row : rows) file << row << '\n';
    }
    [[nodiscard]] test::CommandResult run(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), {"--database", path("tixdb.sqlite")});
        return line_.run(arguments);
    }
    void done(const std::vector<std::string>& arguments) const {
        const auto result = run(arguments);
        ASSERT_EQ(result.exit_code, 0) << result.err;
    }
    [[nodiscard]] test::CommandResult evaluate(std::vector<std::string> more = {}) const {
        more.insert(more.begin(), {"evaluate", "--counters", path("wan.csv")});
        return run(more);
    }
    void expect(const std::string& name, const test::CommandResult& result) const {
        test::expect_golden("evaluate/" + name, result, {{folder_.path().string(), "{dir}"}});
    }
    [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }

    std::uint64_t mask_ = ~std::uint64_t{0};
    test::TemporaryFolder folder_;
    test::FakeClock clock_;
    test::CommandLine line_;
};

TEST_F(EvaluateCountersTest, CountersOfARealLinkScoreWhatIsStored) {
    simulate();
    write_rows(counters(7'000'000'000'000, 5'000'000));
    expect("counters", evaluate({"--down-mbps", "10", "--up-mbps", "2"}));
    expect("counters_windows", evaluate({"--down-mbps", "10", "--windows", "--method", "adaptive"}));

    const std::string by_options = evaluate({"--down-mbps", "20", "--up-mbps", "4", "--format", "csv"}).out;
    done({"link", "set", "1", "1", "--down", "10", "--up", "2", "--from", "2026-01-01"});
    EXPECT_EQ(evaluate().out, evaluate({"--down-mbps", "10", "--up-mbps", "2"}).out);
    EXPECT_EQ(evaluate({"--down-mbps", "20", "--up-mbps", "4", "--format", "csv"}).out, by_options)
        << "the options go before what is kept";
    EXPECT_EQ(evaluate({"--down-mbps", "10"}).out, evaluate().out) << "what is kept of the uplink counts on";
    EXPECT_EQ(evaluate({"--up-mbps", "2"}).out, evaluate().out);
    for (const char* option : {"--down-mbps", "--up-mbps"})
        EXPECT_NE(evaluate({option, "20", "--format", "csv"}).out, evaluate({"--format", "csv"}).out)
            << option;
    EXPECT_NE(evaluate({"--down-mbps", "5"}).err.find("can carry"), std::string::npos);

    // Of the last ten minutes of a window nearly all is known.
    const std::string end = run({"query", "--no-header", "--format", "tsv",
                                 "SELECT max(last_s) FROM v_result WHERE method = 'queueing'"})
                                .out;
    const std::int64_t end_s = std::stoll(end);
    std::vector<std::string> rows;
    for (const std::string& row : counters(7'000'000'000'000, 5'000'000)) {
        if (std::stoll(row) < end_s - 20) rows.push_back(row);
    }
    rows.push_back(std::to_string(end_s - 20) + rows.back().substr(rows.back().find(',')));
    write_rows(rows);
    EXPECT_NE(evaluate({"--windows", "--method", "queueing", "--format", "csv"})
                  .out.find("," + std::to_string(end_s) + ","),
              std::string::npos);
}

// Of each window what truth.csv expects of it, within what a second of misfit can make.
// Of an experiment too.
TEST_F(EvaluateCountersTest, CeilingsAreOfTheDirectionWhoseRateIsGiven) {
    simulate();
    const auto with_ceiling = [this](const std::string& option, const std::string& direction) {
        std::istringstream rows(run({"evaluate", path("sim"), "--windows", "--method", "adaptive", "--format",
                                     "csv", "--no-header", option, "10"})
                                    .out);
        int count = 0;
        for (std::string row; std::getline(rows, row);) {
            if (row.ends_with('\r')) row.pop_back();
            if (!row.ends_with(',') && row.find("," + direction + ",") != std::string::npos) ++count;
        }
        return count;
    };
    EXPECT_GT(with_ceiling("--down-mbps", "down"), 10);
    EXPECT_EQ(with_ceiling("--down-mbps", "up"), 0);
    EXPECT_GT(with_ceiling("--up-mbps", "up"), 10);
}

TEST_F(EvaluateCountersTest, CountersComeToTheUsageOfTheTruth) {
    simulate();
    write_rows(counters(0, 0));
    const std::vector<std::string> as_csv = {"--windows", "--method", "queueing",
                                             "--format",  "csv",      "--no-header"};
    auto rates = as_csv;
    rates.insert(rates.end(), {"--down-mbps", "10", "--up-mbps", "2"});
    const auto by_counters = evaluate(rates);
    auto by_truth = as_csv;
    by_truth.insert(by_truth.begin(), {"evaluate", path("sim")});
    std::istringstream counted(by_counters.out);
    std::istringstream true_usage(run(by_truth).out);
    int rows = 0;
    std::string a;
    std::string b;
    while (std::getline(counted, a) && std::getline(true_usage, b)) {
        const auto expected_of = [](const std::string& row) {
            std::istringstream fields(row);
            std::string field;
            for (int i = 0; i < 8; ++i) std::getline(fields, field, ',');
            return std::stod(field);
        };
        EXPECT_NEAR(expected_of(a), expected_of(b), 0.001) << a;
        ++rows;
    }
    EXPECT_GE(rows, 60);
}

TEST_F(EvaluateCountersTest, WrapsRestartsAndGapsAreTold) {
    simulate();
    mask_ = 0xFFFF'FFFF;
    auto rows = counters(4'294'000'000, 0);
    // A restart in the second hour, twenty minutes without a reading in the third and in the fourth.
    for (std::size_t i = 90; i < 92; ++i)
        rows[i] = reading(1'772'323'200 + 60 * static_cast<std::int64_t>(i), i, i);
    rows.erase(rows.begin() + 200, rows.begin() + 220);
    rows.erase(rows.begin() + 150, rows.begin() + 170);
    write_rows(rows);
    const auto result = evaluate({"--down-mbps", "10", "--up-mbps", "2"});
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_NE(result.err.find("1 restart, 1 wrap, 2 gaps)"), std::string::npos) << result.err;
}

TEST_F(EvaluateCountersTest, WhatIsNotClearIsRefused) {
    simulate(2);
    write_rows(counters(0, 0));
    expect("counters_several", evaluate({"--down-mbps", "10"}));
    expect("counters_unknown", evaluate({"--down-mbps", "10", "--user", "9"}));
    expect("counters_no_rate", evaluate({"--user", "1"}));
    write("wan.csv", "time,rx,tx\n1772323200,1,2\n1772323260,many,2\n");
    expect("counters_no_number", evaluate({"--user", "1"}));
    write("wan.csv", "time,rx,tx\n1672323200,1,2\n1672323260,1,2\n");
    expect("counters_elsewhere", evaluate({"--user", "1", "--down-mbps", "10"}));
    std::filesystem::remove(path("wan.csv"));
    expect("counters_no_file", evaluate({"--user", "1"}));
}

TEST_F(EvaluateCountersTest, OptionsThatSayNothingOfCountersAreUsageErrors) {
    expect("counters_and_folder", evaluate({path("sim")}));
    expect("counters_epsilon", evaluate({"--epsilon-up", "4"}));
    expect("counters_user", run({"evaluate", path("sim"), "--user", "1"}));
}

}  // namespace
}  // namespace tixdb::cli::evaluate_counters
