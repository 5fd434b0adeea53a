// SPDX-License-Identifier: MIT
// The smallest and the largest value that each option takes, and the ones next to them, which are refused
// before anything is done: by name, with 2 on the command line and with 78 where they stand in the
// environment.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "support/command_line.hpp"
#include "support/fake_clock.hpp"
#include "support/temporary_database.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb::cli::option_bounds {
namespace {

using testing::HasSubstr;
using testing::Not;
using Arguments = std::vector<std::string>;

struct Bounds {
    Arguments command;
    std::string option;
    std::vector<std::string> allowed;
    std::vector<std::string> refused;
};

void PrintTo(const Bounds& bounds, std::ostream* out) {
    *out << (bounds.command.empty() ? "config set" : bounds.command.front()) << ' ' << bounds.option;
}

// The command goes before the option and its value, with whatever else it needs.
class OptionBounds : public testing::TestWithParam<Bounds> {
  protected:
    // Nothing can be done in them: what is allowed ends for another reason.
    OptionBounds() {
        line_.clock = &clock_;
        line_.environment = {{"TIXDB_DATABASE", (folder_ / "none/tixdb.sqlite").string()}};
        std::ofstream(folder_ / "file") << "x";
    }
    [[nodiscard]] Arguments arguments() const {
        Arguments all = GetParam().command;
        for (std::string& argument : all)
            if (argument == "{folder}") argument = folder_.path().string();
        all.insert(all.end(), {"--config", "/dev/null"});
        return all;
    }
    [[nodiscard]] test::CommandResult run_with(const std::string& value) const {
        Arguments all = arguments();
        all.push_back(GetParam().option + "=" + value);
        return line_.run(all);
    }

