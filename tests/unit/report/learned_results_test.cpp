// SPDX-License-Identifier: MIT
// Results of `adaptive` that have learned, looked at again: what they read of other windows, and what is
// wrong with stored sketches.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <utility>

#include "base/error.hpp"
#include "report/explainer.hpp"
#include "report/sketch_check.hpp"
#include "report/verifier.hpp"
#include "support/processing.hpp"
#include "support/report_inserter.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::report::learned_results_test {
namespace {

constexpr std::int64_t kStart = 1'500'000'000;
constexpr model::InstallationKey kClient{1, 1};
constexpr std::int64_t kLearned_s = kStart + 172 * 60 - 1;  // end of the 18th window

// Up by a jitter of up to 0.4 ms, down by one of up to 1.8 ms.
test::MadeReport jittery_report(std::int64_t first_s, const std::string& ip) {
    test::MadeReport report = test::quiet_report(first_s, 60, ip);
    for (model::Observation& o : report.observations) {
        const std::int64_t up_ns = o.day_timestamp_s % 5 * 100'000;
        o.reception_ns += up_ns;
        o.sent_ns += up_ns;
        o.final_ns += up_ns + o.day_timestamp_s * 3 % 7 * 300'000;
    }
    return report;
}

// Eighteen windows at one address, of which the last has learned from four; before them, one at another.
class LearnedResultsTest : public testing::Test {
  protected:
    LearnedResultsTest() {
        std::vector<test::MadeReport> reports;
        for (int i = 0; i < 19; ++i) reports.push_back(jittery_report(kStart - 7200 + 60 * i, "192.0.2.9"));
        for (int i = 0; i < 172; ++i) reports.push_back(jittery_report(kStart + 60 * i, "192.0.2.1"));
        test::ReportInserter(database()).insert(reports);
        (void)test::process_all(database());
        database().execute("PRAGMA ignore_check_constraints = ON");
    }
    [[nodiscard]] store::Database& database() { return temporary_.database(); }
    [[nodiscard]] MethodExplanation explained() {
        return Explainer(database())
            .explain(kClient, kLearned_s, std::array{model::Method::adaptive})
            .methods.at(0);
    }
    [[nodiscard]] std::string refusal() {
        try {
            return explained().not_recomputed;
        } catch (const Error& error) {
            return error.what();
        }
    }
    // As if the window had been computed again since, with another value.
    void compute_again(std::int64_t window_id, const std::string& change) {
        database().execute(fmt::format(
            "CREATE TEMP TABLE again AS SELECT * FROM result WHERE method = 'adaptive' AND window_id = {0};"
            "CREATE TEMP TABLE detail AS SELECT d.* FROM adaptive_detail AS d JOIN again USING (result_id);"
            "UPDATE result SET superseded_ms = 1 WHERE result_id = (SELECT result_id FROM again);"
            "UPDATE again SET result_id = 9999; UPDATE detail SET result_id = 9999, {1};"
            "INSERT INTO result SELECT * FROM again; INSERT INTO adaptive_detail SELECT * FROM detail;"
            "DROP TABLE again; DROP TABLE detail",
            window_id, change));
    }

