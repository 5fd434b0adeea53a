// SPDX-License-Identifier: MIT
// Files in one file: POSIX ustar.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "exports/byte_sink.hpp"

namespace tixdb::exports {

// Owner root, no times but the one given, so that the same files make the same bytes. Belongs to one thread.
// Throws what the file throws.
class TarWriter {
  public:
    // Everything lies in `folder`. modified_s: of all files.
    TarWriter(FileSink& file, std::string folder, std::int64_t modified_s)
        : file_(file), folder_(std::move(folder)), modified_s_(modified_s) {}

    void add(const std::string& name, std::string_view bytes, bool is_executable = false);
    // For bytes that nobody wants to hold at once: write() gets where they go, and finishes it.
    void add(const std::string& name, const std::function<void(ByteSink&)>& write);
    // What sha256sum --check takes: a line for each file so far.
    [[nodiscard]] std::string digests() const;
    // The archive's end.
    void finish();

  private:
    class Entry;

    void end_entry(const std::string& name, std::int64_t header_at, bool is_executable, const Entry& entry);

    FileSink& file_;
    std::string folder_;
    std::int64_t modified_s_;
    std::vector<std::string> digests_;
};

}  // namespace tixdb::exports
