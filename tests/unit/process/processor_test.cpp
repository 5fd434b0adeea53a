// SPDX-License-Identifier: MIT

#include "process/processor.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>

#include "process/installation_worker.hpp"
#include "store/setting_store.hpp"
#include "store/statement.hpp"
#include "support/fake_clock.hpp"
#include "support/processing.hpp"
#include "support/report_inserter.hpp"

namespace tixdb::process {
namespace {

constexpr std::int64_t kStart = 1'500'000'000;

// Twenty minutes of probes without queues: two windows of ten minutes and more.
std::vector<test::MadeReport> quiet_session(model::InstallationKey key, std::int64_t first_s = kStart,
                                            int minutes = 30) {
    std::vector<test::MadeReport> reports;
    for (int i = 0; i < minutes; ++i)
        reports.push_back(test::quiet_report(first_s + 60 * i, 60, "192.0.2.1", key));
    return reports;
}

// Knows a network of its own for each address and time.
struct Networks final : model::AddressLookup {
    [[nodiscard]] model::Network network_of(const model::Address& address, std::int64_t at_s) override {
        if (++calls == fails_at) throw Error(ErrorKind::failed, "the disk is full");
        model::Network network;
        network.as_number = address.text() + " at " + std::to_string(at_s);
        return network;
    }

