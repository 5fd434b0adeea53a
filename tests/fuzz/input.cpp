// SPDX-License-Identifier: MIT

#include "fuzz/input.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>
#include <string>

#include "base/text.hpp"

namespace tixdb::fuzz {

std::string_view text_of(Bytes bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::uint64_t take_number(Bytes& bytes, unsigned width) {
    std::uint64_t value = 0;
    for (unsigned i = 0; i < width; ++i) {
        value <<= 8U;
        if (bytes.empty()) continue;
        value |= bytes.front();
        bytes = bytes.subspan(1);
    }
    return value;
}

Bytes take_bytes(Bytes& bytes, std::size_t count) {
    const Bytes taken = bytes.first(std::min(count, bytes.size()));
    bytes = bytes.subspan(taken.size());
    return taken;
}

void require(bool holds, const char* what) {
    if (!holds) throw std::logic_error(what);
}

void require_safe_to_show(std::string_view text) {
    require(is_utf8(text), "a text to show is not UTF-8");
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
    require(std::none_of(text.begin(), text.end(), is_control), "a text to show has control characters");
}

MemoryFile::MemoryFile(Bytes content) : descriptor_(memfd_create("fuzz", MFD_CLOEXEC)) {
    if (!descriptor_.is_open()) throw std::runtime_error("cannot make a file in memory");
    while (!content.empty()) {
        const ssize_t written = write(descriptor_.get(), content.data(), content.size());
        if (written <= 0) throw std::runtime_error("cannot write a file in memory");
        content = content.subspan(static_cast<std::size_t>(written));
    }
}

std::filesystem::path MemoryFile::path() const {
    return "/proc/self/fd/" + std::to_string(descriptor_.get());
}

}  // namespace tixdb::fuzz
