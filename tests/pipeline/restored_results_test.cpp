// SPDX-License-Identifier: MIT
// A backup is put back while the report files are still there: the results that are computed from them again
// are looked up at tix-api before anything is sent, however it was put back.
#include <gmock/gmock.h>

#include <algorithm>

#include "support/pipeline_fixture.hpp"

namespace tixdb {
namespace {

namespace fs = std::filesystem;
using test::Route;

enum class Way { restore, by_hand, by_hand_into_the_same_file, by_hand_without_the_lock_files };

void PrintTo(Way way, std::ostream* out) {
    constexpr std::array kNames = {"restore", "by hand", "by hand into the same file",
                                   "by hand, without the lock files"};
    *out << kNames.at(static_cast<std::size_t>(way));
}

class RestoredResults : public test::PipelineTest, public testing::WithParamInterface<Way> {
  protected:
    static constexpr int kSentOfTheRest = 3;

    // Half of the reports have gone all the way when the backup is made; then come the others, of which only
    // some are sent.
    RestoredResults() {
        const test::SimulatedReports reports(simulation());
        const auto& files = reports.files();
        const auto half = files.size() / 2;
        for (std::size_t i = 0; i < half; ++i) reports.copy(files[i], base());
        run_all_stages();
        must({"backup", backup().string()});
        for (std::size_t i = half; i < files.size(); ++i) reports.copy(files[i], base());
        windows_of_half_ = number("SELECT count(*) FROM window");
        must({"ingest"});
        must({"process"});
        must({"publish", "--limit", std::to_string(kSentOfTheRest)});
        content_ = content();
        requests_ = api_->requests().size();
    }
    [[nodiscard]] fs::path backup() const { return folder_ / "backup.sqlite"; }
    void must(const std::vector<std::string>& arguments) const {
        const auto result = run(arguments);
        EXPECT_EQ(result.exit_code, 0) << arguments.front() << ": " << result.err;
    }
    void put_back() {
        if (GetParam() == Way::restore) {
            must({"restore", backup().string()});
            return;
        }
        const std::string database = database_path().string();
        for (const char* beside : {"-wal", "-shm"}) fs::remove(database + beside);
        if (GetParam() != Way::by_hand_into_the_same_file) fs::remove(database);
        if (GetParam() == Way::by_hand_without_the_lock_files) {
            for (const char* lock : {".data.lock", ".publish.lock"}) fs::remove(database + lock);
        }
        fs::copy_file(backup(), database, fs::copy_options::overwrite_existing);
        ASSERT_EQ(number("SELECT count(*) FROM window"), windows_of_half_);
    }
    void form_again() const {
        must({"ingest"});
        must({"process"});
        EXPECT_EQ(content(), content_);
    }
    // Of the requests since the backup was put back.
    [[nodiscard]] std::vector<Route> routes_since() const {
        std::vector<Route> routes;
        const auto requests = api_->requests();
        for (std::size_t i = requests_; i < requests.size(); ++i) routes.push_back(requests[i].route);
        return routes;
    }
    // However long it takes: what is not stored is tried again after its backoff.
    void expect_each_sent_once_and_asked_for_before() const {
        must({"publish", "--wait", "20s"});
        const auto routes = routes_since();
        const auto first_post = std::find(routes.begin(), routes.end(), Route::post_report);
        EXPECT_GT(std::count(routes.begin(), first_post, Route::get_reports), 0);
        EXPECT_EQ(std::count(first_post, routes.end(), Route::get_reports), 0) << "asked after it was sent";
        const auto waiting = static_cast<std::int64_t>(kWindows) - windows_of_half_ - kSentOfTheRest;
        EXPECT_EQ(std::count(first_post, routes.end(), Route::post_report), waiting);
        EXPECT_EQ(stored_rows(), expected_rows());
        EXPECT_EQ(number("SELECT count(*) FROM outbox WHERE state <> 'sent'"), 0);
    }

    std::int64_t windows_of_half_ = 0;
    std::string content_;
    std::size_t requests_ = 0;
};

TEST_P(RestoredResults, FormedAgainBeforeTheNextPublishAreLookedUp) {
    put_back();
    form_again();
    expect_each_sent_once_and_asked_for_before();
}

TEST_P(RestoredResults, FormedAgainAfterItWasNoticedAreLookedUp) {
    put_back();
    must({"publish"});
    EXPECT_THAT(routes_since(), testing::Not(testing::Contains(Route::post_report)));
    form_again();
    expect_each_sent_once_and_asked_for_before();
}

TEST_P(RestoredResults, RunFormsAndAsksForThemInOneGo) {
    put_back();
    must({"run", "--wait", "20s"});
    EXPECT_EQ(content(), content_);
    expect_each_sent_once_and_asked_for_before();
}

INSTANTIATE_TEST_SUITE_P(Ways, RestoredResults,
                         testing::Values(Way::restore, Way::by_hand, Way::by_hand_into_the_same_file,
                                         Way::by_hand_without_the_lock_files));

}  // namespace
}  // namespace tixdb
