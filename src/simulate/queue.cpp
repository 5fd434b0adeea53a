// SPDX-License-Identifier: MIT

#include "simulate/queue.hpp"

#include <array>
#include <utility>

#include "simulate/flow_queue.hpp"
#include "simulate/link_queue.hpp"

namespace tixdb::simulate {

std::optional<Traffic> traffic_named(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, Traffic>, 6> kNames = {{{"poisson", Traffic::poisson},
                                                                             {"paced", Traffic::paced},
                                                                             {"batches", Traffic::batches},
                                                                             {"web", Traffic::web},
                                                                             {"video", Traffic::video},
                                                                             {"bulk", Traffic::bulk}}};
    for (const auto& [known, traffic] : kNames) {
        if (known == name) return traffic;
    }
    return std::nullopt;
}

std::unique_ptr<Queue> make_queue(const LinkSettings& settings, Random random) {
    if (is_closed_loop(settings.traffic)) return std::make_unique<FlowQueue>(settings, random);
    return std::make_unique<LinkQueue>(settings, random);
}

}  // namespace tixdb::simulate
