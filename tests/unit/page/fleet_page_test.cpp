// SPDX-License-Identifier: MIT
// The page of the fleet and of a network, and folders of pages.
#include "page/fleet_page.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "page/report_folder.hpp"
#include "support/page_rows.hpp"
#include "support/temporary_database.hpp"
#include "support/window_rows.hpp"

namespace tixdb::page {
namespace {

constexpr std::int64_t kNoon = 1'505'044'800;  // 2017-09-10T12:00:00Z

std::string content_of(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

class FleetPageTest : public testing::Test {
  protected:
    void add(std::int64_t installation_id, std::int64_t last_s, double quality,
             const std::string& as_number = "5", const std::string& as_name = "NAME") {
        const auto id = test::add_window(database(), {.installation_id = installation_id, .last_s = last_s});
        test::add_result(database(), id, "queueing", 0.5, quality);
        test::put_network(database(), id, as_number, as_name);
    }
    store::Database& database() { return temporary_.database(); }
    FleetReport report(std::optional<std::string> as_number = std::nullopt) {
        auto read = read_fleet_report(database(), scope(std::move(as_number)), "UTC");
        read.program_version = "0.0.0";
        read.made_s = kNoon;
        return read;
    }
    [[nodiscard]] static store::FleetScope scope(std::optional<std::string> as_number = std::nullopt) {
        return {kNoon, kNoon + 7200, model::Method::queueing, std::move(as_number)};
    }
    [[nodiscard]] FolderOptions folder(std::int64_t now_s) const {
        return {temporary_.folder() / "pages", "UTC", model::Method::queueing, "0.0.0", now_s};
    }
    [[nodiscard]] std::filesystem::path page(const std::string& name) const {
        return temporary_.folder() / "pages" / name;
    }

    test::TemporaryDatabase temporary_;
};

TEST_F(FleetPageTest, WorstInstallationComesFirst) {
    add(1, kNoon, 1.0);
    add(2, kNoon, 0.25);
    add(3, kNoon + 60, 0.5);
    add(3, kNoon + 3600, 1.0);
    add(4, kNoon - 1, 0.0);
    const FleetReport fleet = report();
    ASSERT_EQ(fleet.lines.size(), 3U) << "the fourth measured before";
    EXPECT_EQ(fleet.lines[0].installation.installation_id, 2);
    EXPECT_EQ(fleet.lines[0].worst(), 0.75);
    EXPECT_EQ(fleet.lines[1].installation.installation_id, 3);
    EXPECT_EQ(fleet.lines[1].worst(), 0.25) << "each window counts once";
    EXPECT_EQ(fleet.lines[1].last_s, kNoon + 3600);
    EXPECT_EQ(fleet.lines[2].worst(), 0);
    EXPECT_EQ(fleet.all.windows, 4);
    EXPECT_EQ(fleet.all.down.congestion.value(), 1.25 / 4);
}

TEST_F(FleetPageTest, InstallationGoesByItsWorseDirectionAndOneWithoutAValueComesLast) {
    add(1, kNoon, 0.9);
    add(2, kNoon, 0.8);
    const auto without = test::add_window(database(), {.installation_id = 3, .last_s = kNoon});
    test::add_result(database(), without, "queueing", std::nullopt, std::nullopt);
    database().execute(
        "UPDATE result SET up_quality = 0.25 WHERE window_id IN (SELECT window_id FROM window WHERE "
        "installation_id = 1)");
    const FleetReport fleet = report();
    ASSERT_EQ(fleet.lines.size(), 3U);
    EXPECT_EQ(fleet.lines[0].installation.installation_id, 1) << "its uplink is the worst of all";
    EXPECT_EQ(fleet.lines[0].worst(), 0.75);
    EXPECT_EQ(fleet.lines[1].installation.installation_id, 2);
    EXPECT_FALSE(fleet.lines[2].worst());
}

TEST_F(FleetPageTest, EachResultCountsOnceHoweverManyItsHourHas) {
    for (const auto& [last_s, usage] :
         {std::pair{kNoon, 0.0}, {kNoon + 540, 0.0}, {kNoon + 1080, 0.0}, {kNoon + 3600, 1.0}}) {
        const auto id = test::add_window(database(), {.last_s = last_s});
        test::add_result(database(), id, "queueing", usage, 1 - usage);
    }
    const FleetReport fleet = report();
    EXPECT_EQ(fleet.all.down.usage.value(), 0.25);
    EXPECT_EQ(fleet.all.up.congestion.value(), 0.25);
    EXPECT_EQ(fleet.lines[0].stretch.up.usage.value(), 0.25);
    EXPECT_EQ(fleet.hours.at(kNoon).down.usage.value(), 0);
    EXPECT_EQ(fleet.hours.at(kNoon + 3600).down.usage.value(), 1);
}

TEST_F(FleetPageTest, LineBreaksWhereAnHourHasNoResult) {
    const auto parts_of_line = [&] {
        const std::string html = html_of(read_fleet_report(
            database(), {kNoon, kNoon + 6 * 3600, model::Method::queueing, std::nullopt}, "UTC"));
        const std::size_t figure = html.find("Congested minutes by the hour");
        const std::size_t begin = html.find(" d=\"", html.find("<path class=\"line down\"", figure)) + 4;
        const std::string path = html.substr(begin, html.find('"', begin) - begin);
        return std::count(path.begin(), path.end(), 'M');
    };
    add(1, kNoon, 0.5);
    add(1, kNoon + 3600, 0.5);
    EXPECT_EQ(parts_of_line(), 1);
    add(1, kNoon + 3 * 3600, 0.5);
    EXPECT_EQ(parts_of_line(), 2);
}

TEST_F(FleetPageTest, NetworkHasOnlyWhatWasMeasuredInIt) {
    add(1, kNoon, 0.5, "5");
    add(1, kNoon + 3600, 0.0, "6");
    add(2, kNoon, 1.0, "6");
    test::add_hour(database(), kNoon, 3600, 3600, 20, 30, 90);
    test::add_hour(database(), kNoon + 3600, 1800, 3600, 20, 40, 90);
    const FleetReport network = report("5");
    ASSERT_EQ(network.lines.size(), 1U);
    EXPECT_EQ(network.lines[0].stretch.windows, 1);
    EXPECT_EQ(network.lines[0].stretch.rtt_median_ms(), 30);
    EXPECT_EQ(network.lines[0].stretch.loss(), 0);
    EXPECT_NE(html_of(network).find("<h1>Network AS 5</h1>"), std::string::npos);
    EXPECT_EQ(report().lines.size(), 2U);
    EXPECT_EQ(report().all.loss(), 0.25);
}

TEST_F(FleetPageTest, NetworkOfALineIsThatOfItsLastResult) {
    add(1, kNoon + 540, 0.5, "5", "LAST");
    add(1, kNoon, 0.5, "6", "FIRST");
    add(1, kNoon + 60, 0.5, "4", "ZEBRA");
    const FleetReport fleet = report();
    EXPECT_EQ(fleet.lines[0].as_number, "5");
    EXPECT_EQ(fleet.lines[0].as_name, "LAST");
}

TEST_F(FleetPageTest, MeansAreOfTheResultsThatHaveTheValue) {
    for (const auto& [last_s, usage, quality] : {std::tuple{kNoon, std::optional(0.25), std::optional(1.0)},
                                                 {kNoon + 540, std::nullopt, std::optional(0.5)},
                                                 {kNoon + 3600, std::optional(0.75), std::nullopt},
                                                 {kNoon + 4140, std::optional(0.75), std::optional(0.0)}}) {
        const auto id = test::add_window(database(), {.last_s = last_s});
        test::add_result(database(), id, "queueing", usage, quality);
    }
    const Stretch line = report().lines[0].stretch;
    EXPECT_DOUBLE_EQ(line.up.usage.value().value(), 1.75 / 3);
    EXPECT_DOUBLE_EQ(line.down.usage.value().value(), 1.75 / 3);
    EXPECT_DOUBLE_EQ(line.up.congestion.value().value(), 0.5);
    EXPECT_DOUBLE_EQ(line.down.congestion.value().value(), 0.5);
}

TEST_F(FleetPageTest, LoadThatCouldNotBeSeenStandsBesideTheLine) {
    for (int i = 0; i < 4; ++i) {
        const auto id = test::add_window(database(), {.last_s = kNoon + 540 * i});
        test::add_result(database(), id, "queueing", 0, 1);
        test::add_result(database(), id, "adaptive", 0, 1);
    }
    database().execute(
        "UPDATE result SET up_state = 'none', down_state = iif(result_id < 3, 'none', 'clear') WHERE method "
        "= 'adaptive'");
    EXPECT_EQ(report().lines[0].below_detection.value(), 0.25)
        << "of four, the first is the only one without load either way";
}

TEST_F(FleetPageTest, DataHaveEachFigureUnderItsName) {
    const auto id = test::add_window(database(), {.installation_id = 3, .last_s = kNoon});
    test::add_result(database(), id, "queueing", 0.25, 0.75);
    test::put_network(database(), id, "5", "NAME");
    database().execute(
        "UPDATE result SET down_usage = 0.5, down_quality = 0.125;"
        "INSERT INTO latency_hour (user_id, installation_id, hour_s, received, covered_s, silent_s, burst, "
        "duplicates,"
        "  impossible, rtt_min_ns, rtt_median_ns, rtt_p75_ns, rtt_p90_ns, rtt_p95_ns, rtt_p99_ns, "
        "rtt_max_ns, kept)"
        " VALUES (1, 3, " +
        std::to_string(kNoon) + ", 2700, 3600, 0, 0, 0, 0, 1e6, 2e6, 3e6, 4e6, 5e6, 6e6, 7e6, 0)");
    const std::string html = html_of(report());
    EXPECT_NE(
        html.find(R"("columns":["user_id","installation_id","as_number","as_name","results","up_congestion",)"
                  R"("down_congestion","up_usage","down_usage","rtt_median_ms","rtt_p95_ms","loss",)"
                  R"("below_detection","last_result"])"),
        std::string::npos);
    EXPECT_NE(html.find(R"([1,3,"5","NAME",1,0.25,0.875,0.25,0.5,2,5,0.25,null,"2017-09-10T12:00:00Z"])"),
              std::string::npos)
        << html.substr(html.find("\"installations\""), 300);
}

TEST_F(FleetPageTest, RowHasTheFiguresOfItsLineInTheOrderOfTheHeadings) {
    add(1, kNoon + 540, 0.75);
    test::add_hour(database(), kNoon, 2700, 3600, 1, 20, 60);
    database().execute("UPDATE result SET down_usage = 0.75, down_quality = 0.25");
    add(2, kNoon + 4000, 1.0);
    for (const std::int64_t window_id : {1, 2})
        test::add_result(database(), window_id, "adaptive", std::nullopt, std::nullopt);
    database().execute(
        "UPDATE result SET up_state = iif(window_id = 1, 'none', 'weak'), down_state = 'none' WHERE method = "
        "'adaptive'");
    // Numbers are kept with their units by spaces that do not break.
    const std::string html = std::regex_replace(html_of(report()), std::regex("\xc2\xa0"), " ");
    const auto expect_row = [&](const std::string& name, const std::string& cells) {
        const std::size_t begin =
            html.find("<th scope=\"row\">" + name + "</th><td class=\"text\">5 NAME</td>");
        ASSERT_NE(begin, std::string::npos);
        const std::string row = html.substr(begin, html.find("</tr>", begin) - begin);
        EXPECT_NE(row.find(cells), std::string::npos) << row;
    };
    expect_row(
        "1/1",
        "<path class=\"line up\" d=\"M0.0 17.5h1\"/><path class=\"line down\" d=\"M0.0 6.5h1\"/></svg></td>"
        "<td>75 % / 25 %</td><td>75 % / 50 %</td><td>20 ms / 50 ms</td><td>25 %</td><td>100 %</td>"
        "<td>2017-09-10 12:09</td>");
    expect_row("1/2",
               "<td>0 % / 0 %</td><td>50 % / 50 %</td><td>– / –</td><td>–</td><td>0 %</td>"
               "<td>2017-09-10 13:06</td>");
    EXPECT_NE(html.find("<dt>Installations</dt><dd>2<small>with 2 results</small>"), std::string::npos);
    EXPECT_NE(html.find("<dt>Below detection</dt><dd>50 %<small>of results, both ways</small>"),
              std::string::npos);
}

TEST_F(FleetPageTest, HoursOfInstallationsWithoutResultsCountNowhere) {
    add(1, kNoon - 100'000, 0.5);
    add(2, kNoon, 0.5);
    test::add_hour(database(), kNoon, 1800, 3600, 20, 30, 90);
    const FleetReport fleet = report();
    ASSERT_EQ(fleet.lines.size(), 1U);
    EXPECT_FALSE(fleet.all.loss());
    EXPECT_FALSE(fleet.all.rtt_median_ms());
    add(1, kNoon, 0.5);
    EXPECT_EQ(report().all.loss(), 0.5);
}

TEST_F(FleetPageTest, HostileNameBeginsNoElement) {
    add(1, kNoon, 0.5, "5", "</script><script>alert(1)</script><img src=x onerror=alert(2)>");
    const std::string html = html_of(report());
    EXPECT_EQ(html.find("<script>alert"), std::string::npos);
    EXPECT_EQ(html.find("<img"), std::string::npos);
    EXPECT_NE(html.find("default-src 'none'"), std::string::npos);
}

TEST_F(FleetPageTest, FolderHasALinkedPageForEach) {
    add(1, kNoon, 0.5);
    add(2, kNoon, 0.25);
    const auto written = write_report_folder(database(), scope(), folder(kNoon));
    EXPECT_EQ(written.installations, 2);
    EXPECT_NE(content_of(page("index.html")).find("href=\"installation-1-2.html\""), std::string::npos);
    EXPECT_NE(content_of(page("installation-1-2.html")).find("<h1>Installation 1/2</h1>"), std::string::npos);
    EXPECT_NE(content_of(page("installation-1-2.html")).find("href=\"index.html\""), std::string::npos);
}

TEST_F(FleetPageTest, OnlyWhatHasNewResultsIsRenewed) {
    add(1, kNoon, 0.5);
    add(2, kNoon, 0.25);
    EXPECT_EQ(renew_report_folder(database(), 7, folder(kNoon)).installations, 2);
    EXPECT_EQ(renew_report_folder(database(), 7, folder(kNoon + 60)).installations, 0);
    EXPECT_FALSE(renew_report_folder(database(), 7, folder(kNoon + 7200)).is_list_written)
        << "an old list stays where nothing is new";
    std::filesystem::remove(page("installation-1-2.html"));
    add(1, kNoon + 540, 0.5);
    const auto renewed = renew_report_folder(database(), 7, folder(kNoon + 600));
    EXPECT_EQ(renewed.installations, 1);
    EXPECT_FALSE(renewed.is_list_written) << "it is ten minutes old";
    EXPECT_FALSE(std::filesystem::exists(page("installation-1-2.html"))) << "the other was left alone";
    EXPECT_NE(content_of(page("installation-1-1.html")).find("2 results"), std::string::npos);
    add(2, kNoon + 540, 0.5);
    EXPECT_TRUE(renew_report_folder(database(), 7, folder(kNoon + 3600)).is_list_written);
    add(2, kNoon + 1080, 0.5);
    EXPECT_FALSE(renew_report_folder(database(), 7, folder(kNoon + 7199)).is_list_written);
    add(2, kNoon + 1620, 0.5);
    EXPECT_TRUE(renew_report_folder(database(), 7, folder(kNoon + 3599)).is_list_written)
        << "a clock that was set back: nobody knows how old it is";
}

TEST_F(FleetPageTest, OtherConditionsRenewAllPages) {
    add(1, kNoon, 0.5);
    add(2, kNoon, 0.25);
    EXPECT_EQ(renew_report_folder(database(), 7, folder(kNoon)).installations, 2);
    EXPECT_EQ(renew_report_folder(database(), 8, folder(kNoon)).installations, 2) << "more days";
    auto newer = folder(kNoon);
    newer.program_version = "0.0.1";
    EXPECT_EQ(renew_report_folder(database(), 8, newer).installations, 2);
    std::filesystem::remove(page(".tixdb-report"));
    EXPECT_EQ(renew_report_folder(database(), 8, newer).installations, 2);
    newer.zone = "Europe/Brussels";
    EXPECT_EQ(renew_report_folder(database(), 8, newer).installations, 2);
    newer.method = model::Method::classic;
    EXPECT_EQ(renew_report_folder(database(), 8, newer).installations, 2);
    database().execute("UPDATE database_identity SET restored_ms = 1505044800000");
    EXPECT_EQ(renew_report_folder(database(), 8, newer).installations, 2)
        << "a backup was put back: what was computed since is gone";
    database().execute("UPDATE database_identity SET database_id = database_id || 'x'");
    EXPECT_EQ(renew_report_folder(database(), 8, newer).installations, 2) << "another database";
    EXPECT_EQ(renew_report_folder(database(), 8, newer).installations, 0);
}

TEST_F(FleetPageTest, NumberThatAForgottenResultHadHidesNoNewOne) {
    database().execute(
        "INSERT INTO run (command, version, started_ms) VALUES ('process', '0', 0), ('process', '0', 1)");
    add(1, kNoon, 0.5);
    add(2, kNoon, 0.25);
    database().execute("UPDATE result SET run_id = 1");
    EXPECT_EQ(renew_report_folder(database(), 7, folder(kNoon)).installations, 2);
    database().execute("DELETE FROM result WHERE result_id = 2");
    EXPECT_EQ(renew_report_folder(database(), 7, folder(kNoon + 60)).installations, 1)
        << "nobody knows what else was forgotten";
    EXPECT_EQ(renew_report_folder(database(), 7, folder(kNoon + 120)).installations, 0);

    add(2, kNoon + 540, 0.25);
    database().execute("UPDATE result SET run_id = 1 WHERE run_id IS NULL");
    EXPECT_EQ(renew_report_folder(database(), 7, folder(kNoon + 180)).installations, 1);
    database().execute("DELETE FROM result WHERE result_id = 2");
    add(3, kNoon + 1080, 0.5);
    add(1, kNoon + 1080, 0.5);
    database().execute("UPDATE result SET run_id = 2 WHERE run_id IS NULL");
    EXPECT_EQ(renew_report_folder(database(), 7, folder(kNoon + 240)).installations, 2);
    EXPECT_NE(content_of(page("installation-1-3.html")).find("1 results"), std::string::npos);
}

TEST_F(FleetPageTest, PagesOfInstallationsThatAreGoneGoWithTheNextList) {
    add(1, kNoon, 0.5);
    (void)renew_report_folder(database(), 7, folder(kNoon));
    std::ofstream(page("installation-8-9.html")) << "gone";
    std::ofstream(page("installation-8-9.txt")) << "not ours";
    add(1, kNoon + 540, 0.5);
    (void)renew_report_folder(database(), 7, folder(kNoon + 7200));
    EXPECT_FALSE(std::filesystem::exists(page("installation-8-9.html")));
    EXPECT_TRUE(std::filesystem::exists(page("installation-8-9.txt")));
    EXPECT_TRUE(std::filesystem::exists(page("installation-1-1.html")));
}

TEST_F(FleetPageTest, DatabaseWithoutResultsNeedsNoPage) {
    EXPECT_EQ(renew_report_folder(database(), 7, folder(kNoon)).installations, 0);
    EXPECT_FALSE(std::filesystem::exists(page("index.html")));
}

}  // namespace
}  // namespace tixdb::page
