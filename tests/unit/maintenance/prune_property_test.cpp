// SPDX-License-Identifier: MIT
// Pruning changes no result, whatever comes afterwards: what would need what is gone is refused. Hours of
// latency alone are not made later that were not made when their observations went: no window had followed
// them.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "maintenance/pruner.hpp"
#include "store/installation_store.hpp"
#include "store/statement.hpp"
#include "support/fake_clock.hpp"
#include "support/processing.hpp"
#include "support/report_inserter.hpp"
#include "support/reprocessing.hpp"
#include "support/stored_content.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::maintenance::prune_property {
namespace {

constexpr std::int64_t kBegin_s = 1'500'000'000;

struct Step {
    std::int64_t gap_s;
    bool other_ip;
};

std::ostream& operator<<(std::ostream& out, const Step& step) {
    return out << "{+" << step.gap_s << " s" << (step.other_ip ? ", other ip}" : "}");
}

rc::Gen<Step> any_step() {
    return rc::gen::build<Step>(
        rc::gen::set(&Step::gap_s,
                     rc::gen::element<std::int64_t>(60, 60, 60, 60, 120, 300, 301, 900, 9'000, 90'000)),
        rc::gen::set(&Step::other_ip, rc::gen::weightedElement<bool>({{12, false}, {1, true}})));
}

// Thirteen reports fill a window. The delays vary, so that each report matters to the figures.
std::vector<test::MadeReport> reports_of(const std::vector<Step>& steps) {
    std::vector<test::MadeReport> reports;
    std::int64_t time_s = kBegin_s;
    for (const Step& step : steps) {
        time_s += step.gap_s;
        test::MadeReport report = test::quiet_report(time_s, 90, step.other_ip ? "2001:db8::1" : "192.0.2.1");
        const std::int64_t queue_ns = time_s * 7919 % 90 * 1'000'000;
        const std::int64_t route_ns = time_s / 10'000 * 7919 % 4 * 40'000'000;
        for (std::size_t i = 0; i < report.observations.size(); ++i) {
            report.observations[i].final_ns += route_ns;
            if (i % 3 == 0) report.observations[i].final_ns += queue_ns;
        }
        reports.push_back(report);
    }
    return reports;
}

// As they came, each up to so many places later.
std::vector<std::size_t> arrival_of(std::size_t count, int places) {
    std::vector<std::pair<int, std::size_t>> arrival;
    for (std::size_t i = 0; i < count; ++i) {
        arrival.emplace_back(static_cast<int>(i) + *rc::gen::inRange(0, places + 1), i);
    }
    std::sort(arrival.begin(), arrival.end());
    std::vector<std::size_t> order;
    for (const auto& [place, index] : arrival) order.push_back(index);
    return order;
}

class Twin {
  public:
    Twin() { temporary_.database().execute("PRAGMA synchronous = OFF"); }  // no crash is tested here
    void insert(const test::MadeReport& report) { inserter_.insert(report); }
    void process() { test::process_all(temporary_.database()); }
    void reprocess() { (void)test::reprocess(temporary_.database()); }
    // But for these hours, unix seconds.
    [[nodiscard]] std::string results(const std::set<std::int64_t>& left_out) {
        std::istringstream all(test::stored_results(temporary_.database()));
        std::string kept;
        for (std::string line; std::getline(all, line);) {
            const auto at = line.find(" hour_s=");
            const bool is_hour = line.starts_with("hour ") && at != std::string::npos;
            if (is_hour && left_out.contains(std::stoll(line.substr(at + 8)))) continue;
            kept += line + '\n';
        }
        return kept;
    }
    // Hours that pruned reports lie in, and that have no row.
    void add_hours_never_made(std::set<std::int64_t>& hours) {
        store::Statement query(temporary_.database(),
                               "SELECT r.earliest_s / 3600 * 3600, r.latest_s / 3600 * 3600 FROM report AS r"
                               " WHERE r.observations_pruned_ms IS NOT NULL");
        while (query.step()) {
            for (const std::int64_t hour_s : {query.int64(0), query.int64(1)}) {
                const auto rows = temporary_.number("SELECT count(*) FROM latency_hour WHERE hour_s = " +
                                                    std::to_string(hour_s));
                if (rows == 0) hours.insert(hour_s);
            }
        }
    }
    [[nodiscard]] store::Database& database() { return temporary_.database(); }

  private:
    test::TemporaryDatabase temporary_;
    test::ReportInserter inserter_{temporary_.database()};
};

// What a dry run says is what goes.
void prune_some(store::Database& database) {
    const test::FakeClock clock(1'600'000'000'000);
    RetentionRules rules;
    rules.observations_s = *rc::gen::element<std::int64_t>(0, 3'600, 20'000, 86'400, 200'000);
    const auto plan = plan_prune(database, rules, clock);
    const auto done = prune(database, rules, clock, [] { return true; });
    RC_ASSERT(plan.reports == done.reports);
    RC_ASSERT(plan.observations == done.observations);
    RC_ASSERT(plan.late_reports == done.late_reports);
    RC_ASSERT(plan_prune(database, rules, clock).reports == 0);
}

RC_GTEST_PROP(PrunedHistory, GivesTheResultsThatItWouldHaveGivenWhole, ()) {
    const auto reports =
        reports_of(*rc::gen::container<std::vector<Step>>(*rc::gen::inRange<std::size_t>(8, 50), any_step()));
    const auto order = arrival_of(reports.size(), *rc::gen::element(0, 4, 20));
    Twin whole;
    Twin pruned;
    std::set<std::int64_t> never_made;
    for (std::size_t next = 0; next < order.size();) {
        const auto count = *rc::gen::inRange<std::size_t>(1, 15);
        for (std::size_t i = 0; i < count && next < order.size(); ++i) {
            const test::MadeReport& report = reports[order[next++]];
            const auto before_s = store::InstallationStore(pruned.database()).pruned_before_s({1, 1});
            if (before_s && report.observations.front().day_timestamp_s < *before_s) continue;
            whole.insert(report);
            pruned.insert(report);
        }
        if (*rc::gen::weightedElement<bool>({{4, true}, {1, false}})) {
            whole.process();
            pruned.process();
        }
        if (*rc::gen::weightedElement<bool>({{2, false}, {1, true}})) continue;
        // Late ones are taken in while that is possible.
        whole.reprocess();
        pruned.reprocess();
        prune_some(pruned.database());
        pruned.add_hours_never_made(never_made);
    }
    whole.process();
    pruned.process();
    RC_ASSERT(pruned.results(never_made) == whole.results(never_made));
    whole.reprocess();
    pruned.reprocess();
    RC_ASSERT(pruned.results(never_made) == whole.results(never_made));
}

}  // namespace
}  // namespace tixdb::maintenance::prune_property
