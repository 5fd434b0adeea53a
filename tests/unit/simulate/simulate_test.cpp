// SPDX-License-Identifier: MIT

#include "simulate/simulate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <latch>
#include <map>
#include <set>
#include <thread>

#include "base/digest.hpp"
#include "base/error.hpp"
#include "read_report.hpp"
#include "simulate/folder_sink.hpp"

namespace tixdb::simulate::simulate_test {
namespace {

using model::kNsPerDay;
using model::kNsPerS;
using test::between_ns;
using test::read_report;
using test::ReadReport;

constexpr std::int64_t kFrom_s = 1'505'080'680;  // 2017-09-10T21:58:00Z
constexpr std::int64_t kHour_s = 3600;

Scenario scenario_of(std::int64_t installations, std::int64_t duration_s) {
    Scenario scenario;
    scenario.installations = installations;
    scenario.from_s = kFrom_s;
    scenario.to_s = kFrom_s + duration_s;
    return scenario;
}

// Everything that a scenario makes, as one text.
std::string all_bytes(const Scenario& scenario, unsigned threads) {
    const Simulated simulated = simulate_in_memory(scenario, threads);
    std::string bytes;
    for (const ReportFile& file : simulated.files) {
        bytes +=
            std::to_string(file.key.user_id) + "/" + file.name + std::to_string(file.mtime_ns) + file.content;
    }
    for (const Truth& truth : simulated.truth) bytes += truth_rows(truth);
    return bytes;
}

std::vector<model::Observation> observations_of(const Simulated& simulated) {
    std::vector<model::Observation> observations;
    for (const ReportFile& file : simulated.files) {
        const ReadReport report = read_report(file);
        observations.insert(observations.end(), report.observations.begin(), report.observations.end());
    }
    return observations;
}

// A scenario that uses everything there is.
Scenario busy_scenario() {
    Scenario scenario = scenario_of(5, 900);
    scenario.installations_per_user = 2;
    scenario.vary_load = true;
    scenario.vary_clocks = true;
    scenario.loss = 0.05;
    scenario.jitter_ns = 300'000;
    scenario.gap_every_s = 400;
    scenario.gap_length_s = 90;
    scenario.ip_change_every_s = 300;
    scenario.saved_share = 0.2;
    scenario.resent_share = 0.3;
    scenario.client_clock.steps = {{200, 300'000'000}, {500, -300'000'000}};
    scenario.client_clock.waves = {{20, 700}};
    scenario.server_clock.slews = {{100, -40'000'000, 400}};
    scenario.server_clock.frequency_changes = {{600, 30}};
    scenario.up.route_changes = {{250, 550, 20'000'000}};
    scenario.wrong_probes = {{.kind = WrongProbe::held_longer_than_trip, .count = 2, .every_s = 300}};
    scenario.plan[{2, 3}] = {.up = {{0, 0.1}, {450, 1.5}}, .down = {{0, 0.9}}};
    return scenario;
}

TEST(Simulate, TheSameSeedGivesTheSameBytesWhateverTheThreads) {
    const std::string bytes = all_bytes(busy_scenario(), 1);
    EXPECT_EQ(bytes, all_bytes(busy_scenario(), 1));
    EXPECT_EQ(bytes, all_bytes(busy_scenario(), 2));
    EXPECT_EQ(bytes, all_bytes(busy_scenario(), 7));
}

TEST(Simulate, AnotherSeedGivesOtherBytes) {
    Scenario other = busy_scenario();
    other.seed = 2;
    EXPECT_NE(all_bytes(busy_scenario(), 1), all_bytes(other, 1));
}

// Fails on a compiler, library or build type that computes anything differently, and whenever the simulation
// changes.
TEST(Simulate, GivesTheBytesThatItAlwaysGave) {
    const std::string bytes = all_bytes(busy_scenario(), 0);
    const auto* begin = reinterpret_cast<const std::uint8_t*>(bytes.data());
    EXPECT_EQ(hex(sha256({begin, bytes.size()})),
              "df9d7e8464d87a7f2bef11f692b395848c2f5b2fa20dc4beda247a4b37197d05");
}

// Traffic of TCP, batches, an access's jitter and quiet hours: all that the one above has not.
Scenario closed_loop_scenario() {
    Scenario scenario = scenario_of(3, 900);
    scenario.up.link = {.rate_bps = 20e6, .traffic = Traffic::batches, .model = QueueModel::stationary};
    scenario.down.link = {.rate_bps = 100e6, .traffic = Traffic::web, .buffer_ns = 50e6};
    scenario.down.load = constant_load(0.7);
    scenario.access = AccessKind::cable;
    scenario.busy_hours = BusyHours{.hours = parse_hours("22-23").value(), .days = parse_days("sun").value()};
    return scenario;
}

TEST(Simulate, GivesTheBytesThatItAlwaysGaveOfTcpToo) {
    const std::string bytes = all_bytes(closed_loop_scenario(), 0);
    const auto* begin = reinterpret_cast<const std::uint8_t*>(bytes.data());
    EXPECT_EQ(hex(sha256({begin, bytes.size()})),
              "3c6d607f11e00a8e8e4f43d3c78494aa2b6f19312dbf734e74b42f8e4a3da99e");
    EXPECT_TRUE(bytes == all_bytes(closed_loop_scenario(), 2));
}

TEST(Simulate, ProbesAreSpreadOverTheirSecondIfTold) {
    // Where in their second probes leave, in order.
    const auto places_of = [](std::int64_t spread_ns) {
        Scenario scenario = scenario_of(1, 600);
        scenario.probe_spread_ns = spread_ns;
        std::vector<std::int64_t> places;
        for (const ReportFile& file : simulate_in_memory(scenario, 1).files) {
            for (const auto& probe : test::read_report(file).observations) {
                places.push_back(probe.initial_ns % kNsPerS);
            }
        }
        std::sort(places.begin(), places.end());
        return places;
    };
    const auto narrow = places_of(1'000'000);
    EXPECT_LE(narrow.back() - narrow.front(), 1'000'000);
    const auto wide = places_of(990'000'000);
    EXPECT_LT(wide.front(), 10'000'000);
    EXPECT_GT(wide.back(), 970'000'000);
    EXPECT_NEAR(static_cast<double>(wide[wide.size() / 2]), 495e6, 60e6);
    EXPECT_EQ(wide.size(), narrow.size()) << "one per second";
}

TEST(Simulate, EachSecondHasItsProbeHoweverWideProbesAreSpread) {
    for (const std::int64_t spread_ns : {0, 500'000'000, 990'000'000}) {
        Scenario scenario = scenario_of(4, 60);
        scenario.probe_spread_ns = spread_ns;
        for (const ReportFile& file : simulate_in_memory(scenario, 1).files) {
            const auto probes = read_report(file).observations;
            ASSERT_EQ(probes.size(), 60U);
            for (std::size_t i = 0; i < probes.size(); ++i) {
                EXPECT_EQ(probes[i].day_timestamp_s, kFrom_s + static_cast<std::int64_t>(i)) << spread_ns;
            }
        }
    }
}

TEST(Simulate, TheTruthHasTheBytesThatTheBusyLinkSent) {
    const Truth truth = simulate_in_memory(closed_loop_scenario()).truth.front();
    for (const MinuteLoad& minute : truth.down) {
        EXPECT_NEAR(static_cast<double>(minute.carried_bytes), minute.busy_share * 60 * 100e6 / 8, 1);
    }
    EXPECT_DOUBLE_EQ(truth.down[1].set_share, 0.035);  // 21:59, before the busy hour
    EXPECT_DOUBLE_EQ(truth.down[3].set_share, 0.7);
}

TEST(Simulate, AnAccessAddsItsJitterToEachWay) {
    Scenario scenario = scenario_of(1, 600);
    scenario.up.load = scenario.down.load = constant_load(0);
    scenario.access = AccessKind::lte;
    double up_ms = 0;
    double down_ms = 0;
    for (const auto& observation : observations_of(simulate_in_memory(scenario))) {
        const auto up_ns = between_ns(observation.initial_ns, observation.reception_ns) - 15'960'000;
        const auto down_ns = between_ns(observation.sent_ns, observation.final_ns) - 15'320'000;
        EXPECT_GE(up_ns, 0);
        EXPECT_GE(down_ns, 0);
        up_ms += static_cast<double>(up_ns) / 600e6;
        down_ms += static_cast<double>(down_ns) / 600e6;
    }
    // 5.1 and 2.6 in the mean, but in ten minutes times a scale of their own.
    EXPECT_GT(up_ms, 2.5);
    EXPECT_LT(up_ms, 10);
    EXPECT_GT(down_ms, 1.3);
    EXPECT_LT(down_ms, 5.2);
}

TEST(Simulate, AnInstallationDoesNotDependOnTheOthers) {
    const Simulated all = simulate_in_memory(scenario_of(3, 120));
    Scenario alone_scenario = scenario_of(1, 120);
    alone_scenario.first_user_id = 2;
    alone_scenario.first_installation_id = 2;
    const Simulated alone = simulate_in_memory(alone_scenario);
    ASSERT_EQ(alone.files.size(), 2U);
    const auto found = std::find_if(all.files.begin(), all.files.end(), [&](const ReportFile& file) {
        return file.key == alone.files.front().key;
    });
    ASSERT_NE(found, all.files.end());
    EXPECT_EQ(read_report(*found).message, read_report(alone.files.front()).message);
}

TEST(Simulate, ReportsHaveTheFieldsAndTheLayoutOfTheCondenser) {
    const Simulated simulated = simulate_in_memory(scenario_of(2, 180));
    ASSERT_EQ(simulated.files.size(), 6U);
    for (const ReportFile& file : simulated.files) {
        const ReadReport report = read_report(file);
        EXPECT_THAT(report.fields, testing::UnorderedElementsAre("from", "to", "type", "initialTimestamp",
                                                                 "receptionTimestamp", "sentTimestamp",
                                                                 "finalTimestamp", "publicKey", "message",
                                                                 "signature", "userId", "installationId"));
        EXPECT_EQ(report.user_id, file.key.user_id);
        EXPECT_EQ(report.installation_id, file.key.installation_id);
        ASSERT_EQ(report.observations.size(), 60U);
        EXPECT_EQ(file.observations, 60);
        EXPECT_EQ(file.name,
                  "tix-report-" + std::to_string(report.observations.front().day_timestamp_s) + ".json");
        EXPECT_EQ(report.from, "198.18.0." + std::to_string(file.key.installation_id) + ":4501");
        const std::int64_t after_last_ns =
            file.mtime_ns - report.observations.back().day_timestamp_s * kNsPerS;
        EXPECT_GT(after_last_ns, 0);
        EXPECT_LT(after_last_ns, 5 * kNsPerS);
        for (const auto& observation : report.observations) {
            EXPECT_EQ(observation.type, 'S');
            EXPECT_EQ(observation.packet_size, 32);
            EXPECT_EQ(observation.initial_ns / kNsPerS, observation.day_timestamp_s % 86'400);
            EXPECT_LE(observation.reception_ns, observation.sent_ns);
        }
    }
    EXPECT_EQ(simulated.totals.reports, 6);
    EXPECT_EQ(simulated.totals.observations, 360);
    EXPECT_EQ(simulated.totals.probes, 360);
    EXPECT_EQ(simulated.totals.installations, 2);
}

TEST(Simulate, EverySignatureVerifiesByTheKeyInItsFile) {
    const Simulated simulated = simulate_in_memory(busy_scenario());
    std::map<model::InstallationKey, std::set<std::string>> keys;
    for (const ReportFile& file : simulated.files) {
        const ReadReport report = read_report(file);
        EXPECT_TRUE(test::is_signed(report)) << file.name;
        keys[file.key].insert(report.public_key);
    }
    ASSERT_EQ(keys.size(), 5U);
    for (const auto& [key, of_installation] : keys) EXPECT_EQ(of_installation.size(), 1U);
}

TEST(Simulate, ProbesGoOutOnceASecondInsideTheRange) {
    const Simulated simulated = simulate_in_memory(scenario_of(1, 300));
    const auto observations = observations_of(simulated);
    ASSERT_EQ(observations.size(), 300U);
    for (std::size_t i = 0; i < observations.size(); ++i) {
        EXPECT_EQ(observations[i].day_timestamp_s, kFrom_s + static_cast<std::int64_t>(i));
    }
}

TEST(Simulate, EmptyLinksShowTheBaseDelaysAndTheTransmissionOnly) {
    Scenario scenario = scenario_of(1, 60);
    scenario.up.load = scenario.down.load = constant_load(0);
    scenario.up.base_delay_ns = 20'000'000;
    scenario.down.base_delay_ns = 5'000'000;
    for (const auto& observation : observations_of(simulate_in_memory(scenario))) {
        EXPECT_EQ(observation.reception_ns - observation.initial_ns, 20'960'000);  // 480 bits at 0.5 Mb/s
        EXPECT_EQ(observation.final_ns - observation.sent_ns, 5'320'000);          // and at 1.5 Mb/s
    }
}

TEST(Simulate, TheMeanWaitInTheReportsIsThatOfTheory) {
    Scenario scenario = scenario_of(1, 6 * kHour_s);
    scenario.up.load = constant_load(0.4);
    scenario.down.load = constant_load(0.7);
    double up_ns = 0;
    double down_ns = 0;
    const auto observations = observations_of(simulate_in_memory(scenario));
    for (const auto& observation : observations) {
        up_ns +=
            static_cast<double>(between_ns(observation.initial_ns, observation.reception_ns) - 15'960'000);
        down_ns += static_cast<double>(between_ns(observation.sent_ns, observation.final_ns) - 15'320'000);
    }
    const auto count = static_cast<double>(observations.size());
    EXPECT_NEAR(up_ns / count, 0.4 * 24e6 / (2 * 0.6), 0.4e6);    // 8 ms
    EXPECT_NEAR(down_ns / count, 0.7 * 8e6 / (2 * 0.3), 0.45e6);  // 9.33 ms
}

TEST(Simulate, TheTruthIsNearWhatWasAskedForInEachMinuteOfAStep) {
    Scenario scenario = scenario_of(1, kHour_s);
    scenario.down.load = load_in_equal_parts({0.1, 0.9}, kHour_s);
    const Simulated simulated = simulate_in_memory(scenario);
    ASSERT_EQ(simulated.truth.size(), 1U);
    const Truth& truth = simulated.truth.front();
    ASSERT_EQ(truth.up.size(), 60U);
    ASSERT_EQ(truth.down.size(), 60U);
    for (std::size_t i = 0; i < 60; ++i) {
        EXPECT_EQ(truth.up[i].minute_s, kFrom_s / 60 * 60 + static_cast<std::int64_t>(i) * 60);
        EXPECT_DOUBLE_EQ(truth.down[i].set_share, i < 30 ? 0.1 : 0.9);
        EXPECT_NEAR(truth.down[i].busy_share, truth.down[i].set_share, 0.09);
        EXPECT_NEAR(truth.up[i].busy_share, 0.2, 0.09);
    }
}

TEST(Simulate, TheTruthOfPartsOfMinutesIsTheirShare) {
    Scenario scenario = scenario_of(1, 60);
    scenario.from_s += 45;
    scenario.to_s += 45;
    scenario.up.load = {{0, 0}, {30, 1.5}};
    const auto simulated = simulate_in_memory(scenario);
    const auto& up = simulated.truth.front().up;
    ASSERT_EQ(up.size(), 2U);
    EXPECT_NEAR(up[0].busy_share, 0.001, 0.0005);  // 15 s, only probes
    EXPECT_NEAR(up[1].busy_share, 2.0 / 3, 0.03);  // 45 s, the last 30 full
    EXPECT_NEAR(up[1].set_share, 1.0, 1e-9);
    EXPECT_EQ(simulated.truth.front().down.size(), 2U);
}

TEST(Simulate, LostProbesAreNoObservations) {
    Scenario scenario = scenario_of(2, 2 * kHour_s);
    scenario.loss = 0.05;
    const Simulated simulated = simulate_in_memory(scenario);
    EXPECT_EQ(simulated.totals.probes, 4 * kHour_s);
    const double answered = static_cast<double>(simulated.totals.observations) / (4.0 * kHour_s);
    EXPECT_NEAR(answered, 0.95, 0.006);
}

TEST(Simulate, AFullBufferBoundsTheDelay) {
    Scenario scenario = scenario_of(1, 600);
    scenario.down.load = constant_load(2);
    scenario.down.link.buffer_ns = 500e6;
    const auto observations = observations_of(simulate_in_memory(scenario));
    ASSERT_GT(observations.size(), 500U);
    for (std::size_t i = 5; i < observations.size(); ++i) {
        const std::int64_t down_ns = between_ns(observations[i].sent_ns, observations[i].final_ns);
        EXPECT_GT(down_ns, 450'000'000);
        EXPECT_LE(down_ns, 515'000'000);
    }
}

TEST(Simulate, LocalMidnightsMoveTheClocksOfEachSideByADay) {
    Scenario scenario = scenario_of(1, 600);
    scenario.from_s = 1'505'098'500;  // 2017-09-11T02:55:00Z
    scenario.to_s = scenario.from_s + 600;
    scenario.client_clock.utc_offset_s = -3 * kHour_s;              // its midnight is at 03:00
    scenario.server_clock.utc_offset_s = -(2 * kHour_s + 58 * 60);  // the server's at 02:58
    const auto observations = observations_of(simulate_in_memory(scenario));
    ASSERT_EQ(observations.size(), 600U);
    for (std::size_t i = 0; i < observations.size(); ++i) {
        const std::int64_t of_utc_day_ns = (3 * kHour_s - 300 + static_cast<std::int64_t>(i)) * kNsPerS;
        const std::int64_t client_ns = of_utc_day_ns + (i < 300 ? kNsPerDay : 0);
        const std::int64_t server_ns = of_utc_day_ns + (i < 180 ? kNsPerDay : 0);
        EXPECT_GE(observations[i].initial_ns, client_ns);
        EXPECT_LT(observations[i].initial_ns, client_ns + kNsPerS);
        if (i != 179 && i != 299) {  // these may be on their way at midnight
            EXPECT_LT(std::abs(observations[i].reception_ns - server_ns), 2 * kNsPerS);
            EXPECT_LT(std::abs(observations[i].final_ns - client_ns), 2 * kNsPerS);
        }
        EXPECT_LT(between_ns(observations[i].initial_ns, observations[i].final_ns), kNsPerS);
    }
}

TEST(Simulate, AClockStepMovesTheClientsTimesAlone) {
    Scenario scenario = scenario_of(1, 600);
    scenario.client_clock.steps = {{.after_s = 300, .by_ns = 3 * kNsPerS}};
    const auto observations = observations_of(simulate_in_memory(scenario));
    ASSERT_EQ(observations.size(), 600U);
    EXPECT_EQ(observations[299].day_timestamp_s + 4, observations[300].day_timestamp_s);
    EXPECT_GT(between_ns(observations[299].initial_ns, observations[299].reception_ns), 0);
    EXPECT_LT(between_ns(observations[301].initial_ns, observations[301].reception_ns), -2 * kNsPerS);
}

TEST(Simulate, AClockSetBackMakesNoSecondFileOfOneName) {
    Scenario scenario = scenario_of(1, 600);
    scenario.client_clock.steps = {{.after_s = 300, .by_ns = -120 * kNsPerS}};
    const Simulated simulated = simulate_in_memory(scenario);
    std::set<std::string> names;
    for (const ReportFile& file : simulated.files) EXPECT_TRUE(names.insert(file.name).second);
    EXPECT_EQ(names.size(), 8U);  // the condenser takes the two that repeat a name for known
}

TEST(Simulate, GapsHaveNoProbesAndEndTheirReports) {
    Scenario scenario = scenario_of(1, 1200);
    scenario.gap_every_s = 400;
    scenario.gap_length_s = 100;
    const Simulated simulated = simulate_in_memory(scenario);
    const auto observations = observations_of(simulated);
    EXPECT_EQ(observations.size(), 1000U);
    for (const auto& observation : observations) {
        const std::int64_t second = observation.day_timestamp_s - kFrom_s;
        EXPECT_FALSE(second >= 400 && second % 400 < 100) << second;
    }
    for (const ReportFile& file : simulated.files) {
        const auto read = read_report(file).observations;
        EXPECT_EQ(read.back().day_timestamp_s - read.front().day_timestamp_s + 1,
                  static_cast<std::int64_t>(read.size()));
    }
}

TEST(Simulate, AddressesChangeWhenTheyShouldAndAreNobodyElses) {
    Scenario scenario = scenario_of(3, 600);
    scenario.ip_change_every_s = 240;
    std::map<model::InstallationKey, std::set<std::string>> addresses;
    std::set<std::string> all;
    for (const ReportFile& file : simulate_in_memory(scenario).files) {
        addresses[file.key].insert(read_report(file).from);
        all.insert(read_report(file).from);
    }
    for (const auto& [key, of_installation] : addresses) EXPECT_EQ(of_installation.size(), 3U);
    EXPECT_EQ(all.size(), 9U);
}

TEST(Simulate, SavedReportsHaveAPrivateAddressAndATimeInMillisecondsAsTheirName) {
    Scenario scenario = scenario_of(1, 600);
    scenario.saved_share = 1;
    const Simulated simulated = simulate_in_memory(scenario);
    ASSERT_EQ(simulated.files.size(), 10U);
    for (const ReportFile& file : simulated.files) {
        EXPECT_THAT(file.name, testing::EndsWith("-tix-log.json"));
        const ReadReport report = read_report(file);
        EXPECT_THAT(report.from, testing::StartsWith("192.168."));
        EXPECT_EQ(report.to, "tix.example:4500");
        const std::int64_t sent_s = std::stoll(file.name) / 1000;
        EXPECT_GE(sent_s, report.observations.back().day_timestamp_s);
        EXPECT_LE(sent_s, report.observations.back().day_timestamp_s + 2);
    }
}

TEST(Simulate, ResentReportsComeAgainUnderAnotherNameWithTheSameMessageAndSignature) {
    Scenario scenario = scenario_of(1, 600);
    scenario.resent_share = 1;
    const Simulated simulated = simulate_in_memory(scenario);
    ASSERT_EQ(simulated.files.size(), 20U);
    EXPECT_EQ(simulated.totals.reports, 10);
    EXPECT_EQ(simulated.totals.files, 20);
    for (std::size_t i = 0; i < simulated.files.size(); i += 2) {
        const ReadReport first = read_report(simulated.files[i]);
        const ReadReport again = read_report(simulated.files[i + 1]);
        EXPECT_NE(simulated.files[i].name, simulated.files[i + 1].name);
        EXPECT_EQ(first.message, again.message);
        EXPECT_EQ(first.signature, again.signature);
        EXPECT_THAT(first.from, testing::StartsWith("198.18."));
        EXPECT_THAT(again.from, testing::StartsWith("192.168."));
    }
}

TEST(Simulate, ClientsCopiesNeverTakeEachOthersNames) {
    Scenario scenario = scenario_of(1, 3600);
    scenario.saved_share = 0.5;
    scenario.resent_share = 1;
    scenario.client_clock.steps = {{.after_s = 1800, .by_ns = -600 * kNsPerS}};
    const Simulated simulated = simulate_in_memory(scenario);
    std::set<std::string> names;
    for (const ReportFile& file : simulated.files) EXPECT_TRUE(names.insert(file.name).second) << file.name;
    EXPECT_EQ(std::ssize(names), simulated.totals.files);
}

TEST(Simulate, ThePlanGoesBeforeTheScenariosLoads) {
    Scenario scenario = scenario_of(2, 120);
    scenario.vary_load = true;
    scenario.plan[{2, 2}] = {.up = {{0, 0.25}}, .down = {{0, 0.75}}};
    const Simulated simulated = simulate_in_memory(scenario);
    ASSERT_EQ(simulated.truth.size(), 2U);
    EXPECT_NE(simulated.truth[0].up[1].set_share, 0.2);
    EXPECT_DOUBLE_EQ(simulated.truth[1].up[1].set_share, 0.25);
    EXPECT_DOUBLE_EQ(simulated.truth[1].down[1].set_share, 0.75);
}

TEST(Simulate, AnErrorOfTheSinkEndsTheSimulation) {
    class FullSink final : public Sink {
        std::unique_ptr<InstallationSink> open(const model::InstallationKey&) override {
            throw Error(ErrorKind::failed, "the disk is full");
        }
        void record(const Truth&) override {}
    };
    FullSink sink;
    EXPECT_THROW(simulate(scenario_of(5, 60), sink, 3), Error);
}

// Fails in both of two threads: in the caller's once the other one has ended with its error.
class TwiceFailingSink final : public Sink {
  public:
    std::unique_ptr<InstallationSink> open(const model::InstallationKey&) override {
        both_are_here_.arrive_and_wait();
        if (std::this_thread::get_id() == caller_) {
            other_has_ended_.wait();
            throw Error(ErrorKind::failed, "the second error");
        }
        struct AtEndOfThread {
            std::latch& reached;
            ~AtEndOfThread() { reached.count_down(); }
        };
        thread_local const AtEndOfThread at_end{other_has_ended_};
        throw Error(ErrorKind::failed, "the first error");
    }
    void record(const Truth&) override {}

  private:
    std::thread::id caller_ = std::this_thread::get_id();
    std::latch both_are_here_{2};
    std::latch other_has_ended_{1};
};

TEST(Simulate, OfTheErrorsOfSeveralThreadsTheFirstIsTold) {
    TwiceFailingSink sink;
    try {
        (void)simulate(scenario_of(2, 60), sink, 2);
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_STREQ(error.what(), "the first error");
    }
}

TEST(Simulate, RefusesWhatCannotBe) {
    const auto is_refused = [](auto change) {
        Scenario scenario = scenario_of(1, 60);
        change(scenario);
        try {
            check(scenario);
        } catch (const Error& error) {
            return error.kind() == ErrorKind::usage;
        }
        return false;
    };
    EXPECT_FALSE(is_refused([](Scenario&) {}));
    EXPECT_TRUE(is_refused([](Scenario& s) { s.to_s = s.from_s; }));
    EXPECT_TRUE(is_refused([](Scenario& s) { s.from_s = 0; }));
    EXPECT_TRUE(is_refused([](Scenario& s) { s.installations = 0; }));
    EXPECT_TRUE(is_refused([](Scenario& s) { s.first_user_id = 0; }));
    EXPECT_TRUE(is_refused([](Scenario& s) { s.up.load = {}; }));
    EXPECT_TRUE(is_refused([](Scenario& s) { s.down.load = {{0, 2.5}}; }));
    EXPECT_TRUE(is_refused([](Scenario& s) { s.up.link.rate_bps = 0; }));
    EXPECT_TRUE(is_refused([](Scenario& s) { s.up.link.buffer_ns = 1e6; }));
    EXPECT_TRUE(is_refused([](Scenario& s) { s.loss = 1.1; }));
    EXPECT_TRUE(is_refused([](Scenario& s) { s.gap_every_s = 60; }));
    EXPECT_TRUE(is_refused([](Scenario& s) { s.gap_every_s = s.gap_length_s = 60; }));
    EXPECT_TRUE(is_refused([](Scenario& s) { s.client_clock.offset_ns = 8 * kNsPerDay; }));
    EXPECT_TRUE(is_refused([](Scenario& s) { s.client_clock.steps = {{10, 8 * kNsPerDay}}; }));
    EXPECT_TRUE(is_refused([](Scenario& s) {
        s.server_clock.steps = {{10, 4 * kNsPerDay}, {20, -4 * kNsPerDay}};
    }));
    EXPECT_TRUE(is_refused([](Scenario& s) { s.client_clock.slews = {{10, kNsPerS, 0}}; }));
    EXPECT_TRUE(is_refused([](Scenario& s) { s.server_clock.drift_ppm = 20'000; }));
    EXPECT_TRUE(is_refused([](Scenario& s) { s.client_clock.waves = {{5, 0}}; }));
    EXPECT_TRUE(is_refused([](Scenario& s) { s.up.route_changes = {{10, 0, -20'000'000}}; }));
    EXPECT_TRUE(is_refused([](Scenario& s) { s.down.route_changes = {{10, 5, 20'000'000}}; }));
    EXPECT_TRUE(is_refused([](Scenario& s) { s.down.jitter_changes = {{10, 0, -1}}; }));
    EXPECT_TRUE(is_refused([](Scenario& s) {
        s.down.link.traffic = Traffic::batches;
        s.down.link.buffer_ns = 100e6;
    }));
    EXPECT_TRUE(is_refused([](Scenario& s) { s.up.link.connections = 65; }));
    EXPECT_TRUE(is_refused([](Scenario& s) { s.probe_spread_ns = 991'000'000; }));
    EXPECT_TRUE(is_refused([](Scenario& s) { s.busy_hours = BusyHours{.quiet_share = 2}; }));
    EXPECT_TRUE(is_refused([](Scenario& s) { s.wrong_probes = {{.count = 11, .every_s = 10}}; }));
    EXPECT_TRUE(is_refused([](Scenario& s) { s.up.base_delay_ns = -1; }));
}

// On each bound what is possible, and beside it what is not.
TEST(Simulate, RefusesWhatLiesJustBeyondEachBound) {
    constexpr std::int64_t kYear_s = 365 * 86'400;
    using Change = void (*)(Scenario&);
    const std::vector<std::pair<Change, Change>> bounds = {
        {[](Scenario& s) {
             s.client_clock.slews = {{0, kNsPerS, 1}};
         },
         [](Scenario& s) {
             s.client_clock.slews = {{-1, kNsPerS, 1}};
         }},
        {[](Scenario& s) {
             s.client_clock.slews = {{0, kNsPerS, 1}};
         },
         [](Scenario& s) {
             s.client_clock.slews = {{0, kNsPerS, 0.9}};
         }},
        {[](Scenario& s) {
             s.server_clock.steps = {{0, kNsPerS}};
         },
         [](Scenario& s) {
             s.server_clock.steps = {{-1, kNsPerS}};
         }},
        {[](Scenario& s) {
             s.server_clock.frequency_changes = {{0, 10'000}};
         },
         [](Scenario& s) {
             s.server_clock.frequency_changes = {{-1, 10'000}};
         }},
        {[](Scenario& s) {
             s.server_clock.frequency_changes = {{0, -10'000}};
         },
         [](Scenario& s) {
             s.server_clock.frequency_changes = {{0, -10'001}};
         }},
        {[](Scenario& s) {
             s.client_clock.waves = {{5, kYear_s}};
         },
         [](Scenario& s) {
             s.client_clock.waves = {{5, kYear_s + 1}};
         }},
        {[](Scenario& s) { s.client_clock.utc_offset_s = -86'400; },
         [](Scenario& s) { s.client_clock.utc_offset_s = -86'401; }},
        {[](Scenario& s) { s.server_clock.utc_offset_s = 86'400; },
         [](Scenario& s) { s.server_clock.utc_offset_s = 86'401; }},
        {[](Scenario& s) {
             s.up.route_changes = {{0, 0, -15'000'000}};
         },
         [](Scenario& s) {
             s.up.route_changes = {{0, 0, -15'000'001}};
         }},
        // Possible until the longer way of the two comes back.
        {[](Scenario& s) {
             s.down.route_changes = {{0, 10, 10'000'000}, {0, 0, -15'000'000}};
         },
         [](Scenario& s) {
             s.down.route_changes = {{0, 10, 10'000'000}, {0, 0, -15'000'001}};
         }},
        {[](Scenario& s) {
             s.down.route_changes = {{0, 1, kNsPerS}};
         },
         [](Scenario& s) {
             s.down.route_changes = {{0, 0, 60 * kNsPerS}};
         }},
        {[](Scenario& s) {
             s.up.jitter_changes = {{0, 1, 1000}};
         },
         [](Scenario& s) {
             s.up.jitter_changes = {{0, 1, 1000.1}};
         }},
        {[](Scenario& s) {
             s.up.jitter_changes = {{1, 2, 4}};
         },
         [](Scenario& s) {
             s.up.jitter_changes = {{2, 2, 4}};
         }},
        {[](Scenario& s) { s.down.link.connections = 64; },
         [](Scenario& s) { s.down.link.connections = -1; }},
        {[](Scenario& s) { s.jitter_ns = kNsPerS; }, [](Scenario& s) { s.jitter_ns = kNsPerS + 1; }},
        {[](Scenario& s) { s.gap_every_s = 60, s.gap_length_s = 59; },
         [](Scenario& s) { s.gap_length_s = 59; }},
        {[](Scenario& s) { s.saved_share = 1; }, [](Scenario& s) { s.saved_share = 1.01; }},
        {[](Scenario& s) { s.resent_share = 0; }, [](Scenario& s) { s.resent_share = -0.01; }},
        {[](Scenario& s) { s.wrong_probes = {{.count = 86'400}}; },
         [](Scenario& s) { s.wrong_probes = {{.count = 86'401}}; }},
        {[](Scenario& s) { s.wrong_probes = {{.count = 10, .every_s = kYear_s}}; },
         [](Scenario& s) { s.wrong_probes = {{.count = 10, .every_s = kYear_s + 1}}; }},
        {[](Scenario& s) { s.wrong_probes = {{.server_off_ns = -7 * kNsPerDay}}; },
         [](Scenario& s) { s.wrong_probes = {{.server_off_ns = -7 * kNsPerDay - 1}}; }},
        {[](Scenario& s) {
             s.plan[{1, 1}] = {.up = {{0, 2}}, .down = {{0, 2}}};
         },
         [](Scenario& s) {
             s.plan[{1, 1}] = {.up = {{0, 2}}, .down = {{0, 2.1}}};
         }},
        {[](Scenario& s) {
             s.plan[{1, 1}] = {.up = {{0, 1}, {9, 1}}, .down = {{0, 1}}};
         },
         [](Scenario& s) {
             s.plan[{1, 1}] = {.up = {{0, 1}, {0, 1}}, .down = {{0, 1}}};
         }},
    };
    for (std::size_t i = 0; i < bounds.size(); ++i) {
        Scenario possible = scenario_of(1, 60);
        bounds[i].first(possible);
        EXPECT_NO_THROW(check(possible)) << i;
        Scenario beyond = scenario_of(1, 60);
        bounds[i].second(beyond);
        EXPECT_THROW(check(beyond), Error) << i;
    }
}

TEST(Simulate, KnowsWhichInstallationsAreSimulated) {
    Scenario scenario = scenario_of(4, 60);
    scenario.first_user_id = 10;
    scenario.first_installation_id = 100;
    scenario.installations_per_user = 3;
    EXPECT_TRUE(is_simulated(scenario, {10, 100}));
    EXPECT_TRUE(is_simulated(scenario, {10, 102}));
    EXPECT_TRUE(is_simulated(scenario, {11, 103}));
    EXPECT_FALSE(is_simulated(scenario, {11, 104})) << "there are four";
    EXPECT_FALSE(is_simulated(scenario, {10, 99}));
    EXPECT_FALSE(is_simulated(scenario, {11, 102})) << "another user's";
}

TEST(Simulate, BothWaysHaveTheSameMinutesThoughAnswersComeAfterTheEnd) {
    Scenario scenario = scenario_of(1, 120);
    scenario.up.base_delay_ns = 50 * kNsPerS;
    const Truth truth = simulate_in_memory(scenario).truth.front();
    ASSERT_EQ(truth.up.size(), 2U);
    ASSERT_EQ(truth.down.size(), 2U);
    EXPECT_EQ(truth.down.back().minute_s, kFrom_s + 60);
}

TEST(Simulate, SavedReportsAreAllThereThoughTheClockIsSetBack) {
    Scenario scenario = scenario_of(1, 600);
    scenario.client_clock.steps = {{.after_s = 300, .by_ns = -120 * kNsPerS}};
    scenario.saved_share = 1;
    EXPECT_EQ(simulate_in_memory(scenario).totals.reports, 10);
}

TEST(Simulate, TellsHowManyInstallationsAreDone) {
    class NoSink final : public Sink {
      public:
        std::unique_ptr<InstallationSink> open(const model::InstallationKey&) override {
            class None final : public InstallationSink {
                void write(ReportFile) override {}
            };
            return std::make_unique<None>();
        }
        void record(const Truth&) override {}
    };
    NoSink sink;
    std::vector<std::int64_t> done;
    const Totals totals = simulate(scenario_of(3, 60), sink, 1,
                                   [&](std::int64_t installations) { done.push_back(installations); });
    EXPECT_THAT(done, testing::ElementsAre(1, 2, 3));
    EXPECT_EQ(totals.installations, 3);
    EXPECT_EQ(totals.probes, 180);
}

}  // namespace
}  // namespace tixdb::simulate::simulate_test
