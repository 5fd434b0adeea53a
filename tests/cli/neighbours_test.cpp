// SPDX-License-Identifier: MIT
// What is computed and shown of a client does not depend on who else is in the database, and what is done to
// it leaves the others as they are.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <memory>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "store/database.hpp"
#include "support/command_line.hpp"
#include "support/fake_clock.hpp"
#include "support/made_delays.hpp"
#include "support/query_rows.hpp"
#include "support/report_builder.hpp"
#include "support/report_inserter.hpp"
#include "support/shell.hpp"
#include "support/stored_content.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb::cli::neighbours {
namespace {

using model::InstallationKey;

constexpr std::int64_t kStart_s = 1'499'990'400;  // 2017-07-14T00:00:00Z
constexpr InstallationKey kClient{3, 5};
// The same user, the same installation id, and neither: before it and behind it.
const std::vector<InstallationKey> kNeighbours = {{2, 5}, {3, 4}, {3, 6}, {4, 5}};
const std::vector<std::string> kOptions = {"--user", "3", "--installation", "5"};

class SharedDatabase {
  public:
    explicit SharedDatabase(std::vector<InstallationKey> clients) : clients_(std::move(clients)) {
        line_.clock = &clock_;
        clock_.set_ms((kStart_s + 86'400) * 1000);
        line_.environment = {{"TIXDB_DATABASE", (folder_ / "tixdb.sqlite").string()},
                             {"TIX_REPORTS_BASE_PATH", (folder_ / "reports").string()}};
        fill();
    }
    [[nodiscard]] test::CommandResult run(std::vector<std::string> arguments,
                                          const std::vector<std::string>& more = {}) const {
        arguments.insert(arguments.end(), more.begin(), more.end());
        return line_.run(arguments);
    }
    void done(const std::vector<std::string>& arguments, const std::vector<std::string>& more = {}) {
        const auto result = run(arguments, more);
        EXPECT_EQ(result.exit_code, 0) << arguments.front() << ": " << result.err;
        clock_.advance(std::chrono::minutes(1));
    }
    [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }
    [[nodiscard]] std::string rows(const std::string& sql) const {
        auto opened = store::Database::open_for_reading(folder_ / "tixdb.sqlite");
        return test::rows_of(opened, sql);
    }
    // Lines of stored_content.hpp that name the client, or those that name another one.
    [[nodiscard]] std::string content(bool of_the_client) const {
        auto opened = store::Database::open_for_reading(folder_ / "tixdb.sqlite");
        std::istringstream lines(test::stored_reports(opened) + test::stored_results(opened));
        std::string text;
        for (std::string line; std::getline(lines, line);) {
            const bool is_of_it = line.find(" of 3/5 at ") != std::string::npos ||
                                  (line.find(" installation_id=5 ") != std::string::npos &&
                                   (line + " ").find(" user_id=3 ") != std::string::npos);
            if (is_of_it == of_the_client) text += line + '\n';
        }
        return text;
    }
    // Rows of every table that names an installation, of all but the client.
    [[nodiscard]] std::string rows_of_others() const {
        auto opened = store::Database::open_for_reading(folder_ / "tixdb.sqlite");
        std::string text;
        SQLite::Statement tables(opened.handle(),
                                 "SELECT m.name FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS c"
                                 " WHERE m.type = 'table' AND c.name = 'installation_id' ORDER BY m.name");
        while (tables.executeStep()) {
            const std::string table = tables.getColumn(0).getString();
            text += table + '\n' +
                    test::rows_of(opened, "SELECT * FROM " + table +
                                              " WHERE (user_id, installation_id) <> (3, 5) ORDER BY 1, 2, 3");
        }
        return text;
    }

  private:
    // Nobody's delays are those of another one.
    void write(const InstallationKey& key, int from, int count) const {
        const bool is_client = key == kClient;
        for (int i = from; i < from + count; ++i) {
            test::MadeReport report = test::quiet_report(kStart_s + 60 * i, 60);
            const auto place = static_cast<int>(key.user_id * 10 + key.installation_id);
            for (auto& probe : report.observations)
                test::delay(probe, is_client ? 6 : place % 5, is_client ? 6 : place % 7);
            test::delay_every(is_client ? 5 : 2 + place % 4, 20 + place, report.observations);
            test::ReportBuilder(report.observations).of(key).write(folder_ / "reports");
        }
    }
    void write_all(int from, int count) const {
        for (const auto& key : clients_) write(key, from, count);
    }
    void fill() {
        write_all(0, 5);
        write_all(6, 34);
        done({"ingest"});
        done({"process"});
        write_all(5, 1);
        for (const auto& key : clients_) {
            test::ReportBuilder(kStart_s, 9)
                .of(key)
                .field("signature", "\"AAAA\"")
                .write(folder_ / "reports", "wrong.json");
        }
        done({"ingest"});
        done({"process"});
        done({"reprocess", "--epsilon-down", "3"}, kOptions);
        for (const auto& key : clients_) {
            EXPECT_EQ(
                run({"link", "set", std::to_string(key.user_id), std::to_string(key.installation_id),
                     "--down", std::to_string(key == kClient ? 50 : 5 + key.user_id * key.installation_id)})
                    .exit_code,
                0);
        }
        write_all(40, 18);
        done({"ingest"});
        done({"process"});
        write_all(58, 2);
        done({"ingest"});
    }

    std::vector<InstallationKey> clients_;
    test::TemporaryFolder folder_;
    test::FakeClock clock_;
    test::CommandLine line_;
};

std::vector<InstallationKey> client_and_neighbours() {
    auto all = kNeighbours;
    all.push_back(kClient);
    return all;
}

// Tests only read them.
class Neighbours : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        alone_ = std::make_unique<SharedDatabase>(std::vector{kClient});
        shared_ = std::make_unique<SharedDatabase>(client_and_neighbours());
    }
    static void TearDownTestSuite() {
        alone_.reset();
        shared_.reset();
    }
    static std::unique_ptr<SharedDatabase> alone_;
    static std::unique_ptr<SharedDatabase> shared_;
};

std::unique_ptr<SharedDatabase> Neighbours::alone_;
std::unique_ptr<SharedDatabase> Neighbours::shared_;

TEST_F(Neighbours, ChangeNothingOfWhatIsStoredOfAClient) {
    EXPECT_NE(alone_->content(true), "");
    EXPECT_EQ(alone_->content(false), "");
    EXPECT_EQ(shared_->content(true), alone_->content(true));
}

TEST_F(Neighbours, ChangeNothingOfWhatIsShownOfAClient) {
    for (const char* dataset :
         {"observations", "results", "latency", "hours", "minutes", "gaps", "outbox", "rejected"}) {
        const auto expected = alone_->run({"export", dataset, "--format", "ndjson"}, kOptions);
        const auto result = shared_->run({"export", dataset, "--format", "ndjson"}, kOptions);
        EXPECT_NE(expected.out, "") << dataset;
        EXPECT_EQ(result.out, expected.out) << dataset;
    }
    for (const char* view :
         {"v_clock", "v_detection", "v_gap", "v_installation", "v_latency", "v_latency_hourly",
          "v_latency_minute", "v_latency_under_load", "v_result", "v_session", "v_usage_hourly"}) {
        const std::string sql =
            fmt::format("SELECT * FROM {} WHERE user_id = 3 AND installation_id = 5", view);
        EXPECT_NE(alone_->rows(sql), "") << view;
        EXPECT_EQ(shared_->rows(sql), alone_->rows(sql)) << view;
    }
    for (SharedDatabase* database : {alone_.get(), shared_.get()})
        database->done({"report", "3", "5", "-o", database->path("page.html")});
    EXPECT_EQ(test::text_of_file(shared_->path("page.html")), test::text_of_file(alone_->path("page.html")));
    EXPECT_EQ(shared_->run({"link", "list"}, kOptions).out, alone_->run({"link", "list"}, kOptions).out);
    EXPECT_EQ(shared_->run({"trust", "3", "5"}).out, alone_->run({"trust", "3", "5"}).out);
}

// Ids of rows differ.
TEST_F(Neighbours, ChangeNothingOfHowAResultIsExplained) {
    static const std::regex kIds(" +[0-9]+( of |  )|item [0-9]+");
    const std::vector<std::string> command = {"explain", "3", "5", "2017-07-14T00:30:00Z", "--all"};
    const auto expected = alone_->run(command);
    EXPECT_EQ(expected.exit_code, 0) << expected.err;
    EXPECT_EQ(std::regex_replace(shared_->run(command).out, kIds, "{id}"),
              std::regex_replace(expected.out, kIds, "{id}"));
}

TEST(ClientsOfOneDatabase, KeepTheirsWhateverIsDoneToAClient) {
    SharedDatabase shared(client_and_neighbours());
    const std::string content = shared.content(false);
    const std::string rows = shared.rows_of_others();
    ASSERT_NE(content, "");
    const auto expect_unchanged = [&](const char* what) {
        EXPECT_EQ(shared.content(false), content) << what;
        EXPECT_EQ(shared.rows_of_others(), rows) << what;
    };
    shared.done({"reprocess", "--epsilon-down", "50"}, kOptions);
    expect_unchanged("reprocess");
    shared.done({"link", "unset", "3", "5"});
    expect_unchanged("link");
    shared.done({"forget", "3", "5"});
    expect_unchanged("forget");
    EXPECT_EQ(shared.content(true), "");
    EXPECT_EQ(shared.run({"verify", "--full"}).exit_code, 0);
}

}  // namespace
}  // namespace tixdb::cli::neighbours
