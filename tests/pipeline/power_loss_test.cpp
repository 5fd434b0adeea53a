// SPDX-License-Identifier: MIT
// Power is lost at any moment, and the disk holds what was synced and any part of the rest: what was promised
// as stored is there, nothing is half there, and the next run does the rest.
#include <random>

#include "store/database.hpp"
#include "support/pipeline_fixture.hpp"
#include "support/power_loss_vfs.hpp"

namespace tixdb {
namespace {

using Keeps = test::PowerLossVfs::Keeps;
namespace fs = std::filesystem;

constexpr std::size_t kLosses = 8;  // of each command

// What there was outside of the database when power was lost.
struct Loss {
    fs::path folder;
    std::vector<fs::path> files;           // reports that lay there
    std::vector<test::StoredReport> rows;  // at tix-api
};

class PowerLoss : public test::PipelineTest {
  protected:
    PowerLoss() { reports_.copy_all(base()); }

    void run_well(const std::vector<std::string>& arguments) const {
        const auto result = run(arguments);
        ASSERT_EQ(result.exit_code, 0) << arguments.front() << ": " << result.err;
    }
    // All three stages in a place of their own.
    void note_what_is_expected() {
        const auto environment = environment_;
        test::FakeTixApi own_api;
        environment_["TIX_API_PORT"] = std::to_string(own_api.port());
        environment_["TIXDB_DATABASE"] = (folder_ / "reference.sqlite").string();
        for (const char* command : {"ingest", "process", "publish"}) run_well({command});
        expected_content_ = content_of(folder_ / "reference.sqlite");
        expected_rows_ = rows_of(own_api);
        environment_ = environment;
        ASSERT_GE(expected_rows_.size(), kWindows);
    }
    // Runs it to its end, and takes down what would be left of it at random moments, and each time that a
    // file has gone or a row come.
    void lose_power_during(const std::vector<std::string>& arguments) {
        std::mt19937 random(1);
        test::PowerLossVfs vfs(1);
        auto before = outside();
        vfs.before_each([&](std::int64_t moment) {
            Loss loss = outside();
            const bool is_news = loss.files != before.files || loss.rows != before.rows;
            before = loss;
            // More of the early ones, and yet some of each part of a long run.
            const bool is_chosen = random() % static_cast<unsigned>(4 + moment / 8) == 0;
            if (!(is_news && losses_.size() < 2 * kLosses) && !(is_chosen && losses_.size() < kLosses))
                return;
            loss.folder = folder_ / ("loss-" + std::to_string(losses_.size()));
            vfs.write_image(database_path(), loss.folder,
                            losses_.size() % 2 == 0 ? Keeps::nothing : Keeps::some);
            losses_.push_back(loss);
        });
        run_well(arguments);
        EXPECT_GE(losses_.size(), kLosses / 2) << "of " << vfs.moments() << " moments";
    }
    [[nodiscard]] Loss outside() const {
        Loss loss;
        for (const auto& file : reports_.files()) {
            if (fs::exists(base() / file)) loss.files.push_back(file);
        }
        loss.rows = api_->reports();
        return loss;
    }
    // The rest is done with what the loss has left.
    void expect_all_after(const Loss& loss) {
        SCOPED_TRACE(loss.folder.filename().string());
        for (const auto& file : loss.files) reports_.copy(file, loss.folder / "reports");
        fs::create_directories(loss.folder / "reports");
        test::FakeTixApi api;
        for (const auto& row : loss.rows) api.store(row);
        const auto environment = environment_;
        environment_["TIX_API_PORT"] = std::to_string(api.port());
        environment_["TIXDB_DATABASE"] = (loss.folder / "tixdb.sqlite").string();
        environment_["TIX_REPORTS_BASE_PATH"] = (loss.folder / "reports").string();
        for (const char* command : {"ingest", "process", "publish"}) run_well({command, "--wait", "30s"});
        environment_ = environment;
        EXPECT_EQ(content_of(loss.folder / "tixdb.sqlite"), expected_content_);
        EXPECT_TRUE(rows_of(api) == expected_rows_)
            << api.reports().size() << " rows in place of " << expected_rows_.size() << ", "
            << loss.rows.size() << " of them before";
        auto database = store::Database::open_for_reading(loss.folder / "tixdb.sqlite");
        EXPECT_EQ(database.handle().execAndGet("PRAGMA integrity_check").getString(), "ok");
        EXPECT_EQ(database.handle().execAndGet("SELECT count(*) FROM pragma_foreign_key_check").getInt(), 0);
    }
    void expect_all_after_each() {
        for (const Loss& loss : losses_) expect_all_after(loss);
    }

    test::SimulatedReports reports_{simulation()};
    std::string expected_content_;
    std::vector<test::StoredReport> expected_rows_;
    std::vector<Loss> losses_;
};

TEST_F(PowerLoss, WhileANewDatabaseIsMadeAndFilesAreDeleted) {
    note_what_is_expected();
    lose_power_during({"ingest", "--after", "delete"});
    expect_all_after_each();
}

TEST_F(PowerLoss, WhileWindowsAreComputed) {
    note_what_is_expected();
    run_well({"ingest"});
    lose_power_during({"process"});
    expect_all_after_each();
}

TEST_F(PowerLoss, WhileResultsAreSent) {
    note_what_is_expected();
    run_well({"ingest"});
    run_well({"process"});
    lose_power_during({"publish"});
    expect_all_after_each();
}

}  // namespace
}  // namespace tixdb
