// SPDX-License-Identifier: MIT
// What `adaptive` takes for a window beyond what `queueing` has found: from the sketches that a database has
// of an installation, choosing the windows taken for idle included. docs/performance.md has the figures.
//
//     adaptive_cost DATABASE USER INSTALLATION [DOWN_MBPS UP_MBPS]
//
// One row per kind of window: how many, and the median and 99 % point of each one's time, the least of nine.
// Rates add the ceilings. One thread; reads only.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/stopwatch.hpp"
#include "metrics/adaptive/detection.hpp"
#include "metrics/adaptive/history.hpp"
#include "metrics/methods.hpp"
#include "metrics/queueing.hpp"
#include "model/link_rate.hpp"
#include "store/database.hpp"
#include "store/history_reader.hpp"

namespace tixdb::benchmarks {
namespace {

using metrics::SketchedDirection;
using metrics::SketchedWindow;

constexpr int kRepeats = 9;

std::vector<SketchedWindow> windows_of(const std::string& path, const model::InstallationKey& key) {
    store::Database database = store::Database::open_for_reading(path);
    store::HistoryReader reader(database, {metrics::version_of(model::Method::queueing),
                                           metrics::version_of(model::Method::adaptive)});
    std::vector<SketchedWindow> windows;
    for (const store::HistoricResult& result : reader.results(key, 0, INT64_MAX)) {
        const auto sketched =
            metrics::sketched_window(result.window_id, result.place.last_probe_s, result.metrics);
        if (sketched) windows.push_back(*sketched);
    }
    std::sort(windows.begin(), windows.end(), [](const SketchedWindow& a, const SketchedWindow& b) {
        return a.last_probe_s < b.last_probe_s;
    });
    return windows;
}

std::vector<const model::Sketch*> sketches_of(const std::vector<const SketchedWindow*>& windows,
                                              SketchedDirection SketchedWindow::*direction) {
    std::vector<const model::Sketch*> sketches;
    for (const SketchedWindow* window : windows) sketches.push_back(&(window->*direction).sketch);
    return sketches;
}

metrics::WindowDetection detection_of(const std::vector<const SketchedWindow*>& earlier,
                                      const SketchedWindow& own, const model::LinkRate& link) {
    const metrics::QueueingParameters parameters;
    const metrics::KernelChoice choice = metrics::kernel_choice(earlier, own);
    return metrics::detected({own.up.sketch, sketches_of(choice.up, &SketchedWindow::up),
                              parameters.epsilon_up_ms, 0, link.up_mbps},
                             {own.down.sketch, sketches_of(choice.down, &SketchedWindow::down),
                              parameters.epsilon_down_ms, 0, link.down_mbps});
}

const char* kind_of(const metrics::WindowDetection& detection) {
    if (detection.up.idle.not_learned || detection.down.idle.not_learned) return "not learned";
    if (detection.have_both_waited) return "load in both";
    return detection.up.low > 0 || detection.down.low > 0 ? "load in one" : "no load seen";
}

double at(std::vector<double>& values, double share) {
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

void measure(const std::vector<SketchedWindow>& windows, const model::LinkRate& link) {
    const SystemClock clock;
    std::map<std::string, std::vector<double>> times_ms;
    std::vector<const SketchedWindow*> earlier;
    for (const SketchedWindow& window : windows) {
        std::string kind;
        double least_ms = 1e9;
        for (int i = 0; i < kRepeats; ++i) {
            const Stopwatch stopwatch(clock);
            kind = kind_of(detection_of(earlier, window, link));
            least_ms = std::min(least_ms, 1e3 * stopwatch.elapsed_s());
        }
        times_ms[kind].push_back(least_ms);
        times_ms["all"].push_back(least_ms);
        earlier.push_back(&window);
    }
    std::puts("| windows | | median, ms | 99 %, ms |\n| --- | --- | --- | --- |");
    for (auto& [kind, values] : times_ms) {
        const std::string row = fmt::format("| {} | {} | {:.3f} | {:.3f} |", kind, values.size(),
                                            at(values, 0.5), at(values, 0.99));
        std::puts(row.c_str());
    }
}

}  // namespace
}  // namespace tixdb::benchmarks

int main(int argc, char** argv) try {
    if (argc != 4 && argc != 6) {
        std::fputs("usage: adaptive_cost DATABASE USER INSTALLATION [DOWN_MBPS UP_MBPS]\n", stderr);
        return 2;
    }
    tixdb::model::LinkRate link;
    if (argc == 6) {
        link.down_mbps = std::strtod(argv[4], nullptr);
        link.up_mbps = std::strtod(argv[5], nullptr);
    }
    tixdb::benchmarks::measure(
        tixdb::benchmarks::windows_of(argv[1], {std::atoll(argv[2]), std::atoll(argv[3])}), link);
    return 0;
} catch (const std::exception& exception) {
    std::fprintf(stderr, "adaptive_cost: %s\n", exception.what());
    return 1;
}
