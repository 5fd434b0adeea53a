// SPDX-License-Identifier: MIT
// However reports are split over runs and in whatever order they come: the same windows as all at once.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <numeric>

#include "base/digest.hpp"
#include "store/statement.hpp"
#include "support/processing.hpp"
#include "support/report_builder.hpp"
#include "support/report_inserter.hpp"

namespace tixdb::process::formation_property {
namespace {

// A report known by its place in the order, a window by those of its reports.
using Place = std::pair<std::int64_t, std::string>;
using Windows = std::vector<std::vector<Place>>;

struct Step {
    std::int64_t gap_s;
    bool other_ip;
    std::int64_t count;
};

std::ostream& operator<<(std::ostream& out, const Step& step) {
    return out << "{+" << step.gap_s << " s, " << (step.other_ip ? "other ip, " : "") << step.count << '}';
}

std::vector<test::MadeReport> reports_of(const std::vector<Step>& steps) {
    std::vector<test::MadeReport> reports;
    std::int64_t time_s = 1'500'000'000;
    std::int64_t serial = 0;
    for (const Step& step : steps) {
        time_s += step.gap_s;
        test::MadeReport report = test::quiet_report(time_s, 1, step.other_ip ? "2001:db8::1" : "192.0.2.1");
        report.observations.front().packet_size = static_cast<std::int32_t>(++serial);  // no two are equal
        report.claimed_count = step.count;
        reports.push_back(report);
    }
    return reports;
}

Place place_of(const test::MadeReport& report) {
    return {report.observations.front().day_timestamp_s, hex(sha256(test::message_of(report.observations)))};
}

// docs/methods.md#windows, word by word.
Windows expected_windows(std::vector<test::MadeReport> reports) {
    std::sort(reports.begin(), reports.end(),
              [](const auto& a, const auto& b) { return place_of(a) < place_of(b); });
    const auto time_of = [&](std::size_t i) { return place_of(reports[i]).first; };
    Windows windows;
    for (std::size_t begin = 0; begin < reports.size();) {
        std::size_t end = begin + 1;
        while (end < reports.size() && reports[end].ip == reports[begin].ip &&
               time_of(end) - time_of(end - 1) <= 300) {
            ++end;
        }
        for (std::size_t start = begin; start < end;) {
            std::vector<Place> window;
            std::int64_t count = 0;
            for (std::size_t i = start; i < end && count < 1084; ++i) {
                window.push_back(place_of(reports[i]));
                count += *reports[i].claimed_count;
            }
            if (count < 1084) break;
            start += std::max<std::size_t>(1, window.size() / 2);
            windows.push_back(window);
        }
        begin = end;
    }
    std::sort(windows.begin(), windows.end());
    return windows;
}

std::vector<std::string> column(store::Database& database, const std::string& sql) {
    std::vector<std::string> values;
    store::Statement query(database, sql);
    while (query.step()) values.push_back(query.text(0));
    return values;
}

Windows stored_windows(store::Database& database) {
    Windows windows;
    store::Statement query(
        database,
        "SELECT m.window_id, r.first_observation_s, lower(hex(r.digest)) FROM window_report AS m"
        " JOIN report AS r USING (report_id) JOIN window AS w USING (window_id)"
        " WHERE w.superseded_ms IS NULL ORDER BY 1, 2, 3");
    std::int64_t window_id = 0;
    while (query.step()) {
        if (query.int64(0) != window_id) windows.emplace_back();
        window_id = query.int64(0);
        windows.back().emplace_back(query.int64(1), query.text(2));
    }
    std::sort(windows.begin(), windows.end());
    return windows;
}

// A report of another address that came between the reports of a session with windows: not late, it has a
// session of its own, but all at once it would have split that session.
constexpr const char* kHasInterloper =
    "SELECT count(*) FROM"
    " (SELECT s.first_observation_s AS from_s, s.digest AS from_digest, max(z.first_observation_s) AS to_s, "
    "max(z.digest) AS "
    "to_digest,"
    "         w.session_report_id AS session"
    "    FROM window AS w JOIN report AS s ON s.report_id = w.session_report_id"
    "    JOIN report AS z ON z.report_id = w.last_report_id GROUP BY w.session_report_id) AS span"
    " JOIN report AS r ON (r.first_observation_s, r.digest) >= (span.from_s, span.from_digest)"
    "  AND (r.first_observation_s < span.to_s OR (r.first_observation_s = span.to_s AND r.digest <= "
    "span.to_digest))"
    " WHERE r.report_id NOT IN (SELECT report_id FROM late_report)"
    "   AND r.report_id NOT IN (SELECT m.report_id FROM window_report AS m JOIN window AS v USING (window_id)"
    "                            WHERE v.session_report_id = span.session)";

rc::Gen<Step> any_step() {
    return rc::gen::build<Step>(
        rc::gen::set(&Step::gap_s, rc::gen::element<std::int64_t>(0, 1, 60, 60, 60, 60, 300, 301, 900)),
        rc::gen::set(&Step::other_ip, rc::gen::weightedElement<bool>({{9, false}, {1, true}})),
        rc::gen::set(&Step::count,
                     rc::gen::element<std::int64_t>(1, 60, 300, 300, 541, 542, 1083, 1084, 4000)));
}

RC_GTEST_PROP(Formation, AnySplitAndOrderGivesTheWindowsOfAllReportsThatAreNotLate, ()) {
    const auto steps =
        *rc::gen::container<std::vector<Step>>(*rc::gen::inRange<std::size_t>(1, 40), any_step());
    const std::vector<test::MadeReport> reports = reports_of(steps);
    // How far a report may come out of order.
    const int disorder = *rc::gen::element(0, 5, 12, 40);
    std::vector<std::pair<int, std::size_t>> arrival;
    for (std::size_t i = 0; i < reports.size(); ++i) {
        arrival.emplace_back(static_cast<int>(i) + *rc::gen::inRange(0, disorder + 1), i);
    }
    std::sort(arrival.begin(), arrival.end());

    test::TemporaryDatabase temporary;
    temporary.database().execute("PRAGMA synchronous = OFF");  // no crash is tested here
    test::ReportInserter inserter(temporary.database());
    std::vector<std::string> windows_before;
    for (std::size_t next = 0; next < arrival.size();) {
        const auto count = *rc::gen::inRange<std::size_t>(1, 12);
        for (std::size_t i = 0; i < count && next < arrival.size(); ++i)
            inserter.insert(reports[arrival[next++].second]);
        test::process_all(temporary.database());
        // Existing windows stay as they are.
        const auto now =
            column(temporary.database(),
                   "SELECT window_id || ' ' || (SELECT group_concat(report_id) FROM window_report AS m"
                   " WHERE m.window_id = w.window_id) FROM window AS w ORDER BY window_id");
        RC_ASSERT(std::equal(windows_before.begin(), windows_before.end(), now.begin()));
        windows_before = now;
    }
    RC_ASSERT(temporary.number("SELECT count(*) FROM unprocessed_report") == 0);
    if (temporary.number(kHasInterloper) > 0) {
        RC_TAG("with an interloper");
        return;
    }
    const auto late = column(
        temporary.database(),
        "SELECT lower(hex(digest)) FROM report WHERE report_id IN (SELECT report_id FROM late_report)");
    RC_TAG(late.empty() ? "none late" : "some late");
    std::vector<test::MadeReport> in_time;
    for (const test::MadeReport& report : reports) {
        if (std::find(late.begin(), late.end(), place_of(report).second) == late.end())
            in_time.push_back(report);
    }
    // Of two reports with the same first second the digest decides, so that one may be late though sent in
    // order.
    const bool one_second_apart =
        std::all_of(steps.begin(), steps.end(), [](const Step& step) { return step.gap_s > 0; });
    if (disorder == 0 && one_second_apart) RC_ASSERT(late.empty());
    RC_ASSERT(stored_windows(temporary.database()) == expected_windows(in_time));
}

}  // namespace
}  // namespace tixdb::process::formation_property
