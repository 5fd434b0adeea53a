// SPDX-License-Identifier: MIT

#include "base/signals.hpp"

#include <atomic>
#include <csignal>
#include <cstdint>
#include <ctime>

#include "base/error.hpp"

namespace tixdb {
namespace {

// Written by a signal handler, so they cannot live anywhere but here, and read by every thread.
std::atomic<int> stop_signal = 0;
std::atomic<std::int64_t> asked_ns = 0;  // when, on the monotonic clock
static_assert(std::atomic<int>::is_always_lock_free && std::atomic<std::int64_t>::is_always_lock_free,
              "a signal handler may not wait");

// Nothing but what may be called in a signal handler.
extern "C" void on_stop_signal(int signal_number) {
    constexpr std::int64_t kSecondNs = 1'000'000'000;
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    const std::int64_t now_ns = now.tv_sec * kSecondNs + now.tv_nsec;
    if (stop_signal == 0) {
        asked_ns = now_ns;
        stop_signal = signal_number;
    } else if (now_ns - asked_ns > kSecondNs) {
        std::signal(signal_number, SIG_DFL);
        static_cast<void>(raise(signal_number));
    }
}

}  // namespace

void install_signal_handlers() {
    struct sigaction action = {};
    action.sa_handler = on_stop_signal;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
    // Both are errors of the write that meets them, which says so.
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
}

int stop_requested() {
    return stop_signal;
}

void throw_if_stopped() {
    if (stop_signal != 0) throw Interrupted(stop_signal);
}

bool wait_for_stop(std::chrono::milliseconds duration) {
    constexpr auto kSlice = std::chrono::milliseconds(100);
    while (duration.count() > 0 && stop_signal == 0) {
        const auto slice = duration < kSlice ? duration : kSlice;
        const timespec pause{0, static_cast<long>(slice.count()) * 1'000'000};
        nanosleep(&pause, nullptr);
        duration -= slice;
    }
    return stop_signal != 0;
}

}  // namespace tixdb