    test::TemporaryDatabase temporary_;
};

TEST_F(LearnedResultsTest, AreReproducedAndReadTheSameWindowsOfTheirOwnAddressToday) {
    const MethodExplanation adaptive = explained();
    EXPECT_EQ(adaptive.reproduced(), true);
    EXPECT_EQ(adaptive.has_same_history, true);
    EXPECT_EQ(adaptive.result.metrics.adaptive->history_windows, 18);
    EXPECT_EQ(adaptive.adaptive->up_kernel.size(), 4U);
    EXPECT_EQ(adaptive.adaptive->down_kernel.size(), 4U);
    EXPECT_FALSE(adaptive.adaptive->detection.down.idle.not_learned);
}

TEST_F(LearnedResultsTest, AChangedSketchInEitherDirectionIsAnotherHistory) {
    const auto learned = explained().adaptive.value();
    const std::array changes = {std::pair(learned.up_kernel.front().window_id, "up_sketch = down_sketch"),
                                std::pair(learned.down_kernel.front().window_id, "down_sketch = up_sketch")};
    for (const auto& [learned_from, change] : changes) {
        compute_again(learned_from, change);
        const MethodExplanation adaptive = explained();
        EXPECT_EQ(adaptive.reproduced(), true) << "from the sketches that it had";
        EXPECT_EQ(adaptive.has_same_history, false) << change;
        database().execute(
            "DELETE FROM adaptive_detail WHERE result_id = 9999; DELETE FROM result WHERE result_id = 9999;"
            "UPDATE result SET superseded_ms = NULL WHERE superseded_ms = 1");
        EXPECT_EQ(explained().has_same_history, true);
    }
}

TEST_F(LearnedResultsTest, ALostSketchIsToldAsLostUnlessItsWindowMayBePruned) {
    const std::int64_t learned_from = explained().adaptive->up_kernel.front().window_id;
    database().execute(
        fmt::format("UPDATE adaptive_detail SET up_sketch = NULL WHERE result_id = (SELECT result_id FROM "
                    "result WHERE window_id = {} AND method = 'adaptive')",
                    learned_from));
    const std::string lost = fmt::format("window {} has no sketch", learned_from);
    EXPECT_EQ(refusal(), lost);
    const Recomputation verified =
        Verifier(database()).recompute(store::InvariantReader(database()).current_results());
    EXPECT_GE(verified.violations.count, 1);
    EXPECT_THAT(verified.violations.first,
                testing::Contains(testing::AllOf(testing::HasSubstr("cannot be computed again: window "),
                                                 testing::HasSubstr(" has no sketch"))));
    database().execute(fmt::format("UPDATE installation SET results_from_s = {}", kLearned_s - 86'400));
    EXPECT_EQ(refusal(), lost) << "all that ends within a day before it is there";
    database().execute(fmt::format("UPDATE installation SET results_from_s = {}", kLearned_s - 86'400 + 1));
    EXPECT_EQ(refusal(), "windows that it learned from are pruned");
}

TEST_F(LearnedResultsTest, TheSketchOfEachDirectionIsCheckedAgainstItsOwnQuartile) {
    const auto violations = [&] {
        store::InvariantReader reader(database());
        return sketch_violations(reader);
    };
    EXPECT_EQ(violations().count, 0);
    const std::string of_learned = fmt::format(
        " WHERE result_id = (SELECT x.result_id FROM result AS x JOIN window AS w USING (window_id)"
        " WHERE x.method = 'adaptive' AND w.last_probe_s = {})",
        kLearned_s);
    database().execute("UPDATE adaptive_detail SET down_quartile_ms = up_quartile_ms" + of_learned);
    ASSERT_EQ(violations().count, 1);
    EXPECT_THAT(violations().first.front(), testing::HasSubstr("sketch down: its upper quartile is not "));
    database().execute("UPDATE adaptive_detail SET up_sketch = down_sketch" + of_learned);
    ASSERT_EQ(violations().count, 2);
    EXPECT_THAT(violations().first.front(), testing::HasSubstr("sketch up: its upper quartile is not "));
}

TEST_F(LearnedResultsTest, SketchesOfSupersededResultsAreNotCheckedAndThoseOfLostLatencyAre) {
    const auto violations = [&] {
        store::InvariantReader reader(database());
        return sketch_violations(reader).count;
    };
    const std::int64_t learned_from = explained().adaptive->up_kernel.front().window_id;
    database().execute(
        "UPDATE adaptive_detail SET up_quartile_ms = 9000 WHERE result_id = (SELECT result_id "
        "FROM result WHERE method = 'adaptive' AND window_id = " +
        std::to_string(learned_from) + ")");
    EXPECT_EQ(violations(), 1);
    database().execute("DELETE FROM latency");
    EXPECT_EQ(violations(), 1) << "as many as were kept nobody knows, but the quartile is wrong all the same";
    compute_again(learned_from, "up_quartile_ms = up_quartile_ms");
    database().execute("UPDATE adaptive_detail SET up_quartile_ms = NULL WHERE result_id = 9999");
    EXPECT_EQ(violations(), 0);
}

// `adaptive_values` names it.
TEST_F(LearnedResultsTest, OfALostSketchThereIsNothingToCheck) {
    const std::int64_t learned_from = explained().adaptive->up_kernel.front().window_id;
    for (const char* lost :
         {"up_sketch = NULL", "up_sketch = coalesce(up_sketch, down_sketch), down_sketch = NULL",
          "up_sketch = NULL"}) {
        database().execute(
            fmt::format("UPDATE adaptive_detail SET {} WHERE result_id = (SELECT result_id FROM result"
                        " WHERE window_id = {} AND method = 'adaptive')",
                        lost, learned_from));
        store::InvariantReader reader(database());
        EXPECT_EQ(sketch_violations(reader).count, 0) << lost;
    }
}

TEST_F(LearnedResultsTest, ASketchIsOneWithAsManyProbesAsWereKept) {
    const std::string window =
        fmt::format("(SELECT window_id FROM window WHERE last_probe_s = {})", kLearned_s);
    const std::string of_learned = fmt::format(
        " WHERE result_id = (SELECT result_id FROM result WHERE method = 'adaptive' AND window_id = {})",
        window);
    const auto said = [&](const std::string& change) {
        database().execute(change);
        store::InvariantReader reader(database());
        const store::Violations violations = sketch_violations(reader);
        return fmt::format("{}: {}", violations.count, fmt::join(violations.first, "; "));
    };
    EXPECT_THAT(
        said("UPDATE latency SET kept = kept + 1 WHERE window_id = " + window),
        testing::MatchesRegex("2: .* sketch up: it holds 600 probes, 601 were kept; .* sketch down: it "
                              "holds 600 probes, 601 were kept"));
    // Of five probes the fourth is the upper quartile.
    std::string sketch(320, '0');
    sketch.replace(0, 2, "03");
    sketch.replace(5 * 8, 2, "02");
    EXPECT_EQ(said(fmt::format("UPDATE latency SET kept = 5 WHERE window_id = {0};"
                               "UPDATE adaptive_detail SET up_sketch = x'{1}', down_sketch = x'{1}',"
                               " up_quartile_ms = 0.09, down_quartile_ms = 0.09{2}",
                               window, sketch, of_learned)),
              "0: ");
    EXPECT_THAT(said("UPDATE adaptive_detail SET up_quartile_ms = 0.01" + of_learned),
                testing::EndsWith("sketch up: its upper quartile is not 0.01 ms"));
    EXPECT_THAT(said("UPDATE adaptive_detail SET up_sketch = x'00'" + of_learned),
                testing::EndsWith("sketch up: it is no sketch"));
}

}  // namespace
}  // namespace tixdb::report::learned_results_test
