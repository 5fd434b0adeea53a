// SPDX-License-Identifier: MIT
// SIGINT and SIGTERM ask the run to stop at its next consistent point. Another one more than a second later
// ends it at once; within the second it is the same request, which timeout(1) sends to the program and then
// to its group.
#pragma once

#include <chrono>

namespace tixdb {

// Installs the handlers and ignores SIGPIPE and SIGXFSZ (a file at the limit of its size). Called once, by
// main.
void install_signal_handlers();

// The signal that asked the run to stop, or 0. Thread-safe.
[[nodiscard]] int stop_requested();

// Throws Interrupted if the run was asked to stop.
void throw_if_stopped();

// Sleeps, but returns true at once when the run is asked to stop.
bool wait_for_stop(std::chrono::milliseconds duration);

}  // namespace tixdb
