// SPDX-License-Identifier: MIT
// The lines of a table, whatever system wrote them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "asn/input_file.hpp"

namespace tixdb::asn {

// Lines end with LF or CR LF, the last one also without; a byte order mark (UTF-8) at the front is left out.
class LineReader {
  public:
    explicit LineReader(InputFile& file) : file_(file) {}

    // False at the end. line has no line end and is valid until the next call.
    // Throws Error{failed} if a line is longer than 64 KiB, which no table has.
    bool next(std::string_view& line);
    // Of the line that next() gave, from 1.
    [[nodiscard]] std::int64_t number() const { return number_; }

  private:
    bool fill();

    InputFile& file_;
    std::string buffer_;
    std::size_t at_ = 0;
    std::int64_t number_ = 0;
    bool ended_ = false;
};

}  // namespace tixdb::asn
