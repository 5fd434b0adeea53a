// SPDX-License-Identifier: MIT
// Waiting for input in a way that ends when the run is asked to stop.
#pragma once

namespace tixdb {

// Waits until the descriptor has something to read, is at its end or has failed (read() tells which). A
// regular file never has to be waited for. A FIFO has to be opened with O_NONBLOCK, or open() would wait for
// a writer. False once the run is asked to stop. Thread-safe.
[[nodiscard]] bool wait_until_readable(int descriptor);

}  // namespace tixdb
