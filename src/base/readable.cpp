// SPDX-License-Identifier: MIT

#include "base/readable.hpp"

#include <poll.h>

#include <cerrno>

#include "base/signals.hpp"

namespace tixdb {

bool wait_until_readable(int descriptor) {
    constexpr int kStopCheckMs = 200;
    while (stop_requested() == 0) {
        pollfd waiting{descriptor, POLLIN, 0};
        const int ready = poll(&waiting, 1, kStopCheckMs);
        if (ready > 0 || (ready < 0 && errno != EINTR)) return true;
    }
    return false;
}

}  // namespace tixdb
