// SPDX-License-Identifier: MIT
// What must not change a result, tried on the made sessions.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "metrics/classic.hpp"
#include "metrics/observations.hpp"
#include "metrics/queueing.hpp"
#include "support/made_sessions.hpp"
#include "support/metrics_text.hpp"

namespace tixdb::metrics {
namespace {

using model::Observation;
using Observations = std::vector<Observation>;

const std::vector<test::MadeSession>& sessions() {
    static const std::vector<test::MadeSession> all = [] {
        std::vector<test::MadeSession> loaded;
        for (const std::string& name : test::made_session_names())
            loaded.push_back(test::load_made_session(name));
        return loaded;
    }();
    return all;
}

// The last window of a session.
struct Case {
    Observations window;
    Observations session;
    QueueingHistory history;

    explicit Case(const test::MadeSession& made) : history(made.windows.back().history) {
        const auto span = made.in(made.windows.back());
        window.assign(span.begin(), span.end());
        session.assign(history.session.begin(), history.session.end());
    }

    template <typename Change>
    void change(const Change& change_one) {
        std::for_each(window.begin(), window.end(), change_one);
        std::for_each(session.begin(), session.end(), change_one);
    }

    [[nodiscard]] model::WindowMetrics queueing_metrics(const QueueingParameters& parameters = {}) const {
        QueueingHistory moved = history;
        moved.session = session;
        return queueing(window, moved, parameters);
    }

    [[nodiscard]] std::string text() const {
        return test::exact_text(classic(window)) + test::exact_text(queueing_metrics());
    }
};

Case any_case() {
    return Case(sessions()[*rc::gen::inRange<std::size_t>(0, sessions().size())]);
}

RC_GTEST_PROP(Invariance, AnOffsetOfTheServersClockChangesNotABit, ()) {
    Case changed = any_case();
    const std::string expected = changed.text();
    // The client's and the server's clock differ by at most a day and a bit, and the sum stays below ten
    // days.
    const auto offset_ns = *rc::gen::inRange<std::int64_t>(-model::kNsPerDay, model::kNsPerDay);
    changed.change([&](Observation& o) {
        o.reception_ns += offset_ns;
        o.sent_ns += offset_ns;
    });
    RC_ASSERT(changed.text() == expected);
}

RC_GTEST_PROP(Invariance, WholeDaysOnAnyClockReadingChangeNotABit, (std::uint64_t seed)) {
    Case changed = any_case();
    const std::string expected = changed.text();
    // The same reading in the window and in the session gets the same days.
    changed.change([&](Observation& o) {
        std::mt19937_64 random(seed ^ static_cast<std::uint64_t>(o.day_timestamp_s));
        const auto days = [&] { return (static_cast<std::int64_t>(random() % 5) - 2) * model::kNsPerDay; };
        o.initial_ns += days();
        o.reception_ns += days();
        o.sent_ns += days();
        o.final_ns += days();
    });
    RC_ASSERT(changed.text() == expected);
}

RC_GTEST_PROP(Invariance, OrderAndRepetitionOfTheInputChangeNothing, (std::uint64_t seed)) {
    const Case original = any_case();
    Case changed = original;
    std::mt19937_64 random(seed);
    Observations shuffled = original.window;
    for (int i = 0; i < 100; ++i) shuffled.push_back(original.window[random() % original.window.size()]);
    for (int i = 0; i < 100; ++i) {
        shuffled.push_back(original.window[random() % original.window.size()]);
        shuffled.back().type = 'L';
    }
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    changed.window = distinct_short_probes(std::move(shuffled));
    RC_ASSERT(changed.window == original.window);
    RC_ASSERT(changed.text() == original.text());
}

RC_GTEST_PROP(Invariance, DriftUpTo90PpmChangesQueueingUsageByAtMost002, ()) {
    // These two drift by 42 and by -20 ppm already, the third not at all.
    const std::vector<std::pair<std::size_t, int>> drifts = {{0, 42}, {2, -20}, {1, 0}};
    const auto [index, drift_ppm] = *rc::gen::elementOf(drifts);
    Case changed(sessions()[index]);
    const auto before = changed.queueing_metrics();
    const auto total_ppm = *rc::gen::inRange<int>(-90, 91);
    const std::int64_t start_s = changed.session.front().day_timestamp_s;
    changed.change([&, added_ppm = total_ppm - drift_ppm](Observation& o) {
        const std::int64_t drift_ns = (o.day_timestamp_s - start_s) * added_ppm * 1000;
        o.reception_ns += drift_ns;
        o.sent_ns += drift_ns;
    });
    const auto after = changed.queueing_metrics();
    RC_ASSERT(std::abs(*after.up.usage.value() - *before.up.usage.value()) <= 0.02);
    RC_ASSERT(std::abs(*after.down.usage.value() - *before.down.usage.value()) <= 0.02);
    RC_ASSERT(std::abs(after.queueing->skew_ms_per_s.value() - total_ppm * 1e-3) <= 0.002);
}

bool is_near(const model::Metric& a, const model::Metric& b) {
    if (!a.value() || !b.value()) return a.value() == b.value() && a.reason() == b.reason();
    return std::abs(*a.value() - *b.value()) <= 1e-9;
}

bool is_near(const model::DirectionMetrics& a, const model::DirectionMetrics& b) {
    return is_near(a.usage, b.usage) && is_near(a.quality, b.quality) && is_near(a.hurst_rs, b.hurst_rs) &&
           is_near(a.hurst_wavelet, b.hurst_wavelet);
}

TEST(Invariance, ExchangingTheDirectionsExchangesTheResults) {
    const QueueingParameters equal{.epsilon_up_ms = 12, .epsilon_down_ms = 12};
    for (const test::MadeSession& session : sessions()) {
        const Case original(session);
        Case mirrored = original;
        mirrored.change([](Observation& o) {
            const std::int64_t up_ns = o.reception_ns - o.initial_ns;
            const std::int64_t down_ns = o.final_ns - o.sent_ns;
            o.reception_ns = o.initial_ns + down_ns;
            o.sent_ns = o.final_ns - up_ns;
        });
        const auto a = original.queueing_metrics(equal);
        const auto b = mirrored.queueing_metrics(equal);
        EXPECT_TRUE(is_near(a.up, b.down)) << session.name;
        EXPECT_TRUE(is_near(a.down, b.up)) << session.name;
        EXPECT_NEAR(a.queueing->skew_ms_per_s.value(), -b.queueing->skew_ms_per_s.value(), 1e-12)
            << session.name;
        EXPECT_TRUE(is_near(classic(original.window).up, classic(mirrored.window).down)) << session.name;
        EXPECT_TRUE(is_near(classic(original.window).down, classic(mirrored.window).up)) << session.name;
    }
}

}  // namespace
}  // namespace tixdb::metrics
