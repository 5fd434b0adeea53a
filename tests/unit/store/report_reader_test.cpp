// SPDX-License-Identifier: MIT
// The walks by which windows are formed: from where to where, of whose reports, and which they leave out.
#include "store/report_reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "store/window_store.hpp"
#include "store/windowed_report_reader.hpp"
#include "support/report_windows.hpp"

namespace tixdb::store::report_walks {
namespace {

using Ids = std::vector<std::int64_t>;

constexpr std::int64_t kTime_s = 1'505'080'800;  // 2017-09-10T22:00:00Z

class ReportReaderTest : public test::ReportWindows {
  protected:
    // Six reports a minute apart, and those of others between them.
    void add_minutes() {
        for (int i = 0; i < 6; ++i) own_reports_.push_back(add_report(kTime_s + 60 * i));
        for (const auto& key : others_) add_report(kTime_s + 90, key);
    }
    // So many reports that begin in the same second, in their order, which is not that of their ids.
    [[nodiscard]] Ids add_in_second(std::int64_t first_s, int count) {
        Ids ids;
        for (int i = 0; i < count; ++i) ids.push_back(inserter_.insert(test::quiet_report(first_s, 2 + i)));
        std::sort(ids.begin(), ids.end(),
                  [this](std::int64_t a, std::int64_t b) { return place(a) < place(b); });
        return ids;
    }
    [[nodiscard]] Ids backwards(std::int64_t from, const LeftOut& left_out = kNothingLeftOut) {
        Ids ids;
        reader_.backwards(own_, place(from), left_out, [&](const BackwardRow& row) {
            ids.push_back(row.report.report_id);
            sessions_.push_back(row.session_report_id.value_or(0));
            return true;
        });
        return ids;
    }
    [[nodiscard]] Ids forwards(std::int64_t from, const std::optional<SessionEnd>& after = std::nullopt,
                               const LeftOut& left_out = kNothingLeftOut) {
        Ids ids;
        reader_.forwards(own_, place(from), after, left_out, [&](const ForwardRow& row) {
            ids.push_back(row.report.report_id);
            in_other_window_.push_back(row.in_other_window);
            return true;
        });
        return ids;
    }
    [[nodiscard]] Ids in_session(std::int64_t session_report_id, std::int64_t before, std::int64_t after_s) {
        Ids ids;
        reader_.backwards_in_session(own_, session_report_id, place(before), after_s,
                                     [&](const ReportHeader& report) {
                                         ids.push_back(report.report_id);
                                         return true;
                                     });
        return ids;
    }

