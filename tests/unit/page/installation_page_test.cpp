// SPDX-License-Identifier: MIT
// The page of an installation: its data, what cannot happen in it, and how large it is.
#include "page/installation_page.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <random>
#include <regex>
#include <sstream>

#include "page/document.hpp"
#include "page/sections.hpp"
#include "support/page_rows.hpp"
#include "support/source_tree.hpp"
#include "support/temporary_database.hpp"
#include "support/window_rows.hpp"

namespace tixdb::page {
namespace {

constexpr std::int64_t kFirstNoon = 1'505'044'800;  // 2017-09-10T12:00:00Z

class InstallationPageTest : public testing::Test {
  protected:
    void add(std::int64_t last_s, std::optional<double> usage, const std::string& as_name = "NAME") {
        const auto id = test::add_window(temporary_.database(), {.last_s = last_s});
        test::add_result(temporary_.database(), id, "queueing", usage, 0.9);
        test::put_network(temporary_.database(), id, "5", as_name);
    }
    InstallationReport report(std::int64_t to_s = kFirstNoon + 7200) {
        auto read = read_installation_report(temporary_.database(),
                                             {{1, 1}, kFirstNoon, to_s, model::Method::queueing},
                                             "America/Argentina/Buenos_Aires");
        read.program_version = "0.0.0";
        read.made_s = kFirstNoon;
        return read;
    }

