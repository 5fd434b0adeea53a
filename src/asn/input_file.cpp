// SPDX-License-Identifier: MIT

#include "asn/input_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/error.hpp"
#include "base/readable.hpp"
#include "base/shortage.hpp"
#include "base/signals.hpp"
#include "base/text.hpp"

namespace tixdb::asn {
namespace {

constexpr std::size_t kChunkBytes = 65'536;
// zlib: the largest window, and a gzip header in place of its own.
constexpr int kGzipWindowBits = 15 + 16;

}  // namespace

struct InputFile::Inflater {
    z_stream stream{};
    bool between_members = false;
    std::span<const std::uint8_t> pending;  // compressed bytes that are not consumed yet

    Inflater() {
        if (inflateInit2(&stream, kGzipWindowBits) != Z_OK)
            throw Error(ErrorKind::failed, "zlib cannot start");
    }
    ~Inflater() { inflateEnd(&stream); }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;
};

InputFile::InputFile(const std::filesystem::path& path)
    : name_(escaped(path.string())),
      descriptor_(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)),
      raw_(kChunkBytes) {
    if (descriptor_.is_open()) return;
    throw_if_short("cannot read " + name_, errno);
    fail(std::strerror(errno), "check its path and permissions");
}

InputFile::~InputFile() = default;

void InputFile::fail(const std::string& reason, const std::string& hint) const {
    throw Error(ErrorKind::failed, fmt::format("cannot read {}: {}", name_, reason), hint);
}

std::span<const std::uint8_t> InputFile::read_raw() {
    // Filled up, so that the first piece shows the whole magic number also of a pipe.
    std::size_t filled = 0;
    while (filled < raw_.size()) {
        // A pipe whose writer is silent must not keep the run from ending.
        if (!wait_until_readable(descriptor_.get())) throw_if_stopped();
        const ssize_t got = ::read(descriptor_.get(), raw_.data() + filled, raw_.size() - filled);
        if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (got < 0) fail(std::strerror(errno));
        if (got == 0) break;
        filled += static_cast<std::size_t>(got);
    }
    const std::span<const std::uint8_t> bytes(raw_.data(), filled);
    digest_.update(bytes);
    return bytes;
}

std::span<const std::uint8_t> InputFile::read() {
    if (started_) return inflater_ ? inflate_some() : read_raw();
    started_ = true;
    const std::span<const std::uint8_t> first = read_raw();
    const bool is_gzip = first.size() >= 2 && first[0] == 0x1F && first[1] == 0x8B;
    if (!is_gzip) return first;
    inflater_ = std::make_unique<Inflater>();
    inflater_->pending = first;
    inflated_.resize(kChunkBytes);
    return inflate_some();
}

std::span<const std::uint8_t> InputFile::inflate_some() {
    z_stream& stream = inflater_->stream;
    std::span<const std::uint8_t>& pending = inflater_->pending;
    while (true) {
        if (pending.empty()) pending = read_raw();
        if (inflater_->between_members) {
            // Padding with zeros is what tapes and some tools leave behind a member.
            const auto next =
                std::find_if(pending.begin(), pending.end(), [](std::uint8_t byte) { return byte != 0; });
            const bool at_end_of_piece = next == pending.end() && !pending.empty();
            pending = pending.subspan(static_cast<std::size_t>(next - pending.begin()));
            if (at_end_of_piece) continue;
            if (pending.empty()) return {};
            inflater_->between_members = false;
            inflateReset(&stream);
        }
        if (pending.empty()) fail("the gzip data is cut off", "fetch the file again");
        // zlib does not write through next_in; its type only lacks the const.
        stream.next_in = const_cast<Bytef*>(pending.data());
        stream.avail_in = static_cast<uInt>(pending.size());
        stream.next_out = inflated_.data();
        stream.avail_out = static_cast<uInt>(inflated_.size());
        const int code = inflate(&stream, Z_NO_FLUSH);
        if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR) {
            fail("the gzip data is damaged", "fetch the file again");
        }
        pending = pending.last(stream.avail_in);
        inflater_->between_members = code == Z_STREAM_END;
        const std::size_t made = inflated_.size() - stream.avail_out;
        if (made > 0) return {inflated_.data(), made};
    }
}

}  // namespace tixdb::asn
