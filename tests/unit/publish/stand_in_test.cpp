// SPDX-License-Identifier: MIT
// The stand-in behaves as tix-api was seen to: other tests are worth what this one is.
#include <arpa/inet.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <httplib.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "support/fake_tix_api.hpp"
#include "support/named_answers.hpp"
#include "support/outbox_builder.hpp"

namespace tixdb::publish {
namespace {

using Json = nlohmann::json;
using std::chrono::milliseconds;
using test::Answer;
using test::FakeTixApi;
using test::kReportTime_s;
using test::Route;

constexpr const char* kReports = "/api/user/1/installation/11/reports";
constexpr const char* kList = "/api/user/1/reports";

class StandIn : public testing::Test {
  protected:
    StandIn() {
        client_.set_basic_auth(FakeTixApi::kUser, FakeTixApi::kPassword);
        client_.set_read_timeout(std::chrono::seconds(20));
    }
    static std::string body(std::int64_t timestamp = kReportTime_s, const std::string& ip = "200.0.2.1",
                            const std::string& up_usage = "0.5") {
        return fmt::format(
            R"({{"timestamp":{},"upUsage":{},"upQuality":0.9,"downUsage":0.12345678901234568,"downQuality":1,"ip":"{}"}})",
            timestamp, up_usage, ip);
    }
    httplib::Result post(const std::string& text, const char* type = "application/json",
                         const char* path = kReports) {
        return client_.Post(path, text, type);
    }
    // True if the request is taken and not answered.
    bool hangs(const std::string& text, const char* path = kReports) {
        httplib::Client impatient("127.0.0.1", api_.port());
        impatient.set_basic_auth(FakeTixApi::kUser, FakeTixApi::kPassword);
        impatient.set_read_timeout(milliseconds(300));
        return impatient.Post(path, text, "application/json").error() == httplib::Error::Read;
    }
    std::vector<std::int64_t> listed(const std::string& query) {
        const auto answer = client_.Get(std::string(kList) + query);
        std::vector<std::int64_t> days;
        for (const Json& row : Json::parse(answer->body)) {
            days.push_back(std::stoi(row.at("timestamp").get<std::string>().substr(8, 2)));
        }
        return days;
    }

