// SPDX-License-Identifier: MIT
// Files of experiments: phases of a throttled download, the truth of a simulation, load plans.
#include <sstream>
#include <string>

#include "base/error.hpp"
#include "fuzz/targets.hpp"
#include "report/recorded_phases.hpp"
#include "report/simulated_truth.hpp"
#include "simulate/load_plan.hpp"

namespace tixdb::fuzz {
namespace {

void check_load(const simulate::Load& load) {
    require(!load.empty() && load.front().after_s == 0, "a load that does not begin");
    std::int64_t before_s = -1;
    for (const simulate::LoadStep& step : load) {
        require(step.after_s > before_s, "steps out of order");
        require(step.utilisation >= 0 && step.utilisation <= 2, "a load beyond its range");
        before_s = step.after_s;
    }
}

}  // namespace

void phases(Bytes input) {
    const MemoryFile file(input);
    try {
        static_cast<void>(report::read_phases(file.path()));
    } catch (const Error& error) {
        require_safe_to_show(error.what());
    }
}

void truth(Bytes input) {
    std::istringstream csv{std::string(text_of(input))};
    try {
        static_cast<void>(report::parse_truth(csv, "truth.csv"));
    } catch (const Error& error) {
        require_safe_to_show(error.what());
    }
}

void load_plan(Bytes input) {
    try {
        for (const auto& [installation, loads] : simulate::parse_load_plan(text_of(input), "plan.csv")) {
            check_load(loads.up);
            check_load(loads.down);
        }
    } catch (const Error& error) {
        require(error.kind() == ErrorKind::usage, "a bad plan is another's fault");
        require_safe_to_show(error.what());
    }
}

}  // namespace tixdb::fuzz