    ReportReader reader_{database()};
    Ids own_reports_;
    Ids sessions_;
    std::vector<bool> in_other_window_;
};

TEST_F(ReportReaderTest, BackwardsFromAReportAreTheClientsUpToItButLateOnes) {
    add_minutes();
    add_late(kTime_s + 30);
    EXPECT_EQ(backwards(own_reports_[2]), (Ids{own_reports_[2], own_reports_[1], own_reports_[0]}));
    EXPECT_EQ(backwards(own_reports_[2], "[" + std::to_string(own_reports_[1]) + "]"),
              (Ids{own_reports_[2], own_reports_[0]}));
}

TEST_F(ReportReaderTest, BackwardsTellsTheSessionOfTheCurrentWindowThatHasAReport) {
    add_minutes();
    add_window({own_reports_[1], own_reports_[2]}, own_reports_[0]);
    supersede(add_window({own_reports_[0]}));
    add_window({own_reports_[4]});
    (void)backwards(own_reports_[3]);
    EXPECT_EQ(sessions_, (Ids{0, own_reports_[0], own_reports_[0], 0}));
}

TEST_F(ReportReaderTest, ForwardsFromAReportAreTheClientsFromItOnButLateOnes) {
    add_minutes();
    add_late(kTime_s + 200);
    const Ids from_third(own_reports_.begin() + 2, own_reports_.end());
    EXPECT_EQ(forwards(own_reports_[2]), from_third);
    EXPECT_EQ(forwards(own_reports_[2], std::nullopt, "[" + std::to_string(own_reports_[3]) + "]"),
              (Ids{own_reports_[2], own_reports_[4], own_reports_[5]}));
}

TEST_F(ReportReaderTest, ForwardsTellsWhatACurrentWindowHasAlready) {
    add_minutes();
    supersede(add_window({own_reports_[1]}));
    add_window({own_reports_[3]});
    (void)forwards(own_reports_[0]);
    EXPECT_EQ(in_other_window_, (std::vector<bool>{false, false, false, true, false, false}));
}

TEST_F(ReportReaderTest, SessionGoesOnFromTheMiddleOfItsLastCurrentWindow) {
    add_minutes();
    add_window({own_reports_[0], own_reports_[1]}, own_reports_[0]);
    const auto last = add_window({own_reports_[0], own_reports_[2], own_reports_[3]}, own_reports_[0]);
    supersede(add_window({own_reports_[4]}, own_reports_[0]));
    add_window({own_reports_[5]});
    execute("UPDATE window SET first_report_s = first_report_s + 1 WHERE window_id = " +
            std::to_string(last));
    const auto end = reader_.end_of_session(own_reports_[0]);
    ASSERT_TRUE(end);
    EXPECT_EQ(end->window_id, last);
    EXPECT_EQ(end->session_report, place(own_reports_[0]));
    EXPECT_EQ(end->last_report, place(own_reports_[3]));
    EXPECT_EQ(end->before_next_start, place(own_reports_[0])) << "half of three reports, rounded down";
    // Up to its last report only the window's own count, whatever came between them.
    EXPECT_EQ(forwards(own_reports_[0], end),
              (Ids{own_reports_[0], own_reports_[2], own_reports_[3], own_reports_[4], own_reports_[5]}));
    EXPECT_EQ(in_other_window_, (std::vector<bool>{false, false, false, false, true}));
    EXPECT_FALSE(reader_.end_of_session(own_reports_[4]));
}

TEST_F(ReportReaderTest, LastOfASessionsWindowsThatBeginInOneSecondIsThatOfTheLaterFirstReport) {
    const Ids first = add_in_second(kTime_s + 60, 2);
    const Ids last = add_in_second(kTime_s + 120, 2);
    for (const bool is_later_formed_first : {false, true}) {
        const auto session = add_report(kTime_s + (is_later_formed_first ? 1 : 0));
        const auto add_earlier = [&] { return add_window({first[0], last[1]}, session); };
        if (!is_later_formed_first) add_earlier();
        const auto later = add_window({first[1], last[0]}, session);
        if (is_later_formed_first) add_earlier();
        const auto end = reader_.end_of_session(session);
        ASSERT_TRUE(end);
        EXPECT_EQ(end->window_id, later);
        EXPECT_EQ(end->session_report, place(session));
        EXPECT_EQ(end->last_report, place(last[0]));
        EXPECT_EQ(end->before_next_start, place(first[1]));
    }
}

TEST_F(ReportReaderTest, MiddleOfAWindowIsCountedThroughItsOwnReportsInTheirOrder) {
    add_window({add_report(kTime_s - 3), add_report(kTime_s - 2), add_report(kTime_s - 1)});
    const Ids in_one_second = add_in_second(kTime_s, 4);
    ASSERT_NE(in_one_second[1], *std::min_element(in_one_second.begin(), in_one_second.end()) + 1);
    add_window(in_one_second);
    auto end = reader_.end_of_session(in_one_second[0]);
    ASSERT_TRUE(end);
    EXPECT_EQ(end->before_next_start, place(in_one_second[1])) << "by their digests";
    // Received from the last to the first.
    Ids by_time;
    for (int i = 8; i > 0; --i) by_time.insert(by_time.begin(), add_report(kTime_s + 60 * i));
    add_window(by_time);
    end = reader_.end_of_session(by_time[0]);
    ASSERT_TRUE(end);
    EXPECT_EQ(end->before_next_start, place(by_time[3]));
}

TEST_F(ReportReaderTest, WalkOfASessionBeginsWhereItIsTold) {
    add_report(kTime_s - 600);
    add_minutes();
    add_window({own_reports_[0], own_reports_[1], own_reports_[2], own_reports_[3]});
    const auto end = reader_.end_of_session(own_reports_[0]);
    ASSERT_TRUE(end);
    EXPECT_EQ(end->session_report, place(own_reports_[0]));
    EXPECT_EQ(end->last_report, place(own_reports_[3]));
    EXPECT_EQ(end->before_next_start, place(own_reports_[1]));
    EXPECT_EQ(forwards(own_reports_[1], end), Ids(own_reports_.begin() + 1, own_reports_.end()));
}

TEST_F(ReportReaderTest, BackwardsInASessionAreReportsOfItsCurrentWindowsBetweenThePlaceAndTheTime) {
    add_minutes();
    const auto elsewhere = add_report(kTime_s + 61);
    const auto forsaken = add_report(kTime_s + 62);
    const auto& r = own_reports_;
    add_window({r[0], r[1]}, r[0]);
    add_window({r[1], r[2]}, r[0]);
    add_window({r[2], r[3]}, r[0]);
    add_window({elsewhere});
    supersede(add_window({r[1], forsaken, r[2]}, r[0]));
    EXPECT_EQ(in_session(r[0], r[3], kTime_s - 1), (Ids{r[2], r[1], r[0]}));
    EXPECT_EQ(in_session(r[0], r[3], kTime_s), (Ids{r[2], r[1]}));
    EXPECT_EQ(in_session(r[0], r[3], kTime_s + 60), Ids{r[2]});
    EXPECT_EQ(in_session(r[0], r[3], kTime_s + 59), (Ids{r[2], r[1]}));
    EXPECT_EQ(in_session(r[0], r[1], kTime_s - 1), Ids{r[0]});
    EXPECT_EQ(in_session(r[0], r[4], kTime_s - 1), (Ids{r[3], r[2], r[1], r[0]}));
}

TEST_F(ReportReaderTest, WindowsOfOtherSessionsAndSupersededOnesHideNoneOfASession) {
    add_minutes();
    const auto& r = own_reports_;
    add_window({r[0], r[3]});
    add_window({add_report(kTime_s + 30)});
    supersede(add_window({add_report(kTime_s + 31)}, r[0]));
    EXPECT_EQ(in_session(r[0], r[4], kTime_s + 59), Ids{r[3]});
}

TEST_F(ReportReaderTest, WindowIsSupersededAndMovedToAnotherSessionAlone) {
    add_minutes();
    const auto first = add_window({own_reports_[0]});
    const auto second = add_window({own_reports_[1]});
    WindowStore store(database());
    store.supersede(first, 1, 7);
    store.supersede(first, 2, 8);
    store.set_session(second, own_reports_[0]);
    EXPECT_EQ(temporary_.text("SELECT group_concat(coalesce(superseded_ms, 0) || ' ' || "
                              "coalesce(superseded_run_id, 0) || ' ' || "
                              "session_report_id, ', ') FROM window ORDER BY window_id"),
              fmt::format("7 1 {}, 0 0 {}", own_reports_[0], own_reports_[0]));
    add_window({own_reports_[2]});
    store.set_session(second, own_reports_[1]);
    EXPECT_EQ(temporary_.number("SELECT count(DISTINCT session_report_id) FROM window"), 3);
}

TEST_F(ReportReaderTest, NewReportsAreTheClientsThatWait) {
    add_minutes();
    for (const auto& key : others_) add_unprocessed(kTime_s + 91, key);
    const auto later = add_unprocessed(kTime_s + 92);
    const auto earlier = add_unprocessed(kTime_s + 91);
    Ids ids;
    reader_.new_reports(own_, [&ids](const NewReport& report) {
        ids.push_back(report.report_id);
        return true;
    });
    EXPECT_EQ(ids, (Ids{earlier, later}));
    EXPECT_EQ(count_unprocessed_reports(database()), 4);
    EXPECT_EQ(reader_.next_unprocessed({0, 0}), own_);
    EXPECT_EQ(reader_.next_unprocessed(own_), others_[0]);
    EXPECT_EQ(reader_.next_unprocessed(others_[0]), others_[1]);
    EXPECT_EQ(reader_.next_unprocessed(others_[1]), std::nullopt);
}

TEST_F(ReportReaderTest, ClientWithAFileThatCouldNotBeReadWaitsAlone) {
    for (const auto& key : {own_, others_[0], others_[1]}) add_unprocessed(kTime_s + 91, key);
    execute("INSERT INTO unread_file VALUES (1, 1, 'tix-report-1.json', 'of a test', 1, 1, 1)");
    EXPECT_EQ(reader_.next_unprocessed({0, 0}), others_[0]);
    EXPECT_EQ(reader_.next_unprocessed(others_[0]), others_[1]);
}

TEST_F(ReportReaderTest, WindowedReportsAreTheClientsThatCurrentWindowsHaveAfterAPlace) {
    add_minutes();
    add_window({own_reports_[1], own_reports_[2]});
    add_window({own_reports_[2], own_reports_[4]});
    supersede(add_window({own_reports_[3]}));
    for (const auto& key : others_) add_window({add_report(kTime_s + 93, key)}, 0, key);
    WindowedReportReader windowed(database());
    windowed.seek(own_, place(own_reports_[1]));
    for (const int i : {2, 4}) {
        const auto report = windowed.next();
        ASSERT_TRUE(report);
        EXPECT_EQ(report->place, place(own_reports_[static_cast<std::size_t>(i)]));
    }
    EXPECT_FALSE(windowed.next());
}

}  // namespace
}  // namespace tixdb::store::report_walks
