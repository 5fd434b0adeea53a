// SPDX-License-Identifier: MIT

#include "asn/line_reader.hpp"

#include <fmt/format.h>

#include "base/error.hpp"

namespace tixdb::asn {
namespace {

constexpr std::size_t kLongestLineBytes = 65'536;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

bool LineReader::fill() {
    buffer_.erase(0, at_);
    at_ = 0;
    if (buffer_.size() > kLongestLineBytes) {
        throw Error(ErrorKind::failed,
                    fmt::format("{} line {}: longer than 64 KiB", file_.name(), number_ + 1),
                    "this is no table of networks");
    }
    const auto bytes = file_.read();
    ended_ = bytes.empty();
    for (const std::uint8_t byte : bytes) buffer_.push_back(static_cast<char>(byte));
    return !ended_;
}

bool LineReader::next(std::string_view& line) {
    auto end = buffer_.find('\n', at_);
    while (end == std::string::npos && !ended_) {
        const std::size_t seen = buffer_.size() - at_;
        fill();
        end = buffer_.find('\n', seen);
    }
    if (end == std::string::npos && at_ == buffer_.size()) return false;
    const std::size_t stop = end == std::string::npos ? buffer_.size() : end;
    line = std::string_view(buffer_).substr(at_, stop - at_);
    at_ = end == std::string::npos ? stop : stop + 1;
    ++number_;
    if (number_ == 1 && line.starts_with(kByteOrderMark)) line.remove_prefix(kByteOrderMark.size());
    if (line.ends_with('\r')) line.remove_suffix(1);
    return true;
}

}  // namespace tixdb::asn
