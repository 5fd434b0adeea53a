// SPDX-License-Identifier: MIT
// Reads the paths of --files-from, one after the other.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "base/file_descriptor.hpp"

namespace tixdb::cli {

// The list may be a pipe or a FIFO whose writer is slow: waiting for it ends when the run is asked to stop.
// Thread rule: one thread at a time.
class PathList {
  public:
    // source: a path, or - for standard_input, which stays open. separator: ends each path but the last.
    // Throws Error{failed} if it cannot be opened.
    PathList(const std::string& source, int standard_input, char separator);

    // Empty at the end, and once the run is asked to stop. Throws Error{failed} if the list cannot be read,
    // or holds what is no path: one of over 65536 bytes.
    [[nodiscard]] std::optional<std::string> next();

  private:
    // False at the end.
    [[nodiscard]] bool read_more();

    std::string shown_;
    FileDescriptor file_;  // none: the standard input
    int descriptor_;
    char separator_;
    std::string buffer_;  // what was read and not yet handed out begins at begin_
    std::size_t begin_ = 0;
    bool is_at_end_ = false;
};

}  // namespace tixdb::cli
