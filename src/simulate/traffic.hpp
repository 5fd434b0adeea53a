// SPDX-License-Identifier: MIT
// The kinds of cross traffic that a link can carry.
#pragma once

#include <cstdint>

#include "base/enum_names.hpp"

namespace tixdb::simulate {

enum class Traffic {
    poisson,  // equal packets, or bursts of them, at random: link_queue.hpp
    paced,    // equal packets at even distances: link_queue.hpp
    batches,  // 4 to 40 packets together, at random: link_queue.hpp
    web,      // pages, each over several TCP connections: transfer_source.hpp
    video,    // segments of streams, some four seconds each: transfer_source.hpp
    bulk,     // downloads of many seconds: transfer_source.hpp
};

// True of TCP, whose senders react to the queue.
[[nodiscard]] constexpr bool is_closed_loop(Traffic traffic) {
    return traffic == Traffic::web || traffic == Traffic::video || traffic == Traffic::bulk;
}

inline constexpr EnumNames<Traffic, 6> kTrafficKinds("kind of traffic", {{{Traffic::poisson, "poisson"},
                                                                          {Traffic::paced, "paced"},
                                                                          {Traffic::batches, "batches"},
                                                                          {Traffic::web, "web"},
                                                                          {Traffic::video, "video"},
                                                                          {Traffic::bulk, "bulk"}}});

}  // namespace tixdb::simulate