    int calls = 0;
    int fails_at = 0;
};

// Everything that process has made of an installation's reports, apart from ids and times of computing.
std::string content_of(store::Database& database) {
    std::string content;
    store::Statement query(
        database,
        "SELECT w.user_id, w.installation_id, w.ip, w.first_report_s, w.last_probe_s, w.reports, x.method, "
        "x.parameters,"
        " quote(x.up_usage), quote(x.down_usage), quote(x.up_quality), quote(x.down_quality), "
        "quote(x.up_hurst_rs),"
        " quote(x.down_hurst_wavelet), quote(x.skew_ms_per_s), quote(x.base_ms), quote(x.baseline_ms), "
        "b.last_probe_s,"
        " x.publish_decision, o.body"
        " FROM window AS w JOIN result AS x USING (window_id) LEFT JOIN outbox AS o USING (result_id)"
        " LEFT JOIN window AS b ON b.window_id = x.baseline_window_id ORDER BY 1, 2, 5, 4, 7");
    while (query.step()) {
        for (int column = 0; column < 20; ++column) content += query.text(column) + ' ';
        content += '\n';
    }
    return content;
}

TEST(Processor, NothingNewIsNoWork) {
    test::TemporaryDatabase temporary;
    const ProcessSummary summary = test::process_all(temporary.database());
    EXPECT_EQ(summary.installations, 0);
    EXPECT_EQ(summary.windows, 0);
}

TEST(Processor, EveryWindowHasAResultOfEachMethodAndThePublishedOneIsQueued) {
    test::TemporaryDatabase temporary;
    test::ReportInserter(temporary.database()).insert(quiet_session({3, 5}));
    const ProcessSummary summary = test::process_all(temporary.database());
    EXPECT_EQ(summary.windows, 2);
    EXPECT_EQ(summary.results, 6);
    EXPECT_EQ(summary.queued, 2);
    EXPECT_EQ(temporary.number("SELECT count(*) FROM outbox"), 2);
    EXPECT_EQ(
        temporary.number("SELECT count(*) FROM outbox AS o JOIN result AS x USING (result_id)"
                         " JOIN window AS w USING (window_id)"
                         " WHERE x.method = 'queueing' AND o.method = 'queueing' AND o.source = 'computed'"
                         " AND o.last_s = w.last_probe_s AND o.ip = w.ip AND o.state = 'pending'"
                         " AND o.body ->> '$.timestamp' = w.last_probe_s AND o.body ->> '$.ip' = w.ip"),
        2);
    EXPECT_EQ(temporary.number("SELECT count(*) FROM result WHERE publish_decision = 'other_method'"), 4);
}

TEST(Processor, SecondRunAddsNothing) {
    test::TemporaryDatabase temporary;
    test::ReportInserter(temporary.database()).insert(quiet_session({3, 5}));
    test::process_all(temporary.database());
    const std::string before = content_of(temporary.database());
    EXPECT_EQ(test::process_all(temporary.database()).windows, 0);
    EXPECT_EQ(content_of(temporary.database()), before);
}

TEST(Processor, ResultsDoNotDependOnTheNumberOfThreads) {
    std::string contents[2];
    for (const int parallel : {0, 1}) {
        test::TemporaryDatabase temporary;
        test::ReportInserter inserter(temporary.database());
        for (std::int64_t id = 1; id <= 12; ++id) inserter.insert(quiet_session({1, id}, kStart + 17 * id));
        const ProcessSummary summary = test::process_all(temporary.database(), parallel == 1 ? 5 : 1);
        EXPECT_EQ(summary.installations, 12);
        EXPECT_EQ(summary.windows, 24);
        contents[parallel] = content_of(temporary.database());
    }
    EXPECT_EQ(contents[0], contents[1]);
}

TEST(Processor, LongHistoryIsTakenInBatchesWithTheSameWindows) {
    test::TemporaryDatabase temporary;
    temporary.database().execute("PRAGMA synchronous = OFF");
    test::ReportInserter inserter(temporary.database());
    std::vector<test::MadeReport> reports;
    const auto count = static_cast<int>(kBatchReports) + 500;
    for (int i = 0; i < count; ++i) {
        reports.push_back(test::quiet_report(kStart + 60 * i, 1));
        reports.back().claimed_count = 6;
    }
    inserter.insert(reports);
    const ProcessSummary summary = test::process_all(temporary.database(), 2);
    EXPECT_EQ(summary.installations, 1);
    EXPECT_EQ(summary.reports, count);
    // 181 reports a window, each 90 after the one before.
    EXPECT_EQ(summary.windows, (count - 181) / 90 + 1);
    EXPECT_EQ(temporary.number("SELECT count(*) FROM unprocessed_report"), 0);
    EXPECT_EQ(temporary.number("SELECT count(*) FROM late_report"), 0);
}

TEST(Processor, ResultWithAMissingValueIsNotQueuedAndSaysWhy) {
    test::TemporaryDatabase temporary;
    // 1084 observations within a minute.
    auto report = test::quiet_report(kStart, 60);
    for (int copy = 1; copy < 19; ++copy) {
        for (int i = 0; i < 60; ++i) {
            auto probe = report.observations[static_cast<std::size_t>(i)];
            probe.packet_size += copy;
            report.observations.push_back(probe);
        }
    }
    test::ReportInserter(temporary.database()).insert(report);
    EXPECT_EQ(test::process_all(temporary.database()).queued, 0);
    EXPECT_EQ(temporary.text("SELECT publish_decision FROM result WHERE method = 'queueing'"),
              "missing_value");
    EXPECT_EQ(temporary.text("SELECT reason FROM result WHERE method = 'queueing'"),
              "up_usage:too_short;down_usage:too_short;up_quality:too_short;down_quality:too_short;"
              "up_hurst_rs:too_short;up_hurst_wavelet:too_short;down_hurst_rs:too_short;down_hurst_wavelet:"
              "too_short");
    EXPECT_EQ(temporary.number("SELECT count(*) FROM outbox"), 0);
}

TEST(Processor, WindowWithoutShortProbesHasItsRowAndNoValues) {
    test::TemporaryDatabase temporary;
    test::ReportInserter inserter(temporary.database());
    for (int i = 0; i < 19; ++i) {
        auto report = test::quiet_report(kStart + 60 * i, 60);
        for (auto& probe : report.observations) probe.type = 'L';
        inserter.insert(report);
    }
    EXPECT_EQ(test::process_all(temporary.database()).windows, 1);
    EXPECT_EQ(temporary.number("SELECT distinct_observations FROM window"), 0);
    EXPECT_EQ(temporary.number("SELECT last_probe_s FROM window"), kStart + 60 * 19 - 1);
    EXPECT_EQ(temporary.number("SELECT count(*) FROM result WHERE up_usage IS NULL AND reason IS NOT NULL"),
              3);
}

TEST(Processor, WindowsThatEndBeforePublishFromAreComputedAndNotQueued) {
    test::TemporaryDatabase temporary;
    test::ReportInserter(temporary.database()).insert(quiet_session({1, 1}));
    // The first window ends at 19 min, the second at 28 min.
    store::SettingStore(temporary.database()).set("publish-from", "2017-07-14T03:05:00Z", 0);
    EXPECT_EQ(test::process_all(temporary.database()).queued, 1);
    EXPECT_EQ(temporary.number("SELECT count(*) FROM result WHERE publish_decision = 'before_publish_from'"),
              1);
    EXPECT_EQ(temporary.number("SELECT count(*) FROM result WHERE up_usage IS NULL"), 0);
}

TEST(Processor, EpsilonOfTheSettingsIsStoredWithTheResult) {
    test::TemporaryDatabase temporary;
    test::ReportInserter(temporary.database()).insert(quiet_session({1, 1}, kStart, 19));
    store::SettingStore(temporary.database()).set("epsilon-down", "2.5", 0);
    test::process_all(temporary.database());
    EXPECT_EQ(
        temporary.text("SELECT parameters ->> '$.epsilon_down_ms' FROM result WHERE method = 'queueing'"),
        "2.5");
    EXPECT_EQ(temporary.text("SELECT parameters ->> '$.epsilon_up_ms' FROM result WHERE method = 'queueing'"),
              "24");
}

TEST(Processor, CountingChangesNothingAndAgreesWithTheRun) {
    test::TemporaryDatabase temporary;
    test::ReportInserter inserter(temporary.database());
    inserter.insert(quiet_session({1, 1}));
    inserter.insert(quiet_session({1, 2}, kStart, 50));
    const ProcessSummary counted = count_new_windows(temporary.database());
    EXPECT_EQ(temporary.number("SELECT count(*) FROM window"), 0);
    EXPECT_EQ(temporary.number("SELECT count(*) FROM unprocessed_report"), 80);
    const ProcessSummary done = test::process_all(temporary.database());
    EXPECT_EQ(counted.windows, done.windows);
    EXPECT_EQ(counted.reports, done.reports);
    EXPECT_EQ(counted.installations, done.installations);
}

TEST(Processor, NetworkOfEachWindowIsNotedInItsTransaction) {
    test::TemporaryDatabase temporary;
    test::ReportInserter(temporary.database()).insert(quiet_session({1, 1}));
    test::FakeClock clock;
    Networks networks;
    Processor processor(temporary.database(), test::begin_run(temporary.database()), {}, clock, &networks);
    EXPECT_EQ(processor.run(2).windows, 2);
    EXPECT_EQ(temporary.number("SELECT count(*) FROM window JOIN window_as USING (window_id)"
                               " WHERE as_number = ip || ' at ' || last_probe_s AND looked_up_ms = " +
                               std::to_string(clock.now_ms())),
              2);
    EXPECT_EQ(
        temporary.number("SELECT count(*) FROM outbox WHERE queued_ms = " + std::to_string(clock.now_ms())),
        2);
}

TEST(Processor, InstallationIsStoredWholeOrNotAtAll) {
    test::TemporaryDatabase temporary;
    test::ReportInserter(temporary.database()).insert(quiet_session({1, 1}));
    test::FakeClock clock;
    Networks networks;
    networks.fails_at = 2;
    Processor processor(temporary.database(), test::begin_run(temporary.database()), {}, clock, &networks);
    EXPECT_THROW((void)processor.run(1), Error);
    EXPECT_EQ(temporary.number("SELECT count(*) FROM window"), 0);
    EXPECT_EQ(temporary.number("SELECT count(*) FROM outbox"), 0);
    EXPECT_EQ(temporary.number("SELECT count(*) FROM unprocessed_report"), 30);
    EXPECT_EQ(test::process_all(temporary.database()).windows, 2);
}

TEST(Processor, WhatAnotherRunHasProcessedMeanwhileIsNotFormedTwice) {
    test::TemporaryDatabase temporary;
    test::ReportInserter(temporary.database()).insert(quiet_session({1, 1}));
    const Parameters parameters;
    const auto batch = InstallationWorker(temporary.database(), parameters).process({1, 1});
    ASSERT_EQ(batch.windows.size(), 2U);
    // Without the lock, which would forbid it, between the reading and the writing of the first run.
    EXPECT_EQ(test::process_all(temporary.database()).windows, 2);
    try {
        BatchWriter(temporary.database(), test::begin_run(temporary.database()), nullptr).write({batch}, 0);
        ADD_FAILURE() << "formed twice";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::try_again);
    }
    EXPECT_EQ(temporary.number("SELECT count(*) FROM window"), 2);
    EXPECT_EQ(temporary.number("SELECT count(*) FROM outbox"), 2);
}

TEST(Processor, FailureOfAWorkerEndsTheRun) {
    test::TemporaryDatabase temporary;
    test::ReportInserter inserter(temporary.database());
    for (std::int64_t id = 1; id <= 5; ++id) inserter.insert(quiet_session({1, id}));
    test::FakeClock clock;
    Processor processor(temporary.database(), test::begin_run(temporary.database()), {}, clock);
    temporary.database().execute("ALTER TABLE window_report RENAME TO gone");
    EXPECT_THROW((void)processor.run(3), SQLite::Exception);
}

#ifndef __SANITIZE_ADDRESS__
// In a process of its own, which has too little memory for the stacks of so many threads.
[[noreturn]] void process_with_too_many_threads() {
    test::TemporaryDatabase temporary;
    test::ReportInserter(temporary.database()).insert(quiet_session({1, 1}));
    const rlimit limit{1'000'000'000, 1'000'000'000};
    setrlimit(RLIMIT_AS, &limit);
    try {
        (void)test::process_all(temporary.database(), 1024);
    } catch (const Error& error) {
        std::fprintf(stderr, "%s; %s\n", error.what(), error.hint().c_str());
        std::_Exit(1);
    }
    std::_Exit(0);
}

TEST(ProcessorDeathTest, ThreadsThatCannotStartEndTheRunInOrder) {
    EXPECT_EXIT(process_with_too_many_threads(), testing::ExitedWithCode(1),
                "cannot start thread .* of 1024: .*; fewer of them: --threads");
}
#endif

TEST(Processor, DatabaseWhoseRowsDisagreeIsAnErrorThatNamesTheInstallation) {
    test::TemporaryDatabase temporary;
    test::ReportInserter(temporary.database()).insert(quiet_session({1, 1}));
    test::ReportInserter(temporary.database()).insert(quiet_session({7, 8}));
    // New and late at once: it is found by one query, and left out by the other.
    temporary.database().execute(
        "INSERT INTO late_report SELECT user_id, installation_id, report_id, 0, NULL"
        " FROM unprocessed_report WHERE user_id = 7 LIMIT 1");
    for (const unsigned threads : {1U, 3U}) {
        try {
            (void)test::process_all(temporary.database(), threads);
            ADD_FAILURE() << "went on";
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::failed);
            EXPECT_NE(std::string(error.what()).find("user 7, installation 8"), std::string::npos)
                << error.what();
        }
    }
}

