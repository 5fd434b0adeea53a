// SPDX-License-Identifier: MIT
// The building blocks of adaptive, and what it says of windows that are easily judged.
#include "metrics/adaptive/adaptive.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <numeric>
#include <random>

#include "metrics/adaptive/exponential_waits.hpp"
#include "metrics/adaptive/history.hpp"
#include "metrics/adaptive/mixture.hpp"

namespace tixdb::metrics::adaptive_test {
namespace {

TEST(Sketch, BinsAreHalfOctavesFromAFiftiethMillisecondToTenSeconds) {
    const auto& edges = sketch_scale().edges_ms;
    EXPECT_EQ(edges[0], 0);
    EXPECT_EQ(edges[1], 0.02);
    EXPECT_EQ(edges[3], 0.04);
    EXPECT_NEAR(edges[2], 0.0283, 1e-4);
    EXPECT_NEAR(edges[39], 10'486, 1);
    EXPECT_EQ(sketch_scale().middles_ms[0], 0.01);
}

TEST(Sketch, ABinHoldsItsLowerEdgeAndTheLastOneAllBeyond) {
    EXPECT_EQ(sketch_bin_of(0), 0);
    EXPECT_EQ(sketch_bin_of(std::nextafter(0.02, 0)), 0);
    EXPECT_EQ(sketch_bin_of(0.02), 1);
    EXPECT_EQ(sketch_bin_of(0.04), 3);
    EXPECT_EQ(sketch_bin_of(sketch_scale().edges_ms[39]), 39);
    EXPECT_EQ(sketch_bin_of(1e9), 39);
    const std::vector<double> waits{0, 0.03, 0.03, 1e9};
    const model::Sketch sketch = sketch_of(waits);
    EXPECT_EQ(sketch[0], 1U);
    EXPECT_EQ(sketch[2], 2U);
    EXPECT_EQ(sketch[39], 1U);
    EXPECT_EQ(probes_in(sketch), 4);
}

TEST(Sketch, TheUpperQuartileIsTheThreeQuartersSmallestRoundedUp) {
    EXPECT_EQ(upper_quartile_of(std::vector<double>{5}), 5);
    EXPECT_EQ(upper_quartile_of(std::vector<double>{4, 1, 3, 2}), 3);
    EXPECT_EQ(upper_quartile_of(std::vector<double>{4, 1, 5, 3, 2}), 4);
}

TEST(Kernel, IsAFifthWhileThereIsLittleThenSixThenATwentieth) {
    EXPECT_EQ(kernel_size(17), 0U);
    EXPECT_EQ(kernel_size(18), 4U);
    EXPECT_EQ(kernel_size(25), 5U);
    EXPECT_EQ(kernel_size(26), 6U);
    EXPECT_EQ(kernel_size(120), 6U);
    EXPECT_EQ(kernel_size(121), 7U);
}

SketchedWindow quiet_window(std::int64_t id, double up_quartile_ms) {
    SketchedWindow window;
    window.window_id = id;
    window.last_probe_s = 1000 * id;
    window.up.quartile_ms = up_quartile_ms;
    return window;
}

TEST(Kernel, TakesTheQuietestWindowsAndOfEqualOnesTheEarlier) {
    std::deque<SketchedWindow> windows;
    for (std::int64_t id = 1; id <= 20; ++id) windows.push_back(quiet_window(id, id == 20 ? 0.5 : 1));
    std::vector<const SketchedWindow*> all;
    for (auto at = windows.rbegin(); at != windows.rend(); ++at) all.push_back(&*at);
    EXPECT_EQ(ids_of(kernel_of(all, &SketchedWindow::up)), (std::vector<std::int64_t>{20, 1, 2, 3}));
}

TEST(Kernel, OfMoreThanATenthAboveEpsilonNothingIsLearned) {
    model::Sketch sketch{};
    sketch[5] = 90;
    sketch[30] = 10;
    const std::vector<const model::Sketch*> kernel(4, &sketch);
    EXPECT_FALSE(idle_link(kernel, 8).not_learned);
    sketch[30] = 11;
    EXPECT_EQ(idle_link(kernel, 8).not_learned, model::Missing::noisy_history);
    EXPECT_EQ(idle_link({}, 8).not_learned, model::Missing::no_history);
}

TEST(Kernel, WhereAllThatIsLookedForIsNoLongerThanTheJitterNothingIsLearned) {
    model::Sketch sketch{};
    sketch[5] = 80;
    sketch[38] = 20;
    const std::vector<const model::Sketch*> kernel(4, &sketch);
    EXPECT_EQ(idle_link(kernel, 60'000).not_learned, model::Missing::noisy_history);
}

// Waits of twice the spread, where a bin begins at 1.28 ms.
TEST(Kernel, TheLeastWaitThatIsToldBeginsTheFirstBinThatIsNoShorter) {
    const auto& edges = sketch_scale().edges_ms;
    EXPECT_EQ(edges[least_wait_bin(0.64).value()], 1.28);
    EXPECT_GT(edges[least_wait_bin(0.6401).value()], 1.8);
    EXPECT_EQ(edges[least_wait_bin(0.05).value()], 1.28) << "a millisecond at least";
}

TEST(Kernel, PointsAreLinearWithinABin) {
    Shares jitter{};
    jitter[1] = 0.5;
    jitter[3] = 0.5;
    const auto& edges = sketch_scale().edges_ms;
    EXPECT_DOUBLE_EQ(point_of(jitter, 0.25), (edges[1] + edges[2]) / 2);
    EXPECT_DOUBLE_EQ(point_of(jitter, 0.5), edges[2]);
    EXPECT_DOUBLE_EQ(point_of(jitter, 0.75), (edges[3] + edges[4]) / 2);
}

TEST(Components, EachIsADistributionThatLeavesNoBinOut) {
    Shares jitter{};
    jitter[4] = 0.25;
    jitter[5] = 0.75;
    for (const IdleFamily family : {IdleFamily::ordinary, IdleFamily::wide}) {
        const Components components = components_of(jitter, 13, family);
        EXPECT_EQ(components.idle, family == IdleFamily::wide ? 16U : 6U);
        EXPECT_EQ(components.busy(), 13U);
        for (const Shares& shares : components.shares) {
            EXPECT_NEAR(std::accumulate(shares.begin(), shares.end(), 0.0), 1, 1e-12);
            EXPECT_GT(*std::min_element(shares.begin(), shares.end()), 9e-7);
        }
    }
}

TEST(Components, ExponentialsFromPlainArithmeticAreThoseOfTheLibrary) {
    for (const double y : {0.0, 0.3, 1.0, 7.9, 39.99}) {
        EXPECT_NEAR(exp_of_minus(y) / std::exp(-y), 1, 1e-14) << y;
    }
    EXPECT_EQ(exp_of_minus(40.01), 0);
}

// Jitter of about 0.2 ms; every probe with this probability waits besides, exponentially.
std::vector<double> made_waits(std::uint64_t seed, std::size_t probes, double load, double wait_ms) {
    std::mt19937_64 random(seed);
    const auto uniform = [&] { return (static_cast<double>(random() >> 11U) + 0.5) / 9007199254740992.0; };
    std::vector<double> waits;
    for (std::size_t i = 0; i < probes; ++i) {
        double wait_of_probe = -0.1 * std::log(uniform() * uniform());
        if (uniform() < load) wait_of_probe -= wait_ms * std::log(uniform());
        waits.push_back(wait_of_probe);
    }
    return waits;
}

TEST(Mixture, ProbeWithinTheJitterHasHardlyWaitedAndOneFarBeyondItHas) {
    const model::Sketch idle = sketch_of(made_waits(1, 600, 0, 0));
    const std::vector<const model::Sketch*> kernel(4, &idle);
    const IdleLink link = idle_link(kernel, 8);
    const Components components = components_of(link.jitter, link.least_wait_bin, IdleFamily::ordinary);
    const model::Sketch sketch = sketch_of(made_waits(2, 600, 0.3, 40));
    const Shares busy = Mixture(components, sketch).busy_probabilities();
    EXPECT_LT(busy[sketch_bin_of(0.2)], 0.1);
    EXPECT_GT(busy[sketch_bin_of(40)], 0.9);
}

TEST(Mixture, ACeilingIsExactlyOneWhereMoreThan999Of1000ProbesWaited) {
    const model::Sketch idle = sketch_of(made_waits(1, 600, 0, 0));
    const std::vector<const model::Sketch*> kernel(4, &idle);
    const IdleLink link = idle_link(kernel, 8);
    const Components components = components_of(link.jitter, link.least_wait_bin, IdleFamily::ordinary);
    const auto mixture_of = [&](std::uint32_t idle_probes) {
        model::Sketch sketch{};
        sketch[sketch_bin_of(0.2)] = idle_probes;
        sketch[sketch_bin_of(300)] = 10'000 - idle_probes;
        return Mixture(components, sketch);
    };
    EXPECT_GT(mixture_of(7).share(), 0.999);
    EXPECT_LT(mixture_of(7).share(), 1);
    EXPECT_EQ(largest_possible(mixture_of(7)), 1);
    EXPECT_LT(mixture_of(40).share(), 0.999);
    EXPECT_LT(largest_possible(mixture_of(40)), 1);
}

struct Judged {
    model::WindowMetrics metrics;
    AdaptiveTrace trace;
};

std::deque<SketchedWindow> idle_windows_before(std::size_t count) {
    std::deque<SketchedWindow> windows;
    const auto sketched_waits = [](const std::vector<double>& waits) {
        return SketchedDirection{upper_quartile_of(waits), sketch_of(waits)};
    };
    for (std::size_t i = 0; i < count; ++i) {
        windows.push_back({static_cast<std::int64_t>(i) + 1, static_cast<std::int64_t>(600 * i) + 1,
                           sketched_waits(made_waits(2 * i, 600, 0, 0)),
                           sketched_waits(made_waits(2 * i + 1, 600, 0, 0))});
    }
    return windows;
}

std::vector<const SketchedWindow*> pointers_to(const std::deque<SketchedWindow>& windows) {
    std::vector<const SketchedWindow*> pointers;
    for (const SketchedWindow& window : windows) pointers.push_back(&window);
    return pointers;
}

// A window after 40 idle ones.
Judged judged(double up_load, double down_load, double wait_ms, model::LinkRate link = {},
              std::size_t idle_windows = 40, const QueueingParameters& parameters = {}, double jitter = 1) {
    const auto windows = idle_windows_before(idle_windows);
    const auto earlier = pointers_to(windows);
    QueueAnalysis analysis;
    analysis.recent = 600;
    analysis.delays.up_ms = analysis.delays.up_queue_ms = made_waits(1001, 600, up_load, wait_ms);
    analysis.delays.down_ms = analysis.delays.down_queue_ms = made_waits(1002, 600, down_load, wait_ms);
    for (auto* waits : {&analysis.delays.up_queue_ms, &analysis.delays.down_queue_ms}) {
        for (double& wait : *waits) wait *= jitter;
    }
    analysis.delays.time_s.resize(600);
    std::iota(analysis.delays.time_s.begin(), analysis.delays.time_s.end(), 24'000);
    const model::WindowMetrics by_queueing = queueing(analysis, parameters);
    Judged result;
    result.metrics = adaptive(analysis, by_queueing, {earlier, 99, 24'599, link}, parameters, &result.trace);
    return result;
}

// Loads up to one in a hundred are not told from none, however many probes speak against more.
TEST(Adaptive, AnIdleLinkShowsNoLoadHoweverManyProbesItHas) {
    model::Sketch quiet{};
    quiet[3] = 2000;
    quiet[4] = 3000;
    quiet[5] = 1000;
    const std::vector<const model::Sketch*> kernel(4, &quiet);
    const DirectionEvidence evidence{quiet, kernel, 8, 0, {}};
    const DirectionDetection up = detected(evidence, evidence).up;
    EXPECT_LT(up.fitted.share, kDetection);
    EXPECT_FALSE(up.fitted.detection_loss);
    EXPECT_EQ(up.low, 0);
    EXPECT_EQ(up.usage, 0);
    EXPECT_EQ(up.state, model::DetectionState::none);
}

TEST(Adaptive, AnIdleWindowHasNoLoadThatCouldBeSeen) {
    const Judged idle = judged(0, 0, 0);
    for (const auto* direction : {&idle.metrics.adaptive->up, &idle.metrics.adaptive->down}) {
        EXPECT_EQ(direction->low.value(), 0);
        EXPECT_EQ(direction->state, model::DetectionState::none);
        EXPECT_EQ(direction->ceiling.reason(), model::Missing::no_link_rate);
        EXPECT_FALSE(direction->link_mbps);
    }
    EXPECT_EQ(idle.metrics.up.usage.value(), 0);
    EXPECT_EQ(idle.metrics.up.quality.value(), 1);
    EXPECT_EQ(idle.metrics.adaptive->history_windows, 41);
}

TEST(Adaptive, LoadThatQueueingCannotSeeIsSeenWithALowerBoundBelowIt) {
    // Waits of 3 ms on the mean: hardly one exceeds 8 ms.
    const Judged loaded = judged(0, 0.5, 3);
    const model::AdaptiveDirection& down = loaded.metrics.adaptive->down;
    EXPECT_EQ(down.state, model::DetectionState::weak);  // 3 ms could be grown jitter
    EXPECT_NEAR(loaded.metrics.down.usage.value().value(), 0.5, 0.06);
    EXPECT_GT(down.low.value().value(), 0.35);
    EXPECT_LE(down.low.value().value(), 0.5);
    EXPECT_FALSE(down.guarded);
    EXPECT_EQ(loaded.metrics.adaptive->up.state, model::DetectionState::none);
}

TEST(Adaptive, WhereBothDirectionsShowWaitingAWiderJitterIsAllowedFor) {
    const Judged both = judged(0.5, 0.5, 50);
    EXPECT_TRUE(both.trace.detection.have_both_waited);
    EXPECT_TRUE(both.metrics.adaptive->up.guarded);
    EXPECT_EQ(both.trace.detection.up.guarded->components.idle, 16U);
    EXPECT_LE(both.metrics.adaptive->up.low.value().value(), both.trace.detection.up.fitted.low);
    EXPECT_EQ(both.metrics.adaptive->up.share, both.trace.detection.up.fitted.share)
        << "not of the wider one";
    EXPECT_NE(both.metrics.adaptive->up.share, both.trace.detection.up.guarded->share);
    EXPECT_EQ(both.metrics.up.usage.value(), both.metrics.adaptive->up.share);
    EXPECT_EQ(both.metrics.adaptive->down.spread_ms, both.trace.detection.down.idle.spread_ms);
    EXPECT_TRUE(both.metrics.adaptive->down.spread_ms);
}

// Ten times the jitter in both directions, as of a radio link in a bad hour: an ordinary family takes it for
// load.
TEST(Adaptive, JitterThatGrowsBothWaysIsNoLoadAndCongestsNoMinute) {
    const Judged grown = judged(0, 0, 0, {}, 40, {}, 10);
    for (const auto* direction : {&grown.trace.detection.up, &grown.trace.detection.down}) {
        EXPECT_GT(direction->fitted.low, 0.3);
        EXPECT_EQ(direction->low, 0);
    }
    EXPECT_GT(grown.trace.minutes.front().up_busy, 0.5);
    EXPECT_EQ(grown.metrics.adaptive->up.state, model::DetectionState::none);
    EXPECT_EQ(grown.metrics.up.usage.value(), 0);
    EXPECT_EQ(grown.metrics.up.quality.value(), 1);
    EXPECT_EQ(grown.metrics.down.quality.value(), 1);
}

TEST(Adaptive, EachDirectionIsToldFromIdleByItsOwnEpsilon) {
    QueueingParameters parameters;
    parameters.epsilon_down_ms = 0.1;  // what an idle line waits
    const Judged noisy_down = judged(0, 0, 0, {}, 40, parameters);
    EXPECT_EQ(noisy_down.metrics.adaptive->up.low.value(), 0);
    EXPECT_EQ(noisy_down.metrics.adaptive->down.low.reason(), model::Missing::noisy_history);
    parameters = {};
    parameters.epsilon_up_ms = 0.1;
    const Judged noisy_up = judged(0, 0, 0, {}, 40, parameters);
    EXPECT_EQ(noisy_up.metrics.adaptive->up.low.reason(), model::Missing::noisy_history);
    EXPECT_EQ(noisy_up.metrics.adaptive->down.low.value(), 0);
}

TEST(Adaptive, WhereNothingIsLearnedQualityIsThatOfQueueingToo) {
    const Judged early = judged(0, 0.95, 40, {}, 16);
    const Judged learned = judged(0, 0.95, 40);
    EXPECT_EQ(early.metrics.adaptive->down.low.reason(), model::Missing::no_history);
    EXPECT_LT(early.metrics.down.quality.value().value(), 1);
    EXPECT_EQ(early.metrics.up.quality.value(), 1);
    EXPECT_EQ(learned.metrics.up.quality.value(), 1);
}

TEST(Adaptive, TheCeilingIsNoLowerThanTheLoadAndFallsWithWhatCouldHide) {
    const Judged slow = judged(0, 0.3, 40, {1.0, 1.0});
    const model::AdaptiveDirection& down = slow.metrics.adaptive->down;
    EXPECT_EQ(down.link_mbps, 1.0);
    EXPECT_GE(down.ceiling.value().value(), 0.3);
    EXPECT_LT(down.ceiling.value().value(), 0.5);
    const Judged fast = judged(0, 0, 0, {{}, 1000.0});
    EXPECT_EQ(fast.metrics.adaptive->up.ceiling.reason(), model::Missing::no_link_rate);
    EXPECT_GT(fast.metrics.adaptive->down.ceiling.value().value(), 0.5);
}

// A quarter of a packet takes 0.04 ms at 75 Mb/s, where a bin begins.
TEST(Adaptive, AWaitOfJustABinsEdgeHidesInTheBinThatBeginsThere) {
    const auto ceiling = [](double mbps) {
        return judged(0, 0, 0, {{}, mbps}).metrics.adaptive->down.ceiling.value().value();
    };
    EXPECT_EQ(ceiling(75), ceiling(74));
    EXPECT_NE(ceiling(75), ceiling(76));
}

TEST(Adaptive, TheRateMovesNothingButTheCeiling) {
    const Judged without = judged(0.2, 0.4, 10);
    const Judged with = judged(0.2, 0.4, 10, {5.0, 50.0});
    EXPECT_EQ(without.metrics.down.usage.value(), with.metrics.down.usage.value());
    EXPECT_EQ(without.metrics.adaptive->down.low.value(), with.metrics.adaptive->down.low.value());
    EXPECT_EQ(without.metrics.adaptive->down.state, with.metrics.adaptive->down.state);
}

TEST(Adaptive, BeforeEighteenWindowsItsFiguresAreThoseOfQueueing) {
    const Judged early = judged(0, 0.5, 30, {1.0, 1.0}, 16);
    EXPECT_GT(early.metrics.down.usage.value().value(), 0.2);
    const model::AdaptiveDirection& down = early.metrics.adaptive->down;
    EXPECT_EQ(down.low.reason(), model::Missing::no_history);
    EXPECT_EQ(down.ceiling.reason(), model::Missing::no_history);
    EXPECT_FALSE(down.state);
    EXPECT_TRUE(down.sketch);
    EXPECT_TRUE(down.kernel_windows.empty());
}

TEST(Adaptive, AWindowWithoutValuesLeavesNoSketch) {
    QueueAnalysis analysis;
    analysis.missing = model::Missing::clock;
    const auto metrics = adaptive(analysis, queueing(analysis, {}), {{}, 1, 600, {}}, {});
    EXPECT_EQ(metrics.up.usage.reason(), model::Missing::clock);
    EXPECT_EQ(metrics.adaptive->down.low.reason(), model::Missing::clock);
    EXPECT_FALSE(sketched_window(1, 600, metrics));
}

TEST(Adaptive, AMinuteIsCongestedWhereMostOfItsProbesProbablyWaited) {
    const Judged busy = judged(0, 0.95, 40);
    EXPECT_LT(busy.metrics.down.quality.value().value(), 0.2);
    EXPECT_EQ(busy.metrics.up.quality.value(), 1);
    EXPECT_EQ(busy.trace.minutes.size(), 10U);
    EXPECT_GT(busy.trace.minutes.front().down_busy, 0.5);
}

TEST(Adaptive, WhatIsStoredGivesTheSameFiguresOnceTheObservationsAreGone) {
    const Judged first = judged(0.3, 0.6, 20, {10.0, {}});
    std::deque<model::Sketch> idle;
    StoredKernels kernels;
    for (const std::int64_t id : first.metrics.adaptive->up.kernel_windows) {
        ASSERT_LE(id, 40);
        idle.push_back(sketch_of(made_waits(static_cast<std::uint64_t>(2 * (id - 1)), 600, 0, 0)));
        kernels.up.push_back(&idle.back());
    }
    for (const std::int64_t id : first.metrics.adaptive->down.kernel_windows) {
        idle.push_back(sketch_of(made_waits(static_cast<std::uint64_t>(2 * (id - 1) + 1), 600, 0, 0)));
        kernels.down.push_back(&idle.back());
    }
    const auto again = adaptive_again(first.metrics, kernels, first.metrics, {});
    for (auto direction : {&model::AdaptiveFindings::up, &model::AdaptiveFindings::down}) {
        const auto& was = (*first.metrics.adaptive).*direction;
        const auto& is = (*again.adaptive).*direction;
        EXPECT_EQ(was.low.value(), is.low.value());
        EXPECT_EQ(was.ceiling.value(), is.ceiling.value());
        EXPECT_EQ(was.state, is.state);
        EXPECT_EQ(was.share, is.share);
        EXPECT_EQ(was.guarded, is.guarded);
    }
    EXPECT_EQ(again.down.usage.value(), first.metrics.down.usage.value());
    EXPECT_EQ(again.down.quality.value(), first.metrics.down.quality.value());
}

// Quality needs the probes of each minute only where load was seen.
TEST(Adaptive, OfSketchesAloneQualityIsOneOrWhatItWasOrHadNoMinutes) {
    const auto windows = idle_windows_before(40);
    const auto earlier = pointers_to(windows);
    model::WindowMetrics stored = judged(0, 0.6, 20).metrics;
    stored.up.quality = 0.125;
    stored.down.quality = 0.375;
    const auto again = [&](std::int64_t minutes) {
        model::WindowMetrics by_queueing = stored;
        by_queueing.minutes = minutes;
        return adaptive_of_sketches(stored, by_queueing, {earlier, 99, 24'599, {}}, {}).value();
    };
    EXPECT_EQ(again(10).adaptive->up.state, model::DetectionState::none);
    EXPECT_EQ(again(10).up.quality.value(), 1);
    EXPECT_EQ(again(1).up.quality.value(), 1);
    EXPECT_EQ(again(0).up.quality.reason(), model::Missing::no_minutes);
    EXPECT_EQ(again(10).adaptive->down.state, model::DetectionState::clear);
    EXPECT_EQ(again(10).down.quality.value(), 0.375);
    EXPECT_EQ(again(10).down.usage.value(), stored.down.usage.value());
}

TEST(AdaptiveHistory, AResultReadsTheSameOnlyOfAsManyWindowsTheSameIdleOnesAndTheirSketches) {
    std::deque<SketchedWindow> windows;
    std::vector<const SketchedWindow*> earlier;
    for (std::int64_t id = 1; id <= 20; ++id) {
        windows.push_back(quiet_window(id, static_cast<double>(id)));
        earlier.push_back(&windows.back());
    }
    const SketchedWindow own = quiet_window(21, 30);
    const KernelChoice choice = kernel_choice(earlier, own);
    model::AdaptiveFindings stored;
    stored.history_windows = 21;
    stored.up.kernel_windows = {1, 2, 3, 4, 5};
    stored.down.kernel_windows = {1, 2, 3, 4, 5};
    EXPECT_TRUE(reads_the_same(stored, choice, {}));
    EXPECT_TRUE(reads_the_same(stored, choice, {6}));
    EXPECT_FALSE(reads_the_same(stored, choice, {3}));
    stored.history_windows = 20;
    EXPECT_FALSE(reads_the_same(stored, choice, {}));
    stored.history_windows = 21;
    stored.up.kernel_windows.back() = 6;
    EXPECT_FALSE(reads_the_same(stored, choice, {}));
    stored.up.kernel_windows.back() = 5;
    stored.down.kernel_windows.back() = 6;
    EXPECT_FALSE(reads_the_same(stored, choice, {}));
}

TEST(AdaptiveHistory, ReachesBackADayWithoutItsEnds) {
    const SketchedWindow own = quiet_window(1000, 1);
    SketchedWindow just_out = quiet_window(1, 1);
    just_out.last_probe_s = own.last_probe_s - 86'400;
    SketchedWindow just_in = just_out;
    ++just_in.last_probe_s;
    SketchedWindow same_end = just_out;
    same_end.last_probe_s = own.last_probe_s;
    const std::vector<const SketchedWindow*> earlier{&just_out, &just_in, &same_end};
    EXPECT_EQ(kernel_choice(earlier, own).history_windows, 2);
}

TEST(Adaptive, ADirectionThatHasNotLearnedShowsWaitingIfQueueingReadsMoreThanAHundredth) {
    model::Sketch idle{};
    idle[5] = 600;
    model::Sketch loaded = idle;
    loaded[30] = 300;
    const std::vector<const model::Sketch*> kernel(4, &idle);
    const auto both_with = [&](double usage) {
        return detected({idle, {}, 24, usage, {}}, {loaded, kernel, 8, 0.2, {}});
    };
    EXPECT_GT(both_with(0).down.low, 0);
    EXPECT_FALSE(both_with(0.01).have_both_waited);
    EXPECT_FALSE(both_with(0.01).down.guarded);
    EXPECT_TRUE(both_with(0.0101).have_both_waited);
    EXPECT_TRUE(both_with(0.0101).down.guarded);
    EXPECT_FALSE(both_with(0.0101).up.guarded) << "it has learned nothing that could be wider";
}

TEST(Adaptive, TheCeilingIsThatOfWaitsFromAQuarterOfAPacketOn) {
    const Judged loaded = judged(0.2, 0.3, 10, {1.5, 6.0});
    const auto& edges = sketch_scale().edges_ms;
    const auto ceiling_from = [&](const DirectionDetection& detection, const model::Sketch& sketch,
                                  double ms) {
        const auto bin =
            static_cast<std::size_t>(std::upper_bound(edges.begin(), edges.end(), ms) - edges.begin() - 1);
        return largest_possible(
            Mixture(components_of(detection.idle.jitter, bin, IdleFamily::ordinary), sketch));
    };
    const auto& of = loaded.metrics.adaptive;
    // 1500 bytes take 8 ms at 1.5 Mb/s, and 2 ms at 6.
    EXPECT_EQ(of->up.ceiling.value(), ceiling_from(loaded.trace.detection.up, *of->up.sketch, 2));
    EXPECT_EQ(of->down.ceiling.value(), ceiling_from(loaded.trace.detection.down, *of->down.sketch, 0.5));
}

TEST(Adaptive, TellsWhichPartOfTheWaitingIsTooLongForJitter) {
    const Judged far = judged(0, 0.3, 200);
    EXPECT_NEAR(far.trace.detection.down.far_share, 1, 0.05) << "of what waits, not of all";
    EXPECT_LT(far.trace.detection.down.fitted.share, 0.4);
    EXPECT_EQ(far.trace.detection.down.far_wait_ms,
              std::max(8 * far.trace.detection.down.idle.spread_ms.value(), 4.0));
}

TEST(Adaptive, OfAWindowWithoutSketchesTheReasonIsThatOfQueueingAgain) {
    QueueAnalysis analysis;
    for (const auto reason : {model::Missing::clock, model::Missing::route, model::Missing::too_few}) {
        analysis.missing = reason;
        const auto by_queueing = queueing(analysis, {});
        const auto stored = adaptive(analysis, by_queueing, {{}, 1, 600, {}}, {});
        const auto again = adaptive_again(stored, {}, by_queueing, {});
        EXPECT_EQ(again.down.usage.reason(), reason);
        EXPECT_EQ(again.adaptive->up.low.reason(), reason);
        EXPECT_EQ(again.adaptive->down.ceiling.reason(), reason);
    }
}

}  // namespace
}  // namespace tixdb::metrics::adaptive_test
