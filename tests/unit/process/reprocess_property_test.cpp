// SPDX-License-Identifier: MIT
// Reprocessing gives what all reports, met at once and in order, would have given.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "store/statement.hpp"
#include "support/processing.hpp"
#include "support/report_inserter.hpp"
#include "support/reprocessing.hpp"
#include "support/stored_content.hpp"

namespace tixdb::process::reprocess_property {
namespace {

struct Step {
    std::int64_t gap_s;
    bool other_ip;
};

std::ostream& operator<<(std::ostream& out, const Step& step) {
    return out << "{+" << step.gap_s << " s" << (step.other_ip ? ", other ip}" : "}");
}

// Thirteen reports fill a window, which then holds more than ten minutes. The delays vary, so that each
// report matters to the figures.
std::vector<test::MadeReport> reports_of(const std::vector<Step>& steps) {
    std::vector<test::MadeReport> reports;
    std::int64_t time_s = 1'500'000'000;
    for (const Step& step : steps) {
        time_s += step.gap_s;
        test::MadeReport report = test::quiet_report(time_s, 40, step.other_ip ? "2001:db8::1" : "192.0.2.1");
        const std::int64_t queue_ns = time_s * 7919 % 90 * 1'000'000;
        const std::int64_t route_ns = time_s / 10'000 * 7919 % 4 * 40'000'000;  // another one now and then
        for (std::size_t i = 0; i < report.observations.size(); ++i) {
            report.observations[i].final_ns += route_ns;
            if (i % 3 == 0) report.observations[i].final_ns += queue_ns;
        }
        report.claimed_count = 90;
        reports.push_back(report);
    }
    return reports;
}

rc::Gen<Step> any_step() {
    return rc::gen::build<Step>(
        rc::gen::set(&Step::gap_s,
                     rc::gen::element<std::int64_t>(60, 60, 60, 60, 120, 300, 301, 900, 40'000)),
        rc::gen::set(&Step::other_ip, rc::gen::weightedElement<bool>({{12, false}, {1, true}})));
}

// Some range of what there is.
void reprocess_some(store::Database& database) {
    constexpr std::int64_t kFrom = 1'500'000'000;
    test::ReprocessOptions options;
    options.range.from_s = kFrom + *rc::gen::inRange<std::int64_t>(-1000, 200'000);
    options.range.to_s = options.range.from_s + *rc::gen::element<std::int64_t>(1, 3000, 100'000);
    (void)test::reprocess(database, options);
}

void expect_sound(test::TemporaryDatabase& temporary) {
    RC_ASSERT(temporary.number("SELECT count(*) FROM late_report") == 0);
    // Exactly the queued results have an item, and of one window one item at most waits.
    RC_ASSERT(temporary.number("SELECT count(*) FROM result AS x LEFT JOIN outbox AS o USING (result_id)"
                               " WHERE (x.publish_decision = 'queued') <> (o.outbox_id IS NOT NULL)") == 0);
    RC_ASSERT(temporary.number("SELECT count(*) FROM outbox AS o JOIN result AS x USING (result_id)"
                               " JOIN window AS w USING (window_id)"
                               " WHERE (o.state = 'pending') <> (x.superseded_ms IS NULL"
                               "        AND w.superseded_ms IS NULL)") == 0);
    RC_ASSERT(temporary.number("SELECT count(*) FROM result AS x JOIN window AS w USING (window_id)"
                               " WHERE w.superseded_ms IS NOT NULL AND x.superseded_ms IS NULL") == 0);
}

RC_GTEST_PROP(ReprocessedHistory, IsWhatAllReportsInOrderWouldHaveGiven, ()) {
    const auto steps =
        *rc::gen::container<std::vector<Step>>(*rc::gen::inRange<std::size_t>(8, 45), any_step());
    const std::vector<test::MadeReport> reports = reports_of(steps);
    std::vector<std::pair<int, std::size_t>> arrival;
    for (std::size_t i = 0; i < reports.size(); ++i) {
        arrival.emplace_back(static_cast<int>(i) + *rc::gen::inRange(0, 20), i);
    }
    std::sort(arrival.begin(), arrival.end());

    test::TemporaryDatabase in_order;
    in_order.database().execute("PRAGMA synchronous = OFF");  // no crash is tested here
    test::ReportInserter(in_order.database()).insert(reports);
    test::process_all(in_order.database());

    test::TemporaryDatabase temporary;
    temporary.database().execute("PRAGMA synchronous = OFF");
    test::ReportInserter inserter(temporary.database());
    for (std::size_t next = 0; next < arrival.size();) {
        const auto count = *rc::gen::inRange<std::size_t>(1, 12);
        for (std::size_t i = 0; i < count && next < arrival.size(); ++i) {
            inserter.insert(reports[arrival[next++].second]);
        }
        test::process_all(temporary.database());
        if (*rc::gen::weightedElement<bool>({{3, false}, {1, true}})) reprocess_some(temporary.database());
    }
    const auto planned = test::reprocess(temporary.database(), {.dry_run = true});
    const auto done = test::reprocess(temporary.database());
    expect_sound(temporary);
    RC_ASSERT(test::stored_results(temporary.database()) == test::stored_results(in_order.database()));

    // What a dry run says is what happens.
    RC_ASSERT(test::told_by(planned) == test::told_by(done));
    // Once is enough.
    for (const RangePlan& plan : test::reprocess(temporary.database())) {
        RC_ASSERT(plan.is_empty());
        RC_ASSERT(plan.changes.empty());
    }
    // And process goes on from there.
    std::vector<test::MadeReport> more;
    for (int i = 0; i < 12; ++i) {
        test::MadeReport report = reports.back();
        for (auto& probe : report.observations) probe.day_timestamp_s += 60 * (i + 1);
        more.push_back(report);
    }
    for (auto* database : {&temporary, &in_order}) {
        test::ReportInserter(database->database()).insert(more);
        test::process_all(database->database());
    }
    RC_ASSERT(test::stored_results(temporary.database()) == test::stored_results(in_order.database()));
}

}  // namespace
}  // namespace tixdb::process::reprocess_property
