// SPDX-License-Identifier: MIT

#include "simulate/queue.hpp"

#include "simulate/flow_queue.hpp"
#include "simulate/link_queue.hpp"

namespace tixdb::simulate {

std::unique_ptr<Queue> make_queue(const LinkSettings& settings, Random random) {
    if (is_closed_loop(settings.traffic)) return std::make_unique<FlowQueue>(settings, random);
    return std::make_unique<LinkQueue>(settings, random);
}

}  // namespace tixdb::simulate