    FakeTixApi api_;
    httplib::Client client_{"127.0.0.1", api_.port()};
};

TEST_F(StandIn, StoresAndEchoesWithIdsAsTexts) {
    const auto answer = post(body());
    ASSERT_EQ(answer->status, 200);
    EXPECT_EQ(answer->get_header_value("Content-Type"), "application/json; charset=utf-8");
    EXPECT_TRUE(answer->has_header("Content-Length"));
    EXPECT_EQ(Json::parse(answer->body), Json::parse(R"({"upUsage":0.5,"downUsage":0.12345678901234568,
        "upQuality":0.9,"downQuality":1,"timestamp":"2017-09-10T22:44:35.000Z","location_id":"11",
        "provider_id":1,"user_id":"1"})"));
    EXPECT_EQ(api_.reports().size(), 1U);
}

TEST_F(StandIn, StoresTheSameReportTwice) {
    EXPECT_EQ(post(body())->body, post(body())->body);
    EXPECT_EQ(api_.reports().size(), 2U);
    EXPECT_EQ(listed("").size(), 2U);
}

TEST_F(StandIn, RefusesWrongCredentialsWithATextAndItsRealm) {
    for (const char* password : {"wrong", ""}) {
        client_.set_basic_auth(FakeTixApi::kUser, password);
        for (const auto& answer :
             {post(body()), client_.Get(kList), client_.Get("/api/user/1/installation/11"),
              client_.Get("/api/user/current")}) {
            EXPECT_EQ(answer->status, 401);
            EXPECT_EQ(answer->body, "Unauthorized");
            EXPECT_EQ(answer->get_header_value("WWW-Authenticate"), "Basic realm=\"Users\"");
        }
    }
    EXPECT_TRUE(api_.reports().empty());
}

TEST_F(StandIn, RefusesAnotherUserWithJson) {
    api_.answer_next(Route::post_report, Answer::unauthorized_json());
    const auto answer = post(body());
    EXPECT_EQ(answer->status, 401);
    EXPECT_TRUE(Json::parse(answer->body).contains("reason"));
    EXPECT_FALSE(answer->has_header("WWW-Authenticate"));
}

TEST_F(StandIn, LooksAtTheBodyBeforeTheCredentials) {
    client_.set_basic_auth(FakeTixApi::kUser, "wrong");
    const auto expect_html = [](const httplib::Result& answer, int status) {
        EXPECT_EQ(answer->status, status);
        EXPECT_EQ(answer->get_header_value("Content-Type"), "text/html; charset=utf-8");
        EXPECT_TRUE(answer->body.starts_with("<!DOCTYPE html>")) << answer->body;
    };
    expect_html(post("{\"timestamp\":"), 400);
    expect_html(post("{\"timestamp\":NaN}"), 400);
    expect_html(post("\"x\""), 400);
    expect_html(post(body(kReportTime_s, std::string(102'400, ' '))), 413);
    expect_html(post(body(), "application/json; charset=latin1"), 415);
    EXPECT_TRUE(api_.reports().empty());
}

TEST_F(StandIn, TakesABodyOfExactlyTheLimit) {
    std::string text = body();
    text.insert(1, std::string(102'400 - text.size(), ' '));
    EXPECT_EQ(post(text)->status, 200);
}

TEST_F(StandIn, CannotLookUpTheAddressOfWhatItDoesNotTakeForAReport) {
    for (const auto& answer : {post(body(), "application/x-www-form-urlencoded"), post("[]"), post("{}")}) {
        EXPECT_EQ(answer->status, 500);
        EXPECT_TRUE(answer->body.starts_with("Could not calculate ipToAs: Error: ValueError"))
            << answer->body;
    }
}

TEST_F(StandIn, CannotLookUpSomeAddresses) {
    for (const char* ip :
         {"2001:db8::1", "::ffff:200.0.2.1", "100.64.0.1", "169.254.0.1", "198.51.100.7", ""}) {
        const auto answer = post(body(kReportTime_s, ip));
        EXPECT_EQ(answer->status, 500) << ip;
        EXPECT_TRUE(answer->body.starts_with("Could not calculate ipToAs: Error: ")) << answer->body;
    }
    for (const char* ip : {"192.168.1.34", "10.0.0.1"})
        EXPECT_EQ(post(body(kReportTime_s, ip))->status, 200) << ip;
}

TEST_F(StandIn, HangsWhereItShouldRefuse) {
    EXPECT_TRUE(hangs(body(kReportTime_s * 1000))) << "milliseconds";
    EXPECT_TRUE(hangs(body(kReportTime_s, "200.0.2.1", "\"NaN\"")));
    api_.forget({1, 11});
    EXPECT_TRUE(hangs(body())) << "unknown installation";
    EXPECT_TRUE(hangs(body(), "/api/user/abc/installation/11/reports"));
    EXPECT_TRUE(api_.reports().empty());
}

TEST_F(StandIn, ChecksNoRange) {
    for (const char* usage : {"1.7", "-0.2", "null"}) {
        EXPECT_EQ(post(body(kReportTime_s, "200.0.2.1", usage))->status, 200) << usage;
        EXPECT_EQ(api_.reports().back().up_usage, usage);
    }
}

TEST_F(StandIn, KnowsItsInstallations) {
    EXPECT_EQ(Json::parse(client_.Get("/api/user/1/installation/11")->body).at("id"), 11);
    api_.forget({1, 11});
    const auto answer = client_.Get("/api/user/1/installation/11");
    EXPECT_EQ(answer->status, 404);
    EXPECT_EQ(answer->body, "Not Found");
}

TEST_F(StandIn, AnswersAWrongPathWithHtml) {
    for (const auto& answer :
         {client_.Get(kReports), client_.Post("/api/reports", body(), "application/json")}) {
        EXPECT_EQ(answer->status, 404);
        EXPECT_NE(answer->body.find("Cannot "), std::string::npos) << answer->body;
    }
}

TEST_F(StandIn, NeverAnswersThoughItStoresNowLaterOrNever) {
    const auto ask = [&](Answer::Kind kind) {
        api_.answer_next(Route::post_report, Answer::of(kind));
        EXPECT_TRUE(hangs(body()));
        return api_.reports().size();
    };
    EXPECT_EQ(ask(Answer::Kind::hang), 0U);
    EXPECT_EQ(ask(Answer::Kind::store_and_hang), 1U);
    EXPECT_EQ(ask(Answer::Kind::hang_and_store_later), 1U);
    EXPECT_EQ(api_.store_late_reports(), 1U);
    EXPECT_EQ(api_.reports().size(), 2U);
}

TEST_F(StandIn, EndsAConnectionAtOnceIfTold) {
    for (const auto kind : {Answer::Kind::cut, Answer::Kind::cut_at_once, Answer::Kind::store_and_cut}) {
        api_.answer_next(Route::post_report, Answer::of(kind));
        const auto begin = std::chrono::steady_clock::now();
        EXPECT_FALSE(post(body()));
        EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
    }
    EXPECT_EQ(api_.reports().size(), 1U);
}

// What the program takes as --usual and --trouble.
TEST_F(StandIn, AnswersByNameAreWhatTheirNamesSay) {
    client_.set_read_timeout(milliseconds(300));
    for (const auto& [name, answer, is_for_posts] : test::named_answers()) {
        api_.answer_next(Route::post_report, answer);
        const auto before = api_.reports().size();
        const auto got = client_.Post(kReports, body(), "application/json");
        const auto status = got ? got->status : 0;
        const bool is_told = status == 200 || status == 201;
        const bool is_late = name == "stored-late";
        EXPECT_EQ(api_.store_late_reports(), is_late ? 1U : 0U) << name;
        const bool is_stored = api_.reports().size() > before;
        if (name.starts_with("stored-")) {
            EXPECT_TRUE(is_stored) << name;
            EXPECT_EQ(is_told && got->body.find("timestamp") != std::string::npos, false) << name;
        } else if (is_stored) {
            EXPECT_TRUE(is_told && got->body.find("timestamp") != std::string::npos) << name;
        } else if (name != "lie" && name != "page" && name != "no-content") {
            EXPECT_FALSE(is_told) << name;
            EXPECT_TRUE(status == 0 || name.starts_with(std::to_string(status)) || name == "lookup-failed")
                << name;
        }
    }
    EXPECT_EQ(test::answers_listed("all").size() + 2, test::named_answers().size()) << "all but lie and 422";
    EXPECT_EQ(test::answers_listed("500,created").at(1).name, "created");
    EXPECT_THROW((void)test::answer_named("none"), std::invalid_argument);
}

TEST_F(StandIn, AnswersOthersWhileOneRequestHangs) {
    api_.answer_next(Route::post_report, Answer::of(Answer::Kind::hang));
    std::thread hanging([this] {
        httplib::Client patient("127.0.0.1", api_.port());
        patient.set_basic_auth(FakeTixApi::kUser, FakeTixApi::kPassword);
        patient.set_read_timeout(milliseconds(800));
        EXPECT_FALSE(patient.Post(kReports, body(), "application/json"));
    });
    EXPECT_TRUE(api_.wait_for(Route::post_report, 1));
    const auto current = client_.Get("/api/user/current");
    EXPECT_EQ(current->status, 200);
    EXPECT_EQ(Json::parse(current->body).at("role"), "admin");
    hanging.join();
}

TEST_F(StandIn, ListsInOrderOfInsertionUpToTheNextMidnight) {
    constexpr std::int64_t kDay_s = 86'400;
    constexpr std::int64_t kTenth_s = kReportTime_s - kReportTime_s % kDay_s;  // 2017-09-10T00:00:00Z
    for (const std::int64_t time_s :
         {kTenth_s + kDay_s, kTenth_s + 60, kTenth_s - 1, kTenth_s + kDay_s + 1, kTenth_s}) {
        ASSERT_EQ(post(body(time_s))->status, 200);
    }
    using Days = std::vector<std::int64_t>;
    EXPECT_EQ(listed(""), (Days{11, 10, 9, 11, 10})) << "not by time";
    EXPECT_EQ(listed("?startDate=2017-09-10&endDate=2017-09-10"), (Days{11, 10, 10}))
        << "midnight, not later";
    EXPECT_EQ(listed("?startDate=2017-09-10&endDate=2017-09-10T05:00:00Z"), (Days{11, 10, 10}));
    EXPECT_EQ(listed("?startDate=2017-09-09&endDate=2017-09-11&installationId=11").size(), 5U);
    EXPECT_TRUE(listed("?installationId=12").empty());
    const Json first = Json::parse(client_.Get(kList)->body).front();
    EXPECT_EQ(first.at("location_id"), 11) << "numbers here";
    EXPECT_EQ(first.at("downUsage"), 0.12345678901234568);
    EXPECT_EQ(client_.Get("/api/user/2/reports")->body, "[]");
}

// Connections are closed five seconds after their last answer.
TEST_F(StandIn, ClosesAnIdleConnectionAfterFiveSeconds) {
    const int connection = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(api_.port()));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ASSERT_EQ(connect(connection, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    const std::string request = "GET /api/none HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    ASSERT_EQ(write(connection, request.data(), request.size()), static_cast<ssize_t>(request.size()));
    std::array<char, 4096> buffer{};
    pollfd readable{connection, POLLIN, 0};
    // The answer, whole once nothing has come for a while.
    ASSERT_EQ(poll(&readable, 1, 5'000), 1);
    const auto answered = std::chrono::steady_clock::now();
    while (poll(&readable, 1, 500) == 1) ASSERT_GT(read(connection, buffer.data(), buffer.size()), 0);
    EXPECT_EQ(poll(&readable, 1, 3'500), 0) << "still open after four seconds";
    ASSERT_EQ(poll(&readable, 1, 10'000), 1);
    EXPECT_EQ(read(connection, buffer.data(), buffer.size()), 0);
    EXPECT_GT(std::chrono::steady_clock::now() - answered, milliseconds(4'500));
    close(connection);
}

}  // namespace
}  // namespace tixdb::publish
