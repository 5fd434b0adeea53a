// SIGINT and SIGTERM ask the run to stop at its next consistent point; a second one ends it at once.
#pragma once

#include <chrono>

namespace tixdb {

// Installs the handlers and blocks SIGPIPE. Called once, by main.
void install_signal_handlers();

// The signal that asked the run to stop, or 0. Thread-safe.
[[nodiscard]] int stop_requested();

// Throws Interrupted if the run was asked to stop.
void throw_if_stopped();

// Sleeps, but returns true at once when the run is asked to stop.
bool wait_for_stop(std::chrono::milliseconds duration);

}  // namespace tixdb
