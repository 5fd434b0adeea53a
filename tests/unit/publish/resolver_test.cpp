// SPDX-License-Identifier: MIT

#include "publish/resolver.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/time_text.hpp"

namespace tixdb::publish::resolver {
namespace {

constexpr std::int64_t kTime_s = 1'505'083'475;
constexpr std::int64_t kHour_s = 3'600;

std::string row(std::int64_t time_s, double up_usage = 0.5, const std::string& location = "11") {
    std::string time = iso_of_s(time_s);
    time.pop_back();
    return fmt::format(
        R"({{"upUsage":{},"downUsage":0.25,"upQuality":1,"downQuality":0.9,"timestamp":"{}.000Z",)"
        R"("location_id":{},"provider_id":4,"user_id":1}})",
        up_usage, time, location);
}

std::string list(std::initializer_list<std::string> rows) {
    return fmt::format("[{}]", fmt::join(rows, ","));
}

ResolveQuestion question(std::array<std::int64_t, 3> known_stored = {},
                         std::array<bool, 3> is_asked_about = {}) {
    return {11, kTime_s, {0.5, 1, 0.25, 0.9}, known_stored, is_asked_about};
}

Resolution resolve(const std::string& json, const ResolveQuestion& question) {
    const auto reports = listed_reports(json);
    EXPECT_TRUE(reports) << json;
    return publish::resolve(reports.value_or(std::vector<ListedReport>{}), question);
}

TEST(Resolver, EmptyListMeansNotStored) {
    EXPECT_EQ(resolve("[]", question()).verdict, ResolveVerdict::not_stored);
}

TEST(Resolver, RowOfOursMeansStoredWhereverItStands) {
    const auto rows = list({row(kTime_s + 600), row(kTime_s), row(kTime_s - 600)});
    EXPECT_EQ(resolve(rows, question()).verdict, ResolveVerdict::stored);
}

TEST(Resolver, RowsThatWeHaveSentBeforeDoNotCount) {
    EXPECT_EQ(resolve(list({row(kTime_s)}), question({0, 1, 0})).verdict, ResolveVerdict::not_stored);
    EXPECT_EQ(resolve(list({row(kTime_s), row(kTime_s)}), question({0, 1, 0})).verdict,
              ResolveVerdict::stored);
    EXPECT_EQ(resolve(list({row(kTime_s), row(kTime_s)}), question({0, 2, 0})).verdict,
              ResolveVerdict::not_stored);
}

TEST(Resolver, OtherFiguresAtOurTimeAreNotedAndNotOurs) {
    const auto resolution = resolve(list({row(kTime_s, 0.5000000000000001)}), question());
    EXPECT_EQ(resolution.verdict, ResolveVerdict::not_stored);
    EXPECT_NE(resolution.note.find("other figures"), std::string::npos);
}

TEST(Resolver, EachOfTheFourFiguresTellsAReportFromAnother) {
    const payload::Figures ours{0.5, 1, 0.25, 0.9};
    for (double payload::Figures::*figure :
         {&payload::Figures::up_usage, &payload::Figures::up_quality, &payload::Figures::down_usage,
          &payload::Figures::down_quality}) {
        payload::Figures other = ours;
        other.*figure += 0.001;
        EXPECT_EQ(resolve(list({row(kTime_s)}), {11, kTime_s, other, {}, {}}).verdict,
                  ResolveVerdict::not_stored);
    }
}

TEST(Resolver, RowsOfOtherInstallationsAreNotOurs) {
    EXPECT_EQ(resolve(list({row(kTime_s, 0.5, "12")}), question()).verdict, ResolveVerdict::not_stored);
    EXPECT_EQ(resolve(list({row(kTime_s, 0.5, "\"11\"")}), question()).verdict, ResolveVerdict::stored);
    EXPECT_EQ(resolve(list({row(kTime_s, 0.5, "\"12\"")}), question()).verdict, ResolveVerdict::not_stored);
}

TEST(Resolver, EqualFiguresOneHourOffAreForTheOperator) {
    for (const std::int64_t shift : {-kHour_s, kHour_s}) {
        const auto resolution = resolve(list({row(kTime_s + shift)}), question());
        EXPECT_EQ(resolution.verdict, ResolveVerdict::ambiguous);
        EXPECT_FALSE(resolution.note.empty());
    }
    EXPECT_EQ(resolve(list({row(kTime_s + kHour_s + 1)}), question()).verdict, ResolveVerdict::not_stored);
}

TEST(Resolver, EqualFiguresOneHourOffThatWeSentThereAreNotSuspicious) {
    const auto rows = list({row(kTime_s - kHour_s), row(kTime_s + kHour_s)});
    EXPECT_EQ(resolve(rows, question({1, 0, 1})).verdict, ResolveVerdict::not_stored);
    const auto with_ours = list({row(kTime_s - kHour_s), row(kTime_s), row(kTime_s + kHour_s)});
    EXPECT_EQ(resolve(with_ours, question({1, 0, 1})).verdict, ResolveVerdict::stored);
}

TEST(Resolver, RowThatMayBeANeighboursIsForTheOperator) {
    // The hour that comes twice: what was sent for the hour after is listed here.
    EXPECT_EQ(resolve(list({row(kTime_s)}), question({0, 0, 1})).verdict, ResolveVerdict::ambiguous);
}

TEST(Resolver, RowThatMayBeAnEarlierNeighboursIsForTheOperator) {
    EXPECT_EQ(resolve(list({row(kTime_s)}), question({1, 0, 0})).verdict, ResolveVerdict::ambiguous);
}

TEST(Resolver, HourOfAnItemOfOursThatIsAskedAboutDoesNotCount) {
    const auto neighbours = list({row(kTime_s - kHour_s), row(kTime_s + kHour_s)});
    EXPECT_EQ(resolve(neighbours, question({}, {true, false, true})).verdict, ResolveVerdict::not_stored);
    EXPECT_EQ(resolve(neighbours, question({}, {true, false, false})).verdict, ResolveVerdict::ambiguous);
    const auto all = list({row(kTime_s - kHour_s), row(kTime_s), row(kTime_s + kHour_s)});
    EXPECT_EQ(resolve(all, question({}, {true, false, true})).verdict, ResolveVerdict::stored);
}

TEST(Resolver, RowWithoutOneOfTheFourFiguresIsNotOurs) {
    for (const std::string missing : {"upUsage", "downUsage", "upQuality", "downQuality"}) {
        for (const std::string& in_place : {std::string("\"none\":"), "\"" + missing + "\":null,\"none\":"}) {
            std::string json = list({row(kTime_s)});
            const std::string name = "\"" + missing + "\":";
            json.replace(json.find(name), name.size(), in_place);
            EXPECT_EQ(resolve(json, {11, kTime_s, {0.5, 1, 0.25, 0.9}, {}, {}}).verdict,
                      ResolveVerdict::not_stored)
                << json;
            // Nor is it equal to figures of 0, which is what an empty one might be read as.
            payload::Figures zero{0.5, 1, 0.25, 0.9};
            (missing == "upUsage"     ? zero.up_usage
             : missing == "downUsage" ? zero.down_usage
             : missing == "upQuality" ? zero.up_quality
                                      : zero.down_quality) = 0;
            EXPECT_EQ(resolve(json, {11, kTime_s, zero, {}, {}}).verdict, ResolveVerdict::not_stored) << json;
        }
    }
}

TEST(Resolver, RowsWithoutTimeOrFiguresAreSteppedOver) {
    const auto rows = list({R"({"timestamp":null})", R"({"timestamp":5})", "7", "null", "{}",
                            R"({"upUsage":null,"timestamp":"2017-09-10T22:44:35.000Z"})", row(kTime_s)});
    EXPECT_EQ(resolve(rows, question()).verdict, ResolveVerdict::stored);
}

// A server that tells the time otherwise tells it so in its list too: what is not found for that would be
// sent again.
TEST(Resolver, TimesOfOtherFormsAreReadToo) {
    for (const char* time : {"1505083475", "1505083475000", "\"2017-09-10T22:44:35Z\"",
                             "\"2017-09-11T00:44:35+02:00\"", "\"2017-09-10T22:44:35.000000Z\""}) {
        const auto json = fmt::format(
            R"([{{"upUsage":0.5,"downUsage":0.25,"upQuality":1,"downQuality":0.9,"timestamp":{},"location_id":11}}])",
            time);
        EXPECT_EQ(resolve(json, question()).verdict, ResolveVerdict::stored) << time;
    }
}

TEST(Resolver, ListWithATimeThatCannotBeReadIsUnreadable) {
    for (const char* time : {"\"yesterday\"", "{}", "true", "\"10/09/2017 22:44\""}) {
        EXPECT_FALSE(listed_reports(fmt::format(R"([{{"timestamp":{}}}])", time))) << time;
    }
}

TEST(Resolver, AnythingButAListIsUnreadable) {
    for (const char* text : {"", "{}", "<html>", "[", "null", R"({"reports":[]})"}) {
        EXPECT_FALSE(listed_reports(text)) << text;
    }
}

}  // namespace
}  // namespace tixdb::publish::resolver
