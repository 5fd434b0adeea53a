// SPDX-License-Identifier: MIT
// Waiting for a pipe without being deaf to the request to stop.
#pragma once

namespace tixdb {

// Waits until descriptor can be read without waiting, is at its end or has failed (read() tells which); a
// regular file always can. A FIFO has to be opened with O_NONBLOCK, or open() would wait for a writer. False
// once the run is asked to stop. Thread-safe.
[[nodiscard]] bool wait_until_readable(int descriptor);

}  // namespace tixdb
