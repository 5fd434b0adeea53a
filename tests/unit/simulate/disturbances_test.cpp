// SPDX-License-Identifier: MIT

#include "simulate/disturbances.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <set>
#include <tuple>

#include "read_report.hpp"
#include "simulate/simulate.hpp"

namespace tixdb::simulate::disturbances_test {
namespace {

using model::kNsPerS;
using test::between_ns;

constexpr std::int64_t kFrom_s = 1'505'080'680;  // 2017-09-10T21:58:00Z
constexpr std::int64_t kMs = 1'000'000;

Scenario ten_minutes() {
    Scenario scenario;
    scenario.from_s = kFrom_s;
    scenario.to_s = kFrom_s + 600;
    scenario.jitter_ns = 500'000;
    scenario.loss = 0.02;
    return scenario;
}

std::vector<model::Observation> probes_of(const Scenario& scenario) {
    std::vector<model::Observation> all;
    for (const ReportFile& file : simulate_in_memory(scenario, 1).files) {
        const auto report = test::read_report(file);
        all.insert(all.end(), report.observations.begin(), report.observations.end());
    }
    return all;
}

std::array<std::int64_t, 5> times_of(const model::Observation& o) {
    return {o.day_timestamp_s, o.initial_ns, o.reception_ns, o.sent_ns, o.final_ns};
}

// What each probe's delays gain by a disturbance, ms, beside the same probe without it.
struct Gain {
    double up_ms;
    double held_ms;
    double down_ms;
};

std::vector<Gain> gains_of(const std::function<void(Scenario&)>& disturb) {
    Scenario disturbed = ten_minutes();
    disturb(disturbed);
    const auto before = probes_of(ten_minutes());
    const auto after = probes_of(disturbed);
    EXPECT_EQ(before.size(), after.size());
    std::vector<Gain> gains;
    const auto gain_ms = [](std::int64_t ns_before, std::int64_t ns_after) {
        return static_cast<double>(ns_after - ns_before) / 1e6;
    };
    for (std::size_t i = 0; i < std::min(before.size(), after.size()); ++i) {
        const auto& b = before[i];
        const auto& a = after[i];
        gains.push_back(
            {gain_ms(between_ns(b.initial_ns, b.reception_ns), between_ns(a.initial_ns, a.reception_ns)),
             gain_ms(between_ns(b.reception_ns, b.sent_ns), between_ns(a.reception_ns, a.sent_ns)),
             gain_ms(between_ns(b.sent_ns, b.final_ns), between_ns(a.sent_ns, a.final_ns))});
    }
    return gains;
}

TEST(Disturbances, AStepOfTheClientsClockChangesBothDelaysOppositelyFromThenOn) {
    const auto gains = gains_of([](Scenario& s) { s.client_clock.steps = {{300, 120 * kMs}}; });
    EXPECT_EQ(gains.front().up_ms, 0);
    EXPECT_EQ(gains.front().down_ms, 0);
    EXPECT_EQ(gains.back().up_ms, -120);
    EXPECT_EQ(gains.back().held_ms, 0);
    EXPECT_EQ(gains.back().down_ms, 120);
}

TEST(Disturbances, AStepOfTheServersClockDoesTheOpposite) {
    const auto gains = gains_of([](Scenario& s) { s.server_clock.steps = {{300, 120 * kMs}}; });
    EXPECT_EQ(gains.back().up_ms, 120);
    EXPECT_EQ(gains.back().down_ms, -120);
}

TEST(Disturbances, ARouteChangesOneDirectionAndMayComeBack) {
    const auto gains = gains_of([](Scenario& s) {
        s.up.route_changes = {{100, 200, 50 * kMs}};
        s.down.route_changes = {{400, 0, -10 * kMs}};
    });
    std::set<double> up;
    std::set<double> down;
    for (const Gain& gain : gains) {
        up.insert(gain.up_ms);
        down.insert(gain.down_ms);
        EXPECT_EQ(gain.held_ms, 0);
    }
    EXPECT_EQ(up, (std::set<double>{0, 50}));
    EXPECT_EQ(down, (std::set<double>{-10, 0}));
    EXPECT_EQ(gains.back().up_ms, 0);
    EXPECT_EQ(gains.back().down_ms, -10);
}

TEST(Disturbances, JitterGrowsInOneDirectionForATime) {
    Scenario scenario = ten_minutes();
    scenario.up.load = scenario.down.load = constant_load(0);
    scenario.loss = 0;
    scenario.jitter_ns = kMs;
    const auto before = probes_of(scenario);
    scenario.down.jitter_changes = {{100, 200, 4}};
    const auto grown = probes_of(scenario);
    ASSERT_EQ(grown.size(), before.size());
    for (std::size_t i = 0; i < grown.size(); ++i) {
        EXPECT_EQ(grown[i].reception_ns, before[i].reception_ns);
        const double more_ms = static_cast<double>(grown[i].final_ns - before[i].final_ns) / kMs;
        const double jitter_ms = static_cast<double>(before[i].final_ns - before[i].sent_ns) / kMs - 15.32;
        const bool is_grown = i >= 100 && i < 200;
        EXPECT_NEAR(more_ms, is_grown ? 3 * jitter_ms : 0, 1e-5) << i;
    }
}

TEST(Disturbances, DriftsAndSlewsChangeDelaysAtTheirRate) {
    const auto gains = gains_of([](Scenario& s) {
        s.client_clock.drift_ppm = -100;
        s.server_clock.slews = {{300, 30 * kMs, 500}};
    });
    EXPECT_NEAR(gains.back().up_ms, 60 + 30, 0.2);
    EXPECT_NEAR(gains.back().down_ms, -60 - 30, 0.2);
}

TEST(Disturbances, WrongProbesAreThoseOfTheirSecondsAndNoOthers) {
    Scenario scenario = ten_minutes();
    scenario.loss = 0;
    const auto right = probes_of(scenario);
    scenario.wrong_probes = {{.kind = WrongProbe::final_equals_initial, .count = 3, .after_s = 100},
                             {.kind = WrongProbe::server_zero, .count = 2, .every_s = 300}};
    const auto wrong = probes_of(scenario);
    ASSERT_EQ(right.size(), 600U);
    ASSERT_EQ(wrong.size(), 600U);
    std::set<std::size_t> changed;
    for (std::size_t i = 0; i < wrong.size(); ++i) {
        if (times_of(wrong[i]) != times_of(right[i])) changed.insert(i);
    }
    EXPECT_EQ(changed, (std::set<std::size_t>{0, 100, 101, 102, 150, 300, 450}));
    EXPECT_EQ(wrong[101].final_ns, wrong[101].initial_ns);
    EXPECT_EQ(wrong[150].reception_ns, 0);
}

TEST(Disturbances, EachKindOfWrongProbeIsWrongInItsOwnWay) {
    const model::Observation right{.day_timestamp_s = 1000,
                                   .initial_ns = 1000 * kNsPerS,
                                   .reception_ns = 1000 * kNsPerS + 20 * kMs,
                                   .sent_ns = 1000 * kNsPerS + 21 * kMs,
                                   .final_ns = 1000 * kNsPerS + 40 * kMs};
    const auto made = [&](WrongProbe kind) {
        return falsified(right, {.kind = kind, .server_off_ns = kNsPerS});
    };
    EXPECT_EQ(made(WrongProbe::final_before_initial).final_ns, 1000 * kNsPerS - 500 * kMs);
    EXPECT_EQ(made(WrongProbe::final_equals_initial).final_ns, right.initial_ns);
    EXPECT_EQ(made(WrongProbe::held_longer_than_trip).sent_ns - right.reception_ns, 41 * kMs);
    EXPECT_EQ(made(WrongProbe::server_zero).sent_ns, 0);
    EXPECT_EQ(made(WrongProbe::server_off).reception_ns - right.reception_ns, kNsPerS);
    EXPECT_EQ(made(WrongProbe::server_off).sent_ns - right.sent_ns, kNsPerS);
    EXPECT_EQ(made(WrongProbe::short_trip).final_ns - right.initial_ns, 2 * kMs);
    EXPECT_EQ(made(WrongProbe::sent_before_reception).sent_ns - right.reception_ns, -kMs);
}

TEST(Disturbances, TheTruthSaysInWhichMinutesTheyAre) {
    Scenario scenario = ten_minutes();
    scenario.client_clock.steps = {{130, kMs}};
    scenario.server_clock.slews = {{240, 30 * kMs, 500}};  // for a minute
    scenario.up.route_changes = {{359, 420, kMs}};
    scenario.down.jitter_changes = {{10, 500, 2}};
    scenario.wrong_probes = {{.count = 2, .after_s = 599}};
    const Truth truth = simulate_in_memory(scenario).truth.front();
    const std::vector<std::string> expected = {
        "jitter-change", "", "clock-step", "", "slew", "route-change", "", "route-change", "jitter-change",
        "wrong-probes"};
    EXPECT_EQ(truth.disturbances, expected);
}

TEST(Disturbances, SeveralInAMinuteAreNamedOnceEach) {
    Scenario scenario = ten_minutes();
    scenario.client_clock.steps = {{10, kMs}, {20, kMs}};
    scenario.client_clock.frequency_changes = {{30, 5}};
    scenario.server_clock.waves = {{5, 600}};
    EXPECT_EQ(disturbances_between(scenario, 0, 60), "clock-step frequency-change drift-profile");
    EXPECT_EQ(disturbances_between(scenario, 60, 120), "drift-profile");
}

TEST(Disturbances, AChangeForATimeIsOverWithTheFirstNanosecondOfItsEnd) {
    const std::vector<RouteChange> routes = {{100, 200, 5}, {150, 0, 70}};
    const std::vector<JitterChange> jitters = {{100, 200, 4}, {150, 0, 0.5}};
    const std::vector<std::tuple<std::int64_t, std::int64_t, double>> expected = {
        {100 * kNsPerS - 1, 0, 1}, {100 * kNsPerS, 5, 4},      {150 * kNsPerS - 1, 5, 4},
        {150 * kNsPerS, 75, 2},    {200 * kNsPerS - 1, 75, 2}, {200 * kNsPerS, 70, 0.5}};
    for (const auto& [elapsed_ns, by_ns, factor] : expected) {
        EXPECT_EQ(route_change_ns(routes, elapsed_ns), by_ns) << elapsed_ns;
        EXPECT_EQ(jitter_factor(jitters, elapsed_ns), factor) << elapsed_ns;
    }
}

TEST(Disturbances, OverMidnightAProbeIsHeldForAMillisecondMoreThanItsTripToo) {
    const model::Observation right{.initial_ns = model::kNsPerDay - 10 * kMs,
                                   .reception_ns = 10 * kMs,
                                   .sent_ns = 11 * kMs,
                                   .final_ns = 30 * kMs};
    EXPECT_EQ(falsified(right, {.kind = WrongProbe::held_longer_than_trip}).sent_ns, (10 + 40 + 1) * kMs);
}

TEST(Disturbances, ARouteDownIsThatOfWhenTheAnswerLeaves) {
    Scenario scenario = ten_minutes();
    scenario.loss = 0;
    scenario.up.base_delay_ns = 20 * kNsPerS;
    const auto before = probes_of(scenario);
    scenario.down.route_changes = {{100, 0, 5 * kMs}};
    const auto after = probes_of(scenario);
    ASSERT_EQ(after.size(), 600U);
    for (std::size_t i = 0; i < after.size(); ++i) {
        const bool is_changed = between_ns(kFrom_s % 86'400 * kNsPerS, before[i].sent_ns) >= 100 * kNsPerS;
        EXPECT_EQ(after[i].final_ns - before[i].final_ns, is_changed ? 5 * kMs : 0) << i;
    }
}

TEST(Disturbances, NoProbeOvertakesAnotherOnItsWayToTheServer) {
    Scenario scenario = ten_minutes();
    scenario.jitter_ns = kNsPerS;
    const auto probes = probes_of(scenario);
    for (std::size_t i = 1; i < probes.size(); ++i) {
        EXPECT_GE(probes[i].reception_ns, probes[i - 1].sent_ns) << i;
    }
}

TEST(Disturbances, AreToldWhicheverSideOrWayTheyAreOn) {
    const auto told = [](const std::function<void(Scenario&)>& disturb) {
        Scenario scenario = ten_minutes();
        disturb(scenario);
        EXPECT_EQ(disturbances_between(scenario, 300, 360), "");
        return disturbances_between(scenario, 60, 120);
    };
    for (const auto clock : {&Scenario::client_clock, &Scenario::server_clock}) {
        EXPECT_EQ(told([=](Scenario& s) { (s.*clock).steps = {{119, kMs}}; }), "clock-step");
        EXPECT_EQ(told([=](Scenario& s) { (s.*clock).slews = {{0, 50 * kMs, 500}}; }), "slew");
        EXPECT_EQ(told([=](Scenario& s) { (s.*clock).frequency_changes = {{60, 1}}; }), "frequency-change");
    }
    for (const auto way : {&Scenario::up, &Scenario::down}) {
        EXPECT_EQ(told([=](Scenario& s) { (s.*way).route_changes = {{60, 130, kMs}}; }), "route-change");
        EXPECT_EQ(told([=](Scenario& s) { (s.*way).route_changes = {{30, 119, kMs}}; }), "route-change");
        EXPECT_EQ(told([=](Scenario& s) { (s.*way).jitter_changes = {{60, 130, 2}}; }), "jitter-change");
        EXPECT_EQ(told([=](Scenario& s) { (s.*way).jitter_changes = {{30, 119, 2}}; }), "jitter-change");
        EXPECT_EQ(told([=](Scenario& s) { (s.*way).jitter_changes = {{30, 120, 2}}; }), "");
    }
}

}  // namespace
}  // namespace tixdb::simulate::disturbances_test