TEST(PublishMethod, IsQueueingInANewDatabaseAndKeptWithItsTime) {
    test::TemporaryDatabase temporary;
    EXPECT_EQ(ensure_publish_method(temporary.database(), 77), model::Method::queueing);
    EXPECT_EQ(temporary.number("SELECT changed_ms FROM setting_change WHERE new_value = 'queueing'"), 77);
    EXPECT_EQ(ensure_publish_method(temporary.database(), 99), model::Method::queueing);
    EXPECT_EQ(temporary.number("SELECT count(*) FROM setting_change"), 1);
}

TEST(PublishMethod, StaysClassicInADatabaseThatHasResults) {
    test::TemporaryDatabase temporary;
    test::ReportInserter(temporary.database()).insert(quiet_session({1, 1}));
    Parameters parameters;
    parameters.published = model::Method::classic;
    test::process_all(temporary.database(), parameters);
    EXPECT_EQ(ensure_publish_method(temporary.database(), 1), model::Method::classic);
}

TEST(ResultView, SaysWhatEachFigureWasMadeWith) {
    test::TemporaryDatabase temporary;
    std::vector<test::MadeReport> reports;
    for (int i = 0; i < 20; ++i) reports.push_back(test::quiet_report(1'500'000'000 + 60 * i, 60));
    test::ReportInserter(temporary.database()).insert(reports);
    (void)test::process_all(temporary.database());
    EXPECT_EQ(temporary.text("SELECT epsilon_up_ms || ' ' || epsilon_down_ms || ' ' || parameters || ' ' ||"
                             " (program_version = (SELECT version FROM run ORDER BY run_id DESC LIMIT 1))"
                             " FROM v_result WHERE method = 'queueing'"),
              R"(24 8 {"epsilon_down_ms":8,"epsilon_up_ms":24} 1)");
    EXPECT_EQ(temporary.number("SELECT epsilon_up_ms IS NULL FROM v_result WHERE method = 'classic'"), 1);
}

TEST(Processor, ProgressIsOfTheReportsThatAreLookedAt) {
    test::TemporaryDatabase temporary;
    std::vector<test::MadeReport> reports;
    for (int i = 0; i < 28; ++i) reports.push_back(test::quiet_report(1'500'001'200 + 60 * i, 60));
    test::ReportInserter(temporary.database()).insert(reports);
    test::FakeClock clock;
    std::vector<std::int64_t> told;
    Processor processor(temporary.database(), test::begin_run(temporary.database()), {}, clock);
    const ProcessSummary summary =
        processor.run(1, [&told](std::int64_t reports_done) { told.push_back(reports_done); });
    EXPECT_EQ(summary.windows, 2);
    EXPECT_EQ(told, std::vector<std::int64_t>{28});
}

}  // namespace
}  // namespace tixdb::process
