// SPDX-License-Identifier: MIT
// adaptive from sketches, beside the Python reference's and the recordings' values: to the last bit.
#include <gtest/gtest.h>

#include <deque>
#include <fstream>
#include <nlohmann/json.hpp>

#include "metrics/adaptive/detection.hpp"
#include "metrics/adaptive/history.hpp"
#include "support/recordings.hpp"
#include "support/source_tree.hpp"

namespace tixdb::metrics::adaptive_sketches_test {
namespace {

using nlohmann::json;

SketchedDirection direction_at(const json& direction) {
    return {direction.at("quartile_ms").get<double>(), direction.at("sketch").get<model::Sketch>()};
}

SketchedWindow window_at(const json& window) {
    const auto last_s = window.at("last").get<std::int64_t>();
    return {last_s, last_s, direction_at(window.at("up")), direction_at(window.at("down"))};
}

std::vector<const model::Sketch*> sketches_in(const std::vector<const SketchedWindow*>& kernel,
                                              SketchedDirection SketchedWindow::*direction) {
    std::vector<const model::Sketch*> sketches;
    for (const SketchedWindow* window : kernel) sketches.push_back(&(window->*direction).sketch);
    return sketches;
}

// The windows of one address in order.
class Windows {
  public:
    struct Said {
        KernelChoice choice;
        WindowDetection detection;
    };
    Said add(const json& window, std::optional<double> up_mbps = {}, std::optional<double> down_mbps = {}) {
        std::vector<const SketchedWindow*> earlier;
        for (const SketchedWindow& other : windows_) earlier.push_back(&other);
        const SketchedWindow& own = windows_.emplace_back(window_at(window));
        Said said{kernel_choice(earlier, own), {}};
        said.detection = detected({own.up.sketch, sketches_in(said.choice.up, &SketchedWindow::up), 24,
                                   window.at("up").at("queueing"), up_mbps},
                                  {own.down.sketch, sketches_in(said.choice.down, &SketchedWindow::down), 8,
                                   window.at("down").at("queueing"), down_mbps});
        return said;
    }

  private:
    std::deque<SketchedWindow> windows_;
};

json ids_in(const std::vector<const SketchedWindow*>& kernel) {
    return ids_of(kernel);
}

void expect_direction(const DirectionDetection& ours, const json& theirs) {
    EXPECT_EQ(ours.usage, theirs.at("usage").get<double>());
    if (ours.idle.not_learned) {
        for (const char* name : {"low", "state", "ceiling"}) {
            EXPECT_EQ(theirs.at(name), name_of(*ours.idle.not_learned)) << name;
        }
        return;
    }
    EXPECT_EQ(ours.low, theirs.at("low").get<double>());
    EXPECT_EQ(name_of(ours.state), theirs.at("state").get<std::string>());
    EXPECT_EQ(ours.guarded.has_value(), theirs.at("guarded").get<bool>());
    EXPECT_EQ(ours.fitted.share, theirs.at("share").get<double>());
    EXPECT_EQ(ours.idle.spread_ms, theirs.at("spread_ms").get<double>());
    EXPECT_EQ(sketch_scale().edges_ms[ours.idle.least_wait_bin], theirs.at("least_wait_ms").get<double>());
    if (ours.ceiling) {
        EXPECT_EQ(*ours.ceiling, theirs.at("ceiling").get<double>());
    } else {
        EXPECT_EQ(theirs.at("ceiling"), "no_link_rate");
    }
}

std::optional<double> rate_in(const json& rates, const char* direction) {
    const auto found = rates.find(direction);
    if (found == rates.end() || found->is_null()) return std::nullopt;
    return found->get<double>();
}

TEST(AdaptiveFromSketches, SaysToTheLastBitWhatThePythonReferenceSays) {
    std::ifstream file(test::source_folder().string() + "/tests/data/adaptive/sketches.json");
    for (const json& installation : json::parse(file)) {
        Windows windows;
        const json& rates = installation.at("rates");
        for (const json& window : installation.at("windows")) {
            SCOPED_TRACE(installation.at("name").get<std::string>() + " " + window.at("last").dump());
            const auto said = windows.add(window, rate_in(rates, "up"), rate_in(rates, "down"));
            const json& expected = window.at("expected");
            EXPECT_EQ(said.choice.history_windows, expected.at("history"));
            EXPECT_EQ(ids_in(said.choice.up), expected.at("up").at("kernel"));
            EXPECT_EQ(ids_in(said.choice.down), expected.at("down").at("kernel"));
            expect_direction(said.detection.up, expected.at("up"));
            expect_direction(said.detection.down, expected.at("down"));
        }
    }
}

void expect_recorded(const DirectionDetection& ours, std::size_t kernel, const json& theirs) {
    EXPECT_EQ(!ours.idle.not_learned, theirs.at("learned").get<bool>());
    EXPECT_EQ(ours.usage, theirs.at("usage").get<double>());
    EXPECT_EQ(ours.guarded.has_value(), theirs.at("guarded").get<bool>());
    if (ours.idle.not_learned) return;
    EXPECT_EQ(ours.low, theirs.at("low").get<double>());
    EXPECT_EQ(name_of(ours.state), theirs.at("state").get<std::string>());
    EXPECT_EQ(ours.fitted.share, theirs.at("share").get<double>());
    EXPECT_EQ(ours.idle.spread_ms, theirs.at("s_ms").get<double>());
    EXPECT_EQ(kernel, theirs.at("kernel_windows").get<std::size_t>());
}

class AdaptiveOnRecording : public testing::TestWithParam<std::string> {};

TEST_P(AdaptiveOnRecording, TheSameSketchesGiveTheSameBits) {
    const auto recording = test::load_recording(GetParam());
    if (!recording) GTEST_SKIP() << "no recordings in " << test::recordings_folder();
    Windows windows;
    for (const json& window : recording->adaptive.at("windows")) {
        if (window.at("learned").is_null()) continue;
        SCOPED_TRACE(GetParam() + " " + window.at("last").dump());
        const auto said = windows.add(window);
        EXPECT_EQ(said.choice.history_windows, window.at("history"));
        expect_recorded(said.detection.up, said.choice.up.size(), window.at("up"));
        expect_recorded(said.detection.down, said.choice.down.size(), window.at("down"));
    }
}
INSTANTIATE_TEST_SUITE_P(All, AdaptiveOnRecording, testing::ValuesIn(test::recording_names()),
                         [](const auto& name) { return "Recording" + name.param; });

}  // namespace
}  // namespace tixdb::metrics::adaptive_sketches_test