    test::TemporaryFolder folder_;
    test::FakeClock clock_;
    test::CommandLine line_;
};

TEST_P(OptionBounds, AreAllowedThemselvesAndNothingBeyond) {
    const std::string told = GetParam().option + ": ";
    for (const std::string& value : GetParam().allowed) {
        const auto result = run_with(value);
        EXPECT_NE(result.exit_code, 2) << value << ": " << result.err;
        EXPECT_THAT(result.err, Not(HasSubstr(told))) << value;
    }
    for (const std::string& value : GetParam().refused) {
        const auto result = run_with(value);
        EXPECT_EQ(result.exit_code, 2) << value << ": " << result.err;
        EXPECT_THAT(result.err, HasSubstr("tixdb: error: " + told)) << value;
        EXPECT_THAT(result.err, HasSubstr(value));
    }
}

const std::string kHundredYears = "36525d";
const std::vector<std::string> kTooLong = {"36526d", "3155760000001ms"};
const std::vector<std::string> kMoreThanNothing = {"0", "0s", "0.4ms", "-1ms", "36526d"};
const std::vector<std::string> kNegativeOrTooLong = {"-1ms", "-1", "36526d"};
const Arguments kSimulate = {"simulate", "-o", "{folder}", "--buffer", "10min"};
const Arguments kRun = {"run", "{folder}"};

INSTANTIATE_TEST_SUITE_P(
    OfNumbers, OptionBounds,
    testing::Values(
        Bounds{{"ingest", "{folder}"}, "--threads", {"0", "256"}, {"-1", "257", "1.5"}},
        Bounds{kRun, "--threads", {"0", "256"}, {"-1", "257"}},
        Bounds{{"publish"}, "--in-flight", {"1", "64"}, {"0", "65"}},
        Bounds{{"publish"}, "--in-flight-per-shard", {"1", "64"}, {"0", "65"}},
        Bounds{{"publish"}, "--limit", {"0", "1000000000000000"}, {"-1", "1000000000000001"}},
        Bounds{{"outbox", "list"}, "--limit", {"0", "1000000000000000"}, {"-1", "1000000000000001"}},
        Bounds{{"check"}, "--max-dead", {"0", "1000000000000000"}, {"-1", "1000000000000001"}},
        Bounds{{"check"}, "--max-rejected", {"0", "1000000000000000"}, {"-1", "1000000000000001"}},
        Bounds{{"check"}, "--min-free", {"0", "0%", "100%", "0.5%"}, {"-0.1%", "100.1%", "nan", "%"}},
        Bounds{{"check"}, "--silent-installations", {"0", "100%"}, {"-0.1", "100.1%"}},
        Bounds{kRun, "--report-days", {"1", "366"}, {"0", "367"}},
        Bounds{
            {"report", "-o", "{folder}/page.html"}, "--as", {"1", "4294967295"}, {"0", "4294967296", "-1"}},
        Bounds{{"split", "a", "b"}, "--into", {"1", "10000"}, {"0", "10001", "-1"}},
        Bounds{{"query", "SELECT 1"}, "--max-rows", {"0", "1000000000000000"}, {"-1", "1000000000000001"}},
        Bounds{{"verify", "--full"}, "--sample", {}, {"0", "1000000000001", "-1"}},
        Bounds{{"verify"}, "--sample", {"1", "1000000000000"}, {"0", "1000000000001"}},
        Bounds{{"verify", "--sample", "1"}, "--seed", {"0", "1000000000000000"}, {"-1", "1000000000000001"}},
        Bounds{{"reprocess"}, "--epsilon-up", {"0.001", "60000"}, {"0", "-1", "60000.1", "inf"}},
        Bounds{{"reprocess"}, "--epsilon-down", {"0.001", "60000"}, {"0", "-1", "60000.1", "inf"}},
        Bounds{{"reprocess"}, "--user", {"1", "9223372036854775807"}, {"0", "9223372036854775808"}},
        Bounds{{"reprocess"}, "--installation", {"1", "9223372036854775807"}, {"0", "9223372036854775808"}}));

INSTANTIATE_TEST_SUITE_P(
    OfDurations, OptionBounds,
    testing::Values(
        Bounds{{"ingest", "{folder}"}, "--wait", {"0", kHundredYears}, kTooLong},
        Bounds{{"ingest", "{folder}"}, "--young", {"0", kHundredYears}, kNegativeOrTooLong},
        Bounds{{"ingest", "{folder}"}, "--future-tolerance", {"0", kHundredYears}, kNegativeOrTooLong},
        Bounds{{"publish"}, "--connect-timeout", {"1ms", kHundredYears}, kMoreThanNothing},
        Bounds{{"publish"}, "--request-timeout", {"1ms", kHundredYears}, kMoreThanNothing},
        Bounds{{"publish"}, "--retry-base", {"1ms", kHundredYears}, kMoreThanNothing},
        Bounds{{"publish"}, "--retry-cap", {"1ms", kHundredYears}, kMoreThanNothing},
        Bounds{{"publish"}, "--settle-delay", {"0", kHundredYears}, kNegativeOrTooLong},
        Bounds{{"publish"}, "--hold-delay", {"0", kHundredYears}, kNegativeOrTooLong},
        Bounds{{"query", "SELECT 1"}, "--timeout", {"0", kHundredYears}, kNegativeOrTooLong},
        Bounds{{"check"}, "--max-age", {"0", kHundredYears}, kNegativeOrTooLong},
        Bounds{{"check"}, "--max-waiting", {"0", kHundredYears}, kNegativeOrTooLong},
        Bounds{{"check"}, "--silent-after", {"0", kHundredYears}, kNegativeOrTooLong},
        Bounds{kSimulate, "--duration", {"1s", "1"}, {"0.9s", "0", kHundredYears + "1"}}));

const std::vector<std::string> kRetained = {"1", "1d", "24h", "86400s", "86400000ms", kHundredYears};
const std::vector<std::string> kNotRetained = {"0", "0.99", "23h", "86399s", "86399999ms", "36526d", "-1"};

INSTANTIATE_TEST_SUITE_P(
    OfAges, OptionBounds,
    testing::Values(Bounds{{"prune"}, "--observations-older-than", kRetained, kNotRetained},
                    Bounds{{"prune"}, "--results-older-than", kRetained, kNotRetained},
                    Bounds{{"prune"}, "--sent-older-than", kRetained, kNotRetained},
                    Bounds{{"prune"}, "--rejected-older-than", kRetained, kNotRetained},
                    Bounds{{"prune"}, "--runs-older-than", kRetained, kNotRetained}));

INSTANTIATE_TEST_SUITE_P(
    OfSimulations, OptionBounds,
    testing::Values(
        Bounds{kSimulate, "--threads", {"0", "1024"}, {"-1", "1025"}},
        Bounds{kSimulate, "--installations", {"1", "10000000"}, {"0", "10000001"}},
        Bounds{kSimulate, "--first-user", {"1", "1000000000000"}, {"0", "1000000000001"}},
        Bounds{kSimulate, "--first-installation", {"1", "1000000000000"}, {"0", "1000000000001"}},
        Bounds{kSimulate, "--installations-per-user", {"1", "1000000000000"}, {"0", "1000000000001"}},
        Bounds{kSimulate, "--up-utilisation", {"0", "2", "0,2"}, {"-0.01", "2.01", "nan", "0,2.01"}},
        Bounds{kSimulate, "--down-utilisation", {"0", "2"}, {"-0.01", "2.01"}},
        Bounds{kSimulate, "--up-rate-kbps", {"1", "1000000000"}, {"0.99", "1000000001"}},
        Bounds{kSimulate, "--down-rate-kbps", {"1", "1000000000"}, {"0.99", "1000000001"}},
        Bounds{kSimulate, "--packet-bytes", {"40", "65535"}, {"39", "65536"}},
        Bounds{kSimulate, "--burst-packets", {"1", "10000"}, {"0", "10001"}},
        Bounds{kSimulate, "--loss", {"0", "1"}, {"-0.01", "1.01"}},
        Bounds{kSimulate, "--saved-share", {"0", "1"}, {"-0.01", "1.01"}},
        Bounds{kSimulate, "--resent-share", {"0", "1"}, {"-0.01", "1.01"}},
        Bounds{kSimulate, "--quiet-share", {"0", "1"}, {"-0.01", "1.01"}},
        Bounds{kSimulate, "--connections", {"0", "64"}, {"-1", "65"}},
        Bounds{kSimulate, "--clock-drift-ppm", {"-10000", "10000"}, {"-10000.1", "10000.1"}},
        Bounds{kSimulate, "--server-clock-drift-ppm", {"-10000", "10000"}, {"-10000.1", "10000.1"}}));

// Settings are kept by their own command, which names them without dashes.
class SettingBounds : public testing::TestWithParam<Bounds> {
  protected:
    SettingBounds() {
        line_.clock = &clock_;
        test::make_database(folder_ / "tixdb.sqlite");
    }
    [[nodiscard]] test::CommandResult set(const std::string& value) const {
        return line_.run({"config", "set", GetParam().option, value, "--config", "/dev/null", "-d",
                          (folder_ / "tixdb.sqlite").string()});
    }
    [[nodiscard]] std::string stored() const {
        const auto shown = line_.run({"config", "show", "--config", "/dev/null", "-d",
                                      (folder_ / "tixdb.sqlite").string(), "--format", "csv"});
        const auto begin = shown.out.find("," + GetParam().option + ",");
        return shown.out.substr(begin + 1, shown.out.find('\n', begin + 1) - begin - 1);
    }

