// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "base/file_lock.hpp"
#include "cli/stages/publish_summary.hpp"
#include "support/command_line.hpp"
#include "support/fake_tix_api.hpp"
#include "support/outbox_builder.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::cli {
namespace {

using test::Answer;
using test::FakeTixApi;
using test::Route;

class PublishCommandTest : public testing::Test {
  protected:
    PublishCommandTest() {
        line_.clock = &clock_;
        line_.environment = {{"TIXDB_DATABASE", temporary_.path().string()}};
        line_.environment.merge(api_.environment());
    }

    [[nodiscard]] test::CommandResult run(std::vector<std::string> arguments = {}) const {
        arguments.insert(arguments.begin(), "publish");
        return line_.run(arguments);
    }
    void expect(const std::string& name, const test::CommandResult& result) const {
        test::expect_golden("publish/" + name, result,
                            {{temporary_.folder().path().string(), "{dir}"},
                             {":" + std::to_string(api_.port()) + "/", ":{port}/"}});
        EXPECT_EQ((result.out + result.err).find(FakeTixApi::kPassword), std::string::npos);
    }
    std::string password_file(const std::string& text, mode_t mode = 0600) const {
        const auto path = temporary_.folder() / "password";
        std::ofstream(path) << text;
        chmod(path.c_str(), mode);
        return path.string();
    }

