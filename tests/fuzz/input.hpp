// SPDX-License-Identifier: MIT
// What the targets need to make something of bytes, and to say what must hold of it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>

#include "base/file_descriptor.hpp"

namespace tixdb::fuzz {

using Bytes = std::span<const std::uint8_t>;

[[nodiscard]] std::string_view text_of(Bytes bytes);

// Takes a big-endian number of `width` bytes (at most 8) off the front; bytes that are not there count as 0.
[[nodiscard]] std::uint64_t take_number(Bytes& bytes, unsigned width);
// Takes at most `count` bytes off the front.
[[nodiscard]] Bytes take_bytes(Bytes& bytes, std::size_t count);

// Throws std::logic_error that says what does not hold.
void require(bool holds, const char* what);
// Of a text that goes to a terminal or a log: UTF-8 without control characters.
void require_safe_to_show(std::string_view text);

// A file that holds these bytes, in memory alone, for what can only read files.
class MemoryFile {
  public:
    explicit MemoryFile(Bytes content);

    [[nodiscard]] std::filesystem::path path() const;

  private:
    FileDescriptor descriptor_;
};

}  // namespace tixdb::fuzz