    test::TemporaryDatabase temporary_;
};

// tests/data/page/<name>: the file itself where goldens are renewed.
std::string golden(const std::string& name, const std::string& text) {
    const auto path = test::source_folder() / "tests/data/page" / name;
    if (std::getenv("TIXDB_UPDATE_GOLDENS") != nullptr) {
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path) << text;
    }
    std::ostringstream whole;
    whole << std::ifstream(path).rdbuf();
    return whole.str();
}

TEST_F(InstallationPageTest, DataAreWhatIsStored) {
    add(kFirstNoon, 0.73456);
    add(kFirstNoon + 540, std::nullopt);
    add(kFirstNoon + 4000, 0);
    test::add_hour(temporary_.database(), kFirstNoon, 3599, 3600, 20, 30, 90);
    const std::string json = data_json(report());
    EXPECT_EQ(json + "\n", golden("data.json", json + "\n"));
}

TEST_F(InstallationPageTest, HostileNameEndsNoScriptAndBeginsNoElement) {
    const std::string hostile =
        "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&\xe2\x80\xae";
    add(kFirstNoon, 0.5, hostile);
    const std::string html = html_of(report());
    EXPECT_EQ(html.find("<script>alert"), std::string::npos);
    EXPECT_EQ(html.find("<img"), std::string::npos);
    EXPECT_EQ(html.find("\xe2\x80\xae"), std::string::npos);
    const std::regex script("<script");
    EXPECT_EQ(std::distance(std::sregex_iterator(html.begin(), html.end(), script), std::sregex_iterator()),
              3)
        << "the data, the library, the page's own";
    EXPECT_NE(html.find("&lt;/script&gt;"), std::string::npos) << "it is shown as it is";
}

TEST_F(InstallationPageTest, NothingOfItComesFromElsewhereOrRunsButItsScripts) {
    add(kFirstNoon, 0.5);
    const std::string html = html_of(report());
    EXPECT_NE(html.find("default-src 'none'; script-src 'sha256-"), std::string::npos);
    const std::string policy = html.substr(html.find("default-src"), 600);
    EXPECT_EQ(policy.substr(0, policy.find('"')).find("unsafe-inline"), std::string::npos);
    for (const char* reference : {" src=", "url(", "@import", "href=\"http", "sourceMappingURL"})
        EXPECT_EQ(html.find(reference), std::string::npos) << reference;
    EXPECT_NE(html.find("Copyright (c) 2006, 2009, 2011, 2012, 2013, 2017 Dan Vanderkam"), std::string::npos);
}

TEST_F(InstallationPageTest, EveryPartIsThereWithoutAScriptToo) {
    add(kFirstNoon, 0.5);
    test::add_hour(temporary_.database(), kFirstNoon, 3599, 3600, 20, 30, 90);
    const std::string html = html_of(report());
    for (const char* part :
         {"<h1>Installation 1/1</h1>", "AS 5 NAME", "2017-09-10 09:00", "queueing, version 1",
          "class=\"figure week\"", "<td>30 ms</td>", "aria-label=\"Usage: download 50 %"})
        EXPECT_NE(html.find(part), std::string::npos) << part;
}

TEST_F(InstallationPageTest, InstallationWithoutResultsHasAPageThatSaysSo) {
    add(kFirstNoon - 100'000, 0.5);
    const std::string html = html_of(report());
    EXPECT_NE(html.find("There are no results in this time"), std::string::npos);
    const std::string shown = html.substr(html.find("<body>"), html.find("<script") - html.find("<body>"));
    EXPECT_EQ(shown.find("nan"), std::string::npos);
    EXPECT_EQ(shown.find("inf"), std::string::npos);
}

// As ninety days of a client that is never off: noise that no repetition shortens.
TEST_F(InstallationPageTest, NinetyDaysAreBelowOneAndAHalfMebibytes) {
    add(kFirstNoon, 0.5);
    InstallationReport made = report(kFirstNoon + 90 * 86'400);
    std::mt19937 random(7);
    std::uniform_real_distribution<double> fraction(0, 1);
    store::PageWindow window = made.read.windows.front();
    made.read.windows.clear();
    for (window.last_s = kFirstNoon; window.last_s < made.scope.to_s; window.last_s += 540) {
        window.up_usage = fraction(random);
        window.down_usage = fraction(random);
        window.up_quality = fraction(random);
        window.down_quality = fraction(random);
        window.begins_session = false;
        window.up_state = window.down_state = model::DetectionState::clear;
        made.read.windows.push_back(window);
    }
    for (std::int64_t at_s = kFirstNoon; at_s < made.scope.to_s; at_s += 3600) {
        store::PageHour hour;
        hour.hour_s = at_s;
        hour.received = 3500;
        hour.covered_s = 3600;
        const auto rtt = [&] { return static_cast<std::int64_t>(4e8 * fraction(random)); };
        hour.rtt = model::RoundTripPercentiles{rtt(), rtt(), rtt(), rtt(), rtt(), rtt(), rtt()};
        hour.up_delay_p95_ns = rtt();
        hour.down_delay_p95_ns = rtt();
        made.hours.push_back(hour);
    }
    made.summary = summary_of(made.read.windows, made.hours, made.zone);
    const std::size_t bytes = html_of(made).size();
    EXPECT_LT(bytes, 1'572'864U);
    EXPECT_GT(bytes, 500'000U) << "all of it is there";
}

TEST_F(InstallationPageTest, LineBreaksInAnHourWhoseResultsHaveNoValue) {
    add(kFirstNoon, 0.5);
    add(kFirstNoon + 3600, std::nullopt);
    add(kFirstNoon + 7200, 0.5);
    add(kFirstNoon + 10'800, 0.5);
    const InstallationReport made = report(kFirstNoon + 14'400);
    const std::string svg = svg_of(usage_chart(made), made.zone);
    const std::regex line("<path class=\"line down\" d=\"M[0-9. ]+h\\.5M[0-9. ]+L[0-9. ]+\"/>");
    EXPECT_TRUE(std::regex_search(svg, line)) << svg;
}

TEST_F(InstallationPageTest, ChartForAPaperStandsForItself) {
    add(kFirstNoon, 0.5);
    TimeChart chart = usage_chart(report());
    chart.caption = made_with_text(report());
    const std::string svg = svg_file(svg_of(chart, report().zone));
    EXPECT_TRUE(svg.starts_with(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\""));
    EXPECT_NE(svg.find("--down: #"), std::string::npos) << "its colours are in it";
    EXPECT_NE(svg.find(">queueing, version 1, no parameters, computed by tixdb (unknown)</text>"),
              std::string::npos);
    EXPECT_EQ(svg.find("<script"), std::string::npos);
}

}  // namespace
}  // namespace tixdb::page