    test::TemporaryDatabase temporary_;
    test::OutboxBuilder builder_{temporary_.database()};
    FakeTixApi api_;
    test::FakeClock clock_{(test::kReportTime_s + 600) * 1000};
    test::CommandLine line_;
};

TEST_F(PublishCommandTest, SaysWhatWasSent) {
    builder_.add({});
    builder_.add({.last_s = test::kReportTime_s + 600});
    expect("sent", run());
    EXPECT_EQ(api_.reports().size(), 2U);
    EXPECT_EQ(temporary_.text("SELECT counts FROM run"),
              R"({"dead":0,"found_stored":0,"held":0,"not_stored":0,"retry":0,"sent":2,"uncertain":0})");
}

TEST_F(PublishCommandTest, RequestsSayWhichVersionAsks) {
    builder_.add({});
    (void)run();
    const auto requests = api_.requests();
    EXPECT_EQ(requests.size(), 2U);
    for (const auto& request : requests)
        EXPECT_EQ(request.headers.at("User-Agent"), "tixdb/" + temporary_.text("SELECT version FROM run"));
}

TEST_F(PublishCommandTest, NothingToDoIsDone) {
    expect("nothing", run());
}

TEST_F(PublishCommandTest, WithoutCredentialsResultsWait) {
    builder_.add({});
    line_.environment.erase("TIX_API_PASSWORD");
    expect("no_password", run());
    EXPECT_EQ(temporary_.number("SELECT exit_code FROM run"), 78) << "who names a host means to publish";
    line_.environment.erase("TIX_API_USER");
    line_.environment.erase("TIX_API_HOST");
    expect("no_credentials", run());
    EXPECT_TRUE(api_.requests().empty());
}

TEST_F(PublishCommandTest, DryRunShowsTheRequestsAndChangesNothing) {
    builder_.add({.last_s = test::kReportTime_s + 600});
    builder_.add({.installation = {1, 12}});
    builder_.add({});
    const auto before = temporary_.text("SELECT group_concat(outbox_id || state) FROM outbox");
    expect("dry_run", run({"-n"}));
    expect("dry_run_limit", run({"-n", "--limit", "1"}));
    EXPECT_EQ(temporary_.text("SELECT group_concat(outbox_id || state) FROM outbox"), before);
    EXPECT_EQ(temporary_.number("SELECT count(*) FROM run"), 0);
    EXPECT_TRUE(api_.requests().empty());
}

TEST_F(PublishCommandTest, DryRunWithoutCredentialsSaysSo) {
    builder_.add({});
    line_.environment.erase("TIX_API_PASSWORD");
    expect("dry_run_no_password", run({"-n"}));
    line_.environment.erase("TIX_API_HOST");
    expect("dry_run_no_host", run({"-n"}));
}

TEST_F(PublishCommandTest, UncertainItemsAreCountedWithTheTimeTheyComeDue) {
    api_.answer_next(Route::post_report, Answer::of(Answer::Kind::cut));
    builder_.add({});
    expect("uncertain", run());
    clock_.advance(std::chrono::minutes(2));
    line_.environment["TIXDB_SETTLE_DELAY"] = "1s";
    expect("uncertain_later", run());
    clock_.advance(std::chrono::minutes(4));
    expect("resolved", run());
    clock_.advance(std::chrono::seconds(5));
    EXPECT_EQ(run().exit_code, 0);
    EXPECT_EQ(api_.reports().size(), 1U);
}

TEST_F(PublishCommandTest, SettleDelayIsAVariableAsEveryOption) {
    api_.answer_next(Route::post_report, Answer::of(Answer::Kind::cut));
    line_.environment["TIXDB_SETTLE_DELAY"] = "1s";
    builder_.add({});
    EXPECT_NE(run().err.find("uncertain=1 due in 1s"), std::string::npos);
}

TEST_F(PublishCommandTest, WaitsForWhatComesDueIfTold) {
    api_.answer_next(Route::post_report, Answer::of(Answer::Kind::store_and_cut));
    builder_.add({});
    const auto result = run({"--wait", "10min"});
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_NE(result.err.find("publish: 0 sent, 1 found stored in 300.0 s"), std::string::npos) << result.err;
}

TEST_F(PublishCommandTest, RefusedForGoodIsThreeIfStrict) {
    const auto refuse_the_first = [this] {
        api_.answer_next(Route::post_report, Answer::with_status(400, "<pre>SyntaxError</pre>\n"));
    };
    builder_.add({});
    builder_.add({.last_s = test::kReportTime_s + 600});
    refuse_the_first();
    expect("dead", run({"--in-flight", "1"}));
    builder_.add({.last_s = test::kReportTime_s + 1200});
    builder_.add({.last_s = test::kReportTime_s + 1800});
    refuse_the_first();
    EXPECT_EQ(run({"--strict", "--in-flight", "1"}).exit_code, 3);
    EXPECT_EQ(run({"--strict"}).exit_code, 0) << "no new ones";
}

TEST_F(PublishCommandTest, HeldItemsAreNamed) {
    builder_.add({.ip = "2001:db8::1"});
    expect("held", run());
}

TEST_F(PublishCommandTest, UnroutableAddressesAreHeldWithoutAskingIfTold) {
    builder_.add({.ip = "2001:db8::1"});
    builder_.add({.last_s = test::kReportTime_s + 300, .ip = "2001:db8::2"});
    builder_.add({.last_s = test::kReportTime_s + 600, .ip = "192.168.1.2"});
    expect("hold_unroutable", run({"--hold-unroutable"}));
    EXPECT_EQ(api_.count(Route::post_report), 1U);
}

TEST_F(PublishCommandTest, WrongPasswordIsAConfigurationError) {
    builder_.add({});
    line_.environment["TIX_API_PASSWORD"] = "wrong";
    expect("wrong_password", run());
    EXPECT_EQ(temporary_.number("SELECT exit_code FROM run"), 78);
}

TEST_F(PublishCommandTest, AnotherServerIsAConfigurationError) {
    builder_.add({});
    for (const Route route : {Route::get_installation, Route::get_current_user})
        api_.answer_always(route, Answer::with_status(404, "<html>nginx</html>"));
    expect("not_tix_api", run());
}

TEST_F(PublishCommandTest, MissingFolderOfTheDatabaseIsAFailure) {
    line_.environment["TIXDB_DATABASE"] = (temporary_.folder() / "none/tixdb.sqlite").string();
    expect("no_database_folder", run());
    EXPECT_TRUE(api_.requests().empty());
}

TEST_F(PublishCommandTest, SecondRunAtOnceIsToTryAgain) {
    builder_.add({});
    const FileLock lock(temporary_.path().string() + ".publish.lock", std::chrono::milliseconds(0), clock_);
    test::expect_golden("publish/locked", run());
    EXPECT_TRUE(api_.requests().empty());
}

TEST_F(PublishCommandTest, DeadServerIsTriedFiveTimes) {
    for (int i = 0; i < 8; ++i)
        builder_.add({.installation = {1, 11 + i}, .ip = "200.0.2." + std::to_string(i)});
    expect("unreachable", run({"--api-port", "1", "--in-flight", "1"}));
}

TEST_F(PublishCommandTest, PasswordFileGoesBeforeTheEnvironment) {
    builder_.add({});
    line_.environment["TIX_API_PASSWORD"] = "wrong";
    EXPECT_EQ(
        run({"--api-password-file", password_file(std::string(FakeTixApi::kPassword) + "\n")}).exit_code, 0);
    EXPECT_EQ(api_.reports().size(), 1U);
}

TEST_F(PublishCommandTest, OurVariableGoesBeforeTheOldOne) {
    builder_.add({});
    line_.environment["TIX_API_PASSWORD"] = "wrong";
    line_.environment["TIXDB_API_PASSWORD"] = FakeTixApi::kPassword;
    EXPECT_EQ(run().exit_code, 0);
}

TEST_F(PublishCommandTest, SystemdCredentialIsFound) {
    builder_.add({});
    line_.environment.erase("TIX_API_PASSWORD");
    std::filesystem::rename(password_file(FakeTixApi::kPassword, 0400), temporary_.folder() / "api-password");
    line_.environment["CREDENTIALS_DIRECTORY"] = temporary_.folder().path().string();
    EXPECT_EQ(run().exit_code, 0);
    EXPECT_EQ(api_.reports().size(), 1U);
}

TEST_F(PublishCommandTest, EnvironmentGoesBeforeTheCredential) {
    builder_.add({});
    std::filesystem::rename(password_file("wrong", 0400), temporary_.folder() / "api-password");
    line_.environment["CREDENTIALS_DIRECTORY"] = temporary_.folder().path().string();
    EXPECT_EQ(run().exit_code, 0);
    EXPECT_EQ(api_.reports().size(), 1U);
}

TEST_F(PublishCommandTest, BlankCredentialIsNone) {
    line_.environment.erase("TIX_API_PASSWORD");
    line_.environment.erase("TIX_API_HOST");
    for (const char* blank : {"", "\n"}) {
        std::ofstream(temporary_.folder() / "api-password") << blank;
        line_.environment["CREDENTIALS_DIRECTORY"] = temporary_.folder().path().string();
        const auto result = run();
        EXPECT_EQ(result.exit_code, 0) << "who names no host needs none: " << result.err;
    }
}

TEST_F(PublishCommandTest, LineEndOfThePasswordFileIsNoPartOfIt) {
    builder_.add({});
    line_.environment.erase("TIX_API_PASSWORD");
    for (const char* end : {"", "\n", "\r\n"}) {
        builder_.add(
            {.last_s = test::kReportTime_s + 600 + static_cast<std::int64_t>(std::strlen(end)) * 600});
        const auto file = password_file(std::string(FakeTixApi::kPassword) + end);
        EXPECT_EQ(run({"--api-password-file", file}).exit_code, 0) << std::strlen(end);
    }
    EXPECT_EQ(api_.reports().size(), 4U);
}

TEST_F(PublishCommandTest, EmptyPasswordFileIsRefused) {
    expect("password_empty", run({"--api-password-file", password_file("\n")}));
}

TEST_F(PublishCommandTest, CredentialServesWhereThePasswordFileMayNotBeRead) {
    if (geteuid() == 0) GTEST_SKIP() << "root may read everything";
    builder_.add({});
    line_.environment.erase("TIX_API_PASSWORD");
    std::filesystem::rename(password_file(FakeTixApi::kPassword, 0400), temporary_.folder() / "api-password");
    const auto other = password_file("x", 0000);
    EXPECT_EQ(run({"--api-password-file", other}).exit_code, 78);
    line_.environment["CREDENTIALS_DIRECTORY"] = temporary_.folder().path().string();
    EXPECT_EQ(run({"--api-password-file", other}).exit_code, 0);
}

// As the unit of docs/operations.md beside its configuration, run by hand with another unit's credentials.
TEST_F(PublishCommandTest, PasswordFileServesWhereTheCredentialMayNotBeRead) {
    builder_.add({});
    line_.environment.erase("TIX_API_PASSWORD");
    const auto credentials = temporary_.folder() / "credentials";
    std::filesystem::create_directory(credentials);
    // Nobody can read a folder as a file, root included.
    std::filesystem::create_directory(credentials / "api-password");
    line_.environment["CREDENTIALS_DIRECTORY"] = credentials.string();
    EXPECT_EQ(run().exit_code, 78) << "the credential is all there is";
    EXPECT_EQ(run({"--api-password-file", password_file(FakeTixApi::kPassword)}).exit_code, 0);
    EXPECT_EQ(api_.reports().size(), 1U);
}

TEST_F(PublishCommandTest, SpaceAtAnEndOfThePasswordIsNamed) {
    builder_.add({});
    line_.environment["TIX_API_PASSWORD"] = std::string(FakeTixApi::kPassword) + " ";
    EXPECT_NE(run().err.find("begins or ends with a space"), std::string::npos);
    line_.environment["TIX_API_PASSWORD"] = " " + std::string(FakeTixApi::kPassword);
    EXPECT_NE(run().err.find("begins or ends with a space"), std::string::npos);
    line_.environment["TIX_API_PASSWORD"] = "wrong";
    EXPECT_EQ(run().err.find("begins or ends with a space"), std::string::npos);
}

TEST_F(PublishCommandTest, PathOfTheApiIsAnOption) {
    builder_.add({});
    EXPECT_NE(run({"-n", "--api-path", "/tix/v2"}).out.find("/tix/v2/user/1/installation/11"),
              std::string::npos);
    EXPECT_NE(run({"-n", "--api-path", ""}).err, "") << "an empty value is none";
}

TEST_F(PublishCommandTest, LaterRunsTellOfWhatIsHeldAndDead) {
    builder_.add({.ip = "2001:db8::1"});
    (void)run();
    clock_.advance(std::chrono::minutes(10));
    expect("held_later", run());
}

TEST_F(PublishCommandTest, HourWithoutSuccessIsToTryAgainAndADayIsAFault) {
    builder_.add({.ip = "2001:db8::1"});
    EXPECT_EQ(run().exit_code, 0);
    clock_.advance(std::chrono::hours(1));
    expect("nothing_accepted", run());
    clock_.advance(std::chrono::hours(23));
    expect("nothing_accepted_for_a_day", run());
}

TEST_F(PublishCommandTest, ServerThatAskedToWaitIsNotAskedUntilTheOperatorSaysSo) {
    builder_.add({});
    api_.answer_next(Route::post_report, Answer::with_status(429, "", {{"Retry-After", "3600"}}));
    expect("retry_after", run());
    expect("retry_after_later", run());
    EXPECT_EQ(api_.requests().size(), 2U);
    EXPECT_EQ(line_.run({"outbox", "retry", "1"}).exit_code, 0);
    EXPECT_EQ(run().exit_code, 0);
    EXPECT_EQ(api_.reports().size(), 1U);
}

TEST_F(PublishCommandTest, NameThatIsNotKnownIsAConfigurationError) {
    builder_.add({});
    const auto result = run({"--api-host", "nosuchhost.invalid"});
    EXPECT_EQ(result.exit_code, 78);
    EXPECT_NE(result.err.find("the name nosuchhost.invalid is not known; check --api-host"),
              std::string::npos)
        << result.err;
}

TEST_F(PublishCommandTest, PasswordFileThatOthersCanReadIsRefused) {
    expect("password_readable", run({"--api-password-file", password_file("secret", 0644)}));
    for (const mode_t mode : {0602U, 0601U}) {
        EXPECT_EQ(run({"--api-password-file", password_file("secret", mode)}).exit_code, 78)
            << "whatever others may do with it";
    }
}

TEST_F(PublishCommandTest, PasswordFileThatIsNotThereIsRefused) {
    expect("password_missing", run({"--api-password-file", (temporary_.folder() / "none").string()}));
}

TEST_F(PublishCommandTest, PasswordFileThatIsNoFileIsRefused) {
    expect("password_folder", run({"--api-password-file", temporary_.folder().path().string()}));
    expect("password_long", run({"--api-password-file", password_file(std::string(10'000, 'x'))}));
}

TEST_F(PublishCommandTest, PasswordThatTixApiCannotTakeIsRefused) {
    line_.environment["TIX_API_PASSWORD"] = "one:two";
    expect("password_colon", run());
    line_.environment["TIX_API_PASSWORD"] = "p\xe4ss";
    expect("password_latin1", run());
    line_.environment["TIX_API_PASSWORD"] = "two\nlines";
    expect("password_lines", run());
}

TEST_F(PublishCommandTest, UserWithAColonIsRefused) {
    expect("user_colon", run({"--api-user", "a:b"}));
}

TEST_F(PublishCommandTest, HostThatIsAUrlIsRefused) {
    expect("host_url", run({"--api-host", "http://tix.example/api"}));
    expect("host_password", run({"--api-host", "http://admin:secret@tix.example"}));
    expect("port_range", run({"--api-port", "70000"}));
    for (const char* host : {"127.0.0.1:8443", "cafe:80", "localhost:44995"}) {
        const auto result = run({"--api-host", host});
        EXPECT_EQ(result.exit_code, 78);
        EXPECT_NE(result.err.find("give the port with --api-port"), std::string::npos) << result.err;
    }
    for (const char* host : {"..", ".", "a..b", "::zz", "1:2:3"})
        EXPECT_EQ(run({"--api-host", host}).exit_code, 78) << host;
    EXPECT_EQ(run({"-n", "--api-host", "2001:db8::1"}).exit_code, 0);
    expect("api_path", run({"--api-path", "api/"}));
}

TEST_F(PublishCommandTest, OptionsThatMakeNoSenseAreRefused) {
    expect("in_flight_zero", run({"--in-flight", "0"}));
    expect("retry_base_zero", run({"--retry-base", "0"}));
    expect("proxy_password", run({"--proxy", "http://me:secret@proxy:3128"}));
    expect("proxy_protocol", run({"--proxy", "gopher://proxy:70"}));
    std::ofstream(temporary_.folder() / "key.pem") << "-----BEGIN PRIVATE KEY-----\n";
    expect("ca_file_without", run({"--ca-file", (temporary_.folder() / "key.pem").string()}));
    for (const char* begin : {"-----BEGIN CERTIFICATE-----\n", "-----BEGIN TRUSTED CERTIFICATE-----\n"}) {
        std::ofstream(temporary_.folder() / "ca.pem") << "Subject: somebody\n" << begin;
        EXPECT_EQ(run({"-n", "--ca-file", (temporary_.folder() / "ca.pem").string()}).exit_code, 0) << begin;
    }
    expect("ca_file_folder", run({"--ca-file", temporary_.folder().path().string()}));
    expect("ca_file_missing", run({"--ca-file", (temporary_.folder() / "none").string()}));
}

TEST_F(PublishCommandTest, PasswordOverPlainHttpIsWarnedOf) {
    builder_.add({});
    // Documentation address: nobody is asked in a dry run.
    expect("plain_http", run({"-n", "--api-host", "192.0.2.1"}));
    EXPECT_EQ(run({"-n", "--api-host", "192.0.2.1", "--api-ssl"}).err.find("unencrypted"), std::string::npos);
    EXPECT_EQ(run({"-n", "--api-host", "LocalHost"}).err.find("unencrypted"), std::string::npos);
    EXPECT_NE(run({"-n", "--api-host", "localhost", "--proxy", "http://192.0.2.9:3128"})
                  .err.find("goes to 192.0.2.9 unencrypted"),
              std::string::npos);
    EXPECT_EQ(run({"-n", "--api-host", "localhost", "--proxy", "[::1]:3128"}).err.find("unencrypted"),
              std::string::npos);
    EXPECT_EQ(
        run({"-n", "--api-host", "localhost", "--proxy", "https://192.0.2.9:3128"}).err.find("unencrypted"),
        std::string::npos)
        << "nobody before the proxy reads along";
    EXPECT_NE(run({"-n", "--api-host", "192.0.2.1", "--proxy", "https://192.0.2.9:3128"})
                  .err.find("goes to 192.0.2.1 unencrypted"),
              std::string::npos)
        << "behind it somebody may";
}

// A name that was found once and is not found now is no fault of the configuration.
TEST_F(PublishCommandTest, NameThatWasResolvedIsTheProxysWhereThereIsOne) {
    builder_.add({});
    (void)run(
        {"--api-host", "no-such-host.invalid", "--proxy", "http://127.0.0.1:" + std::to_string(api_.port())});
    EXPECT_EQ(temporary_.text("SELECT host || ' ' || resolved_name FROM api_server"),
              "no-such-host.invalid 127.0.0.1");
}

TEST_F(PublishCommandTest, WithoutAHostAllThatMayStillBeSentWaits) {
    line_.environment.erase("TIX_API_HOST");
    const std::vector<std::string> states = {"pending", "sending", "retry",   "held",      "uncertain",
                                             "dead",    "sent",    "dropped", "superseded"};
    for (std::size_t i = 0; i < states.size(); ++i) {
        const auto id = builder_.add({.last_s = test::kReportTime_s + 600 * static_cast<std::int64_t>(i)});
        temporary_.database().execute("UPDATE outbox SET state = '" + states[i] +
                                      "', held_for = " + (states[i] == "held" ? "'user'" : "NULL") +
                                      " WHERE outbox_id = " + std::to_string(id));
    }
    EXPECT_NE(run().err.find("; 5 results wait\n"), std::string::npos) << run().err;
    EXPECT_NE(run({"-n"}).err.find("; 5 results wait\n"), std::string::npos) << run({"-n"}).err;
}

TEST(PublishSummary, TellsWhatIsOpenAndWhenItComesDue) {
    using model::OutboxState;
    constexpr std::int64_t kNow_ms = 1'000'000;
    publish::PublishReport report;
    report.counts.sent = 3;
    EXPECT_EQ(text_of(report, kNow_ms, 1.25), "publish: 3 sent in 1.2 s");
    report.open = {{OutboxState::pending, 1},
                   {OutboxState::retry, 2},
                   {OutboxState::held, 4},
                   {OutboxState::dead, 5},
                   {OutboxState::uncertain, 9}};
    report.next_held_ms = kNow_ms + 60'000;
    report.next_uncertain_ms = kNow_ms + 1;
    report.left_to_operator = 2;
    EXPECT_EQ(text_of(report, kNow_ms, 1.25),
              "publish: 3 sent in 1.2 s; 3 waiting, 4 held, the next due in 1min, 5 dead: tixdb outbox list "
              "--state "
              "dead, uncertain=7 due in 1s, 2 for you to decide: tixdb outbox list --state uncertain");
    report.open = {{OutboxState::uncertain, 2}, {OutboxState::held, 1}};
    report.next_held_ms = kNow_ms;
    EXPECT_EQ(
        text_of(report, kNow_ms, 1.25),
        "publish: 3 sent in 1.2 s; 1 held, the next due now, 2 for you to decide: tixdb outbox list --state "
        "uncertain");
}

TEST_F(PublishCommandTest, RunTellsWhatWasFoundNotStored) {
    api_.answer_next(Route::post_report, Answer::of(Answer::Kind::cut));
    builder_.add({});
    (void)run();
    clock_.advance(std::chrono::minutes(6));
    (void)run();
    EXPECT_EQ(temporary_.text("SELECT counts FROM run ORDER BY run_id DESC LIMIT 1"),
              R"({"dead":0,"found_stored":0,"held":0,"not_stored":1,"retry":0,"sent":0,"uncertain":0})");
}

TEST_F(PublishCommandTest, RunTellsWhatIsToRetryFromWhatIsHeld) {
    api_.answer_next(Route::post_report, Answer::with_status(400, "<pre>SyntaxError</pre>\n"));
    builder_.add({});
    builder_.add({.last_s = test::kReportTime_s + 300, .ip = "2001:db8::1"});
    builder_.add({.last_s = test::kReportTime_s + 600, .ip = "2001:db8::2"});
    (void)run({"--in-flight", "1"});
    EXPECT_EQ(temporary_.text("SELECT counts FROM run"),
              R"({"dead":0,"found_stored":0,"held":2,"not_stored":0,"retry":1,"sent":0,"uncertain":0})");
}

TEST_F(PublishCommandTest, ShardHasAsManyRequestsAtATimeAsItIsLet) {
    temporary_.database().execute("UPDATE database_identity SET shard_index = 0, shard_count = 2");
    builder_.add({});
    temporary_.database().execute("UPDATE outbox SET state = 'sent', sent_ms = " +
                                  std::to_string(clock_.now_ms()));
    for (int i = 1; i <= 6; ++i) builder_.add({.last_s = test::kReportTime_s + i});
    api_.answer_always(Route::post_report, Answer::normal(std::chrono::milliseconds(20)));
    EXPECT_EQ(run({"--in-flight-per-shard", "1", "--in-flight", "4"}).exit_code, 0);
    EXPECT_EQ(api_.count(Route::post_report), 6U);
    EXPECT_EQ(api_.most_at_once(Route::post_report), 1);
}

TEST_F(PublishCommandTest, WrongVariableIsAConfigurationError) {
    for (const auto& [name, text] : std::map<std::string, std::string>{
             {"TIXDB_IN_FLIGHT", "0"}, {"TIXDB_RETRY_BASE", "0s"}, {"TIXDB_PROXY", "http://me:secret@p:1"}}) {
        line_.environment[name] = text;
        const auto result = run();
        EXPECT_EQ(result.exit_code, 78) << name;
        EXPECT_EQ(result.err.find("secret"), std::string::npos) << result.err;
        line_.environment.erase(name);
    }
}

TEST_F(PublishCommandTest, AddressesAreShownWithoutTheirPasswords) {
    line_.environment["TIX_API_HOST"] = "http://admin:secret@tix.example";
    const auto result = line_.run({"config", "show"});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_NE(result.out.find("http://***@tix.example"), std::string::npos) << result.out;
    EXPECT_EQ(result.out.find("secret"), std::string::npos);
    line_.environment["TIX_API_HOST"] = "http://admin:p@ss@tix.example";
    EXPECT_EQ(line_.run({"config", "show"}).out.find("ss@"), std::string::npos) << "the last @ ends it";
    line_.environment["TIX_API_HOST"] = "admin:se//cret@tix.example";
    EXPECT_EQ(line_.run({"config", "show"}).out.find("se//"), std::string::npos);
}

TEST_F(PublishCommandTest, AnyTextInTheOldVariableMeansTls) {
    builder_.add({});
    for (const char* text : {"1", "no", "false", "0", "whatever"}) {
        line_.environment["TIX_API_SSL"] = text;
        EXPECT_NE(run({"-n"}).out.find("https://127.0.0.1:"), std::string::npos) << text;
    }
    line_.environment["TIX_API_SSL"] = "";
    EXPECT_NE(run({"-n"}).out.find("http://127.0.0.1:"), std::string::npos);
    line_.environment["TIX_API_SSL"] = "1";
    line_.environment["TIXDB_API_SSL"] = "no";
    EXPECT_NE(run({"-n"}).out.find("http://127.0.0.1:"), std::string::npos) << "ours goes first";
}

TEST_F(PublishCommandTest, TlsWithAServerThatHasNoneSendsNothing) {
    builder_.add({});
    expect("plain_http_on_tls", run({"--api-ssl"}));
    EXPECT_TRUE(api_.requests().empty());
}

TEST_F(PublishCommandTest, PasswordIsNowhereInTheDatabase) {
    builder_.add({});
    const std::string echo = std::string("you sent ") + FakeTixApi::kPassword;
    api_.answer_next(Route::post_report, Answer::with_status(200, echo));
    EXPECT_EQ(run().exit_code, 78);
    builder_.add({.last_s = test::kReportTime_s + 600, .ip = "2001:db8::1"});
    const auto result = run({"-v"});
    std::string all = result.out + result.err;
    for (const auto& entry : std::filesystem::directory_iterator(temporary_.folder().path())) {
        std::ostringstream bytes;
        bytes << std::ifstream(entry.path(), std::ios::binary).rdbuf();
        all += bytes.str();
    }
    EXPECT_NE(all.find("2001:db8::1"), std::string::npos);
    EXPECT_EQ(all.find(FakeTixApi::kPassword), std::string::npos);
}

}  // namespace
}  // namespace tixdb::cli
