// SPDX-License-Identifier: MIT
// From report files to tix-api by the commands that people run: afterwards exactly the results are there,
// each once.
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "support/pipeline_fixture.hpp"

namespace tixdb {
namespace {

using test::Answer;
using test::Route;

class EndToEnd : public test::PipelineTest {
  protected:
    void expect_everything_stored_once() const {
        EXPECT_EQ(expected_rows().size(), kWindows);
        EXPECT_EQ(stored_rows(), expected_rows());
        EXPECT_EQ(number("SELECT count(*) FROM outbox WHERE state = 'sent'"), kWindows);
    }
    // The same client, as the server would have seen it behind another address.
    void give_address(const model::InstallationKey& installation, const std::string& from) const {
        const auto folder =
            base() / std::to_string(installation.user_id) / std::to_string(installation.installation_id);
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            const auto modified = std::filesystem::last_write_time(entry.path());
            auto report = nlohmann::json::parse(std::ifstream(entry.path()));
            report["from"] = from;
            std::ofstream(entry.path()) << report.dump();
            std::filesystem::last_write_time(entry.path(), modified);
        }
    }

    const test::SimulatedReports reports_{simulation()};
};

TEST_F(EndToEnd, ThreeProgramsBringEveryResultToTixApiOnce) {
    reports_.copy_all(base());
    for (const char* stage : {"ingest", "process", "publish"}) {
        ASSERT_EQ(run_program({stage}), 0) << output();
        EXPECT_NE(output().find(std::string("tixdb: ") + stage + ": "), std::string::npos) << output();
    }
    expect_everything_stored_once();
    std::set<model::InstallationKey> installations;
    for (const auto& row : stored_rows()) installations.insert(row.installation);
    EXPECT_EQ(installations, (std::set<model::InstallationKey>{{1, 1}, {1, 2}, {2, 3}}));
}

TEST_F(EndToEnd, QueryIsHeldToItsMemory) {
    reports_.copy_all(base());
    ASSERT_EQ(run_program({"ingest"}), 0) << output();
    std::string blobs = "1";
    for (int i = 0; i < 24; ++i) blobs += ",hex(zeroblob(30000000))";
    EXPECT_EQ(run_program({"query", "SELECT " + blobs}), 1);
    EXPECT_NE(output().find("the query needs more than 1 GiB of memory"), std::string::npos) << output();
}

TEST_F(EndToEnd, RunIsTheThreeInOne) {
    reports_.copy_all(base());
    ASSERT_EQ(run_program({"run"}), 0) << output();
    expect_everything_stored_once();
}

TEST_F(EndToEnd, RunThatIsRepeatedSendsNothingMore) {
    reports_.copy_all(base());
    ASSERT_EQ(run_program({"run"}), 0) << output();
    const auto requests = api_->requests().size();
    const std::string before = content();
    for (int i = 0; i < 2; ++i) ASSERT_EQ(run_program({"run"}), 0) << output();
    EXPECT_EQ(api_->requests().size(), requests);
    EXPECT_EQ(content(), before);
    expect_everything_stored_once();
}

TEST_F(EndToEnd, ReportsThatComeBetweenRunsAddTheirResultsOnly) {
    std::size_t stored = 0;
    int runs_that_sent = 0;
    for (std::size_t i = 0; i < reports_.files().size(); ++i) {
        reports_.copy(reports_.files()[i], base());
        if (i % 20 != 0 && i + 1 < reports_.files().size()) continue;
        run_all_stages();
        EXPECT_GE(api_->reports().size(), stored);
        if (api_->reports().size() > stored) ++runs_that_sent;
        stored = api_->reports().size();
    }
    EXPECT_GT(runs_that_sent, 2) << "results went out as their reports came";
    expect_everything_stored_once();
}

TEST_F(EndToEnd, AddressThatTixApiDoesNotTakeIsHeldAndTheOthersGo) {
    reports_.copy_all(base());
    give_address({1, 2}, "[2001:db8::7]:4500");
    ASSERT_EQ(run({"ingest"}).exit_code, 0);
    ASSERT_EQ(run({"process"}).exit_code, 0);
    const auto result = run({"publish"});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_NE(result.err.find("held"), std::string::npos) << result.err;

    std::vector<test::StoredReport> taken;
    for (const auto& row : expected_rows()) {
        if (row.ip != "2001:db8::7") taken.push_back(row);
    }
    EXPECT_EQ(taken.size(), kWindows - 4);
    EXPECT_EQ(stored_rows(), taken);
    EXPECT_EQ(number("SELECT count(*) FROM outbox WHERE state = 'held' AND last_status = 500"), 1);
    EXPECT_EQ(number("SELECT count(*) FROM outbox WHERE state = 'held'"), 4);

    const auto requests = api_->requests().size();
    EXPECT_EQ(run({"publish"}).exit_code, 0);
    EXPECT_EQ(api_->requests().size(), requests) << "it waits a day before it asks again";
}

TEST_F(EndToEnd, RequestThatIsNeverAnsweredButStoredIsStoredOnce) {
    reports_.copy_all(base());
    environment_["TIXDB_REQUEST_TIMEOUT"] = "1s";
    api_->answer_next(Route::post_report, Answer::of(Answer::Kind::store_and_hang));
    run_all_stages();
    EXPECT_EQ(run({"publish", "--wait", "20s"}).exit_code, 0);
    EXPECT_EQ(api_->count(Route::get_reports), 1U)
        << "it was uncertain, once, in whichever run its delay ended";
    expect_everything_stored_once();
}

TEST_F(EndToEnd, RequestThatIsNeverAnsweredAndDroppedIsSentAgain) {
    reports_.copy_all(base());
    environment_["TIXDB_REQUEST_TIMEOUT"] = "1s";
    api_->answer_next(Route::post_report, Answer::of(Answer::Kind::hang));
    run_all_stages();
    EXPECT_EQ(run({"publish", "--wait", "20s"}).exit_code, 0);
    EXPECT_EQ(api_->count(Route::post_report), kWindows + 1);
    expect_everything_stored_once();
}

TEST_F(EndToEnd, WithoutCredentialsResultsWaitForThem) {
    reports_.copy_all(base());
    const std::string password = environment_.at("TIX_API_PASSWORD");
    environment_.erase("TIX_API_PASSWORD");
    const auto without = run({"run"});
    EXPECT_EQ(without.exit_code, 78) << "a host is named, so somebody means to publish";
    EXPECT_NE(without.err.find("12 results wait"), std::string::npos) << without.err;
    EXPECT_TRUE(api_->requests().empty());

    environment_["TIX_API_PASSWORD"] = password;
    EXPECT_EQ(run({"run"}).exit_code, 0);
    expect_everything_stored_once();
}

TEST_F(EndToEnd, ServerThatIsDownDelaysNothingButPublishing) {
    reports_.copy_all(base());
    const int port = api_->port();
    api_.reset();
    const auto down = run({"run"});
    EXPECT_EQ(down.exit_code, 75) << down.err;
    EXPECT_EQ(number("SELECT count(*) FROM window"), kWindows);
    EXPECT_EQ(number("SELECT count(*) FROM outbox WHERE state NOT IN ('pending', 'retry')"), 0);

    api_ = std::make_unique<test::FakeTixApi>(port);
    EXPECT_EQ(run({"publish", "--wait", "20s"}).exit_code, 0);
    expect_everything_stored_once();
}

TEST_F(EndToEnd, DatabaseOfTheServerDownEndsTheRunAndNothingIsLost) {
    reports_.copy_all(base());
    environment_["TIXDB_REQUEST_TIMEOUT"] = "300ms";
    // As tix-api does while its database is away: it takes requests and answers none.
    api_->choose_answers([](const test::ReceivedRequest&) { return Answer::of(Answer::Kind::hang); });
    EXPECT_EQ(run({"run"}).exit_code, 75);
    api_->choose_answers(nullptr);
    environment_["TIXDB_REQUEST_TIMEOUT"] = "20s";
    EXPECT_EQ(run({"publish", "--wait", "20s"}).exit_code, 0);
    expect_everything_stored_once();
}

}  // namespace
}  // namespace tixdb