    test::TemporaryFolder folder_;
    test::FakeClock clock_;
    test::CommandLine line_;
};

TEST_P(SettingBounds, AreKeptAndWhatIsBeyondThemChangesNothing) {
    for (const std::string& value : GetParam().allowed) {
        const auto result = set(value);
        EXPECT_EQ(result.exit_code, 0) << value << ": " << result.err;
    }
    const std::string before = stored();
    EXPECT_THAT(before, HasSubstr(GetParam().option + "," + GetParam().allowed.back() + ","));
    for (const std::string& value : GetParam().refused) {
        const auto result = set(value);
        EXPECT_EQ(result.exit_code, 2) << value << ": " << result.err;
        EXPECT_THAT(result.err, HasSubstr(GetParam().option + ": \"" + value + "\" is not "));
    }
    EXPECT_EQ(stored(), before);
}

INSTANTIATE_TEST_SUITE_P(
    OfSettings, SettingBounds,
    testing::Values(Bounds{{}, "epsilon-up", {"60000", "0.001"}, {"0", "-0.001", "60000.001", "inf", "nan"}},
                    Bounds{
                        {}, "epsilon-down", {"0.001", "60000"}, {"0", "-0.001", "60000.001", "inf", "nan"}},
                    Bounds{{}, "keep-observations", kRetained, kNotRetained},
                    Bounds{{}, "keep-results", kRetained, kNotRetained},
                    Bounds{{}, "keep-sent", kRetained, kNotRetained},
                    Bounds{{}, "keep-rejected", kRetained, kNotRetained},
                    Bounds{{}, "keep-runs", kRetained, kNotRetained}));

// Where tix-api is: told apart from what cannot be reached by the code.
TEST(ApiAddressBounds, PortIsOneOfTheProtocol) {
    const test::TemporaryFolder folder;
    test::FakeClock clock;
    test::CommandLine line;
    line.clock = &clock;
    const auto publish = [&](const std::string& option, const std::string& value) {
        return line.run({"publish", "--config", "/dev/null", "-d", (folder / "none/x.sqlite").string(),
                         "--api-host", "api.example.org", option, value});
    };
    for (const char* port : {"1", "65535"}) EXPECT_EQ(publish("--api-port", port).exit_code, 1) << port;
    for (const char* port : {"-1", "65536", "4294967376"}) {
        const auto refused = publish("--api-port", port);
        EXPECT_EQ(refused.exit_code, 78);
        EXPECT_THAT(refused.err, HasSubstr(port + std::string(" is not a port")));
    }
    EXPECT_EQ(publish("--api-port", "9223372036854775808").exit_code, 2);
}

// A value that is refused in the environment is a fault of configuration.
TEST(OptionBoundsInTheEnvironment, AreThoseOfTheCommandLine) {
    const test::TemporaryFolder folder;
    test::FakeClock clock;
    const auto code_with = [&](const std::string& variable, const std::string& value) {
        test::CommandLine line;
        line.clock = &clock;
        line.environment = {{"TIXDB_DATABASE", (folder / "none/x.sqlite").string()}, {variable, value}};
        return line.run({"publish", "--config", "/dev/null"}).exit_code;
    };
    for (const auto& [variable, allowed, refused] :
         std::vector<std::tuple<std::string, std::string, std::string>>{{"TIXDB_IN_FLIGHT", "64", "65"},
                                                                        {"TIXDB_IN_FLIGHT", "1", "0"},
                                                                        {"TIXDB_RETRY_CAP", "1ms", "0ms"},
                                                                        {"TIXDB_WAIT", "36525d", "36526d"}}) {
        EXPECT_EQ(code_with(variable, allowed), 1) << variable;
        EXPECT_EQ(code_with(variable, refused), 78) << variable;
    }
}

}  // namespace
}  // namespace tixdb::cli::option_bounds
