// SPDX-License-Identifier: MIT
// Reports that begin in the same second have an order too: every walk goes by
// it, whatever their ids.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "base/digest.hpp"
#include "store/processed_report_reader.hpp"
#include "store/report_reader.hpp"
#include "store/windowed_report_reader.hpp"
#include "support/report_builder.hpp"
#include "support/report_windows.hpp"

namespace tixdb::store::reports_of_one_second {
namespace {

constexpr std::int64_t kTime_s = 1'505'080'800;
constexpr std::int64_t kUntil_s = kTime_s + 6;

using Places = std::vector<ReportPlace>;

// Two reports of each of six seconds, all of them in a window.
class ReportsOfOneSecond : public test::ReportWindows {
protected:
  ReportsOfOneSecond() {
    for (std::int64_t time_s = kTime_s; time_s < kUntil_s; ++time_s) {
      for (const std::string ip : {"192.0.2.1", "192.0.2.2"}) {
        ids_.push_back(add_report(time_s, own_, ip));
        places_.push_back(place(ids_.back()));
      }
    }
    EXPECT_FALSE(std::is_sorted(places_.begin(), places_.end()))
        << "their ids would be in order";
    std::sort(places_.begin(), places_.end());
    add_window(ids_);
  }
  [[nodiscard]] Places back_in_time() const {
    return {places_.rbegin(), places_.rend()};
  }

  std::vector<std::int64_t> ids_;
  Places places_;
};

TEST_F(ReportsOfOneSecond, AreGoneThroughByTheirDigestsWhereSessionsAreFormed) {
  ReportReader reader(database());
  Places found;
  const auto visit = [&](const auto &row) {
    found.push_back(row.report.place);
    return true;
  };
  reader.forwards(own_, places_.front(), std::nullopt, "[]", visit);
  EXPECT_EQ(found, places_);
  found.clear();
  reader.backwards(own_, places_.back(), "[]", visit);
  EXPECT_EQ(found, back_in_time());
  found.clear();
  reader.backwards_in_session(own_, ids_.front(), {kUntil_s, {}}, kTime_s - 1,
                              [&](const ReportHeader &report) {
                                found.push_back(report.place);
                                return true;
                              });
  EXPECT_EQ(found, back_in_time());
}

TEST_F(ReportsOfOneSecond,
       AreGoneThroughByTheirDigestsWhereTheyAreComputedAgain) {
  ProcessedReportReader reader(database());
  Places found;
  reader.forwards(own_, places_.front(), [&](const ProcessedRow &row) {
    found.push_back(row.report.place);
    return true;
  });
  EXPECT_EQ(found, places_);
  found.clear();
  auto next = reader.next_in_range(own_, {kTime_s - 1, {}}, kTime_s, kUntil_s);
  for (; next; next = reader.next_in_range(own_, *next, kTime_s, kUntil_s))
    found.push_back(*next);
  EXPECT_EQ(found, places_);
}

// Another address stands between the two of one address, by its digest.
TEST_F(ReportsOfOneSecond, DivideASessionWhereTheirDigestsSaySo) {
  const std::int64_t time_s = kUntil_s + 1000;
  std::vector<test::MadeReport> reports;
  for (const int probes : {2, 3, 4})
    reports.push_back(test::quiet_report(time_s, probes));
  const auto digest_of = [](const test::MadeReport &report) {
    return sha256(test::message_of(report.observations));
  };
  std::sort(reports.begin(), reports.end(), [&](const auto &a, const auto &b) {
    return digest_of(a) < digest_of(b);
  });
  reports[1].ip = "192.0.2.2";
  inserter_.insert(reports);
  execute("DELETE FROM unprocessed_report");
  const ReportPlace first{time_s, digest_of(reports[0])};
  const ReportPlace last{time_s, digest_of(reports[2])};
  ProcessedReportReader reader(database());
  EXPECT_EQ(reader.session_start(own_, last), last);
  EXPECT_EQ(reader.session_end(own_, first), first);
}

TEST_F(ReportsOfOneSecond,
       AreGoneThroughByTheirDigestsWhereLateOnesAreLookedFor) {
  WindowedReportReader reader(database());
  reader.seek(own_, {kTime_s - 1, {}});
  Places found;
  while (const auto report = reader.next())
    found.push_back(report->place);
  EXPECT_EQ(found, places_);
  reader.seek(own_, places_[3]);
  ASSERT_EQ(reader.next()->place, places_[4]);
}

} // namespace
} // namespace tixdb::store::reports_of_one_second
