// SPDX-License-Identifier: MIT
#include "publish/failed_report.hpp"

#include <gtest/gtest.h>

namespace tixdb::publish {
namespace {

// As tix-time-processor writes it.
std::string file_with(const std::string& up_usage, const std::string& up_rs = "0.75",
                      const std::string& timestamp = "1505080698",
                      const std::string& ip = "\"198.51.100.7\"") {
    return R"({"results": {"timestamp": )" + timestamp + R"(, "upstream": {"usage": )" + up_usage +
           R"(, "quality": 0.875, "hurst": {"rs": )" + up_rs +
           R"(, "wavelet": 0.5}}, "downstream": {"usage": 0.5, "quality": 1.0, "hurst": {"rs": 0.6, "wavelet": 0.55}}}, "ip": )" +
           ip + "}";
}

std::string body_in(const std::string& text) {
    const auto read = read_failed_report(text);
    const auto* report = std::get_if<FailedReport>(&read);
    return report == nullptr ? std::get<std::string>(read) : report->body;
}

TEST(FailedReport, BecomesTheBodyThatTixApiTakes) {
    EXPECT_EQ(
        body_in(file_with("0.25")),
        R"({"timestamp":1505080698,"version":"1.0.0","upUsage":0.25,"upQuality":0.875,"downUsage":0.5,)"
        R"("downQuality":1,"hurstUpRs":0.75,"hurstUpWavelet":0.5,"hurstDownRs":0.6,"hurstDownWavelet":0.55,)"
        R"("ip":"198.51.100.7"})");
}

TEST(FailedReport, ExponentThatIsNoNumberBecomesNull) {
    for (const char* none : {"NaN", "-Infinity", "Infinity", "null", "\"NaN\""}) {
        EXPECT_NE(body_in(file_with("0.25", none)).find(R"("hurstUpRs":null,"hurstUpWavelet":0.5)"),
                  std::string::npos)
            << none;
    }
}

TEST(FailedReport, FigureThatIsNoNumberIsRefused) {
    for (const char* none : {"NaN", "Infinity", "null", "\"0.25\"", "1e999", "[0.25]"})
        EXPECT_NE(body_in(file_with(none)).find("it "), std::string::npos) << none;
    EXPECT_EQ(body_in(file_with("NaN")), "it has not four finite figures");
}

TEST(FailedReport, EachOfTheFourFiguresIsNeeded) {
    const std::string whole = file_with("0.25");
    for (const std::string figure :
         {R"("usage": 0.25)", R"("quality": 0.875)", R"("usage": 0.5)", R"("quality": 1.0)"}) {
        std::string text = whole;
        text.replace(text.find(figure), figure.size(), "\"other\": 1");
        EXPECT_EQ(body_in(text), "it has not four finite figures") << figure;
    }
}

TEST(FailedReport, WordInAStringIsNotANumber) {
    EXPECT_EQ(body_in(file_with("0.25", "0.5", "1505080698", "\"NaN \\\" Infinity\"")),
              "its address is none");
}

TEST(FailedReport, TimeThatIsNoneIsRefused) {
    for (const char* none : {"0", "-5", "1505080698.5", "1505080698000", "\"1505080698\"", "NaN"})
        EXPECT_EQ(body_in(file_with("0.25", "0.5", none)), "it has no timestamp in whole unix seconds")
            << none;
    EXPECT_EQ(body_in(file_with("0.25", "0.5", "1505080698.0")), body_in(file_with("0.25", "0.5")));
}

TEST(FailedReport, OtherFilesAreRefused) {
    for (const char* none : {"", "[]", "null", "{", "NaN"})
        EXPECT_EQ(body_in(none), "it is no JSON object") << none;
    EXPECT_EQ(body_in("{}"), "it has no timestamp in whole unix seconds");
    EXPECT_EQ(body_in(file_with("0.25", "0.5", "1505080698", "7")), "it has no address");
    EXPECT_EQ(body_in(std::string(100'000, '[')), "it is no JSON object");
}

}  // namespace
}  // namespace tixdb::publish
