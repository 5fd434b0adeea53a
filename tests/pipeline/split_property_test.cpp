// SPDX-License-Identifier: MIT
// The same report files in any split and order over runs of ingest and process.
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <regex>
#include <set>

#include "base/base64.hpp"
#include "base/digest.hpp"
#include "store/statement.hpp"
#include "support/pipeline_fixture.hpp"
#include "support/stored_content.hpp"

namespace tixdb {
namespace {

using Files = std::vector<std::filesystem::path>;

// Forty minutes of two clients; no copies with another address, of which the first to be used stands.
std::vector<std::string> two_clients() {
    return {"--installations", "2",     "--seed",       "5", "--from", "2026-03-01T23:40:00Z",
            "--duration",      "40min", "--vary-clocks"};
}

// Of the message, as stored_reports() and the database have it.
std::string digest_of(const std::filesystem::path& file) {
    const auto report = nlohmann::json::parse(std::ifstream(file));
    return hex(sha256(*base64_decoded(report.at("message").get<std::string>())));
}

class AnySplit : public test::PipelineTest, public testing::WithParamInterface<unsigned> {
  protected:
    struct Content {
        std::string reports;
        std::string results;
        std::set<std::string> late;  // digests
    };
    // Fresh database, the groups in this order, a run of both stages after each.
    Content content_after(const std::vector<Files>& groups) const {
        const test::TemporaryFolder own;
        auto environment = environment_;
        environment["TIXDB_DATABASE"] = (own / "tixdb.sqlite").string();
        environment["TIX_REPORTS_BASE_PATH"] = (own / "reports").string();
        std::filesystem::create_directories(own / "reports");
        test::CommandLine line;
        line.environment.insert(environment.begin(), environment.end());
        for (const Files& group : groups) {
            for (const auto& file : group) copy_under_a_free_name(file, own / "reports");
            for (const char* stage : {"ingest", "process"}) {
                const auto result = line.run({stage});
                EXPECT_EQ(result.exit_code, 0) << result.err;
            }
        }
        auto database = store::Database::open_for_reading(own / "tixdb.sqlite");
        Content content{test::stored_reports(database), test::stored_results(database), {}};
        store::Statement late(database,
                              "SELECT lower(hex(digest)) FROM late_report JOIN report USING (report_id)");
        while (late.step()) content.late.insert(late.text(0));
        return content;
    }
    // A repeated file comes under another name, as one that a client sends again.
    void copy_under_a_free_name(const std::filesystem::path& file, const std::filesystem::path& base) const {
        if (!std::filesystem::exists(base / file)) {
            made_.copy(file, base);
            return;
        }
        auto other = base / file;
        other.replace_filename("again-" + std::to_string(copies_++) + ".json");
        std::filesystem::copy_file(base / file, other);
    }
    // Cuts what arrives in this order into runs.
    std::vector<Files> split(const Files& order) {
        std::vector<Files> groups(1);
        for (const auto& file : order) {
            if (!groups.back().empty() && random_() % 12 == 0) groups.emplace_back();
            groups.back().push_back(file);
        }
        return groups;
    }
    // As they came, each up to so many places later.
    Files disordered(int places) {
        std::vector<std::pair<int, std::size_t>> arrival;
        for (std::size_t i = 0; i < made_.files().size(); ++i) {
            arrival.emplace_back(
                static_cast<int>(i) + static_cast<int>(random_() % static_cast<unsigned>(places + 1)), i);
        }
        std::sort(arrival.begin(), arrival.end());
        Files order;
        for (const auto& [place, i] : arrival) order.push_back(made_.files()[i]);
        return order;
    }

    const test::SimulatedReports made_{two_clients()};
    std::mt19937 random_{GetParam()};
    mutable int copies_ = 0;
};

TEST_P(AnySplit, InOrderAndRepeatedGivesWhatOneRunGives) {
    const Content at_once = content_after({made_.files()});
    EXPECT_NE(at_once.results.find("queued"), std::string::npos);
    Files order;
    for (std::size_t i = 0; i < made_.files().size(); ++i) {
        order.push_back(made_.files()[i]);
        if (random_() % 8 == 0) order.push_back(made_.files()[random_() % (i + 1)]);  // one that came before
    }
    const Content in_parts = content_after(split(order));
    EXPECT_TRUE(in_parts.late.empty());
    EXPECT_EQ(in_parts.reports, at_once.reports) << "seed " << GetParam();
    EXPECT_EQ(in_parts.results, at_once.results) << "seed " << GetParam();
}

TEST_P(AnySplit, OutOfOrderGivesTheResultsOfTheReportsThatWereNotLate) {
    const Content shuffled = content_after(split(disordered(GetParam() % 2 == 0 ? 3 : 25)));
    RecordProperty("late", static_cast<int>(shuffled.late.size()));
    Files in_time;
    for (const auto& file : made_.files()) {
        if (!shuffled.late.contains(digest_of(made_.folder() / file))) in_time.push_back(file);
    }
    EXPECT_EQ(in_time.size() + shuffled.late.size(), made_.files().size());
    EXPECT_EQ(content_after({in_time}).results, shuffled.results) << "seed " << GetParam();
    // Late or not, each is there as it came.
    const auto without_lateness = [](const std::string& reports) {
        return std::regex_replace(reports, std::regex(" late=[01]"), "");
    };
    EXPECT_EQ(without_lateness(shuffled.reports), without_lateness(content_after({made_.files()}).reports));
}

INSTANTIATE_TEST_SUITE_P(Seeds, AnySplit,
                         testing::Range(1U, std::getenv("TIXDB_SLOW_TESTS") != nullptr ? 51U : 5U));

}  // namespace
}  // namespace tixdb
